// Runs a TypeScript program of this folder in whatever Node there is, after what it starts has been built.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { bundle } from "./bundle.mjs";

const here = import.meta.dirname;

/** Runs a script of the repository, for what it builds; a moment where everything is there. */
function script(command, ...args) {
  const { status } = spawnSync(command, args, { cwd: join(here, "../.."), stdio: ["ignore", 2, 2] });
  if (status !== 0) throw new Error(`${[command, ...args].join(" ")} failed`);
}

/** `name` is a file that exports `main`, which takes the arguments and gives the exit code. */
export async function run(name) {
  const scratch = mkdtempSync(join(tmpdir(), "clp-compile-runtime-"));
  // The machine ends with this process by itself.
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(130));
  process.once("exit", () => rmSync(scratch, { recursive: true, force: true }));
  try {
    if (process.platform === "linux" && process.getuid?.() === 0) {
      if (!existsSync(join(here, "../../dist/clp-compile.cjs"))) script("npm", "run", "--silent", "build");
      const onNode = process.argv.includes("kubernetes") || process.argv.includes("--on=kubernetes");
      const programs = ["compose", ...(onNode ? ["kubernetes", "cni", "coredns", "pause"] : [])];
      script("sh", "test/conformance/programs/debian.sh", "engine");
      script("sh", "test/conformance/programs/build.sh", ...programs);
      script("sh", "test/runtime/build.sh", "engine", "images", ...(onNode ? ["node"] : []));
    }
    const program = join(scratch, "program.mjs");
    await bundle({ entryPoints: [join(here, name)] }, program);
    const { main } = await import(pathToFileURL(program).href);
    process.exitCode = await main(process.argv.slice(2));
  } catch (problem) {
    console.error(problem instanceof Error ? problem.message : problem);
    process.exitCode = 1;
  }
}

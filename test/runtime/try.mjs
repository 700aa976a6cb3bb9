// Starts any inputs for real, in a throw-away machine. Usage:
// npm run try -- --config FILE --credentials FILE [--site FILE] [--on docker|kubernetes]
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

const scratch = mkdtempSync(join(tmpdir(), "clp-compile-try-"));
const remove = () => rmSync(scratch, { recursive: true, force: true });
// The machine ends with this process by itself.
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(130));
process.once("exit", remove);
try {
  if (process.platform === "linux" && process.getuid?.() === 0) {
    if (!existsSync(join(here, "../../dist/clp-compile.cjs"))) script("npm", "run", "--silent", "build");
    script("sh", "test/conformance/programs/debian.sh", "engine");
    script("sh", "test/conformance/programs/build.sh", "compose");
    script("sh", "test/runtime/build.sh");
  }
  await bundle({ entryPoints: [join(here, "try.ts")] }, join(scratch, "try.mjs"));
  const { main } = await import(pathToFileURL(join(scratch, "try.mjs")).href);
  process.exitCode = await main(process.argv.slice(2));
} catch (problem) {
  console.error(problem instanceof Error ? problem.message : problem);
  process.exitCode = 1;
}

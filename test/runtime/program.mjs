// Runs a TypeScript program of this folder in whatever Node there is, after what it starts has been built.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { bundle } from "./bundle.mjs";
import { makeReady } from "./ready.mjs";

const here = import.meta.dirname;

/**
 * `name` is a file that exports `main`, which takes the arguments and gives the exit code, and may export
 * `refuse`, which says what is wrong with arguments: building may take long, and a wrong call is told before.
 */
export async function run(name) {
  const scratch = mkdtempSync(join(tmpdir(), "clp-compile-runtime-"));
  // The machine ends with this process by itself.
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(130));
  process.once("exit", () => rmSync(scratch, { recursive: true, force: true }));
  const args = process.argv.slice(2);
  try {
    const program = join(scratch, "program.mjs");
    await bundle({ entryPoints: [join(here, name)] }, program);
    const { main, refuse = () => undefined } = await import(pathToFileURL(program).href);
    const refused = refuse(args);
    if (refused !== undefined) {
      console.error(refused);
      process.exitCode = 2;
      return;
    }
    if (process.platform === "linux" && process.getuid?.() === 0) {
      makeReady({ onNode: args.includes("kubernetes") || args.includes("--on=kubernetes") });
    }
    process.exitCode = await main(args);
  } catch (problem) {
    console.error(problem instanceof Error ? problem.message : problem);
    process.exitCode = 1;
  }
}

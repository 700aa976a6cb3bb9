// Runs a TypeScript program of this folder in whatever Node there is, after what it starts has been built.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { bundle } from "./bundle.mjs";
import { makeReady } from "./ready.mjs";

const here = import.meta.dirname;

/** `name` is a file that exports `main`, which takes the arguments and gives the exit code. */
export async function run(name) {
  const scratch = mkdtempSync(join(tmpdir(), "clp-compile-runtime-"));
  // The machine ends with this process by itself.
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(130));
  process.once("exit", () => rmSync(scratch, { recursive: true, force: true }));
  try {
    if (process.platform === "linux" && process.getuid?.() === 0) {
      makeReady({ onNode: process.argv.includes("kubernetes") || process.argv.includes("--on=kubernetes") });
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

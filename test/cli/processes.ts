/** Starts command lines as processes of their own. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { hostTarget, makeExecutable } from "../../scripts/executables/bun.mjs";

/** How a worker is started. */
export type Worker = readonly [program: string, ...args: string[]];

/**
 * Bundles `worker.ts` for this Node or, with CLP_COMPILE_WORKER=executable, into a standalone executable; answers
 * with how it is started and how it is removed.
 */
export async function buildWorker(): Promise<{ readonly worker: Worker; readonly remove: () => void }> {
  const directory = mkdtempSync(join(tmpdir(), "clp-compile-worker-"));
  const file = join(directory, "worker.cjs");
  await build({
    entryPoints: [join(import.meta.dirname, "worker.ts")],
    bundle: true,
    format: "cjs",
    platform: "neutral",
    mainFields: ["module", "main"],
    external: ["node:*"],
    // No test of a worker draws pictures, which is what asks for it.
    define: { "import.meta.url": '""' },
    outfile: file,
    logLevel: "error",
  });
  const remove = (): void => rmSync(directory, { recursive: true, force: true });
  if (process.env["CLP_COMPILE_WORKER"] !== "executable") return { worker: [process.execPath, file], remove };
  const executable = join(directory, "worker");
  makeExecutable(file, hostTarget(), executable);
  return { worker: [executable], remove };
}

export interface Finished {
  /** Undefined where the process was killed. */
  readonly code: number | undefined;
  readonly err: string;
  /** Milliseconds from its announcement that it compiles to its end. */
  readonly took: number;
  /** Changes of the file system that a process made which was not killed. */
  readonly steps: number | undefined;
}

/**
 * @param whenCompiling called when the process announces that it compiles
 * @param stepsToLive before which change of the file system it kills itself
 */
export function start(
  [program, ...first]: Worker,
  directory: string,
  argv: readonly string[],
  whenCompiling: (child: ChildProcess) => void = () => {},
  stepsToLive?: number,
): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, [...first, ...argv], {
      cwd: directory,
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, ...(stepsToLive === undefined ? {} : { STEPS_TO_LIVE: String(stepsToLive) }) },
    });
    let out = "";
    let err = "";
    let since = performance.now();
    child.stdout.once("data", () => {
      since = performance.now();
      whenCompiling(child);
    });
    child.stdout.on("data", (data) => {
      out += data;
    });
    child.stderr.on("data", (data) => {
      err += data;
    });
    child.on("error", reject);
    child.on("close", (code) => {
      const steps = /(\d+) steps$/m.exec(out)?.[1];
      resolve({
        code: code ?? undefined,
        err,
        took: performance.now() - since,
        steps: steps === undefined ? undefined : Number(steps),
      });
    });
  });
}

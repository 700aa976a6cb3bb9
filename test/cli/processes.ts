/** Starts command lines as processes of their own. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";

/** Bundles `worker.ts`; answers with the file and how to remove it. */
export async function buildWorker(): Promise<{ readonly file: string; readonly remove: () => void }> {
  const directory = mkdtempSync(join(tmpdir(), "clp-compile-worker-"));
  const file = join(directory, "worker.mjs");
  await build({
    entryPoints: [join(import.meta.dirname, "worker.ts")],
    bundle: true,
    platform: "neutral",
    mainFields: ["module", "main"],
    external: ["node:*"],
    outfile: file,
    logLevel: "error",
  });
  return { file, remove: () => rmSync(directory, { recursive: true, force: true }) };
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
  worker: string,
  directory: string,
  argv: readonly string[],
  whenCompiling: (child: ChildProcess) => void = () => {},
  stepsToLive?: number,
): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [worker, ...argv], {
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

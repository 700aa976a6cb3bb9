/** The standalone executable of this machine, and the program under Node that it must not differ from. */
import { spawn } from "node:child_process";
import { accessSync, constants, existsSync } from "node:fs";
import { constants as os } from "node:os";
import { join, resolve } from "node:path";
import { hostTarget } from "../../scripts/executables/bun.mjs";

export const ROOT = join(import.meta.dirname, "../..");

/** The one that CLP_COMPILE_EXECUTABLE names, or else the one that was built for this machine. */
export const EXECUTABLE = ((): string => {
  const named = process.env["CLP_COMPILE_EXECUTABLE"];
  const path = resolve(ROOT, named ?? `dist/bin/clp-compile-${hostTarget()}`);
  if (!existsSync(path))
    throw new Error(`Cannot find ${path}. To get it, run: npm run build:executables -- ${hostTarget()}`);
  accessSync(path, constants.X_OK);
  return path;
})();

/** How each of the two is started. */
export const PROGRAMS = {
  node: [process.execPath, join(ROOT, "dist/clp-compile.cjs")],
  executable: [EXECUTABLE],
} as const;

export interface Ended {
  /** The exit status; 128 and more if a signal ended the program. */
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** A fixture tries to write there, and must find it refused. */
const HOME = "/home/user";

/**
 * Runs a command to its end.
 *
 * @param env laid over an environment that has a PATH and a HOME, and nothing else
 */
export function start(
  command: readonly string[],
  cwd: string,
  { input = "", env = {} }: { readonly input?: string; readonly env?: Readonly<Record<string, string>> } = {},
): Promise<Ended> {
  const [program = "", ...args] = command;
  return new Promise((done, fail) => {
    const child = spawn(program, args, {
      cwd,
      env: { PATH: process.env["PATH"], HOME, ...env },
      stdio: "pipe",
    });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => out.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => err.push(chunk));
    // It may end without reading its input.
    child.stdin.on("error", () => {});
    child.stdin.end(input);
    child.on("error", fail);
    child.on("close", (code, signal) =>
      done({
        code: code ?? 128 + (signal === null ? 0 : os.signals[signal]),
        out: Buffer.concat(out).toString(),
        err: Buffer.concat(err).toString(),
      }),
    );
  });
}

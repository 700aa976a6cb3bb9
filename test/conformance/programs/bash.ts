/** What a person pastes into one shell. */
import { execFile } from "node:child_process";
import type { RunResult } from "./programs.ts";

/** Runs a text until its first command that fails; nothing of this user's own settings is read. */
export function bash(
  text: string,
  options: { readonly cwd: string; readonly env: NodeJS.ProcessEnv },
): Promise<RunResult & { readonly said: string }> {
  return new Promise((done) => {
    execFile("bash", ["--norc", "-euo", "pipefail", "-c", text], options, (error, stdout, stderr) => {
      const code = error === null ? 0 : Number(error.code ?? 1);
      done({ code, stdout, stderr, said: `${stdout}${stderr}` });
    });
  });
}

// What one run of a program costs: the wall's time and the CPU's, of it and all that it starts.
import { spawnSync } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";

// Bash's own `time` says what the kernel counted for the children; Node offers it of itself alone.
const SCRIPT = 'TIMEFORMAT="%3R %3U %3S"; { time "$@" >/dev/null 2>&3; } 3>"$ERRORS"';

/**
 * @param {readonly string[]} command the program and its arguments
 * @param {string} scratch a folder for what it says
 * @param {string} [cwd] where it runs
 * @param {Readonly<Record<string, string>>} [env] variables beside those of the bench
 * @returns {{ wall: number, cpu: number }} milliseconds
 * @throws where it does not end with 0
 */
export function cost(command, scratch, cwd, env = {}) {
  const errors = join(scratch, "errors");
  closeSync(openSync(errors, "w"));
  const { status, stderr, error } = spawnSync("bash", ["-c", SCRIPT, "bash", ...command], {
    encoding: "utf8",
    cwd,
    env: { ...process.env, ...env, ERRORS: errors, LC_ALL: "C" },
  });
  if (error !== undefined) throw error;
  if (status !== 0)
    throw new Error(`${command.join(" ")} ended with ${status}: ${readFileSync(errors, "utf8")}`);
  const [wall, user, system] = stderr.trim().split(" ").map(Number);
  return { wall: wall * 1000, cpu: (user + system) * 1000 };
}

/** @param {readonly number[]} numbers */
export function median(numbers) {
  return [...numbers].sort((a, b) => a - b)[numbers.length >> 1];
}

// Runs the programs that make a release.
import { spawnSync } from "node:child_process";

/** A program that has failed; the message has all that it said. */
export class ProgramFailure extends Error {}

/**
 * Runs a program with its words shown only if it fails.
 *
 * @param {string} program
 * @param {readonly string[]} args
 * @param {import("node:child_process").SpawnSyncOptions} options
 * @returns {string} what it wrote to standard output
 * @throws {ProgramFailure}
 */
export function runProgram(program, args, options) {
  const { status, signal, stdout, stderr, error } = spawnSync(program, args, {
    encoding: "utf8",
    maxBuffer: 2 ** 28,
    ...options,
  });
  if (status === 0) return stdout;
  const said = error?.message ?? (`${stdout}${stderr}`.trim() || `it ended by ${signal ?? status}`);
  throw new ProgramFailure(`${[program, ...args].join(" ")}: ${said}`);
}

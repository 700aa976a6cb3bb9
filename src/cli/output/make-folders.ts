/** Makes directories one by one, so that the system's own refusal is told: of several at once Node says another. */
import { mkdirSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { systemCode } from "../system-error.ts";

/**
 * Makes a directory where there is none, and those above it.
 *
 * @param made is told of each as soon as it is there, the outermost first
 * @throws the error of the system that refuses one
 */
export function makeFolders(at: string, made: (directory: string) => void = () => {}): void {
  if (statSync(at, { throwIfNoEntry: false }) !== undefined) return;
  if (at !== dirname(at)) makeFolders(dirname(at), made);
  try {
    mkdirSync(at, { mode: 0o755 });
    made(at);
  } catch (error) {
    // Another run was faster.
    if (systemCode(error) !== "EEXIST" || statSync(at, { throwIfNoEntry: false })?.isDirectory() !== true)
      throw error;
  }
}

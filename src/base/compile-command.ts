/** The command line that compiles, as it is printed for people. */
import { type ShellCommand, shell } from "./shell.ts";

/** @param words flags, or names of deployments of the project file */
export function compileCommand(words: readonly string[]): ShellCommand {
  // A word that is no flag would be taken for a command.
  const isNamed = words[0]?.startsWith("-") === false;
  return shell`clp-compile ${isNamed ? ["compile"] : []} ${words}`;
}

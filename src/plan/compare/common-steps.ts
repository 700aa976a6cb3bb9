/** What steps of Compose, Kubernetes and Helm have in common. */
import { pathWord, type ShellCommand, shell } from "../../base/shell.ts";

/** The words of the step that has compiled files where they are read. */
export const NEW_FILES = "Put the new files in place";

/**
 * The command that gives a directory, or a file, another path. Without `-T` it would go into a directory that is
 * there; with it an empty one gives way, and one with files is refused.
 */
export function moveCommand(before: string, after: string): ShellCommand {
  return shell`mv -T ${pathWord(before)} ${pathWord(after)}`;
}

/** Moves directories, each to a place that is not there yet. */
export function moveCommands(
  moved: readonly { readonly before: string; readonly after: string }[],
): readonly ShellCommand[] {
  const parents = moved.map(({ after }) => after.slice(0, after.lastIndexOf("/")) || "/");
  return [
    shell`mkdir -p ${[...new Set(parents)].map(pathWord)}`,
    ...moved.map(({ before, after }) => moveCommand(before, after)),
  ];
}

/** Commands of the page, in a block that people paste. */
import type { ShellCommand } from "../../base/shell.ts";
import type { Line } from "../../model/text.ts";
import { codeBlock, fixed } from "./markdown.ts";

/** A line of the page that is a command. */
export type CommandLine = Line & { readonly text: ShellCommand };

/** A block of commands; what is no line of its own is there in every deployment. */
export function commandBlock(...commands: readonly (ShellCommand | CommandLine)[]): readonly Line[] {
  return codeBlock(
    "sh",
    commands.map((command) => (typeof command === "string" ? fixed(command) : command)),
  );
}

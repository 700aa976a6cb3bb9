/** Commands that people paste: whatever comes from elsewhere is a word of its own, quoted where a shell needs it. */
import type { Brand } from "./brand.ts";

/** A command line for a POSIX shell. Only {@link shell} makes one, so that none has an unquoted name in it. */
export type ShellCommand = Brand<string, "ShellCommand">;

/** One word of a command line; `'two words'` where a shell would take it for anything but itself. */
export function quote(word: string): string {
  // What begins with a colon may become a code point where it is shown, which a shell would not take for text.
  return /^[\w@%+,./-][\w@%+:,./=-]*$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/**
 * A command line. What is filled in is quoted; a list becomes several words, an empty one none:
 * ``shell`rm ${operands(names)}` ``.
 */
export function shell(
  parts: TemplateStringsArray,
  ...filled: readonly (string | number | readonly string[])[]
): ShellCommand {
  let line = "";
  for (const [index, part] of parts.entries()) {
    line += /(?:^| )$/.test(line) && part.startsWith(" ") ? part.slice(1) : part;
    const words = filled[index];
    if (words !== undefined) line += (Array.isArray(words) ? words : [String(words)]).map(quote).join(" ");
  }
  return line.trimEnd() as ShellCommand;
}

/** A statement of SQL that a person types where a database asks for one. */
export type SqlStatement = Brand<string, "SqlStatement">;

/** A statement. What is filled in are names of variables and of databases; what no such name has is left out. */
export function sql(parts: TemplateStringsArray, ...names: readonly string[]): SqlStatement {
  return String.raw({ raw: parts }, ...names.map((name) => name.replace(/[^\w$-]/g, ""))) as SqlStatement;
}

/** Names as arguments of a program: none of them is taken for a flag of it. */
export function operands(names: readonly string[]): readonly string[] {
  return names.some((name) => name.startsWith("-")) ? ["--", ...names] : names;
}

/** A path as an argument of a program: never taken for a flag of it. */
export function pathWord(path: string): string {
  return path.startsWith("-") ? `./${path}` : path;
}

/**
 * `rsync` before 3.2.4 has a shell of the other host read its paths once more. An option where one of them would
 * not be itself there.
 */
export function forRsync(paths: readonly string[]): readonly string[] {
  return paths.every((path) => quote(path) === path) ? [] : ["--protect-args"];
}

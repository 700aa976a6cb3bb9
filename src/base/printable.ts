/**
 * The boundary to terminals and to the logs of CI systems. What comes from inputs, from files on disk
 * and from the command line is untrusted: an escape sequence would drive the terminal, a bidirectional
 * control would turn a line around, a line break would begin a line that a CI system takes for a
 * command. Only {@link Printable} text is written anywhere, and only this file makes some.
 */
import { isPrintableAscii } from "./ascii.ts";
import { once } from "./once.ts";
import { maskRanges, maskValue, urlSecretsIn } from "./url-secrets.ts";

declare const PRINTABLE: unique symbol;

/** Text that does nothing but show itself. */
export type Printable = string & { readonly [PRINTABLE]: true };

/** Data of which every text is {@link Printable}; one of a few words of ours stays that. */
export type PrintableData<T> = T extends string
  ? string extends T
    ? Printable
    : T
  : T extends readonly (infer Item)[]
    ? readonly PrintableData<Item>[]
    : T extends object
      ? { readonly [Key in keyof T]: PrintableData<T[Key]> }
      : T;

/**
 * Characters that nobody sees, and those that change the order of others: as the source of a pattern
 * with the flag `u`. They are the bidirectional controls and what Unicode says to be ignored for display.
 */
export const HIDDEN =
  "\\u00ad\\u034f\\u061c\\u115f\\u1160\\u17b4\\u17b5\\u180b-\\u180f\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u206f\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\u{1bca0}-\\u{1bca3}\\u{1d173}-\\u{1d17a}\\u{e0000}-\\u{e0fff}";

// What joins or chooses the looks of letters and emoji is shown: it changes no order, and hides nothing. Patterns
// with properties of Unicode are slow to make, and ASCII needs none.
const unprintable = once(
  () => new RegExp(`(?![\\u200c\\u200d\\ufe00-\\ufe0f])[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}${HIDDEN}]`, "gu"),
);

// GitHub takes `##[…]` anywhere and `::…::` at a line's start, blanks aside, for a command; Azure
// Pipelines and TeamCity have their own.
const COMMAND = /(?<=#)#(?=\[|vso\[|teamcity\[)|(?<=(?<!\S):):(?=[A-Za-z])/g;

/** `U+200B` */
export function nameOfCharacter(character: string): string {
  return `U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0")}`;
}

/** `<U+200B>` */
export function codePoint(character: string): string {
  return `<${nameOfCharacter(character)}>`;
}

/** `\u200b`, as JSON and YAML have it: one for each unit of UTF-16. */
export function jsonEscape(character: string): string {
  return character
    .split("")
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
    .join("");
}

/** One line that shows a text: `a<U+200B>b`. Tabs and line breaks are unprintable, too; the user of a URL is masked. */
export function printable(text: string): Printable {
  const shown = maskRanges(text, urlSecretsIn(text));
  return (isPrintableAscii(shown) ? shown : shown.replace(unprintable(), codePoint)).replace(
    COMMAND,
    codePoint,
  ) as Printable;
}

/** Where a line has characters by which a CI system would know a command, for who shows it piece by piece. */
export function commandMarks(line: string): readonly number[] {
  return line.includes("##") ? [...line.matchAll(COMMAND)].map(({ index }) => index) : [];
}

/** As {@link printable}, of each line. For texts that have their line breaks from us. */
export function printableLines(text: string): Printable {
  return text
    .split(/\r\n|\n/)
    .map(printable)
    .join("\n") as Printable;
}

/** A template of ours: what is put into it becomes printable. */
export function print(ours: readonly string[], ...theirs: readonly (string | number)[]): Printable {
  return ours
    .map((text, index) => (index === 0 ? text : printable(String(theirs[index - 1])) + text))
    .join("") as Printable;
}

/** A template of ours, of what is printable already and may have several lines. */
export function compose(ours: readonly string[], ...shown: readonly (Printable | number)[]): Printable {
  return ours
    .map((text, index) => (index === 0 ? text : String(shown[index - 1]) + text))
    .join("") as Printable;
}

export function join(parts: readonly Printable[]): Printable {
  return parts.join("") as Printable;
}

/** Data of which each text is printable. */
export function printableData<T>(data: T): PrintableData<T> {
  if (typeof data === "string") return printable(data) as PrintableData<T>;
  if (Array.isArray(data)) return data.map(printableData) as PrintableData<T>;
  if (typeof data !== "object" || data === null) return data as PrintableData<T>;
  const entries = Object.entries(data).map(([key, item]) => [printable(key), printableData(item)]);
  return Object.fromEntries(entries) as PrintableData<T>;
}

/**
 * JSON of data that a program reads, character by character: what does not print is an escape.
 * With a line break at its end.
 */
export function jsonText(data: unknown): Printable {
  const json = JSON.stringify(data, null, 2)
    .split("\n")
    .map((line) => line.replace(unprintable(), jsonEscape).replace(COMMAND, jsonEscape));
  return `${json.join("\n")}\n` as Printable;
}

/** What a writer makes of data, of which it sees printable text alone. */
export function written<T>(data: T, write: (data: T) => string): Printable {
  return write(printableData(data) as T) as string as Printable;
}

/**
 * What this program has written itself, byte for byte: a document that is the result, or printable text
 * with what a format adds to it. Never a text in which something of others stands as it came.
 */
export function verbatim(own: string): Printable {
  return own as Printable;
}

/** Most characters of a value that a message quotes. */
const MAX_VALUE_LENGTH = 60;

/** A value as a message quotes it: without what is secret in it, and not too long. */
export function shorten(value: string, most = MAX_VALUE_LENGTH): string {
  const shown = maskValue(value);
  if (shown.length <= most) return shown;
  // No half of a surrogate pair.
  return `${shown.slice(0, most - 1).replace(/[\ud800-\udbff]$/, "")}…`;
}

/** As {@link shorten}, in quotes, and with escapes where there are characters that need them. */
export function quoteValue(value: string): string {
  const quoted = JSON.stringify(maskValue(value));
  // No half of an escape.
  return quoted.length <= MAX_VALUE_LENGTH
    ? quoted
    : `${quoted.slice(0, MAX_VALUE_LENGTH - 2).replace(/(?:\\(?:u[\da-f]{0,3})?|[\ud800-\udbff])$/, "")}…"`;
}

/** Most characters of all that a message says at once, and of a word in it, such as a key. */
const MAX_TEXT_LENGTH = 4096;
const MAX_WORD_LENGTH = 256;

/** A whole message, in which something very long may have been quoted. */
export function shortenText(text: string): string {
  if (text.length <= MAX_WORD_LENGTH) return text;
  const shown = maskRanges(text, urlSecretsIn(text));
  return shorten(
    shown.replace(LONG_WORD, (word) => shorten(word, MAX_WORD_LENGTH)),
    MAX_TEXT_LENGTH,
  );
}

const LONG_WORD = new RegExp(`\\S{${MAX_WORD_LENGTH + 1},}`, "gu");

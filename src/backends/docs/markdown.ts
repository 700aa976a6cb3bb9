/** The one writer of Markdown, in GitHub's dialect: no value can end its cell, or be taken for markup. */
import { isPrintableAscii } from "../../base/ascii.ts";
import { constant, type Origin } from "../../base/origin.ts";
import type { Line } from "../../model/text.ts";
import type { ComponentId } from "../../model/value.ts";

const LAYOUT = constant("headings and explanations of this page are the same for every deployment");

/** What a renderer could take for markup, a link, a formula or HTML. */
const ACTIVE = /[\\`*_{}[\]<>#|~$&!@]|(?<=www)\.|:(?=\/\/)/gi;

/** Text as it is, on one line, in a sentence or a cell. */
export function prose(text: string): string {
  return visible(text).replace(ACTIVE, "\\$&");
}

/** What may stand between backticks, in a cell too. */
const PLAIN_CODE = /^(?! )[^`|\\\n]+(?<! )$/;

/** A value as it is, in the face of code. Control characters become their pictures. */
export function code(value: string): string {
  const text = visible(value);
  if (text === "") return "(empty)";
  if (PLAIN_CODE.test(text)) return `\`${text}\``;
  // Neither backticks nor a cell can hold all texts; entities are never markup.
  const [active, loose] = isPrintableAscii(text)
    ? [/[^A-Za-z0-9 /.,;()'"=+_-]/g, /(?<![A-Za-z0-9_])_+|_+(?![A-Za-z0-9_])/g]
    : [/[^\p{L}\p{N} /.,;()'"=+_-]/gu, /(?<![\p{L}\p{N}_])_+|_+(?![\p{L}\p{N}_])/gu];
  const escaped = text
    .replace(active, (character) => `&#${character.codePointAt(0)};`)
    .replace(loose, (run) => "&#95;".repeat(run.length))
    // A renderer would make a link of it.
    .replace(/www\./gi, (start) => start.replace(".", "&#46;"))
    .replace(/^ | $| (?= )/g, "&#32;");
  return `<code>${escaped}</code>`;
}

/** Control characters as their pictures (U+2400 …), so that nothing is hidden and no line ends. */
function visible(text: string): string {
  if (isPrintableAscii(text)) return text;
  return text
    .replace(/[\u0000-\u001f]/g, (character) => String.fromCharCode(0x2400 + character.charCodeAt(0)))
    .replace(/[\u007f-\u009f\u2028\u2029]/g, "\u2421")
    .replace(/\p{Cs}/gu, "\ufffd");
}

/** A line that is there in every deployment. */
export function fixed(text: string): Line {
  return { text, origins: [LAYOUT] };
}

const EMPTY = fixed("");

/** Blocks with an empty line between each two. A block without lines is left out. */
export function blocks(...all: readonly (readonly Line[])[]): readonly Line[] {
  return all
    .filter((lines) => lines.length > 0)
    .flatMap((lines, index) => (index === 0 ? lines : [EMPTY, ...lines]));
}

export interface Row {
  /** Markdown, one for each column. */
  readonly cells: readonly string[];
  readonly origins: readonly Origin[];
  readonly components?: readonly ComponentId[];
}

/** A table, or nothing where it would have no row. */
export function table(head: readonly string[], rows: readonly Row[]): readonly Line[] {
  if (rows.length === 0) return [];
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [
    fixed(line(head)),
    fixed(line(head.map(() => "---"))),
    ...rows.map(
      ({ cells, origins, components }): Line => ({
        text: line(cells),
        origins,
        ...(components === undefined ? {} : { components }),
      }),
    ),
  ];
}

/** A fenced block; its fence is longer than any run of backticks within. */
export function codeBlock(language: string, lines: readonly Line[]): readonly Line[] {
  const longest = Math.max(
    2,
    ...lines.flatMap(({ text }) => text.match(/`+/g)?.map((run) => run.length) ?? []),
  );
  const fence = "`".repeat(longest + 1);
  return [fixed(`${fence}${language}`), ...lines, fixed(fence)];
}

/** Text in Markdown, in GitHub's dialect: nothing of it ends its cell, or is taken for markup, a link or a mention. */
import { isPrintableAscii } from "./ascii.ts";

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
  const [active, runs] = isPrintableAscii(text)
    ? [/[^A-Za-z0-9 /.,;()'"=+_-]/g, /([A-Za-z0-9]?)(_+)(?=([A-Za-z0-9]?))/g]
    : [/[^\p{L}\p{N} /.,;()'"=+_-]/gu, /([\p{L}\p{N}]?)(_+)(?=([\p{L}\p{N}]?))/gu];
  const escaped = text
    .replace(active, (character) => `&#${character.codePointAt(0)};`)
    // Within a word they are text. Each run is looked at once, however long it is.
    .replace(runs, (all, before, run, after) =>
      before !== "" && after !== "" ? all : `${before}${"&#95;".repeat(run.length)}`,
    )
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

/** Running text, with blanks for its line breaks. */
export function plain(text: string): string {
  return prose(text.replace(/\s+/g, " ")).replace(/[()]/g, "\\$&");
}

/** Lines of code in a language. */
export function fenced(language: string, lines: readonly string[]): string {
  const fence = fenceAround(lines.join("\n"), 3);
  return [`${fence}${language}`, ...lines, fence].join("\n");
}

/** A run of backticks that a text does not have. */
function fenceAround(text: string, least: number): string {
  const runs = text.match(/`+/g) ?? [];
  return "`".repeat(Math.max(least, ...runs.map(({ length }) => length + 1)));
}

/** White space that CLP's YAML reader does not take, or that looks like white space and is none. */
import type { CST } from "yaml";
import { findLandmarks } from "./landmarks.ts";
import { lastAtMost } from "./sorted.ts";
import { MAX_REPORTED, type StructureError } from "./structure-error.ts";

/**
 * Tabs where YAML 1.2 allows them and CLP's reader does not: in the white space at the start of a line,
 * and behind `-` and `?`, outside of quotes and brackets; and before the text of a block whose header does not
 * say how far it is indented.
 */
export function findTabs(text: string, tokens: readonly CST.Token[]): readonly StructureError[] {
  // The tab first: a look behind at every place of a line of blanks takes time in the square of its length.
  const tabs = [...text.matchAll(/\t(?<=^ *(?:[-?] +)*[-?]?\t)/gm)];
  if (tabs.length === 0) return [];
  const { within, blocks } = findLandmarks(tokens);
  const first = new Set(blocks.flatMap((block) => tabBeforeText(text, block) ?? []));
  const outer: { readonly start: number; readonly end: number }[] = [];
  for (const range of [...within].sort((a, b) => a.start - b.start)) {
    if (range.start >= (outer.at(-1)?.end ?? -1)) outer.push(range);
  }
  const starts = outer.map(({ start }) => start);
  const found: StructureError[] = [];
  for (const { index } of tabs) {
    if (!first.has(index) && index < (outer[lastAtMost(starts, index)]?.end ?? -1)) continue;
    found.push({ code: "TAB_AS_INDENT", message: "", start: index, end: index + 1 });
    if (found.length >= MAX_REPORTED) break;
  }
  return found;
}

/** Where a tab stands before the text of a block, in lines that have none or in the first that has some. */
function tabBeforeText(
  text: string,
  { start, end, header }: { readonly start: number; readonly end: number; readonly header: string },
): number | undefined {
  if (/[1-9]/.test(header)) return undefined;
  const blank = /^[ \n\r]*/.exec(text.slice(start, end))![0].length;
  return text.charAt(start + blank) === "\t" && start + blank < end ? start + blank : undefined;
}

/** What looks like a blank and is a letter to YAML, as web pages and word processors have it. */
const WIDE_BLANK = /[\u00a0\u2000-\u200a\u202f\u205f\u3000]/;

/** Such blanks in the white space before a key, outside of quotes and brackets. */
export function findWideBlanks(text: string, tokens: readonly CST.Token[]): readonly StructureError[] {
  if (!WIDE_BLANK.test(text)) return [];
  const found: StructureError[] = [];
  const within = findLandmarks(tokens).within;
  for (const { 0: indent, index } of text.matchAll(
    /^[ \u00a0\u2000-\u200a\u202f\u205f\u3000]+(?=[\w-]+:(?:\s|$))/gm,
  )) {
    const at = indent.search(WIDE_BLANK);
    if (at === -1 || within.some(({ start, end }) => start <= index && index < end)) continue;
    found.push({ code: "TAB_AS_INDENT", message: "", start: index + at, end: index + indent.length });
    if (found.length >= MAX_REPORTED) break;
  }
  return found;
}

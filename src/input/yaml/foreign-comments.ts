/**
 * Comments of other languages, from `//` on or between `/*` and its end: JSON with comments is often
 * taken for YAML, which reads them as words of a key or a value. They are told once, and the rest is
 * read without them.
 */
import type { Edit, Reporter } from "../../base/diagnostic.ts";
import type { FileId } from "../../base/origin.ts";

export interface ForeignComment {
  readonly start: number;
  readonly end: number;
}

/** More of them in one file, or in one of its values, are left: it is no configuration. */
export const MOST_COMMENTS = 1000;

/**
 * The comments in a plain scalar.
 *
 * @param at where the scalar begins
 * @param anywhere false where text may hold anything, as a password may: then a scalar is looked at only
 * where it begins with a comment and a key should stand
 */
export function foreignComments(
  text: string,
  at: number,
  source: string,
  anywhere: boolean,
): readonly ForeignComment[] {
  if (!source.includes("//") && !source.includes("/*")) return [];
  // Behind `:` or `-` stands a value, and `//server/share` may be one.
  let before = at - 1;
  while (before >= 0 && /[ \t]/.test(text.charAt(before))) before -= 1;
  const begins = (before < 0 || /[\n\r{}[\],]/.test(text.charAt(before))) && opensComment(source, 0);
  if (!anywhere && !begins) return [];
  const found: ForeignComment[] = [];
  const pattern = /(?<=^|\s)\/[/*]/gm;
  let match = pattern.exec(source);
  while (match !== null && found.length < MOST_COMMENTS) {
    const value = match.index === 0 && !begins;
    if (opensComment(source, match.index) && (!value || /^..(?:\s|$)/.test(source))) {
      const start = at + match.index;
      const end = endOf(text, start, match[0] === "/*");
      found.push({ start, end });
      pattern.lastIndex = end - at;
    }
    match = pattern.exec(source);
  }
  return found;
}

/** A comment of the second kind has a blank or its end in sight: a path such as /*.log has neither. */
function opensComment(source: string, at: number): boolean {
  const opening = source.slice(at, at + 2);
  if (opening === "//") return true;
  if (opening !== "/*") return false;
  return /^(?:[\s*]|$)/.test(source.slice(at + 2, at + 3)) || source.slice(at + 2, at + 100).includes("*/");
}

/** How far the end of a comment is looked for. */
const REACH = 4000;

function endOf(text: string, start: number, block: boolean): number {
  const closing = block ? text.slice(start, start + REACH).indexOf("*/", 2) : -1;
  if (closing !== -1) return start + closing + 2;
  const length = text.slice(start).search(/[\n\r]/);
  return length === -1 ? text.length : start + length;
}

/** The text without the comments; everything else stays where it is. */
export function withoutComments(text: string, comments: readonly ForeignComment[]): string {
  let kept = "";
  let from = 0;
  for (const { start, end } of comments) {
    if (start < from) continue;
    kept += text.slice(from, start) + text.slice(start, end).replace(/[^\n\r]/g, " ");
    from = end;
  }
  return kept + text.slice(from);
}

/** Reports `CLP1003`, once for all comments, with the fix where each ends its line. */
export function reportForeignComments(
  text: string,
  found: readonly ForeignComment[],
  file: FileId,
  reporter: Reporter,
): void {
  const comments = [...found].sort((a, b) => a.start - b.start);
  const [first, ...others] = comments;
  if (first === undefined) return;
  const edits: Edit[] = [];
  let certain = true;
  for (const { start, end } of comments) {
    const edit = (from: number, to: number, by: string): void => {
      edits.push({ span: { file, start: from, end: to }, text: by });
    };
    edit(start, start + 2, start === 0 || /\s/.test(text.charAt(start - 1)) ? "#" : " #");
    const said = text.slice(start, end);
    if (!said.startsWith("/*")) continue;
    const blanks = said.match(/\s*\*\/$/)?.[0].length;
    const last = /^[ \t]*(?:[\n\r]|$)/.test(text.slice(end, end + 200));
    if (blanks === undefined || /[\n\r]/.test(said) || !last) certain = false;
    else edit(end - blanks, end, "");
  }
  const line = text.slice(first.start, first.end).search(/[\n\r]/);
  reporter.report(
    "CLP1003",
    { file, start: first.start, end: line === -1 ? first.end : first.start + line },
    "Cannot read this comment: in YAML a comment begins with #",
    {
      ...(others.length === 0
        ? {}
        : { notes: [others.length === 1 ? "Another one follows" : `${others.length} more follow`] }),
      help: "Write # before it, on each of its lines",
      ...(certain ? { fix: edits } : {}),
    },
  );
}

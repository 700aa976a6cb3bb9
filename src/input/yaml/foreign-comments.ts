/**
 * Comments of other languages, from `//` on or between `/*` and its end: JSON with comments is often
 * taken for YAML, which reads them as words of a key or a value. All of them are one finding.
 */
import type { Edit, Reporter } from "../../base/diagnostic.ts";
import type { LayerId, SourceSpan } from "../../base/origin.ts";

/** More of them in one file are left: it is no configuration. */
const MAX_COMMENTS = 1000;

/** How far the end of a comment is looked for. */
const MAX_LENGTH = 4000;

/** True where a scalar without quotes has such a comment in it. */
export function hasForeignComment(
  text: string,
  { start, end }: { readonly start: number; readonly end: number },
  file: LayerId,
): boolean {
  const scalar = text.slice(start, end);
  if (!scalar.includes("//") && !scalar.includes("/*")) return false;
  return [...scalar.matchAll(/(?<=^|\s)\/[/*]/gm)].some(({ index }) => isComment(text, start + index, file));
}

/** Strings, comments of YAML, and what opens a comment of another language. */
const PIECES =
  /(?<=^|[\s[\]{},:])(?:"[^"\\]*(?:\\[\s\S][^"\\]*)*"|'[^']*(?:''[^']*)*')|(?<=^|\s)(?:#[^\n\r]*|\/[/*])/gm;

/**
 * All such comments, in order. A quote or a bracket in one of them means something to YAML, so they are
 * looked for in the text itself.
 *
 * @param from where the scalar begins that has the first one
 */
export function foreignComments(text: string, from: number, file: LayerId): readonly SourceSpan[] {
  const found: SourceSpan[] = [];
  const pieces = new RegExp(PIECES);
  pieces.lastIndex = from;
  for (let match = pieces.exec(text); match !== null; match = pieces.exec(text)) {
    if (!match[0].startsWith("/") || !isComment(text, match.index, file)) continue;
    const end = endOf(text, match.index, match[0] === "/*");
    found.push({ file, start: match.index, end });
    if (found.length === MAX_COMMENTS) break;
    pieces.lastIndex = end;
  }
  return found;
}

/** Whether `//` or `/*` at an offset, at the start of a line or behind a blank, is meant as a comment. */
function isComment(text: string, at: number, file: LayerId): boolean {
  const opened = text.slice(at, at + 100);
  // A comment of the second kind has a blank or its end in sight: a path such as /*.log has neither.
  if (opened.startsWith("/*") && !/^..(?:[\s*]|$)/s.test(opened) && !opened.includes("*/", 2)) return false;
  let before = at - 1;
  while (before >= 0 && /[ \t]/.test(text.charAt(before))) before -= 1;
  if (before < 0 || /[\n\r{}[\],]/.test(text.charAt(before))) return true;
  // What follows something may be text in a secret, which may hold anything.
  if (file === "credentials") return false;
  // Behind `:` or `-` stands a value, and `//server/share` may be one.
  return !/[:-]/.test(text.charAt(before)) || /^..(?:\s|$)/s.test(opened);
}

function endOf(text: string, start: number, block: boolean): number {
  const closing = block ? text.slice(start, start + MAX_LENGTH).indexOf("*/", 2) : -1;
  if (closing !== -1) return start + closing + 2;
  return endOfLine(text, start);
}

function endOfLine(text: string, start: number): number {
  const length = text.slice(start).search(/[\n\r]/);
  return length === -1 ? text.length : start + length;
}

/** Reports `CLP1023`, once for all comments, with the fix where each ends its line. */
export function reportForeignComments(
  text: string,
  comments: readonly SourceSpan[],
  reporter: Reporter,
): void {
  const [first] = comments;
  if (first === undefined) return;
  const opened = comments.map(({ start }) => text.slice(start, start + 2));
  const marks = ["//", "/*"].filter((mark) => opened.includes(mark)).join(" and ");
  const many = comments.length > 1;
  // In a block of text `//` may be text.
  const certain = !/[:-][ \t]+[|>][-+\d]*[ \t]*(?:#[^\n\r]*)?$/m.test(text);
  const edits = comments.map((comment) => (certain ? asYaml(text, comment) : undefined));
  reporter.report(
    "CLP1023",
    { ...first, end: Math.min(first.end, endOfLine(text, first.start)) },
    `Cannot read ${many ? `${comments.length} comments that begin` : "a comment that begins"} with ${marks}: in YAML a comment begins with #`,
    {
      help: `Write # before ${many ? "them" : "it"}, on each line`,
      ...(edits.every((edit) => edit !== undefined) ? { fix: edits.flat() } : {}),
    },
  );
}

/** The edits that make a comment of YAML of it; undefined where something stands behind it, or it has lines. */
function asYaml(text: string, { file, start, end }: SourceSpan): readonly Edit[] | undefined {
  const glued = start > 0 && !/\s/.test(text.charAt(start - 1));
  const opening = { span: { file, start, end: start + 2 }, text: glued ? " #" : "#" };
  const comment = text.slice(start, end);
  if (comment.startsWith("//")) return [opening];
  const closing = comment.match(/\s*\*\/$/)?.[0].length;
  const last = /^[ \t]*(?:[\n\r]|$)/.test(text.slice(end, end + 200));
  if (closing === undefined || /[\n\r]/.test(comment) || !last) return undefined;
  return [opening, { span: { file, start: end - closing, end }, text: "" }];
}

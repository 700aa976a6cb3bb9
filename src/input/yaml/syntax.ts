/**
 * Mistakes in YAML syntax, in words: which of the findings of the `yaml` package are told, where they
 * point, and which are only consequences of others.
 */
import type { CST, ErrorCode } from "yaml";
import type { Code } from "../../base/codes.ts";
import type { Edit, Label, Reporter } from "../../base/diagnostic.ts";
import type { FileId } from "../../base/origin.ts";
import { nameOfCharacter } from "../../base/printable.ts";
import { referenceHelp } from "../../base/variables.ts";
import { isConflictMark } from "./foreign-files.ts";

export interface StructureError {
  readonly code: ErrorCode;
  readonly message: string;
  readonly start: number;
  readonly end: number;
}

export interface Damage {
  /** Where the structure of the text is lost for the first time. */
  readonly from?: number;
  /** Offsets in scalars that are wrong by themselves, while the structure around them is known. */
  readonly scalars: readonly number[];
}

/**
 * Tabs where YAML 1.2 allows them and CLP's reader does not: in the white space at the start of a line,
 * and behind `-` and `?`, outside of quotes and brackets.
 */
export function findTabs(text: string, tokens: readonly CST.Token[]): readonly StructureError[] {
  // The tab first: a look behind at every place of a line of blanks takes time in the square of its length.
  const tabs = [...text.matchAll(/\t(?<=^ *(?:[-?] +)*[-?]?\t)/gm)];
  if (tabs.length === 0) return [];
  const outer: { readonly start: number; readonly end: number }[] = [];
  for (const range of [...findLandmarks(tokens).within].sort((a, b) => a.start - b.start)) {
    if (range.start >= (outer.at(-1)?.end ?? -1)) outer.push(range);
  }
  const starts = outer.map(({ start }) => start);
  const found: StructureError[] = [];
  for (const { index } of tabs) {
    if (index < (outer[lastAtMost(starts, index)]?.end ?? -1)) continue;
    found.push({ code: "TAB_AS_INDENT", message: "", start: index, end: index + 1 });
    if (found.length >= MOST_TOLD) break;
  }
  return found;
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
    if (found.length >= MOST_TOLD) break;
  }
  return found;
}

interface Finding {
  readonly code: Code;
  readonly start: number;
  readonly end: number;
  readonly message: string;
  readonly help?: string;
  readonly label?: string;
  readonly related?: readonly Label[];
  readonly fix?: readonly Edit[];
  /** What follows is a consequence, however far away. */
  readonly swallows?: boolean;
}

/** Quoted strings and bracketed collections, in the order of the text. */
interface Landmarks {
  readonly quoted: readonly {
    readonly start: number;
    readonly end: number;
    readonly quote: string;
    readonly closed: boolean;
    readonly lines: boolean;
  }[];
  readonly open: readonly { readonly start: number; readonly bracket: string }[];
  /** Where tabs are text or separate: strings, blocks of text, brackets. */
  readonly within: readonly { readonly start: number; readonly end: number; readonly bracket?: true }[];
}

const LOCAL: ReadonlySet<ErrorCode> = new Set([
  "BAD_DQ_ESCAPE",
  "BAD_SCALAR_START",
  "BAD_DIRECTIVE",
  "BAD_ALIAS",
  "MULTIPLE_ANCHORS",
  "MULTIPLE_TAGS",
  "ALIAS_PROPS",
]);
/** More findings of one kind help nobody. */
const MOST_TOLD = 100;

/** Reports what of `errors` is worth telling. */
export function reportSyntax(
  errors: readonly StructureError[],
  tokens: readonly CST.Token[],
  text: string,
  file: FileId,
  reporter: Reporter,
): Damage {
  if (errors.length === 0) return { scalars: [] };
  const landmarks = findLandmarks(tokens);
  const starts = blockStarts(text);
  const sorted = [...errors].sort((a, b) => a.start - b.start || a.end - b.end);
  const scalars: number[] = [];
  // Within one block of the outermost level, the first mistake makes the others.
  const told = new Set<number>();
  let from: number | undefined;
  let swallowed = false;
  let local = 0;
  for (const error of sorted) {
    if (LOCAL.has(error.code)) {
      scalars.push(error.start);
      if (!swallowed && ++local <= MOST_TOLD)
        tell(explain(error, sorted, landmarks, text, file), text, file, reporter);
      continue;
    }
    if (swallowed || told.size >= MOST_TOLD) continue;
    const block = lastAtMost(starts, error.start);
    if (told.has(block)) continue;
    const finding = explain(error, sorted, landmarks, text, file);
    from = Math.min(from ?? finding.start, finding.start);
    const known = told.has(lastAtMost(starts, finding.start));
    told.add(block).add(lastAtMost(starts, finding.start));
    if (known) continue;
    tell(finding, text, file, reporter);
    swallowed = finding.swallows === true;
  }
  return { scalars, ...(from === undefined ? {} : { from }) };
}

function tell(finding: Finding, text: string, file: FileId, reporter: Reporter): void {
  const { code, start, end, message, swallows: _, ...rest } = finding;
  // What is missing at the end of the text is missed behind its last character.
  const from = Math.min(start, text.length);
  reporter.report(
    code,
    { file, start: from, end: Math.min(Math.max(end, from), text.length) },
    message,
    rest,
  );
}

/** Where lines start in column 1 with a key: each begins a block of the outermost level. */
function blockStarts(text: string): readonly number[] {
  const starts = [0];
  // What only closes a bracket begins nothing.
  for (const match of text.matchAll(/[\n\r](?=[^\s#\-\]}])/g)) starts.push(match.index + 1);
  return starts;
}

/** The index of the last of some ascending numbers that is not above `limit`; -1 where none is. */
export function lastAtMost(numbers: readonly number[], limit: number): number {
  let low = -1;
  let high = numbers.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (numbers[middle]! <= limit) low = middle;
    else high = middle;
  }
  return low;
}

function findLandmarks(tokens: readonly CST.Token[]): Landmarks {
  const quoted: Landmarks["quoted"][number][] = [];
  const open: Landmarks["open"][number][] = [];
  const within: Landmarks["within"][number][] = [];
  const visit = (token: CST.Token | null | undefined): void => {
    if (token === null || token === undefined) return;
    switch (token.type) {
      case "document":
        visit(token.value);
        break;
      case "block-scalar":
        within.push({ start: token.offset, end: token.offset + token.source.length });
        break;
      case "single-quoted-scalar":
      case "double-quoted-scalar": {
        const quote = token.type === "single-quoted-scalar" ? "'" : '"';
        const { source, offset } = token;
        within.push({ start: offset, end: offset + source.length });
        quoted.push({
          start: offset,
          end: offset + source.length,
          quote,
          closed: source.length > 1 && source.endsWith(quote),
          lines: /[\n\r]/.test(source),
        });
        break;
      }
      case "block-map":
      case "block-seq":
      case "flow-collection":
        if (token.type === "flow-collection") {
          const closing = token.start.type === "flow-map-start" ? "flow-map-end" : "flow-seq-end";
          const end = token.end.find((one) => one.type === closing);
          if (end === undefined) open.push({ start: token.start.offset, bracket: token.start.source });
          else within.push({ start: token.start.offset, end: end.offset, bracket: true });
        }
        for (const item of token.items) {
          visit(item.key);
          visit(item.value);
        }
        break;
      default:
        break;
    }
  };
  for (const token of tokens) visit(token);
  return { quoted, open, within };
}

function wordAt(text: string, start: number): { start: number; end: number } {
  const from = start + (text.slice(start).match(/^[ \t]*/)?.[0].length ?? 0);
  const length = text.slice(from, from + 200).match(/^[^\s:,[\]{}]+/)?.[0].length ?? 1;
  return { start: from, end: from + length };
}

function restOfLine(text: string, start: number): number {
  const end = text.slice(start).search(/[\n\r]/);
  return end === -1 ? text.length : start + end;
}

function explain(
  error: StructureError,
  all: readonly StructureError[],
  landmarks: Landmarks,
  text: string,
  file: FileId,
): Finding {
  const { code, message, start } = error;
  const end = Math.max(error.end, start + 1);
  const here = { start, end };
  switch (code) {
    case "TAB_AS_INDENT":
      if (text.charAt(start) !== "\t") return wideBlank(all, text, file, start);
      return {
        code: "CLP1004",
        ...here,
        message: "Cannot use a tab here: YAML is indented with spaces",
        help: "Replace it by spaces",
      };
    case "BAD_DQ_ESCAPE":
      return {
        code: "CLP1018",
        start,
        end: start + 2,
        message: "Cannot read this escape",
        help: "Write \\\\ for a backslash, or use single quotes, in which nothing is an escape",
      };
    case "BAD_SCALAR_START":
      return {
        code: "CLP1003",
        start,
        end: start + 1,
        message: `Cannot begin a value with ${text.charAt(start)}: YAML reserves it`,
        help: referenceHelp(text.slice(start, wordAt(text, start).end)) ?? "Quote the value",
      };
    case "BAD_DIRECTIVE":
      return {
        code: "CLP1015",
        start: Math.max(text.lastIndexOf("\n", start), text.lastIndexOf("\r", start)) + 1,
        end: restOfLine(text, start),
        message: "Cannot read this directive",
        help: "Remove the line; no directive is needed",
      };
    case "BAD_ALIAS":
      return {
        code: "CLP1003",
        ...here,
        message: `Cannot read an ${/alias/i.test(message) ? "alias" : "anchor"} without a plain name`,
        help: "Quote the value if it is meant to begin so",
      };
    case "MULTIPLE_ANCHORS":
    case "MULTIPLE_TAGS":
      return {
        code: "CLP1003",
        ...here,
        message: `Cannot give one value two ${code === "MULTIPLE_TAGS" ? "tags" : "anchors"}`,
      };
    case "ALIAS_PROPS":
      return { code: "CLP1003", ...here, message: "Cannot give an alias a tag or an anchor" };
    case "BLOCK_IN_FLOW": {
      const next = text.slice(start, start + 1000).match(/^[^\n\r:,{}[\]]*?[^\s:,{}[\]][ \t]+(?=[\w-]+:\s)/);
      if (next !== null) {
        return {
          code: "CLP1003",
          ...wordAt(text, start + next[0].length),
          message: "Cannot read this: a comma is missing before it",
          help: "Separate the entries between brackets by commas",
        };
      }
      return {
        code: "CLP1003",
        ...wordAt(text, start),
        message: "Cannot read lines of keys or of list items between brackets",
        help: "Is a comma missing between two entries, or a quote around a value with a colon?",
      };
    }
    case "MULTILINE_IMPLICIT_KEY":
      return noColon(text, start, landmarks);
    case "BLOCK_AS_IMPLICIT_KEY": {
      const lines = all.find((one) => one.code === "MULTILINE_IMPLICIT_KEY" && one.start === start);
      if (lines !== undefined) {
        const at = Math.max(text.lastIndexOf("\n", lines.end - 1), text.lastIndexOf("\r", lines.end - 1)) + 1;
        return {
          code: "CLP1016",
          ...wordAt(text, at),
          message: "Cannot read this line: it is indented as if it belonged to the value above it",
          related: [{ span: { file, ...wordAt(text, start) }, text: "this value" }],
          help: "Start it in the column of the key above, or remove the value above",
        };
      }
      if (/^::(?=\s|$)/.test(text.slice(start, start + 3))) {
        return {
          code: "CLP1003",
          start,
          end: start + 2,
          message: "Cannot read this ::, which to YAML is a key",
          help: "For all addresses of the host write 0.0.0.0: CLP publishes ports on IPv4 addresses only",
        };
      }
      return {
        code: "CLP1003",
        ...wordAt(text, start),
        message: "Cannot read a second key on one line",
        help: "Start it on a line of its own, further to the right; or quote the value if the colon belongs to it",
      };
    }
    case "BAD_INDENT":
    case "MISSING_CHAR":
    case "UNEXPECTED_TOKEN":
      return structural(error, landmarks, text, file);
    case "KEY_OVER_1024_CHARS":
      return {
        code: "CLP1003",
        ...wordAt(text, start),
        message: "Cannot read a key of more than 1024 characters",
      };
    default:
      return {
        code: "CLP1003",
        ...here,
        message: "Cannot read this",
      };
  }
}

/** One finding for all of them: who has one has them on each line. */
function wideBlank(all: readonly StructureError[], text: string, file: FileId, start: number): Finding {
  const edits = all
    .filter((one) => one.code === "TAB_AS_INDENT" && text.charAt(one.start) !== "\t")
    .map((one) => ({
      span: { file, start: one.start, end: one.end },
      text: " ".repeat(one.end - one.start),
    }));
  return {
    code: "CLP1022",
    start,
    end: start + 1,
    message: `Cannot use the character ${nameOfCharacter(text.charAt(start))} here: it looks like a blank, and YAML is indented with spaces`,
    help: "Replace it by a space, on each line",
    ...(edits.length < MOST_TOLD ? { fix: edits } : {}),
    swallows: true,
  };
}

function inBrackets({ within, open }: Landmarks, at: number): boolean {
  return (
    open.some((one) => one.start < at) ||
    within.some((one) => one.bracket === true && one.start < at && at < one.end)
  );
}

function noColon(text: string, start: number, landmarks: Landmarks): Finding {
  const end = restOfLine(text, start);
  const line = text.slice(start, end);
  if (isConflictMark(line)) {
    return {
      code: "CLP1020",
      start,
      end,
      message: "Cannot read this line: a merge left it",
      help: "Remove it, and whatever of the other side is still there",
    };
  }
  // In brackets an entry that ends with a semicolon runs on into the next one.
  const semicolon = line.match(/;(?=\s|$)/);
  if (semicolon !== null && inBrackets(landmarks, start)) {
    const at = start + semicolon.index!;
    return {
      code: "CLP1003",
      start: at,
      end: at + 1,
      message: "Cannot read this ;: entries between brackets are separated by commas",
      help: "Write a comma in its place",
    };
  }
  return {
    code: "CLP1003",
    start,
    end: Math.max(end, start + 1),
    message: "Cannot read this line: it is no `key: value`",
    help: keyHelp(line, isFollowedByDeeper(text, start, end)),
  };
}

function keyHelp(line: string, holdsMore: boolean): string {
  if (/^[^\s:]+:\S/.test(line)) return "Write a space after the colon";
  if (/^-[^\s-]/.test(line)) return "Write a space after each -";
  if (line.includes("：")) return "Write a plain colon and a space in place of the wide colon";
  return holdsMore ? "Write a colon after the key" : "Write a colon and a value after the key";
}

/** True where the next line is indented further than the one from `start` to `end`. */
function isFollowedByDeeper(text: string, start: number, end: number): boolean {
  const [next = ""] = text.slice(end, end + 1000).match(/(?<=^[\n\r]+) *(?=[^\s#])/) ?? [];
  const line = Math.max(text.lastIndexOf("\n", start - 1), text.lastIndexOf("\r", start - 1)) + 1;
  return next.length > start - line;
}

/** What goes wrong between values: columns, brackets, quotes, separators. */
function structural(error: StructureError, landmarks: Landmarks, text: string, file: FileId): Finding {
  const { message, start } = error;
  const end = Math.max(error.end, start + 1);
  const span = { file, start: Math.min(start, text.length), end: Math.min(end, text.length) };

  if (/^Missing closing/.test(message)) {
    const string = landmarks.quoted.find((one) => !one.closed && one.end >= start);
    const from = string?.start ?? start;
    return {
      code: "CLP1017",
      start: from,
      end: from + 1,
      message: `Cannot find the end of the string that begins here`,
      help: `Close it with ${string?.quote ?? "a quote"}`,
      swallows: true,
    };
  }
  if (/^Flow (?:map|sequence) in block collection|^Expected flow/.test(message)) {
    const bracket = [...landmarks.open].reverse().find((one) => one.start < start);
    if (bracket !== undefined) {
      const closing = bracket.bracket === "{" ? "}" : "]";
      if (isClosed(text, bracket.start)) {
        return {
          code: "CLP1016",
          ...wordAt(text, start),
          message: "Cannot read this line: inside brackets it must be indented",
          related: [{ span: { file, start: bracket.start, end: bracket.start + 1 }, text: "the bracket" }],
          help: "Indent it further than the key to which the brackets belong",
          swallows: true,
        };
      }
      const hash = /\s#/.test(text.slice(bracket.start, restOfLine(text, bracket.start)));
      return {
        code: "CLP1017",
        start: bracket.start,
        end: bracket.start + 1,
        message: `Cannot find the ${closing} that closes this ${bracket.bracket}`,
        ...(start < text.length
          ? { related: [{ span, text: "it should be closed before here, or this line indented" }] }
          : {}),
        help: hash
          ? `Close it with ${closing}; quote a value with a #, which else begins a comment`
          : `Close it with ${closing}, or quote a value that begins with ${bracket.bracket}`,
        swallows: true,
      };
    }
    return {
      code: "CLP1016",
      ...wordAt(text, start),
      message: "Cannot read this line: inside brackets it must be indented",
      help: "Indent it further than the key to which the brackets belong",
    };
  }
  // A quote that was forgotten ends where the next one begins, lines later.
  const before = landmarks.quoted.findLast(
    (one) => one.closed && one.lines && one.end <= start && /^[ \t]*$/.test(text.slice(one.end, start)),
  );
  if (before !== undefined && /Unexpected|Implicit|Missing/.test(message)) {
    return {
      code: "CLP1017",
      start: before.start,
      end: before.start + 1,
      message: "Cannot find the end of the string that begins here: the next quote is lines below",
      related: [{ span: { file, start: before.end - 1, end: before.end }, text: "the next quote" }],
      help: `Close it with ${before.quote} on its line`,
      swallows: true,
    };
  }
  if (/^Implicit map keys need/.test(message)) return noColon(text, start, landmarks);
  const outdented = /at node end$/.test(message) ? outdentedLine(text, start) : undefined;
  if (outdented !== undefined) {
    return {
      code: "CLP1016",
      ...wordAt(text, outdented.start),
      message: "Cannot read this line: it starts further to the left than the first key of the file",
      related: [{ span: { file, ...wordAt(text, outdented.first) }, text: "the first key" }],
      help: "Start both in one column",
      swallows: true,
    };
  }
  if (/at node end$/.test(message)) {
    const behind = behindValue(text, start, landmarks);
    if (behind !== undefined) return behind;
  }
  for (const [pattern, code, words, help] of STRUCTURE) {
    if (pattern.test(message)) return { code, ...wordAt(text, start), message: words, help };
  }
  const closer = text.charAt(start);
  if (closer === "]" || closer === "}") {
    return {
      code: "CLP1003",
      start,
      end: start + 1,
      message: `Cannot read this ${closer}: nothing is open that it would close`,
      help: "Remove it, or quote the value if it belongs to it",
    };
  }
  return {
    code: "CLP1003",
    ...wordAt(text, start),
    message: "Cannot read what stands here",
    help: "Quote a value that contains characters with a meaning in YAML",
  };
}

/** What follows a value that is complete: the rest of a string in which its quote stands, or a mark of another language. */
function behindValue(text: string, start: number, landmarks: Landmarks): Finding | undefined {
  const mark = text.charAt(start);
  if ((mark === ";" || mark === ",") && /^[ \t]*(?:[\n\r#]|$)/.test(text.slice(start + 1, start + 200))) {
    return {
      code: "CLP1003",
      start,
      end: start + 1,
      message: `Cannot read this ${mark}: the end of the line ends a value`,
      help: "Remove it",
    };
  }
  const string = landmarks.quoted.find((one) => one.closed && one.end === start);
  if (string === undefined) return undefined;
  return {
    code: "CLP1003",
    start: string.end,
    end: restOfLine(text, string.end),
    message: `Cannot read what follows the ${string.quote} that closes the string`,
    help:
      string.quote === '"'
        ? 'If the " belongs to the value, write \\" in its place, or put the whole value between single quotes'
        : "If the ' belongs to the value, write '' in its place, or put the whole value between double quotes",
  };
}

/** How far a bracket is followed to where it is closed. */
const BRACKET_REACH = 10_000;

/** True where the bracket at an offset is closed later on; strings and comments do not count. */
function isClosed(text: string, offset: number): boolean {
  const pieces = /"(?:[^"\\]|\\[\s\S])*"|'[^']*'|\s#[^\n\r]*|[[\]{}]/g;
  let depth = 0;
  for (const [piece] of text.slice(offset, offset + BRACKET_REACH).matchAll(pieces)) {
    if (piece === "{" || piece === "[") depth += 1;
    else if (piece === "}" || piece === "]") depth -= 1;
    if (depth === 0) return true;
  }
  return false;
}

/** Where a line begins that is indented less than the first line with content; both places. */
function outdentedLine(
  text: string,
  offset: number,
): { readonly start: number; readonly first: number } | undefined {
  // The finding may point at the line break before the line.
  const start = offset + (text.slice(offset, offset + 1000).match(/^\s*/)?.[0].length ?? 0);
  const indent = text.slice(0, start).match(/(?:^|[\n\r])([ \t]*)$/)?.[1];
  const first = text.match(
    /^(?:[ \t]*(?:#[^\n\r]*)?(?:\r\n|[\n\r])|---[ \t]*(?:\r\n|[\n\r]))*( *)(?=[^ \t#\n\r])/,
  );
  if (indent === undefined || first === null || indent.length >= first[1]!.length) return undefined;
  return { start, first: first[0].length };
}

const STRUCTURE: readonly (readonly [pattern: RegExp, code: Code, message: string, help: string])[] = [
  [
    /^All (?:mapping|sequence) items must start at the same column/,
    "CLP1016",
    "Cannot read this line: its indentation is that of no line above it",
    "Start it in the same column as the keys or items that it stands beside",
  ],
  [
    /^Block scalar/,
    "CLP1016",
    "Cannot read this text block: its lines are indented unevenly",
    "Indent each of its lines at least as far as the first, and write nothing else after | or >; quote a value that begins with one of them",
  ],
  [
    /^Sequence item without/,
    "CLP1003",
    "Cannot read this line: it stands among list items and has no -",
    "Begin it with -, or indent it as part of the item above",
  ],
  [
    /^Missing , (?:between|or :)/,
    "CLP1003",
    "Cannot read this: a comma is missing before it",
    "Separate the entries between brackets by commas",
  ],
  [
    /^Missing space after/,
    "CLP1003",
    "Cannot read this: a space is missing after the colon",
    "Write a space after the colon",
  ],
  [
    /^Comments must be separated/,
    "CLP1003",
    "Cannot read this: a space is missing before the #",
    "Write a space before the # of a comment; quote a value that has one",
  ],
  [
    /^Tags and anchors must be/,
    "CLP1003",
    "Cannot read this: a space is missing after a tag or an anchor",
    "Write a space after it",
  ],
  [
    /^Anchors and tags must be after/,
    "CLP1003",
    "Cannot read this: a tag or an anchor stands before the indicator",
    "Write it after - or ?",
  ],
  [
    /^Missing directives-end|^Missing directives-end\/doc-start/,
    "CLP1015",
    "Cannot read this: directives end with a line ---",
    "Remove the directive",
  ],
  [
    /^Unexpected (?:,|empty item)/,
    "CLP1003",
    "Cannot read a comma with nothing before it",
    "Remove it, or write what is missing",
  ],
  [
    /^Unexpected block-seq-ind on same line/,
    "CLP1003",
    "Cannot start a list on the line of its key",
    "Start it on the next line, or write it in brackets: [a, b]; quote a value that begins with -",
  ],
  [
    /at node end$/,
    "CLP1003",
    "Cannot read what follows the value",
    "Quote the whole value, or write what follows on a line of its own",
  ],
];

/** Mistakes in YAML syntax in words: where each points, and the way out. */
import type { ErrorCode } from "yaml";
import type { Edit, Label } from "../../base/diagnostic.ts";
import type { LayerId } from "../../base/origin.ts";
import { nameOfCharacter } from "../../base/printable.ts";
import { referenceHelp } from "../../base/variable-references.ts";
import type { Code } from "../../codes.ts";
import { isConflictMark } from "./foreign-files.ts";
import { inBrackets, type Landmarks } from "./landmarks.ts";
import { hasSurrogate } from "./strict-strings.ts";
import { MAX_REPORTED, type StructureError } from "./structure-error.ts";

/** What a mistake in syntax is reported as. */
export interface SyntaxFinding {
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

/** What a mistake stands among. */
export interface Around {
  readonly text: string;
  readonly file: LayerId;
  readonly errors: readonly StructureError[];
  readonly landmarks: Landmarks;
}

/** What is said of a mistake; undefined where it is none of those that it looks for. */
type Words = (error: StructureError, around: Around) => SyntaxFinding;
type Guess = (error: StructureError, around: Around) => SyntaxFinding | undefined;

/** What is said of an error of the `yaml` package. */
export function syntaxFinding(error: StructureError, around: Around): SyntaxFinding {
  const words = Object.hasOwn(WORDS, error.code) ? WORDS[error.code] : undefined;
  return words?.(error, around) ?? { code: "CLP1003", ...spanOf(error), message: "Cannot read this" };
}

/** At least one character. */
function spanOf({ start, end }: StructureError): { start: number; end: number } {
  return { start, end: Math.max(end, start + 1) };
}

function twice(what: string): Words {
  return (error) => ({ code: "CLP1003", ...spanOf(error), message: `Cannot give one value two ${what}` });
}

const WORDS: Partial<Readonly<Record<ErrorCode, Words>>> = {
  TAB_AS_INDENT: ({ start, ...error }, around) =>
    around.text.charAt(start) === "\t"
      ? {
          code: "CLP1004",
          ...spanOf({ start, ...error }),
          message: "Cannot use a tab here: YAML is indented with spaces",
          help: "Replace it by spaces",
        }
      : wideBlank(start, around),
  BAD_DQ_ESCAPE: ({ start, end }, { text }) =>
    hasSurrogate(text.slice(start, end))
      ? {
          code: "CLP1018",
          start,
          end,
          message: "Cannot read this escape: it is half a character, as only JSON has it",
          help: "Write the character itself",
        }
      : {
          code: "CLP1018",
          start,
          end: start + 2,
          message: "Cannot read this escape",
          help: "Write \\\\ for a backslash, or use single quotes, in which nothing is an escape",
        },
  BAD_SCALAR_START: ({ start }, { text }) => ({
    code: "CLP1003",
    start,
    end: start + 1,
    message: `Cannot begin a value with ${text.charAt(start)}${/[:?]/.test(text.charAt(start)) ? " between brackets" : ""}: YAML reserves it`,
    help: referenceHelp(text.slice(start, wordAt(text, start).end)) ?? "Quote the value",
  }),
  BAD_DIRECTIVE: ({ start }, { text }) => ({
    code: "CLP1015",
    start: startOfLine(text, start),
    end: restOfLine(text, start),
    message: "Cannot read this directive",
    help: "Remove the line; no directive is needed",
  }),
  BAD_ALIAS: (error) => ({
    code: "CLP1003",
    ...spanOf(error),
    message: `Cannot read an ${/alias/i.test(error.message) ? "alias" : "anchor"} without a plain name`,
    help: "Quote the value if it is meant to begin so",
  }),
  MULTIPLE_ANCHORS: twice("anchors"),
  MULTIPLE_TAGS: twice("tags"),
  ALIAS_PROPS: (error) => ({
    code: "CLP1003",
    ...spanOf(error),
    message: "Cannot give an alias a tag or an anchor",
  }),
  BLOCK_IN_FLOW: ({ start }, { text }) => blockInBrackets(start, text),
  MULTILINE_IMPLICIT_KEY: ({ start }, around) => noColon(start, around),
  BLOCK_AS_IMPLICIT_KEY: ({ start }, around) => secondKey(start, around),
  BAD_INDENT: structural,
  MISSING_CHAR: structural,
  UNEXPECTED_TOKEN: structural,
  KEY_OVER_1024_CHARS: ({ start }, { text }) => ({
    code: "CLP1003",
    ...wordAt(text, start),
    message: "Cannot read a key of more than 1024 characters",
  }),
};

function wordAt(text: string, start: number): { start: number; end: number } {
  const from = start + (text.slice(start).match(/^[ \t]*/)?.[0].length ?? 0);
  const length = text.slice(from, from + 200).match(/^[^\s:,[\]{}]+/)?.[0].length ?? 1;
  return { start: from, end: from + length };
}

function restOfLine(text: string, start: number): number {
  const end = text.slice(start).search(/[\n\r]/);
  return end === -1 ? text.length : start + end;
}

function startOfLine(text: string, at: number): number {
  return Math.max(text.lastIndexOf("\n", at), text.lastIndexOf("\r", at)) + 1;
}

/** One finding for all of them: who has one has them on each line. */
function wideBlank(start: number, { errors, text, file }: Around): SyntaxFinding {
  const edits = errors
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
    ...(edits.length < MAX_REPORTED ? { fix: edits } : {}),
    swallows: true,
  };
}

/** What is no entry between brackets. */
function blockInBrackets(start: number, text: string): SyntaxFinding {
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

/** A key on the line of another one, or below a value as if it belonged to that. */
function secondKey(start: number, { errors, text, file }: Around): SyntaxFinding {
  const lines = errors.find((one) => one.code === "MULTILINE_IMPLICIT_KEY" && one.start === start);
  if (lines !== undefined) {
    return {
      code: "CLP1016",
      ...wordAt(text, startOfLine(text, lines.end - 1)),
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

/** A line that is no entry. */
function noColon(start: number, { text, landmarks }: Around): SyntaxFinding {
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
  return next.length > start - startOfLine(text, start - 1);
}

/** What goes wrong between values: columns, brackets, quotes, separators. The first that knows it says it. */
function structural(error: StructureError, around: Around): SyntaxFinding {
  for (const guess of GUESSES) {
    const finding = guess(error, around);
    if (finding !== undefined) return finding;
  }
  return {
    code: "CLP1003",
    ...wordAt(around.text, error.start),
    message: "Cannot read what stands here",
    help: "Quote a value that contains characters with a meaning in YAML",
  };
}

const openString: Guess = ({ message, start }, { landmarks }) => {
  if (!/^Missing closing/.test(message)) return undefined;
  const string = landmarks.quoted.find((one) => !one.closed && one.end >= start);
  const from = string?.start ?? start;
  return {
    code: "CLP1017",
    start: from,
    end: from + 1,
    message: "Cannot find the end of the string that begins here",
    help: `Close it with ${string?.quote ?? "a quote"}`,
    swallows: true,
  };
};

const lineInBrackets: Guess = (error, { text, file, landmarks }) => {
  const { message, start } = error;
  if (!/^Flow (?:map|sequence) in block collection|^Expected flow/.test(message)) return undefined;
  const notIndented = {
    code: "CLP1016",
    ...wordAt(text, start),
    message: "Cannot read this line: inside brackets it must be indented",
    help: "Indent it further than the key to which the brackets belong",
  } as const;
  const bracket = landmarks.open.findLast((one) => one.start < start);
  if (bracket === undefined) return notIndented;
  const opening = { start: bracket.start, end: bracket.start + 1 };
  if (isClosed(text, bracket.start)) {
    return { ...notIndented, related: [{ span: { file, ...opening }, text: "the bracket" }], swallows: true };
  }
  const closing = bracket.bracket === "{" ? "}" : "]";
  const hash = /\s#/.test(text.slice(bracket.start, restOfLine(text, bracket.start)));
  const end = Math.min(spanOf(error).end, text.length);
  return {
    code: "CLP1017",
    ...opening,
    message: `Cannot find the ${closing} that closes this ${bracket.bracket}`,
    ...(start < text.length
      ? {
          related: [
            { span: { file, start, end }, text: "it should be closed before here, or this line indented" },
          ],
        }
      : {}),
    help: hash
      ? `Close it with ${closing}; quote a value with a #, which else begins a comment`
      : `Close it with ${closing}, or quote a value that begins with ${bracket.bracket}`,
    swallows: true,
  };
};

/** A quote that was forgotten ends where the next one begins, lines later. */
const forgottenQuote: Guess = ({ message, start }, { text, file, landmarks }) => {
  if (!/Unexpected|Implicit|Missing/.test(message)) return undefined;
  const before = landmarks.quoted.findLast(
    (one) => one.closed && one.lines && one.end <= start && /^[ \t]*$/.test(text.slice(one.end, start)),
  );
  if (before === undefined) return undefined;
  return {
    code: "CLP1017",
    start: before.start,
    end: before.start + 1,
    message: "Cannot find the end of the string that begins here: the next quote is lines below",
    related: [{ span: { file, start: before.end - 1, end: before.end }, text: "the next quote" }],
    help: `Close it with ${before.quote} on its line`,
    swallows: true,
  };
};

const keyWithoutColon: Guess = ({ message, start }, around) =>
  /^Implicit map keys need/.test(message) ? noColon(start, around) : undefined;

const leftOfFirst: Guess = ({ message, start }, { text, file }) => {
  const outdented = /at node end$/.test(message) ? outdentedLine(text, start) : undefined;
  if (outdented === undefined) return undefined;
  return {
    code: "CLP1016",
    ...wordAt(text, outdented.start),
    message: "Cannot read this line: it starts further to the left than the first key of the file",
    related: [{ span: { file, ...wordAt(text, outdented.first) }, text: "the first key" }],
    help: "Start both in one column",
    swallows: true,
  };
};

/** What follows a value that is complete: the rest of a string in which its quote stands, or a mark of another language. */
const behindValue: Guess = ({ message, start }, { text, landmarks }) => {
  if (!/at node end$/.test(message)) return undefined;
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
};

/** How far a bracket is followed to where it is closed. */
const MAX_BRACKETED = 10_000;

/** True where the bracket at an offset is closed later on; strings and comments do not count. */
function isClosed(text: string, offset: number): boolean {
  const pieces = /"(?:[^"\\]|\\[\s\S])*"|'[^']*'|\s#[^\n\r]*|[[\]{}]/g;
  let depth = 0;
  for (const [piece] of text.slice(offset, offset + MAX_BRACKETED).matchAll(pieces)) {
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
    /^(?:[ \t]*(?:#[^\n\r]*)?(?:\r?\n|\r(?!\n))|---[ \t]*(?:\r?\n|\r(?!\n)))*( *)(?=[^ \t#\n\r])/,
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

const byMessage: Guess = ({ message, start }, { text }) => {
  const known = STRUCTURE.find(([pattern]) => pattern.test(message));
  if (known === undefined) return undefined;
  const [, code, words, help] = known;
  return { code, ...wordAt(text, start), message: words, help };
};

const closesNothing: Guess = ({ start }, { text }) => {
  const closer = text.charAt(start);
  if (closer !== "]" && closer !== "}") return undefined;
  return {
    code: "CLP1003",
    start,
    end: start + 1,
    message: `Cannot read this ${closer}: nothing is open that it would close`,
    help: "Remove it, or quote the value if it belongs to it",
  };
};

const GUESSES: readonly Guess[] = [
  openString,
  lineInBrackets,
  forgottenQuote,
  keyWithoutColon,
  leftOfFirst,
  behindValue,
  byMessage,
  closesNothing,
];

/** From text to the tokens of the `yaml` package, within bounds, and what in it is no YAML at all. */
import { type CST, Lexer, Parser } from "yaml";
import type { Reporter } from "../../base/diagnostic.ts";
import { withKnownLineEnds } from "../../base/line-ends.ts";
import type { LayerId, SourceSpan } from "../../base/origin.ts";
import { foreignComments, hasForeignComment, reportForeignComments } from "./foreign-comments.ts";
import { MAX_DEPTH } from "./nodes.ts";
import { MAX_TEMPLATES, reportTemplates, type Template, templateAt, withoutTemplates } from "./templates.ts";

/** How many pieces of YAML a file may have, without line breaks and comments: a line `key: value` has five. */
const MAX_PIECES = 30_000;
/** The same with line breaks, white space and comments. */
const MAX_LEXEMES = 100_000;
/** How many lines a file may have: counted before anything else, since even an empty line takes time to read. */
const MAX_LINES = 50_000;
/** A project file may be so many times longer: each of thousands of deployments has its layers in it. */
const LENGTH_OF_PROJECT = 5;

export interface ScannedText {
  /**
   * What was read: in place of comments of other languages and of templates it has what YAML reads over, and line feeds
   * in place of carriage returns that stand alone.
   */
  readonly text: string;
  readonly tokens: readonly CST.Token[];
  readonly comments: readonly SourceSpan[];
  /** Where templates stand: they have been reported. */
  readonly templates: readonly number[];
}

/**
 * Scans a text. Where it has comments of other languages (`CLP1023`) or templates (`CLP1021`), it is
 * scanned again without them. Undefined where it is not read on: it nests too deeply (`CLP1011`), or is
 * too long (`CLP1012`).
 */
export function scanText(whole: string, file: LayerId, reporter: Reporter): ScannedText | undefined {
  let text = withKnownLineEnds(whole);
  let scanned = scan(text, file, reporter);
  let foreign: readonly SourceSpan[] = [];
  if (scanned?.foreignAt !== undefined) {
    foreign = foreignComments(text, scanned.foreignAt, file);
    reportForeignComments(text, foreign, reporter);
    text = blanked(text, foreign);
    scanned = scan(text, file, reporter);
  }
  const templates = scanned?.templates ?? [];
  if (templates.length > 0) {
    reportTemplates(text, templates, file, reporter);
    text = withoutTemplates(text, templates);
    scanned = scan(text, file, reporter);
  }
  if (scanned === undefined) return undefined;
  return {
    text,
    tokens: scanned.tokens,
    comments: [...scanned.comments, ...foreign],
    templates: templates.map(({ start }) => start),
  };
}

/** The text with blanks in place of what stands at the spans; all else stays where it is. */
function blanked(text: string, spans: readonly SourceSpan[]): string {
  let kept = "";
  let from = 0;
  for (const { start, end } of spans) {
    kept += text.slice(from, start) + text.slice(start, end).replace(/[^\n\r]/g, " ");
    from = end;
  }
  return kept + text.slice(from);
}

interface Scan {
  readonly tokens: CST.Token[];
  readonly comments: SourceSpan[];
  /** Where a scalar stands that has a comment of another language in it. */
  foreignAt?: number;
  readonly templates: Template[];
}

function scan(text: string, file: LayerId, reporter: Reporter): Scan | undefined {
  const tooLarge = (at: number, what: string): undefined => {
    const message = `Cannot read the file: it has more ${what} than any configuration`;
    reporter.report("CLP1012", { file, start: at, end: at }, message, {
      help: "Is this the file that was meant?",
    });
  };
  const times = file === "project" ? LENGTH_OF_PROJECT : 1;
  const tooLong = startOfLine(text, MAX_LINES * times);
  if (tooLong !== undefined) return tooLarge(tooLong, "lines");

  const found: Scan = { tokens: [], comments: [], templates: [] };
  const { tokens, templates } = found;
  const parser = new Parser();
  /** Where the scalar without quotes stands that was read last. */
  let plain = { start: -1, end: -1 };
  let scalar: "plain" | "block" | undefined;
  let block = false;
  let offset = 0;
  let lexemes = 0;
  let pieces = 0;
  for (const lexeme of new Lexer().lex(text)) {
    const end = offset + lexeme.length;
    if (!/^[\s#]/.test(lexeme)) pieces += 1;
    // An escape is a piece, too: `yaml` makes an Error of each that is wrong.
    if (lexeme.startsWith('"')) pieces += lexeme.split("\\").length - 1;
    if (++lexemes > MAX_LEXEMES * times || pieces > MAX_PIECES * times) return tooLarge(offset, "pieces");
    for (const token of parser.next(lexeme)) tokens.push(token);
    if (parser.stack.length > MAX_DEPTH + 2) {
      reporter.report(
        "CLP1011",
        { file, start: offset, end },
        `Cannot read the file: values are nested more than ${MAX_DEPTH} levels deep`,
        { label: `level ${MAX_DEPTH + 1} begins here` },
      );
      return undefined;
    }
    if (lexeme === "{" && scalar === undefined && offset >= (templates.at(-1)?.end ?? 0)) {
      const before = plain.end === offset ? plain.start : offset;
      const template = templates.length < MAX_TEMPLATES ? templateAt(text, offset, before) : undefined;
      if (template !== undefined) templates.push(template);
    }
    if (scalar === "plain") {
      plain = { start: offset, end };
      if (found.foreignAt === undefined && hasForeignComment(text, plain, file)) found.foreignAt = offset;
    } else if (lexeme.startsWith("#")) found.comments.push({ file, start: offset, end });
    // A mark stands before the text of a scalar without quotes; a block has its indicator before that.
    if (/^[|>]/.test(lexeme) && scalar === undefined) block = true;
    scalar = lexeme === "\x1f" ? (block ? "block" : "plain") : undefined;
    if (scalar === "block") block = false;
    // The lexer marks the start of scalars and documents with control characters that are not in the text.
    if (lexeme !== "\x02" && lexeme !== "\x18" && lexeme !== "\x1f") offset = end;
  }
  for (const token of parser.end()) tokens.push(token);
  return found;
}

/** Where the line begins that has so many before it; undefined where there is none. */
function startOfLine(text: string, lines: number): number | undefined {
  let at = -1;
  for (let line = 0; line < lines; line++) {
    at = text.indexOf("\n", at + 1);
    if (at === -1) return undefined;
  }
  return at + 1 < text.length ? at + 1 : undefined;
}

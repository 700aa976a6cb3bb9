/**
 * From text to a document: a tree of our own nodes with the places where they stand. The `yaml`
 * package finds the structure (YAML 1.2, every scalar a string); what a scalar means, tags, aliases
 * and merge keys are decided here, bounded and strict.
 */
import {
  Composer,
  type CST,
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  Lexer,
  type ParsedNode,
  Parser,
} from "yaml";
import type { Reporter } from "../../base/diagnostic.ts";
import type { FileId, SourceSpan } from "../../base/origin.ts";
import { isKnownKey } from "../known-keys.ts";
import type { DecodedText } from "./decode.ts";
import {
  type ForeignComment,
  foreignComments,
  MOST_COMMENTS,
  reportForeignComments,
  withoutComments,
} from "./foreign-comments.ts";
import type { DocumentNode, MapEntry, MapNode, ReadDocument, ScalarNode } from "./node.ts";
import { type Meaning, plainMeaning } from "./scalar.ts";
import { findTabs, findWideBlanks, lastAtMost, reportSyntax, type StructureError } from "./syntax.ts";
import { MOST_TEMPLATES, reportTemplates, type Template, templateAt, withoutTemplates } from "./templates.ts";

/** How deep values may nest. The deepest key of the configuration stands at level 5. */
export const MAX_DEPTH = 64;
/** How many pieces of YAML a file may have, without line breaks and comments: a line `key: value` has five. */
const MAX_PIECES = 30_000;
/** The same with line breaks, white space and comments. */
const MAX_LEXEMES = 100_000;
/** How many lines a file may have: counted before anything else, since even an empty line takes time to read. */
const MAX_LINES = 50_000;
/** How many nodes aliases and merges may add. */
const MAX_ALIASED = 100_000;

const NOTHING: ReadDocument = { root: undefined, whole: false, comments: [] };

/**
 * Reads a document. Reports `CLP1003` to `CLP1018`. An empty file is an empty mapping.
 * No message quotes the text but known keys: what cannot be read may be a secret.
 */
export function readDocument(decoded: DecodedText, file: FileId, reporter: Reporter): ReadDocument {
  if (!decoded.readable) return NOTHING;
  const scanned = scanForeign(decoded.text, file, reporter);
  if (scanned === undefined) return NOTHING;
  const { text, tokens, comments, templates } = scanned;
  const documents = compose(tokens, text.length);

  const first = documents[0]!;
  const errors: StructureError[] = first.errors.map(({ code, message, pos }) => ({
    code,
    message,
    start: pos[0],
    end: pos[1],
  }));
  for (const { code, message, pos } of first.warnings) {
    if (code === "BAD_DIRECTIVE") errors.push({ code, message, start: pos[0], end: pos[1] });
  }
  errors.push(...findTabs(text, tokens), ...findWideBlanks(text, tokens));
  const damage = reportSyntax(errors, tokens, text, file, reporter);
  const second = documents[1];
  if (second !== undefined) reportSecondDocument(text, first, second, file, reporter);

  const converter = convert(file, text, [...decoded.illegal, ...damage.scalars, ...templates], reporter);
  const contents = first.contents;
  if (contents === null || contents === undefined) {
    return {
      root: emptyMap(file, text, damage.from !== undefined),
      whole: damage.from === undefined,
      comments,
    };
  }
  const root = converter.node(contents as ParsedNode, undefined);
  const whole = damage.from === undefined && second === undefined;
  if (root === undefined || converter.isBomb()) return { ...NOTHING, comments };
  if (root.kind === "map") {
    if (damage.from === undefined) return { root, whole, comments };
    return { root: readablePart(root, damage.from), whole, comments };
  }
  if (root.kind === "scalar" && root.meaning.kind === "null") {
    return { root: emptyMap(file, text, !whole), whole, comments };
  }
  if (damage.from === undefined && root.damaged !== true) {
    const what = root.kind === "seq" ? "a list" : "a single value";
    reporter.report(
      "CLP1013",
      root.span,
      `Cannot use ${what} as the whole file: expected a mapping of keys to values`,
      {
        help:
          root.kind === "scalar" && /^[\w.-]+:\S/.test(root.text)
            ? "Write a space after the colon of a key"
            : "Write `key: value` lines",
      },
    );
  }
  return { root: undefined, whole, comments };
}

/** Only the entries of the outermost mapping that lie before a mistake in its structure are judged. */
function readablePart(root: MapNode, from: number): MapNode {
  // The last of these holds the mistake, or stands directly before it.
  const before = root.entries.filter((entry) => entry.keySpan.start <= from).slice(0, -1);
  const last = before.at(-1);
  // What could not be read was to stand below a key without a value.
  const entries =
    last !== undefined && isEmpty(last.value)
      ? [...before.slice(0, -1), { ...last, value: { ...last.value, damaged: true } }]
      : before;
  return { ...root, entries, incomplete: true };
}

function isEmpty(value: DocumentNode): boolean {
  return value.kind === "scalar" && value.style === "plain" && value.text === "";
}

function emptyMap(file: FileId, text: string, incomplete: boolean): MapNode {
  return {
    kind: "map",
    span: { file, start: 0, end: Math.min(1, text.length) },
    flow: false,
    entries: [],
    incomplete,
  };
}

interface Scanned {
  /** What was read: in place of comments that are none of YAML's and of templates it has what YAML reads over. */
  readonly text: string;
  readonly tokens: readonly CST.Token[];
  readonly comments: readonly SourceSpan[];
  /** Where templates stand: they have been reported. */
  readonly templates: readonly number[];
}

/** A quote or a comma in a comment hides the comments behind it, until that one is out of the way. */
const MOST_ROUNDS = 8;

/** Scans the text, and where it has comments of other languages or templates again without them. */
function scanForeign(whole: string, file: FileId, reporter: Reporter): Scanned | undefined {
  const found: ForeignComment[] = [];
  const templates: Template[] = [];
  let text = whole;
  for (let round = 1; ; round++) {
    const scanned = scan(text, file, reporter);
    const last = scanned === undefined || round === MOST_ROUNDS;
    if (!last && scanned.foreign.length + scanned.templates.length > 0) {
      found.push(...scanned.foreign);
      templates.push(...scanned.templates);
      text = withoutTemplates(withoutComments(text, scanned.foreign), scanned.templates);
      continue;
    }
    reportForeignComments(whole, found, file, reporter);
    reportTemplates(whole, templates, file, reporter);
    if (scanned === undefined) return undefined;
    const foreign = found.map(({ start, end }) => ({ file, start, end }));
    return {
      text,
      tokens: scanned.tokens,
      comments: [...scanned.comments, ...foreign],
      templates: templates.map(({ start }) => start),
    };
  }
}

/** Splits the text into the tokens of `yaml`'s parser; stops where it nests too deeply or has too many. */
function scan(
  text: string,
  file: FileId,
  reporter: Reporter,
):
  | (Pick<Scanned, "tokens" | "comments"> & {
      readonly foreign: readonly ForeignComment[];
      readonly templates: readonly Template[];
    })
  | undefined {
  const lexer = new Lexer();
  const parser = new Parser();
  const tokens: CST.Token[] = [];
  const comments: SourceSpan[] = [];
  const foreign: ForeignComment[] = [];
  const templates: Template[] = [];
  /** Where the scalar without quotes stands that was read last. */
  let plain = { start: -1, end: -1 };
  let scalar: "plain" | "block" | undefined;
  let block = false;
  let offset = 0;
  let lexemes = 0;
  let pieces = 0;
  const tooLarge = (at: number, what: string): undefined => {
    reporter.report(
      "CLP1012",
      { file, start: at, end: at },
      `Cannot read the file: it has more ${what} than any configuration`,
      {
        help: "Is this the file that was meant?",
      },
    );
  };
  const tooLong = startOfLine(text, MAX_LINES);
  if (tooLong !== undefined) return tooLarge(tooLong, "lines");
  for (const lexeme of lexer.lex(text)) {
    if (!/^[\s#]/.test(lexeme)) pieces += 1;
    // An escape is a piece, too: `yaml` makes an Error of each that is wrong.
    if (lexeme.startsWith('"')) pieces += lexeme.split("\\").length - 1;
    if (++lexemes > MAX_LEXEMES || pieces > MAX_PIECES) return tooLarge(offset, "pieces");
    for (const token of parser.next(lexeme)) tokens.push(token);
    if (parser.stack.length > MAX_DEPTH + 2) {
      reporter.report(
        "CLP1011",
        { file, start: offset, end: offset + lexeme.length },
        `Cannot read the file: values are nested more than ${MAX_DEPTH} levels deep`,
        { label: `level ${MAX_DEPTH + 1} begins here` },
      );
      return undefined;
    }
    if (lexeme === "{" && scalar === undefined && offset >= (templates.at(-1)?.end ?? 0)) {
      const before = plain.end === offset ? plain.start : offset;
      const template = templates.length < MOST_TEMPLATES ? templateAt(text, offset, before) : undefined;
      if (template !== undefined) templates.push(template);
    }
    if (scalar === "plain") plain = { start: offset, end: offset + lexeme.length };
    const commented = offset < (foreign.at(-1)?.end ?? 0);
    if (scalar === "plain" && !commented && foreign.length < MOST_COMMENTS)
      foreign.push(...foreignComments(text, offset, lexeme, file !== "credentials"));
    else if (lexeme.startsWith("#")) comments.push({ file, start: offset, end: offset + lexeme.length });
    // A mark stands before the text of a scalar without quotes; a block has its indicator before that.
    if (/^[|>]/.test(lexeme) && scalar === undefined) block = true;
    scalar = lexeme === "\x1f" ? (block ? "block" : "plain") : undefined;
    if (scalar === "block") block = false;
    // The lexer marks the start of scalars and documents with control characters that are not in the text.
    if (lexeme !== "\x02" && lexeme !== "\x18" && lexeme !== "\x1f") offset += lexeme.length;
  }
  for (const token of parser.end()) tokens.push(token);
  return { tokens, comments, foreign, templates };
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

function compose(tokens: readonly CST.Token[], end: number) {
  const composer = new Composer({
    schema: "failsafe",
    resolveKnownTags: false,
    uniqueKeys: false,
    prettyErrors: false,
    version: "1.2",
    logLevel: "silent",
  });
  // `yaml` makes an Error of each finding; of a hundred thousand, the stack traces would take seconds.
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  try {
    return [...composer.compose(tokens, true, end)];
  } finally {
    Error.stackTraceLimit = limit;
  }
}

type YamlDocument = ReturnType<typeof compose>[number];

function reportSecondDocument(
  text: string,
  first: YamlDocument,
  second: YamlDocument,
  file: FileId,
  reporter: Reporter,
): void {
  const from = first.range[2];
  const marker = text.slice(from, second.range[1]).match(/^---/m);
  const start = marker?.index === undefined ? second.range[0] : from + marker.index;
  reporter.report(
    "CLP1005",
    { file, start, end: Math.min(start + 3, text.length) },
    "Cannot read a second document: an input is one",
    {
      label: "it begins here",
      help:
        marker === null
          ? "Put each document into a file of its own, or remove what stands below the ..."
          : "Put each document into a file of its own, or remove the ---",
    },
  );
}

interface Converter {
  /** True once aliases have repeated more than anybody needs: the file is then not judged. */
  readonly isBomb: () => boolean;
  readonly node: (node: ParsedNode, keySpan: SourceSpan | undefined) => DocumentNode | undefined;
}

interface Measure {
  readonly size: number;
  readonly depth: number;
}

const CORE_TAGS: Readonly<Record<string, string>> = {
  "tag:yaml.org,2002:str": "str",
  "tag:yaml.org,2002:int": "int",
  "tag:yaml.org,2002:float": "float",
  "tag:yaml.org,2002:bool": "bool",
  "tag:yaml.org,2002:null": "null",
  "tag:yaml.org,2002:map": "map",
  "tag:yaml.org,2002:seq": "seq",
};

function convert(file: FileId, text: string, damagedAt: readonly number[], reporter: Reporter): Converter {
  const anchors = new Map<string, DocumentNode | "open">();
  const measures = new Map<DocumentNode, Measure>();
  let aliased = 0;
  let bomb = false;
  const damaged = [...damagedAt].sort((a, b) => a - b);
  const spanOf = (start: number, end: number): SourceSpan => ({ file, start, end });
  const damagedIn = (start: number, end: number): boolean => {
    const last = damaged[lastAtMost(damaged, Math.max(end - 1, start))];
    return last !== undefined && last >= start;
  };

  const measured = <T extends DocumentNode>(node: T, children: readonly DocumentNode[]): T => {
    let size = 1;
    let depth = 0;
    for (const child of children) {
      const measure = measures.get(child) ?? { size: 1, depth: 1 };
      size += measure.size;
      depth = Math.max(depth, measure.depth);
    }
    measures.set(node, { size, depth: depth + 1 });
    return node;
  };

  const absent = (span: SourceSpan): ScalarNode => ({
    kind: "scalar",
    span,
    meaning: { kind: "null" },
    style: "plain",
    text: "",
  });
  const broken = (span: SourceSpan): ScalarNode => ({ ...absent(span), damaged: true });

  const visit = (node: ParsedNode | null | undefined, fallback: number): DocumentNode => {
    if (node === null || node === undefined) return absent(spanOf(fallback, fallback));
    if (isAlias(node)) return visitAlias(node.source, spanOf(node.range[0], node.range[1]));
    const anchor = node.anchor;
    if (anchor !== undefined) {
      const again = anchors.has(anchor);
      anchors.set(anchor, "open");
      const plain = /^[\w-]+$/.test(anchor);
      if (again || !plain) {
        const start = Math.max(text.lastIndexOf(`&${anchor}`, node.range[0]), 0);
        reporter.report(
          "CLP1003",
          spanOf(start, Math.min(start + anchor.length + 1, text.length)),
          plain
            ? "Cannot use an anchor of this name twice: CLP's YAML reader takes each once"
            : "Cannot use this anchor: CLP's YAML reader takes letters, digits, _ and - only",
        );
      }
    }
    const made = visitValue(node);
    if (anchor !== undefined) anchors.set(anchor, made);
    return made;
  };

  const visitAlias = (name: string, span: SourceSpan): DocumentNode => {
    const target = anchors.get(name);
    // What is no alias at all has been told.
    if (target === undefined && damagedIn(span.start, span.end)) return broken(span);
    if (target === undefined) {
      reporter.report("CLP1009", span, "Cannot resolve this alias: no anchor of its name stands before it", {
        help: "Quote the value if it is meant to begin with *",
      });
      return broken(span);
    }
    if (target === "open") {
      reporter.report("CLP1010", span, "Cannot resolve this alias: the value would contain itself");
      return broken(span);
    }
    const measure = measures.get(target) ?? { size: 1, depth: 1 };
    aliased += measure.size;
    if (aliased > MAX_ALIASED || measure.depth > MAX_DEPTH) {
      if (!bomb)
        reporter.report(
          "CLP1010",
          span,
          `Cannot resolve this alias: aliases repeat more than ${MAX_ALIASED} values`,
        );
      bomb = true;
      return broken(span);
    }
    const copy: DocumentNode = { ...target, span, aliasOf: target.aliasOf ?? target.span };
    measures.set(copy, measure);
    return copy;
  };

  const visitValue = (
    node: Exclude<ParsedNode, { source: string; items?: never; value?: never }>,
  ): DocumentNode => {
    const [start, end] = node.range;
    const span = spanOf(start, end);
    const tag = node.tag === undefined ? undefined : CORE_TAGS[node.tag];
    const kind = isMap(node) ? "map" : isSeq(node) ? "seq" : "scalar";
    if (
      node.tag !== undefined &&
      (tag === undefined || (kind === "scalar" ? tag === "map" || tag === "seq" : tag !== kind))
    ) {
      reportTag(start, end, tag !== undefined);
      return { ...broken(span) };
    }
    if (isMap(node)) return visitMap(node, span);
    if (isSeq(node)) {
      const items = node.items.map((item) => visit(item as ParsedNode | null, end));
      const last = items.at(-1);
      const flow = node.flow === true;
      const ended = flow || last === undefined ? span : { ...span, end: last.span.end };
      return measured({ kind: "seq", span: ended, flow, items }, items);
    }
    if (!isScalar(node)) throw new Error("a node of yaml that is no map, sequence, scalar or alias");
    const style = STYLES[node.type ?? "PLAIN"] ?? "plain";
    let content = String(node.value);
    // A block that ends with the file ends without a line break, as CLP's reader has it.
    if (style === "block" && end >= text.length && !/[\n\r]$/.test(text))
      content = content.replace(/\n$/, "");
    // Where a tag stands, the content is judged as if it were plain.
    const meaning: Meaning =
      tag === "str" || (tag === undefined && style !== "plain")
        ? { kind: "string", value: content }
        : plainMeaning(content);
    const wrong = damagedIn(start, end);
    if (
      tag !== undefined &&
      tag !== "str" &&
      !wrong &&
      meaning.kind !== "ambiguous" &&
      meaning.kind !== tag &&
      !(tag === "float" && meaning.kind === "int")
    ) {
      reportTag(start, end, true);
      return broken(span);
    }
    return measured(
      { kind: "scalar", span, meaning, style, text: content, ...(wrong ? { damaged: true } : {}) },
      [],
    );
  };

  const reportTag = (start: number, end: number, known: boolean): void => {
    // The tag stands before the value, with an anchor or white space between them.
    let from = Math.max(text.lastIndexOf("!", start), 0);
    while (from > 0 && /\S/.test(text.charAt(from - 1))) from -= 1;
    const to = from + (text.slice(from, from + 200).match(/^\S+/)?.[0].length ?? 1);
    reporter.report(
      "CLP1006",
      spanOf(from, Math.min(to, Math.max(end, start))),
      known
        ? "Cannot use this tag here: what follows it is something else"
        : "Cannot use this tag: it is not of YAML's core schema",
      { help: "Write the value itself without the tag; quote it if it is meant to begin with !" },
    );
  };

  /** Where keys begin that are told of already. */
  const strangeKeys = new Set<number>();

  const visitMap = (
    node: { items: readonly unknown[]; flow?: boolean | undefined },
    span: SourceSpan,
  ): MapNode => {
    const entries: MapEntry[] = [];
    const unread: MapEntry[] = [];
    const seen = new Map<string, MapEntry>();
    const merges: { value: DocumentNode; keySpan: SourceSpan }[] = [];
    let incomplete = false;
    let end = span.end;
    for (const item of node.items) {
      if (!isPair(item)) continue;
      const keyNode = item.key as ParsedNode | null;
      const key = visit(keyNode, span.start);
      const keySpan = key.span;
      const value = visit(item.value as ParsedNode | null, keySpan.end);
      end = value.span.end;
      if (key.damaged === true) {
        incomplete = true;
        unread.push({ key: "", keySpan, value });
        continue;
      }
      if (key.kind !== "scalar") {
        unread.push({ key: "", keySpan, value });
        // The first key of a mapping that is a key begins where the mapping does.
        if (strangeKeys.has(key.span.start)) continue;
        strangeKeys.add(key.span.start);
        reporter.report(
          "CLP1008",
          { ...key.span, end: Math.min(key.span.end, key.span.start + 1) },
          `Cannot use ${key.kind === "map" ? "a mapping" : "a list"} as a key: keys are strings`,
          {
            help: "Remove the brackets, or quote the key if they belong to it",
          },
        );
        continue;
      }
      const merge = key.style === "plain" && key.text === "<<";
      if (!merge && key.meaning.kind !== "string") {
        reportKey(key);
        unread.push({ key: key.text, keySpan, value });
        continue;
      }
      const marked = keyNode?.tag !== undefined || (isScalar(keyNode) && keyNode.anchor !== undefined);
      const entry: MapEntry = { key: key.text, keySpan, value, ...(marked ? { marked } : {}) };
      const earlier = seen.get(key.text);
      if (earlier !== undefined) {
        unread.push(entry);
        reporter.report(
          "CLP1007",
          keySpan,
          `Cannot use ${isKnownKey(key.text) ? `the key "${key.text}"` : "this key"} twice in one mapping`,
          {
            label: "again here",
            related: [{ span: earlier.keySpan, text: "first here" }],
            help: merge
              ? "Merge several mappings by a list: <<: [*first, *second]"
              : "Keep one of the two; CLP would take the last and say nothing",
          },
        );
        continue;
      }
      seen.set(key.text, entry);
      if (merge) merges.push({ value, keySpan });
      else entries.push(entry);
    }
    for (const { value, keySpan } of merges) {
      const sources = value.kind === "seq" ? value.items : [value];
      for (const source of sources) {
        if (source.damaged === true) {
          incomplete = true;
          continue;
        }
        if (source.kind !== "map") {
          unread.push({ key: "<<", keySpan, value: source });
          reporter.report(
            "CLP1014",
            source.span,
            `Cannot merge ${source.kind === "seq" ? "a list" : "a single value"}: << takes mappings`,
          );
          continue;
        }
        for (const entry of source.entries) {
          if (seen.has(entry.key)) continue;
          seen.set(entry.key, entry);
          entries.push(entry);
        }
      }
    }
    return measured(
      {
        kind: "map",
        span: node.flow === true ? span : { ...span, end },
        flow: node.flow === true,
        entries,
        ...(unread.length === 0 ? {} : { unread }),
        incomplete,
      },
      entries.map((entry) => entry.value),
    );
  };

  const reportKey = (key: ScalarNode): void => {
    const { meaning } = key;
    if (strangeKeys.has(key.span.start)) return;
    strangeKeys.add(key.span.start);
    if (key.text === "") {
      reporter.report("CLP1008", key.span, "Cannot use an empty key: keys are strings", {
        help: "Write a key before the colon",
      });
      return;
    }
    const what =
      meaning.kind === "ambiguous" ? `${meaning.yaml11} to CLP's YAML reader` : KINDS[meaning.kind];
    reporter.report("CLP1008", key.span, `Cannot use this key: it is ${what}, and keys are strings`, {
      help: "Quote it",
    });
  };

  return { isBomb: () => bomb, node: (node, keySpan) => visit(node, keySpan?.end ?? 0) };
}

const KINDS = {
  string: "a string",
  int: "a number",
  float: "a number",
  bool: "a truth value",
  null: "null",
} as const;

const STYLES: Readonly<Record<string, ScalarNode["style"]>> = {
  PLAIN: "plain",
  QUOTE_SINGLE: "single",
  QUOTE_DOUBLE: "double",
  BLOCK_LITERAL: "block",
  BLOCK_FOLDED: "block",
};

/**
 * YAML and JSON of compiled files. Anybody may have edited them, or have made them up: what is read is
 * plain data, and within bounds.
 */
import { Composer, type CST, isAlias, isMap, isScalar, isSeq, Lexer, type Node, Parser } from "yaml";
import { UnreadableFile } from "../compiled-files.ts";

/** How deep values may nest; what is compiled stays below 20. */
const MAX_DEPTH = 64;
/** Pieces of YAML, white space included; a compiled compose file has some 8,000. */
const MAX_LEXEMES = 100_000;
const MAX_LINES = 50_000;
/** Values, those that aliases repeat included. */
const MAX_VALUES = 100_000;
/** Characters of the paths of all values: what they are told by. */
const MAX_PATHS = 8 * 1024 * 1024;

/**
 * The document of a file; of several, the first.
 *
 * @throws UnreadableFile
 */
export function parsed(path: string, text: string): unknown {
  return documentsOf(path, text)[0] ?? null;
}

/**
 * A file within a file.
 *
 * @returns undefined where the text is no document
 */
export function documentIn(name: string, text: string): unknown {
  if (!/\.(?:ya?ml|json)$/.test(name)) return undefined;
  try {
    return parsed(name, text);
  } catch (error) {
    if (error instanceof UnreadableFile) return undefined;
    throw error;
  }
}

/** All documents of a file. @throws UnreadableFile */
export function documentsOf(path: string, text: string): readonly unknown[] {
  const bounds = { values: 0, paths: 0 };
  return compose(path, text).map(({ contents, errors: [error] }) => {
    if (error !== undefined) {
      const line = text.slice(0, error.pos[0]).split("\n").length;
      throw new UnreadableFile(path, `${error.message.split("\n")[0]} at line ${line}`);
    }
    return plainValue(path, contents, bounds);
  });
}

/** As `documentsOf`. */
export type DocumentReader = typeof documentsOf;

/** Reads each text once: most files of the two sides of a comparison are the same. */
export function readingOnce(): DocumentReader {
  const known = new Map<string, readonly unknown[]>();
  return (path, text) => {
    const documents = known.get(text) ?? documentsOf(path, text);
    known.set(text, documents);
    return documents;
  };
}

function compose(path: string, text: string) {
  if (text.split("\n", MAX_LINES + 1).length > MAX_LINES) throw tooLarge(path, "lines");
  const parser = new Parser();
  const tokens: CST.Token[] = [];
  let lexemes = 0;
  for (const lexeme of new Lexer().lex(text)) {
    // Each escape may become an Error of `yaml`.
    if (lexeme.startsWith('"')) lexemes += lexeme.split("\\").length - 1;
    if (++lexemes > MAX_LEXEMES) throw tooLarge(path, "pieces");
    for (const token of parser.next(lexeme)) tokens.push(token);
    if (parser.stack.length > MAX_DEPTH + 2) throw tooDeep(path);
  }
  for (const token of parser.end()) tokens.push(token);
  // That a key stands once is asked below: `yaml` compares each with each.
  const options = { schema: "core", uniqueKeys: false, prettyErrors: false, logLevel: "silent" } as const;
  const limit = Error.stackTraceLimit;
  // Of a hundred thousand errors the stack traces would take seconds.
  Error.stackTraceLimit = 0;
  try {
    return [...new Composer(options).compose(tokens)];
  } finally {
    Error.stackTraceLimit = limit;
  }
}

function plainValue(path: string, root: Node | null, bounds: { values: number; paths: number }): unknown {
  const anchors = new Map<string, Node>();
  const open = new Set<Node>();
  const visit = (given: unknown, depth: number, length: number): unknown => {
    bounds.values += 1;
    bounds.paths += length;
    if (bounds.values > MAX_VALUES) throw tooLarge(path, "values");
    if (bounds.paths > MAX_PATHS) throw tooLarge(path, "long names");
    if (depth > MAX_DEPTH) throw tooDeep(path);
    const node = isAlias(given) ? anchors.get(given.source) : (given as Node | null);
    if (node === undefined) throw new UnreadableFile(path, "an alias has no anchor before it");
    if (node === null) return null;
    if (!isAlias(given) && !isAlias(node) && node.anchor !== undefined) anchors.set(node.anchor, node);
    if (isScalar(node)) return scalarValue(node.value);
    if (open.has(node)) throw new UnreadableFile(path, "an alias stands for what it is in");
    open.add(node);
    const value = isMap(node) ? mapping(node, depth, length) : isSeq(node) ? list(node, depth, length) : null;
    open.delete(node);
    return value;
  };
  const mapping = (node: { readonly items: readonly unknown[] }, depth: number, length: number): unknown => {
    const entries = new Map<string, unknown>();
    for (const { key, value } of node.items as readonly {
      readonly key: unknown;
      readonly value: unknown;
    }[]) {
      const name = visit(key, depth + 1, 0);
      if (typeof name === "object" && name !== null)
        throw new UnreadableFile(path, "a key is a mapping or a list");
      const text = name === null ? "" : String(name);
      if (entries.has(text)) throw new UnreadableFile(path, "a mapping has a key twice");
      entries.set(text, visit(value, depth + 1, length + text.length + 4));
    }
    return Object.fromEntries(entries);
  };
  const list = (node: { readonly items: readonly unknown[] }, depth: number, length: number): unknown =>
    node.items.map((item) => visit(item, depth + 1, length + 8));
  return visit(root, 0, 0);
}

function scalarValue(value: unknown): string | number | boolean | null {
  const plain = typeof value === "string" || typeof value === "number" || typeof value === "boolean";
  return plain || value === null ? value : String(value);
}

function tooLarge(path: string, what: string): UnreadableFile {
  return new UnreadableFile(path, `it has more ${what} than any compiled file`);
}

function tooDeep(path: string): UnreadableFile {
  return new UnreadableFile(path, `its values are nested more than ${MAX_DEPTH} levels deep`);
}

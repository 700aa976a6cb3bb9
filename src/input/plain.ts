/**
 * The YAML that configs are made of, read in a fraction of the time that a whole YAML parser needs to
 * start: block and flow collections of one-line scalars. Anything else, every mistake included, is left
 * to `document.ts`, which gives the same tree for all that is read here; a test holds the two together.
 */
import type { FileId, SourceSpan } from "../base/origin.ts";
import type { DocumentNode, MapEntry, MapNode, ReadDocument, ScalarNode } from "./node.ts";
import { plainMeaning } from "./scalar.ts";

const LONGEST = 100_000;
const DEEPEST = 16;

const KEY = /[A-Za-z_][A-Za-z0-9_.-]*/y;
const SINGLE = /'((?:[^'\n\r]|'')*)'/y;
const DOUBLE = /"([^"\\\n\r]*)"/y;
// What begins no plain scalar, or not always.
const INDICATORS = "?:,[]{}#&*!|>'\"%@`\t";

/** Reads a document of the common kind; undefined where the text is of another. */
export function readPlain(text: string, file: FileId): ReadDocument | undefined {
  if (text.length > LONGEST) return undefined;
  const comments: SourceSpan[] = [];
  let at = 0;

  const span = (start: number, end: number): SourceSpan => ({ file, start, end });

  /** Matches at the cursor and moves it. */
  const take = (pattern: RegExp): RegExpExecArray | undefined => {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match === null) return undefined;
    at = pattern.lastIndex;
    return match;
  };

  const endOfLine = (from: number): number => {
    const end = text.indexOf("\n", from);
    if (end === -1) return text.length;
    return end > from && text.charAt(end - 1) === "\r" ? end - 1 : end;
  };

  const isBreak = (index: number): boolean => {
    const char = text.charAt(index);
    return char === "\n" || (char === "\r" && text.charAt(index + 1) === "\n") || index >= text.length;
  };

  const skipSpaces = (): void => {
    while (text.charAt(at) === " ") at += 1;
  };

  const takeComment = (): void => {
    const end = endOfLine(at);
    comments.push(span(at, end));
    at = end;
  };

  /** From the end of a value to the end of its line; false where something else stands there. */
  const finishLine = (): boolean => {
    const from = at;
    skipSpaces();
    if (text.charAt(at) === "#" && (at > from || from === 0)) takeComment();
    return isBreak(at);
  };

  /** From the end of a line to the first letter of the next that has some: its column, -1 at the end. */
  const nextLine = (): number | undefined => {
    for (;;) {
      if (at >= text.length) return -1;
      if (text.charAt(at) === "\r") at += 1;
      if (text.charAt(at) === "\n") at += 1;
      const start = at;
      skipSpaces();
      const char = text.charAt(at);
      if (char === "\t") return undefined;
      if (char === "#") takeComment();
      if (!isBreak(at)) return at - start;
    }
  };

  const scalar = (start: number, style: ScalarNode["style"], content: string): ScalarNode => ({
    kind: "scalar",
    span: span(start, at),
    meaning: style === "plain" ? plainMeaning(content) : { kind: "string", value: content },
    style,
    text: content,
  });

  const quoted = (): ScalarNode | undefined => {
    const start = at;
    if (text.charAt(at) === '"') {
      const match = take(DOUBLE);
      return match && scalar(start, "double", match[1]!);
    }
    const match = take(SINGLE);
    return match && scalar(start, "single", match[1]!.replaceAll("''", "'"));
  };

  /** A plain scalar that ends before `limit`. */
  const plain = (limit: number): ScalarNode | undefined => {
    const start = at;
    const first = text.charAt(at);
    if (INDICATORS.includes(first) || (first === "-" && !/[^\s,[\]{}]/.test(text.charAt(at + 1))))
      return undefined;
    const rest = text.slice(at, limit);
    const comment = rest.indexOf(" #");
    const content = (comment === -1 ? rest : rest.slice(0, comment)).replace(/ +$/, "");
    if (/:(?: |$)|[\t\r]/.test(content)) return undefined;
    at = start + content.length;
    return scalar(start, "plain", content);
  };

  const takeKey = (): { key: string; keySpan: SourceSpan; quotes: boolean } | undefined => {
    const start = at;
    const char = text.charAt(at);
    const quotes = char === '"' || char === "'";
    const key = quotes ? quoted()?.text : take(KEY)?.[0];
    if (key === undefined || text.charAt(at) !== ":") return undefined;
    if (!quotes && plainMeaning(key).kind !== "string") return undefined;
    return { key, keySpan: span(start, at), quotes };
  };

  const entry = (entries: MapEntry[], key: string, keySpan: SourceSpan, value: DocumentNode): boolean => {
    if (entries.some((earlier) => earlier.key === key)) return false;
    entries.push({ key, keySpan, value });
    return true;
  };

  /** Between the pieces of a flow collection; false where a line is not indented beyond `column`. */
  const skipFlow = (column: number): boolean => {
    for (;;) {
      const from = at;
      skipSpaces();
      if (text.charAt(at) === "#" && at > from) takeComment();
      if (text.charAt(at) === "\t") return false;
      if (at >= text.length || !isBreak(at)) return true;
      const next = nextLine();
      return next !== undefined && next > column && text.charAt(at) !== "\t";
    }
  };

  const flowValue = (column: number, depth: number): DocumentNode | undefined => {
    const char = text.charAt(at);
    if (char === "{" || char === "[") return flow(column, depth + 1);
    if (char === '"' || char === "'") return quoted();
    const length = text.slice(at).search(/[\n\r,[\]{}]/);
    return length < 1 ? undefined : plain(at + length);
  };

  const flow = (column: number, depth: number): DocumentNode | undefined => {
    if (depth > DEEPEST) return undefined;
    const start = at;
    const isMap = text.charAt(at) === "{";
    const closing = isMap ? "}" : "]";
    const entries: MapEntry[] = [];
    const items: DocumentNode[] = [];
    at += 1;
    for (;;) {
      if (!skipFlow(column)) return undefined;
      if (text.charAt(at) === closing) break;
      let value: DocumentNode | undefined;
      if (isMap) {
        const named = takeKey();
        if (named === undefined) return undefined;
        at += 1;
        if (!named.quotes && !/[ \n\r]/.test(text.charAt(at))) return undefined;
        if (!skipFlow(column)) return undefined;
        value = flowValue(column, depth);
        if (value === undefined || !entry(entries, named.key, named.keySpan, value)) return undefined;
      } else {
        value = flowValue(column, depth);
        if (value === undefined) return undefined;
        items.push(value);
      }
      if (!skipFlow(column)) return undefined;
      const next = text.charAt(at);
      if (next === ",") at += 1;
      else if (next !== closing) return undefined;
    }
    at += 1;
    return isMap
      ? { kind: "map", span: span(start, at), flow: true, entries, incomplete: false }
      : { kind: "seq", span: span(start, at), flow: true, items };
  };

  /** What stands behind `key: ` or `- ` on the same line, to the end of the line. */
  const sameLine = (column: number, depth: number): DocumentNode | undefined => {
    const char = text.charAt(at);
    let value: DocumentNode | undefined;
    if (char === "{" || char === "[") value = flow(column, depth + 1);
    else if (char === '"' || char === "'") value = quoted();
    else value = plain(endOfLine(at));
    return value !== undefined && finishLine() ? value : undefined;
  };

  /** A collection in block style whose first piece stands at the cursor; gives the column of what follows. */
  const block = (column: number, depth: number): { node: DocumentNode; next: number } | undefined => {
    if (depth > DEEPEST) return undefined;
    return text.charAt(at) === "-" ? blockSequence(column, depth) : blockMap(column, depth);
  };

  const blockSequence = (column: number, depth: number): { node: DocumentNode; next: number } | undefined => {
    const start = at;
    const items: DocumentNode[] = [];
    for (;;) {
      if (text.charAt(at) !== "-" || text.charAt(at + 1) !== " ") return undefined;
      at += 1;
      skipSpaces();
      const value = sameLine(column, depth);
      if (value === undefined) return undefined;
      items.push(value);
      const next = nextLine();
      if (next === undefined || next > column) return undefined;
      // In the column of the key above, what is no item is the next key.
      if (next < column || text.charAt(at) !== "-") {
        return { node: { kind: "seq", span: span(start, value.span.end), flow: false, items }, next };
      }
    }
  };

  const blockMap = (column: number, depth: number): { node: MapNode; next: number } | undefined => {
    const start = at;
    const entries: MapEntry[] = [];
    for (;;) {
      const named = takeKey();
      if (named === undefined) return undefined;
      at += 1;
      const afterColon = at;
      if (text.charAt(at) !== " " && !isBreak(at)) return undefined;
      skipSpaces();
      let value: DocumentNode | undefined;
      let next: number | undefined;
      if (isBreak(at) || (text.charAt(at) === "#" && at > afterColon)) {
        const comment = !isBreak(at);
        const end = at;
        if (comment) takeComment();
        next = nextLine();
        if (next === undefined) return undefined;
        if (next > column || (next === column && text.charAt(at) === "-")) {
          const below = block(next, depth + 1);
          if (below === undefined) return undefined;
          value = below.node;
          next = below.next;
        } else {
          // Where a value is missing, its place depends on what stands around it.
          if (comment || end !== afterColon) return undefined;
          value = { ...scalar(end, "plain", ""), span: span(end, end) };
        }
      } else {
        value = sameLine(column, depth);
        if (value === undefined) return undefined;
        next = nextLine();
      }
      if (next === undefined || next > column) return undefined;
      if (!entry(entries, named.key, named.keySpan, value)) return undefined;
      if (next < column) {
        return {
          node: { kind: "map", span: span(start, value.span.end), flow: false, entries, incomplete: false },
          next,
        };
      }
    }
  };

  // The first line has no line break before it.
  skipSpaces();
  let column: number | undefined = at;
  if (text.charAt(at) === "#") takeComment();
  if (isBreak(at)) column = nextLine();
  if (column === undefined || text.charAt(at) === "\t") return undefined;
  if (column === -1) {
    const root: MapNode = {
      kind: "map",
      span: span(0, Math.min(1, text.length)),
      flow: false,
      entries: [],
      incomplete: false,
    };
    return { root, whole: true, comments };
  }
  if (text.charAt(at) === "{") {
    const root = flow(-1, 0);
    if (root?.kind !== "map" || !finishLine() || nextLine() !== -1) return undefined;
    return { root, whole: true, comments };
  }
  const read = blockMap(column, 0);
  return read === undefined || read.next !== -1 ? undefined : { root: read.node, whole: true, comments };
}

/**
 * An operation on the text of a document: comments, quotes, line breaks and layout stay. Where a text is
 * written in a way that is not foreseen here the outcome says something else than it should, which
 * `edit.ts` notices.
 */
import type { DocumentNode, MapEntry, MapNode } from "../../input/yaml/node.ts";
import { plainMeaning } from "../../input/yaml/scalar.ts";
import {
  type Editable,
  type KeyPath,
  type Located,
  locate,
  openText,
  ownEntries,
  type Scalar,
  standsThere,
} from "./editable-document.ts";
import type { Operation } from "./operation.ts";

/** How a comment begins that is written here: it goes together with its key. */
const OWN_COMMENT = "# Since CLP v";

/** The text with an operation done; undefined where it is not known how. */
export function applyToText(document: Editable, operation: Operation): string | undefined {
  switch (operation.kind) {
    case "set":
      return set(
        document,
        operation.path,
        (quotes) => scalarText(operation.value, quotes || (operation.quoted ? '"' : "")),
        operation.comment,
      );
    case "remove":
      return remove(document, operation.path);
    case "move":
      return move(document, operation.path, operation.to);
    case "append":
      return append(document, operation.path, operation.item);
    case "drop":
      return drop(document, operation.path, operation.item);
    default:
      return operation satisfies never;
  }
}

/** Replaces a range of a text. */
function splice(text: string, start: number, end: number, by: string): string {
  return text.slice(0, start) + by + text.slice(end);
}

function lineStart(text: string, at: number): number {
  return text.lastIndexOf("\n", at - 1) + 1;
}

/** Before the line break; a CR belongs to it. */
function lineEnd(text: string, at: number): number {
  const end = text.indexOf("\n", at);
  const stop = end === -1 ? text.length : end;
  return text.charAt(stop - 1) === "\r" && stop > at ? stop - 1 : stop;
}

/** Behind the line break. */
function nextLine(text: string, at: number): number {
  const end = text.indexOf("\n", at);
  return end === -1 ? text.length : end + 1;
}

function lineBreakOf(text: string): string {
  return /\r?\n/.exec(text)?.[0] ?? "\n";
}

/** Where a value ends, without the white space that a block takes along. */
function endOf({ keySpan, value }: MapEntry, text: string): number {
  const { start, end } = value.span;
  return Math.max(keySpan.end, start + text.slice(start, end).trimEnd().length);
}

type Quotes = "" | '"' | "'";

function quotesAt(text: string, at: number): Quotes {
  const first = text.charAt(at);
  return first === '"' || first === "'" ? first : "";
}

function scalarText(value: Scalar, quotes: Quotes): string {
  if (typeof value !== "string") return String(value);
  const safe = /^[A-Za-z0-9_./:@-]+$/.test(value) && !/[:-]$|^[-:@]/.test(value);
  if (quotes === "" && safe && plainMeaning(value).kind === "string") return value;
  return quotes === "'" && !/[\\'\n]/.test(value) ? `'${value}'` : JSON.stringify(value);
}

/** The quotes that the keys of a mapping in braces have. */
function keyQuotes(map: MapNode, text: string): Quotes {
  const first = ownEntries(map)[0];
  return first === undefined ? "" : quotesAt(text, first.keySpan.start);
}

function isMap(node: DocumentNode | undefined): node is MapNode {
  return node?.kind === "map";
}

function hasComment({ comments, text }: Editable, start: number, end: number): boolean {
  return comments.some(
    (span) => start <= span.start && span.end <= end && !text.startsWith(OWN_COMMENT, span.start),
  );
}

/** A key behind a #, as `init` and CLP's own template write those that are off. */
const KEY_THAT_IS_OFF = /^#+ *[a-z_]+:(?:\s|$)/;

/** True where a section at the top has keys that are off: they are meant under its name. */
function hasKeysThatAreOff({ comments, text, root }: Editable, section: MapEntry): boolean {
  const index = root.entries.indexOf(section);
  const end = root.entries[index + 1]?.keySpan.start ?? text.length;
  return comments.some((span) => {
    if (index < 0 || span.start < section.keySpan.end || span.end > end) return false;
    const comment = text.slice(span.start, span.end);
    const isBelow = span.start > lineStart(text, span.start) || /^#+ {2}/.test(comment);
    return isBelow && KEY_THAT_IS_OFF.test(comment);
  });
}

function set(
  document: Editable,
  path: KeyPath,
  value: (quotes: Quotes) => string,
  comment: string | undefined,
): string | undefined {
  const there = locate(document.root, path);
  if (there !== undefined) return replace(document, there, value);
  // The deepest section that is there takes the others along.
  for (let depth = path.length - 1; depth > 0; depth--) {
    const section = locate(document.root, path.slice(0, depth));
    if (section === undefined) continue;
    if (!isMap(section.entry.value) || section.entry.value.aliasOf !== undefined || !standsThere(section))
      return undefined;
    return insert(document, section.entry.value, { path, depth, value, comment });
  }
  return insert(document, document.root, { path, depth: 0, value, comment });
}

function replace(
  { text }: Editable,
  located: Located,
  value: (quotes: Quotes) => string,
): string | undefined {
  // What an alias repeats is edited where it stands, if at all.
  if (!standsThere(located)) return text;
  const { keySpan, value: old } = located.entry;
  const end = endOf(located.entry, text);
  const line = lineEnd(text, keySpan.end);
  if (end <= line || (old.kind !== "scalar" && old.flow)) {
    const { start } = old.span;
    if (end > keySpan.end) return splice(text, start, end, value(quotesAt(text, start)));
    const colon = text.indexOf(":", keySpan.end) + 1;
    return colon === 0 ? undefined : splice(text, colon, colon, ` ${value("")}`);
  }
  // A block below its key: its lines go, what stands on the line of the key stays.
  const colon = text.indexOf(":", keySpan.end) + 1;
  const below = nextLine(text, keySpan.end);
  const kept = splice(text, below, Math.max(below, nextLine(text, end)), "");
  return colon === 0 ? undefined : splice(kept, colon, colon, ` ${value("")}`);
}

/** What comes to stand in a mapping that has the first `depth` keys of its path. */
interface Addition {
  readonly path: KeyPath;
  readonly depth: number;
  readonly value: (quotes: Quotes) => string;
  readonly comment: string | undefined;
}

function insert(document: Editable, map: MapNode, addition: Addition): string | undefined {
  return map.flow ? insertInBraces(document, map, addition) : insertInBlock(document, map, addition);
}

function insertInBraces(
  document: Editable,
  map: MapNode,
  { path, depth, value, comment }: Addition,
): string | undefined {
  const { text, root } = document;
  const quotes = keyQuotes(map, text) || keyQuotes(root.flow ? root : map, text);
  const [first, ...rest] = path.slice(depth);
  const name = (key: string): string => `${quotes}${key}${quotes}`;
  const pair = [name(first!), ...rest.map((key) => `{${name(key)}`)].join(": ");
  const added = `${pair}: ${value(quotes)}${"}".repeat(rest.length)}`;
  const last = ownEntries(map).at(-1);
  let edited: string;
  if (last === undefined) {
    const open = map.span.start;
    if (text.charAt(open) !== "{") return undefined;
    edited = splice(text, open + 1, open + 1, added);
  } else {
    const end = endOf(last, text);
    // On a line of its own where the one before has one.
    const start = lineStart(text, last.keySpan.start);
    const own = /^[ \t]*$/.test(text.slice(start, last.keySpan.start)) && start > map.span.start;
    const gap = own ? lineBreakOf(text) + text.slice(start, last.keySpan.start) : " ";
    const comma = /^\s*,/.exec(text.slice(end))?.[0].length;
    edited =
      comma === undefined
        ? splice(text, end, end, `,${gap}${added}`)
        : splice(text, end + comma, end + comma, `${gap}${added},`);
  }
  if (comment === undefined || root.flow) return edited;
  const top = locate(root, path.slice(0, 1));
  if (top === undefined) return undefined;
  const at = lineStart(text, top.entry.keySpan.start);
  const indent = text.slice(at, top.entry.keySpan.start);
  return /^ *$/.test(indent) ? splice(edited, at, at, `${indent}# ${comment}${lineBreakOf(text)}`) : edited;
}

function insertInBlock(
  { text, root }: Editable,
  map: MapNode,
  { path, depth, value, comment }: Addition,
): string | undefined {
  const entries = ownEntries(map);
  const last = entries.at(-1);
  const column =
    last === undefined ? "" : text.slice(lineStart(text, last.keySpan.start), last.keySpan.start);
  if (!/^ *$/.test(column) || (last === undefined && map !== root)) return undefined;
  const step = stepOf(root, text);
  const keys = path.slice(depth);
  const lines = keys.flatMap((key, index) => {
    const indent = column + step.repeat(index);
    return index < keys.length - 1
      ? [`${indent}${key}:`]
      : [...(comment === undefined ? [] : [`${indent}# ${comment}`]), `${indent}${key}: ${value("")}`];
  });
  const lineBreak = lineBreakOf(text);
  // A new section goes to the end, behind comments that are there.
  if (map === root) {
    if (/^(?:---|\.\.\.)(?:\s|$)/m.test(text.slice(last === undefined ? 0 : endOf(last, text))))
      return undefined;
    const gap = text === "" || text.endsWith("\n") ? "" : lineBreak;
    return `${text}${gap}${lines.join(lineBreak)}${lineBreak}`;
  }
  const at = lineEnd(text, endOf(last!, text));
  return splice(text, at, at, lines.map((line) => lineBreak + line).join(""));
}

/** By how much the file indents. */
function stepOf(root: MapNode, text: string): string {
  for (const { keySpan, value } of root.entries) {
    if (!isMap(value) || value.flow) continue;
    const first = ownEntries(value)[0];
    if (first === undefined) continue;
    const [outer, inner] = [keySpan, first.keySpan].map(({ start }) => start - lineStart(text, start));
    if (inner! > outer!) return " ".repeat(inner! - outer!);
  }
  return "  ";
}

function remove(document: Editable, path: KeyPath): string | undefined {
  const located = locate(document.root, path);
  if (located === undefined) return document.text;
  if (!standsThere(located) || located.entry.marked === true) return undefined;
  const { maps, entry } = located;
  const map = maps.at(-1)!;
  if (path.length > 1 && map.entries.length === 1) {
    const above = path.slice(0, -1);
    const section = locate(document.root, above)!;
    const { text } = document;
    const end = map.flow ? lineEnd(text, endOf(section.entry, text)) : lineStart(text, entry.keySpan.start);
    // With comments in it the section stays, empty; one on the line of the key goes with it.
    if (!hasComment(document, section.entry.keySpan.end, end)) return remove(document, above);
    return emptied(document, section.entry, map, entry);
  }
  return map.flow ? removeFromBraces(document, map, entry, path) : removeLines(document, entry, path.at(-1)!);
}

function emptied(document: Editable, section: MapEntry, map: MapNode, entry: MapEntry): string | undefined {
  if (map.flow) return splice(document.text, map.span.start, map.span.end, "{}");
  const text = removeLines(document, entry, entry.key);
  if (text === undefined) return undefined;
  // A section of which all keys are off is off itself.
  const { start } = section.keySpan;
  if (hasKeysThatAreOff(document, section)) return splice(text, start, start, "#");
  const colon = document.text.indexOf(":", section.keySpan.end) + 1;
  return colon === 0 ? undefined : splice(text, colon, colon, " {}");
}

function removeLines({ text }: Editable, entry: MapEntry, key: string): string | undefined {
  const start = lineStart(text, entry.keySpan.start);
  if (!/^ *$/.test(text.slice(start, entry.keySpan.start))) return undefined;
  const from = aboveOwnComment(text, start, key);
  return splice(text, from, nextLine(text, endOf(entry, text)), "");
}

/** Where the comment on `key` begins that was written here, if it stands right above. */
function aboveOwnComment(text: string, start: number, key: string): number {
  let from = start;
  while (from > 0) {
    const above = lineStart(text, from - 1);
    const line = text.slice(above, from).trim();
    if (!line.startsWith(OWN_COMMENT) || !new RegExp(`\\b${key}\\b`).test(line)) break;
    from = above;
  }
  return from;
}

function removeFromBraces(
  document: Editable,
  map: MapNode,
  entry: MapEntry,
  path: KeyPath,
): string | undefined {
  const { text, root } = document;
  const entries = ownEntries(map);
  const index = entries.indexOf(entry);
  const range = pieceOf(
    entries.map((one) => ({ start: one.keySpan.start, end: endOf(one, text) })),
    index,
  );
  if (range === undefined || hasComment(document, range.start, range.end)) return undefined;
  const edited = splice(text, range.start, range.end, "");
  const top = locate(root, path.slice(0, 1));
  if (root.flow || top === undefined || path.length === 1) return edited;
  // The comment on it stands above its section.
  const start = lineStart(text, top.entry.keySpan.start);
  const above = ownCommentOn(text, start, path.at(-1)!);
  return above === undefined ? edited : splice(edited, above.start, above.end, "");
}

/** The line among the comments written here above a section that is on `key`. */
function ownCommentOn(
  text: string,
  start: number,
  key: string,
): { readonly start: number; readonly end: number } | undefined {
  let from = start;
  while (from > 0) {
    const above = lineStart(text, from - 1);
    const line = text.slice(above, from).trim();
    if (!line.startsWith(OWN_COMMENT)) return undefined;
    if (new RegExp(`\\b${key}\\b`).test(line)) return { start: above, end: from };
    from = above;
  }
  return undefined;
}

/** The range to take away so that one of several pieces, with a comma between them, is gone. */
function pieceOf(
  pieces: readonly { readonly start: number; readonly end: number }[],
  index: number,
): { readonly start: number; readonly end: number } | undefined {
  const [before, own, after] = [pieces[index - 1], pieces[index], pieces[index + 1]];
  if (own === undefined) return undefined;
  if (after !== undefined) return { start: own.start, end: after.start };
  return before === undefined ? own : { start: before.end, end: own.end };
}

function move(document: Editable, path: KeyPath, to: KeyPath): string | undefined {
  const located = locate(document.root, path);
  if (located === undefined) return document.text;
  if (!standsThere(located) || located.entry.marked === true) return undefined;
  const { text, root } = document;
  const [section, target] = [path.slice(0, -1), to.slice(0, -1)];
  // Where nothing else stands in its section, and there is no other one yet, the section gets the name.
  if (
    path.length === 2 &&
    to.length === 2 &&
    path[1] === to[1] &&
    located.maps.at(-1)!.entries.length === 1 &&
    locate(root, target) === undefined &&
    !hasKeysThatAreOff(document, locate(root, section)!.entry)
  ) {
    const { keySpan } = locate(root, section)!.entry;
    const quotes = quotesAt(text, keySpan.start);
    return splice(text, keySpan.start, keySpan.end, `${quotes}${to[0]!}${quotes}`);
  }
  const { value } = located.entry;
  if (value.kind !== "scalar" || value.style === "block" || value.aliasOf !== undefined) return undefined;
  const { start, end } = value.span;
  const written = text.slice(start, end);
  // A comment on the line of the key comes along.
  const comment = located.maps.at(-1)!.flow ? undefined : text.slice(end, lineEnd(text, end));
  const removed = remove(document, path);
  const rest = removed === undefined ? undefined : openText(removed, document.file);
  if (rest === undefined) return undefined;
  const into = locate(rest.root, target)?.entry.value ?? rest.root;
  return into.kind === "map" && into.flow
    ? set(rest, to, () => written, comment?.replace(/^\s*#\s*/, "") || undefined)
    : set(rest, to, () => `${written}${comment ?? ""}`, undefined);
}

/** A list that is written where it counts; undefined where what is there is none, or counts elsewhere, too. */
function ownList({ root }: Editable, path: KeyPath) {
  const located = locate(root, path);
  const list = located?.entry.value;
  if (located === undefined || list?.kind !== "seq") return undefined;
  return !standsThere(located) || list.aliasOf !== undefined ? undefined : { located, list };
}

function append(document: Editable, path: KeyPath, item: string): string | undefined {
  const list = ownList(document, path)?.list;
  if (list === undefined) return undefined;
  const { text } = document;
  const last = list.items.at(-1);
  if (last === undefined)
    return list.flow ? splice(text, list.span.start, list.span.end, `[${item}]`) : undefined;
  const word = scalarText(item, quotesAt(text, last.span.start));
  if (!list.flow) {
    const at = lineEnd(text, last.span.end);
    const lead = text.slice(lineStart(text, last.span.start), last.span.start);
    return /^ *- +$/.test(lead) ? splice(text, at, at, `${lineBreakOf(text)}${lead}${word}`) : undefined;
  }
  const comma = /^\s*,/.exec(text.slice(last.span.end))?.[0].length;
  const start = lineStart(text, last.span.start);
  const lead = text.slice(start, last.span.start);
  const gap = /^[ \t]*$/.test(lead) && start > list.span.start ? lineBreakOf(text) + lead : " ";
  return comma === undefined
    ? splice(text, last.span.end, last.span.end, `,${gap}${word}`)
    : splice(text, last.span.end + comma, last.span.end + comma, `${gap}${word},`);
}

function drop(document: Editable, path: KeyPath, item: string): string | undefined {
  const own = ownList(document, path);
  if (own === undefined) return undefined;
  const { located, list } = own;
  const { text } = document;
  const isMeant = (node: DocumentNode): boolean => node.kind === "scalar" && node.text === item;
  const index = list.items.findIndex(isMeant);
  if (index < 0 || list.items.filter(isMeant).length > 1) return index < 0 ? text : undefined;
  if (list.items.length === 1) return replace(document, located, () => "[]");
  const dropped = list.items[index]!;
  if (list.flow) {
    const range = pieceOf(
      list.items.map(({ span }) => span),
      index,
    );
    return range === undefined || hasComment(document, range.start, range.end)
      ? undefined
      : splice(text, range.start, range.end, "");
  }
  return splice(text, lineStart(text, dropped.span.start), nextLine(text, dropped.span.end), "");
}

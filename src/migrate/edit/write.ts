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
  const { path } = operation;
  switch (operation.kind) {
    case "set": {
      const { value, quoted, comment } = operation;
      return set(document, path, (quotes) => scalarText(value, quotes || (quoted ? '"' : "")), comment);
    }
    case "remove":
      return remove(document, path);
    case "move":
      return move(document, path, operation.to);
    case "append":
      return append(document, path, operation.item);
    case "drop":
      return drop(document, path, operation.item);
    default:
      return operation satisfies never;
  }
}

/** A part of a text. */
interface Range {
  readonly start: number;
  readonly end: number;
}

/** Replaces a part of a text. */
function splice(text: string, { start, end }: Range, by: string): string {
  return text.slice(0, start) + by + text.slice(end);
}

function insertAt(text: string, at: number, added: string): string {
  return splice(text, { start: at, end: at }, added);
}

/** What stands on a line before a place: its indentation, as a rule. */
function leadOf(text: string, at: number): string {
  return text.slice(lineStart(text, at), at);
}

/** Puts a value behind the colon of a key that has none on its line. */
function insertBehindColon(text: string, { keySpan }: MapEntry, value: string): string | undefined {
  const colon = text.indexOf(":", keySpan.end) + 1;
  return colon === 0 ? undefined : insertAt(text, colon, ` ${value}`);
}

function lineStart(text: string, at: number): number {
  return text.lastIndexOf("\n", at - 1) + 1;
}

/** Before the line break; a CR belongs to it. */
function lineEnd(text: string, at: number): number {
  const end = text.slice(at).search(/\r?\n/);
  return end === -1 ? text.length : at + end;
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
  const { entry } = located;
  const { keySpan, value: old } = entry;
  const end = endOf(entry, text);
  const line = lineEnd(text, keySpan.end);
  if (end <= line || (old.kind !== "scalar" && old.flow)) {
    const { start } = old.span;
    return end > keySpan.end
      ? splice(text, { start, end }, value(quotesAt(text, start)))
      : insertBehindColon(text, entry, value(""));
  }
  // A block below its key: its lines go, what stands on the line of the key stays.
  const below = nextLine(text, keySpan.end);
  const kept = splice(text, { start: below, end: Math.max(below, nextLine(text, end)) }, "");
  return insertBehindColon(kept, entry, value(""));
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
  if (last === undefined && text.charAt(map.span.start) !== "{") return undefined;
  const edited =
    last === undefined
      ? insertAt(text, map.span.start + 1, added)
      : insertBehind(text, map, { start: last.keySpan.start, end: endOf(last, text) }, added);
  if (comment === undefined || root.flow) return edited;
  const top = locate(root, path.slice(0, 1));
  if (top === undefined) return undefined;
  const { start } = top.entry.keySpan;
  const indent = leadOf(text, start);
  return /^ *$/.test(indent) ? insertAt(edited, start, `# ${comment}${lineBreakOf(text)}${indent}`) : edited;
}

/** Adds a piece behind the last one in braces or brackets: on a line of its own where that has one. */
function insertBehind(text: string, { span }: DocumentNode, { start, end }: Range, added: string): string {
  const lead = leadOf(text, start);
  const isOwnLine = /^[ \t]*$/.test(lead) && start - lead.length > span.start;
  const gap = isOwnLine ? lineBreakOf(text) + lead : " ";
  const comma = /^\s*,/.exec(text.slice(end))?.[0].length;
  return comma === undefined
    ? insertAt(text, end, `,${gap}${added}`)
    : insertAt(text, end + comma, `${gap}${added},`);
}

function insertInBlock(
  { text, root }: Editable,
  map: MapNode,
  { path, depth, value, comment }: Addition,
): string | undefined {
  const entries = ownEntries(map);
  const last = entries.at(-1);
  const column = last === undefined ? "" : leadOf(text, last.keySpan.start);
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
  // A new section goes to the end, behind comments that are there and before a mark that ends the document.
  if (map === root) {
    const end = endOfDocument(text, last === undefined ? 0 : lineEnd(text, endOf(last, text)));
    const before = text.slice(0, end);
    const gap = before === "" || before.endsWith("\n") ? "" : lineBreak;
    return `${before}${gap}${lines.join(lineBreak)}${lineBreak}${text.slice(end)}`;
  }
  const at = lineEnd(text, endOf(last!, text));
  return insertAt(text, at, lines.map((line) => lineBreak + line).join(""));
}

/** Before the line `...` behind a place, where there is one. */
function endOfDocument(text: string, behind: number): number {
  const mark = text.slice(behind).search(/^\.\.\.(?:\s|$)/m);
  return mark === -1 ? text.length : behind + mark;
}

/** By how much the file indents. */
function stepOf(root: MapNode, text: string): string {
  for (const { keySpan, value } of root.entries) {
    if (!isMap(value) || value.flow) continue;
    const first = ownEntries(value)[0];
    if (first === undefined) continue;
    const [outer, inner] = [keySpan, first.keySpan].map(({ start }) => leadOf(text, start).length);
    if (inner! > outer!) return " ".repeat(inner! - outer!);
  }
  return "  ";
}

/** @param key what is meant, where its section goes with it: a comment on it may stand above the section */
function remove(document: Editable, path: KeyPath, key = path.at(-1)!): string | undefined {
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
    if (!hasComment(document, section.entry.keySpan.end, end)) return remove(document, above, key);
    return emptied(document, section.entry, map, entry);
  }
  return map.flow ? removeFromBraces(document, map, entry, path[0]!, key) : removeLines(document, entry, key);
}

function emptied(document: Editable, section: MapEntry, map: MapNode, entry: MapEntry): string | undefined {
  if (map.flow)
    return withoutOwnComment(splice(document.text, map.span, "{}"), section.keySpan.start, entry.key);
  const text = removeLines(document, entry, entry.key);
  if (text === undefined) return undefined;
  // A section of which all keys are off is off itself.
  return hasKeysThatAreOff(document, section)
    ? insertAt(text, section.keySpan.start, "#")
    : insertBehindColon(text, section, "{}");
}

function removeLines({ text }: Editable, entry: MapEntry, key: string): string | undefined {
  if (!/^ *$/.test(leadOf(text, entry.keySpan.start))) return undefined;
  const start = lineStart(text, entry.keySpan.start);
  const edited = splice(text, { start, end: nextLine(text, endOf(entry, text)) }, "");
  return withoutOwnComment(edited, start, key);
}

/** Without the comment on `key` that was written here, where it stands above a place, perhaps with others between. */
function withoutOwnComment(text: string, at: number, key: string): string {
  const end = lineStart(text, at);
  const start = lineStart(text, end - 1);
  const line = text.slice(start, end).trim();
  if (end === 0 || !line.startsWith(OWN_COMMENT)) return text;
  return new RegExp(`\\b${key}\\b`).test(line)
    ? splice(text, { start, end }, "")
    : withoutOwnComment(text, start, key);
}

function removeFromBraces(
  document: Editable,
  map: MapNode,
  entry: MapEntry,
  section: string,
  key: string,
): string | undefined {
  const { text, root } = document;
  const entries = ownEntries(map);
  const edited = withoutPiece(
    document,
    entries.map((one) => ({ start: one.keySpan.start, end: endOf(one, text) })),
    entries.indexOf(entry),
  );
  const top = locate(root, [section]);
  if (edited === undefined || root.flow || top === undefined) return edited;
  // The comment on it stands above its section.
  return withoutOwnComment(edited, top.entry.keySpan.start, key);
}

/** Takes one of several pieces away that have a comma between them; undefined where a comment would go with it. */
function withoutPiece(document: Editable, pieces: readonly Range[], index: number): string | undefined {
  const [before, own, after] = [pieces[index - 1], pieces[index], pieces[index + 1]];
  if (own === undefined) return undefined;
  const start = after === undefined && before !== undefined ? before.end : own.start;
  const end = after === undefined ? own.end : after.start;
  return hasComment(document, start, end) ? undefined : splice(document.text, { start, end }, "");
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
    return splice(text, keySpan, `${quotes}${to[0]!}${quotes}`);
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
  if (last === undefined) return list.flow ? splice(text, list.span, `[${item}]`) : undefined;
  const word = scalarText(item, quotesAt(text, last.span.start));
  if (list.flow) return insertBehind(text, list, last.span, word);
  const lead = leadOf(text, last.span.start);
  return /^ *- +$/.test(lead)
    ? insertAt(text, lineEnd(text, last.span.end), `${lineBreakOf(text)}${lead}${word}`)
    : undefined;
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
  const spans = list.items.map(({ span }) => span);
  if (list.flow) return withoutPiece(document, spans, index);
  const { start, end } = spans[index]!;
  return splice(text, { start: lineStart(text, start), end: nextLine(text, end) }, "");
}

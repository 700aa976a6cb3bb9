/**
 * What no frame may show. A frame shows neighbouring lines, so that everything which may be a secret
 * is masked, wherever a finding is: the values of secret keys, and what stands where a secret may have
 * been written by mistake.
 */
import { once } from "../base/once.ts";
import { type DocumentId, fileOf, type LayerId } from "../base/origin.ts";
import type { SourceText } from "../base/source-text.ts";
import { expansionsOf, nearAll, slipsOf } from "../base/suggest.ts";
import { urlSecretsIn, urlSecretsOf } from "../base/url-secrets.ts";
import { isKnownKey, isPlainKey, placesInAny } from "./known-keys.ts";
import { configOfAllReleases } from "./schema/config.ts";
import { holdsSecrets, isMapping, type KeySchema } from "./schema/key-schema.ts";
import { projectSchema } from "./schema/project.ts";
import type { Source } from "./source.ts";
import type { DocumentNode, MapEntry, MapNode, ReadDocument, ScalarNode } from "./yaml/node.ts";

export type Ranges = SourceText["masked"];
type Range = Ranges[number];

/** Names of keys that may be secret, where the key is not known. */
const SECRET_KEY = /pass|pwd|secret|token|cred|key|auth|user/i;
/** Words by which a comment, or a text that is no YAML, may hold a secret. */
const SECRET_TEXT = /pass(?:word|phrase|wd)|pwd|secret|token|credential|access.?key|api.?key/i;

/** The same of a key, which may be short. */
const SECRET_NAME = /pass|pwd|secret|token|credential|access.?key|api.?key/i;
/** What stands behind such a word, where a text is no YAML or a comment. */
const SECRET_LINE =
  /(?!secret_revision)(?:pass|pwd|secret|token|credential|(?:access|api).?key)[\w-]{0,40}["']?[ \t]*[:=][ \t]*(\S[^\n]*)/gi;

/** What is masked in an input. */
function masksOf(
  file: DocumentId,
  source: Pick<Source, "hidden">,
  text: string,
  document: ReadDocument,
): Ranges {
  if (file === "credentials" || source.hidden === true) return maskAll(text, document);
  if (file === "site") return maskSite(text, document);
  return maskSecrets(text, document, file === "project" ? projectSchema : configOfAllReleases);
}

/**
 * A text as findings show it. What is masked is looked for when it is first asked for: without findings, never.
 *
 * @param text of the source, decoded
 */
export function sourceText(file: LayerId, source: Source, text: string, document: ReadDocument): SourceText {
  const masked = once(() => masksOf(fileOf(file), source, text, document));
  return {
    file,
    name: source.name,
    text,
    hidden: source.hidden,
    get masked() {
      return masked();
    },
  };
}

/** Masks the credentials file: all but white space, the known keys and their colons. */
export function maskAll(text: string, document: ReadDocument): Ranges {
  if (!document.whole || document.root === undefined) return maskWords(text);
  const visible: Range[] = [];
  const visit = (node: DocumentNode, depth: number): void => {
    if (node.kind !== "map" || depth > 1) return;
    if (node.flow && node.aliasOf === undefined) {
      for (const at of [node.span.start, node.span.end - 1])
        if (/[{}]/.test(text.charAt(at))) visible.push({ start: at, end: at + 1 });
    }
    for (const entry of node.entries) {
      const { end: valueEnd } = entry.value.span;
      const comma = node.flow ? text.slice(valueEnd).match(/^\s*,/)?.[0].length : undefined;
      if (comma !== undefined) visible.push({ start: valueEnd + comma - 1, end: valueEnd + comma });
      const { start, end } = entry.keySpan;
      if (
        entry.value.aliasOf === undefined &&
        (isMeantAs(entry.key, CREDENTIAL_KEYS) || isPlainKey(entry.key))
      ) {
        visible.push({ start, end: end + (text.slice(end).match(/^[ \t]*:/)?.[0].length ?? 0) });
      }
      visit(entry.value, depth + 1);
    }
  };
  visit(document.root, 0);
  return complement(text, normalize(visible));
}

const CREDENTIAL_KEYS = [
  "database",
  "queue",
  "redis",
  "username",
  "password",
  "root_username",
  "root_password",
  "spider_username",
  "spider_password",
  // Of other releases.
  "db",
  "user",
];

/** True for a word that was meant as one of some keys: it says no more than they do. */
function isMeantAs(word: string, keys: readonly string[]): boolean {
  return slipsOf(word, keys).length > 0 || expansionsOf(word, keys).length > 0;
}

/** All that is not white space and lies in none of the ranges. */
function complement(text: string, visible: Ranges): Ranges {
  const masked: Range[] = [];
  let index = 0;
  for (const match of text.matchAll(/\S+/g)) {
    let start = match.index;
    const end = start + match[0].length;
    while (index < visible.length && visible[index]!.end <= start) index += 1;
    for (let next = index; next < visible.length && visible[next]!.start < end; next++) {
      if (visible[next]!.start > start) masked.push({ start, end: visible[next]!.start });
      start = visible[next]!.end;
    }
    if (start < end) masked.push({ start, end });
  }
  return joinWords(text, masked);
}

/** Makes one range of the words of a line between which nothing is shown: their number would tell of a secret. */
function joinWords(text: string, ranges: Ranges): Ranges {
  const joined: Range[] = [];
  for (const range of ranges) {
    const last = joined.at(-1);
    if (last !== undefined && /^[ \t]+$/.test(text.slice(last.end, range.start)))
      joined[joined.length - 1] = { start: last.start, end: range.end };
    else joined.push(range);
  }
  return joined;
}

/**
 * For a text that is no YAML: masks every word that is not the name of a key with its colon.
 *
 * @param values true where the word behind a key that names no secret is shown
 */
function maskWords(text: string, values = false): Ranges {
  const masked: Range[] = [];
  let shown = false;
  for (const match of text.matchAll(/\S+/g)) {
    const name = match[0].match(/^[[{,]*(["']?)([A-Za-z_]+)\1:[[{,\]}]*$/)?.[2];
    const isKey = name !== undefined && (CREDENTIAL_KEYS.includes(name) || isKnownKey(name));
    const isValue = shown;
    shown = values && isKey && !SECRET_KEY.test(name);
    if (match[0] === "-" || isKey || isValue) continue;
    masked.push({ start: match.index, end: match.index + match[0].length });
  }
  return joinWords(text, masked);
}

/** For a config that is no YAML: the words of the sections that may hold a secret, by their columns. */
function maskSections(text: string): Ranges {
  const masked: Range[] = [];
  let column: number | undefined;
  for (const { 0: line, index } of text.matchAll(/[^\r\n]+/g)) {
    const indent = line.search(/\S/);
    const section = SECRET_SECTION.exec(line);
    const inside = column !== undefined && indent > column;
    if (!inside) column = section === null ? undefined : indent;
    const from = inside ? 0 : section === null ? line.length : section.index;
    for (const { start, end } of maskWords(line.slice(from), true))
      masked.push({ start: index + from + start, end: index + from + end });
  }
  return masked;
}

const SECRET_SECTION = /(?<![\w-])["']?(?:database|queue|redis|credentials|aws_authentication)["']?\s*:/;

/**
 * Masks a site file, which has no place for a secret: only what was put there by mistake, under the name
 * of a password, or as the user of a URL.
 */
export function maskSite(text: string, document: ReadDocument): Ranges {
  const masked: Range[] = [...urlRanges(text, document)];
  const lines = document.whole
    ? document.comments.map(({ start, end }) => ({ start, said: text.slice(start, end) }))
    : [{ start: 0, said: text }];
  for (const { start, said } of lines)
    for (const { 0: all, 1: value = "", index } of said.matchAll(SECRET_LINE)) {
      const end = start + index + all.length;
      masked.push({ start: end - value.length, end });
    }
  visitEntries(document.root, ({ key, keySpan, value }) => {
    const known = placesInAny()
      .get(key)
      ?.some(({ file }) => file === "site");
    if (known !== true && SECRET_NAME.test(key) && value.span.start >= keySpan.end) masked.push(value.span);
  });
  return normalize(masked);
}

/** Users of URLs, in values and keys as a reader sees them, and in all words of the text. */
function urlRanges(text: string, document: ReadDocument): Ranges {
  if (!/[@=]/.test(text)) return [];
  const masked: Range[] = [...urlSecretsIn(text)];
  const look = (seen: string, { start, end }: Range): void => {
    const found = urlSecretsOf(seen);
    if (found.length === 0) return;
    const written = text.slice(start, end);
    const at = written.indexOf(seen);
    if (at === -1) masked.push({ start, end });
    else for (const one of found) masked.push({ start: start + at + one.start, end: start + at + one.end });
  };
  visitScalars(document.root, (node) => look(node.text, node.aliasOf ?? node.span));
  visitEntries(document.root, ({ key, keySpan }) => look(key, keySpan));
  if (document.whole) return normalize(masked);
  // A password may have blanks, and no reader says where a value ends.
  for (const { 0: line, index } of text.matchAll(/[^\n]+/g))
    if (AUTHORITY.test(line)) look(line, { start: index, end: index + line.length });
  return normalize(masked);
}

const AUTHORITY = /:\\?\/\\?\//;

/** Also those of which nothing is read: what stands there is shown in frames all the same. */
function allEntries({ entries, unread }: MapNode): readonly MapEntry[] {
  return unread === undefined ? entries : [...entries, ...unread];
}

function visitScalars(root: DocumentNode | undefined, see: (node: ScalarNode) => void): void {
  const seen = new Set<DocumentNode>();
  const visit = (node: DocumentNode): void => {
    if (seen.has(node)) return;
    seen.add(node);
    if (node.kind === "scalar") see(node);
    else if (node.kind === "seq") node.items.forEach(visit);
    else for (const { value } of allEntries(node)) visit(value);
  };
  if (root !== undefined) visit(root);
}

function visitEntries(root: DocumentNode | undefined, see: (entry: MapEntry) => void): void {
  const seen = new Set<DocumentNode>();
  const visit = (node: DocumentNode): void => {
    if (seen.has(node)) return;
    seen.add(node);
    if (node.kind === "seq") node.items.forEach(visit);
    if (node.kind !== "map") return;
    for (const entry of allEntries(node)) {
      see(entry);
      visit(entry.value);
    }
  };
  if (root !== undefined) visit(root);
}

/**
 * Masks a config: the values of secret keys, everything that stands below a mapping
 * that may hold secrets and is not in its right place there, and what looks like a secret elsewhere.
 */
export function maskSecrets(text: string, document: ReadDocument, schema: () => KeySchema): Ranges {
  const users = urlRanges(text, document);
  if (!document.whole || document.root === undefined)
    return normalize([...(SECRET_TEXT.test(text) ? maskWords(text) : maskSections(text)), ...users]);
  const masked: Range[] = [...users];
  const zones: Range[] = [];
  const seen = new Set<DocumentNode>();

  const hide = (node: DocumentNode): void => {
    masked.push(node.span, ...(node.aliasOf === undefined ? [] : [node.aliasOf]));
    if (seen.has(node)) return;
    seen.add(node);
    if (node.kind === "map") for (const entry of allEntries(node)) hide(entry.value);
    if (node.kind === "seq") for (const item of node.items) hide(item);
  };

  // Tags and anchors stand between a key and its value.
  const hideAfter = (keyEnd: number, node: DocumentNode): void => {
    const colon = text.slice(keyEnd).match(/^\s*:\s*/)?.[0].length;
    if (colon !== undefined && node.span.start >= keyEnd)
      masked.push({ ...node.span, start: keyEnd + colon });
    hide(node);
  };

  const visit = (node: DocumentNode, known: KeySchema, sensitive: boolean, keyEnd: number): void => {
    const secret = known.kind === "text" && known.secret === true;
    if (node.kind === "scalar") {
      const right = known.kind === "text" || known.kind === "choice" || node.meaning.kind !== "string";
      const misplaced = isMapping(known) || known.kind === "list" ? holdsSecrets(known) : sensitive && !right;
      if (secret || misplaced || known.kind === "null") hideAfter(keyEnd, node);
      return;
    }
    if (node.kind === "seq") {
      if (known.kind === "list")
        for (const item of node.items) visit(item, known.of, sensitive, item.span.start);
      else hideAfter(keyEnd, node);
      return;
    }
    const below = sensitive || (isMapping(known) && known.sensitive === true);
    // With the comment behind its last value.
    if (below) zones.push({ start: node.span.start, end: endOfLine(text, node.span.end) });
    if (secret) hideAfter(keyEnd, node);
    else visitMap(node, known, below);
  };

  const visitMap = (node: MapNode, schema: KeySchema, sensitive: boolean): void => {
    const keys = schema.kind === "object" ? schema.keys : undefined;
    for (const { key, keySpan, value } of allEntries(node)) {
      const found = schemaOfKey(schema, key);
      const meant = value.kind === "map" ? nearAll(key, keys?.keys() ?? [])[0] : undefined;
      if (found !== undefined) visit(value, found, sensitive, keySpan.end);
      // A section under a misspelt key is masked as the section that is meant.
      else if (meant !== undefined && !SECRET_KEY.test(key))
        visit(value, keys!.get(meant)!, sensitive, keySpan.end);
      else {
        if (value.kind !== "scalar" || sensitive || SECRET_KEY.test(key)) hideAfter(keySpan.end, value);
        if (sensitive && !isKnownKey(key) && !isPlainKey(key) && !isMeantAs(key, [...(keys?.keys() ?? [])]))
          masked.push(keySpan);
      }
    }
  };

  visit(document.root, schema(), false, 0);
  for (const comment of document.comments) {
    const said = text.slice(comment.start, comment.end);
    if (
      SECRET_TEXT.test(said) ||
      zones.some((zone) => comment.start >= zone.start && comment.end <= zone.end)
    )
      masked.push(comment);
  }
  return normalize(masked.map(({ start, end }) => ({ start, end })));
}

/** What stands under a key of a mapping, whatever its type. */
function schemaOfKey(schema: KeySchema, key: string): KeySchema | undefined {
  switch (schema.kind) {
    case "object": {
      const { keys, spellings = {} } = schema;
      return keys.get(key) ?? (Object.hasOwn(spellings, key) ? keys.get(spellings[key]!) : undefined);
    }
    case "union":
      return schema.branches
        .map((branch) => branch.keys.get(key))
        .find((found) => found !== undefined && found.kind !== "null");
    case "record":
      return schema.of;
    default:
      return undefined;
  }
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf("\n", from);
  return end === -1 ? text.length : end;
}

/** Sorted, not overlapping, none empty. */
function normalize(ranges: readonly Range[]): Ranges {
  const sorted = ranges
    .filter((range) => range.end > range.start)
    .sort((a, b) => a.start - b.start || a.end - b.end);
  const joined: Range[] = [];
  for (const range of sorted) {
    const last = joined.at(-1);
    if (last !== undefined && range.start <= last.end)
      joined[joined.length - 1] = { start: last.start, end: Math.max(last.end, range.end) };
    else joined.push(range);
  }
  return joined;
}

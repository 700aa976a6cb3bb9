/** From the nodes of the `yaml` package to our own: what scalars mean, tags, aliases and merge keys, bounded and strict. */
import { isAlias, isMap, isPair, isScalar, isSeq, type ParsedNode } from "yaml";
import type { Reporter } from "../../base/diagnostic.ts";
import type { LayerId, SourceSpan } from "../../base/origin.ts";
import { isKnownKey } from "../known-keys.ts";
import type { DocumentNode, MapEntry, MapNode, ScalarNode } from "./node.ts";
import { type Meaning, plainMeaning } from "./scalar.ts";
import { lastAtMost } from "./sorted.ts";

/** How deep values may nest. The deepest key of the configuration stands at level 5. */
export const MAX_DEPTH = 64;
/** How many nodes aliases and merges may add. */
const MAX_ALIASED = 100_000;

interface Measure {
  readonly size: number;
  readonly depth: number;
}

const ONE: Measure = { size: 1, depth: 1 };

/** What is known while a document is converted. */
interface Conversion {
  readonly file: LayerId;
  readonly text: string;
  /** Where something is wrong that has been reported, in ascending order. */
  readonly damagedAt: readonly number[];
  readonly reporter: Reporter;
  readonly anchors: Map<string, DocumentNode | "open">;
  readonly measures: Map<DocumentNode, Measure>;
  /** Where keys begin that have been reported. */
  readonly strangeKeys: Set<number>;
  /** How many nodes aliases have added. */
  aliased: number;
  /** True once aliases have repeated more than anybody needs. */
  isBomb: boolean;
}

/**
 * Converts a document. Reports `CLP1003` and `CLP1006` to `CLP1014`.
 *
 * @param damagedAt offsets of what has been reported already
 * @returns undefined where aliases repeat so much that the file is not judged
 */
export function convertDocument(
  contents: ParsedNode,
  { file, text, reporter }: Pick<Conversion, "file" | "text" | "reporter">,
  damagedAt: readonly number[],
): DocumentNode | undefined {
  const conversion: Conversion = {
    file,
    text,
    reporter,
    damagedAt: [...damagedAt].sort((a, b) => a - b),
    anchors: new Map(),
    measures: new Map(),
    strangeKeys: new Set(),
    aliased: 0,
    isBomb: false,
  };
  const root = convert(conversion, contents, 0);
  return conversion.isBomb ? undefined : root;
}

/** @param fallback where the value would stand that is not there */
function convert(
  conversion: Conversion,
  node: ParsedNode | null | undefined,
  fallback: number,
): DocumentNode {
  const { file, anchors } = conversion;
  if (node === null || node === undefined) return absent({ file, start: fallback, end: fallback });
  if (isAlias(node)) {
    return convertAlias(conversion, node.source, { file, start: node.range[0], end: node.range[1] });
  }
  const { anchor } = node;
  if (anchor === undefined) return convertValue(conversion, node);
  reportAnchor(conversion, anchor, node.range[0]);
  anchors.set(anchor, "open");
  const value = convertValue(conversion, node);
  const made: DocumentNode = { ...value, anchored: true };
  conversion.measures.set(made, conversion.measures.get(value) ?? ONE);
  anchors.set(anchor, made);
  return made;
}

function absent(span: SourceSpan): ScalarNode {
  return { kind: "scalar", span, meaning: { kind: "null" }, style: "plain", text: "" };
}

function damaged(span: SourceSpan): ScalarNode {
  return { ...absent(span), damaged: true };
}

function isDamaged({ damagedAt }: Conversion, { start, end }: SourceSpan): boolean {
  const last = damagedAt[lastAtMost(damagedAt, Math.max(end - 1, start))];
  return last !== undefined && last >= start;
}

/** Notes how much a node holds, against aliases that repeat it. */
function measured<T extends DocumentNode>(
  { measures }: Conversion,
  node: T,
  children: readonly DocumentNode[],
): T {
  let size = 1;
  let depth = 0;
  for (const child of children) {
    const measure = measures.get(child) ?? ONE;
    size += measure.size;
    depth = Math.max(depth, measure.depth);
  }
  measures.set(node, { size, depth: depth + 1 });
  return node;
}

function reportAnchor({ anchors, file, text, reporter }: Conversion, anchor: string, at: number): void {
  const plain = /^[\w-]+$/.test(anchor);
  if (plain && !anchors.has(anchor)) return;
  const start = Math.max(text.lastIndexOf(`&${anchor}`, at), 0);
  reporter.report(
    "CLP1003",
    { file, start, end: Math.min(start + anchor.length + 1, text.length) },
    plain
      ? "Cannot use an anchor of this name twice: CLP's YAML reader takes each once"
      : "Cannot use this anchor: CLP's YAML reader takes letters, digits, _ and - only",
  );
}

function convertAlias(conversion: Conversion, name: string, span: SourceSpan): DocumentNode {
  const { anchors, measures, reporter } = conversion;
  const target = anchors.get(name);
  // What is no alias at all has been reported.
  if (target === undefined && isDamaged(conversion, span)) return damaged(span);
  if (target === undefined) {
    reporter.report("CLP1009", span, "Cannot resolve this alias: no anchor of its name stands before it", {
      help: "Quote the value if it is meant to begin with *",
    });
    return damaged(span);
  }
  if (target === "open") {
    reporter.report("CLP1010", span, "Cannot resolve this alias: the value would contain itself");
    return damaged(span);
  }
  const measure = measures.get(target) ?? ONE;
  conversion.aliased += measure.size;
  if (conversion.aliased > MAX_ALIASED || measure.depth > MAX_DEPTH) {
    if (!conversion.isBomb) {
      const message = `Cannot resolve this alias: aliases repeat more than ${MAX_ALIASED} values`;
      reporter.report("CLP1010", span, message);
    }
    conversion.isBomb = true;
    return damaged(span);
  }
  const copy: DocumentNode = { ...target, span, aliasOf: target.aliasOf ?? target.span };
  measures.set(copy, measure);
  return copy;
}

/** What `yaml` gives for a value: no alias. */
type ValueNode = Exclude<ParsedNode, { source: string; items?: never; value?: never }>;

function convertValue(conversion: Conversion, node: ValueNode): DocumentNode {
  const [start, end] = node.range;
  const span = { file: conversion.file, start, end };
  const tag = node.tag === undefined ? undefined : CORE_TAGS[node.tag];
  const kind = isMap(node) ? "map" : isSeq(node) ? "seq" : "scalar";
  const fits =
    node.tag === undefined ||
    (tag !== undefined && (kind === "scalar" ? tag !== "map" && tag !== "seq" : tag === kind));
  if (!fits) {
    reportTag(conversion, span, tag !== undefined);
    return damaged(span);
  }
  if (isMap(node)) return convertMap(conversion, node, span);
  if (isSeq(node)) {
    const items = node.items.map((item) => convert(conversion, item as ParsedNode | null, end));
    const last = items.at(-1);
    const flow = node.flow === true;
    const ended = flow || last === undefined ? span : { ...span, end: last.span.end };
    return measured(conversion, { kind: "seq", span: ended, flow, items }, items);
  }
  if (!isScalar(node)) throw new Error("a node of yaml that is no map, sequence, scalar or alias");
  return convertScalar(conversion, node, tag, span);
}

function convertScalar(
  conversion: Conversion,
  node: { readonly value: unknown; readonly type?: string | null | undefined },
  tag: string | undefined,
  span: SourceSpan,
): ScalarNode {
  const style = STYLES[node.type ?? "PLAIN"] ?? "plain";
  let content = String(node.value);
  // A block that ends with the file ends without a line break, as CLP's reader has it.
  if (style === "block" && span.end >= conversion.text.length && !/[\n\r]$/.test(conversion.text))
    content = content.replace(/\n$/, "");
  // Where a tag stands, the content is judged as if it were plain.
  const meaning: Meaning =
    tag === "str" || (tag === undefined && style !== "plain")
      ? { kind: "string", value: content }
      : plainMeaning(content);
  const wrong = isDamaged(conversion, span);
  const asTagged =
    tag === undefined ||
    tag === "str" ||
    meaning.kind === "ambiguous" ||
    meaning.kind === tag ||
    (tag === "float" && meaning.kind === "int");
  if (!asTagged && !wrong) {
    reportTag(conversion, span, true);
    return damaged(span);
  }
  return measured(
    conversion,
    { kind: "scalar", span, meaning, style, text: content, ...(wrong ? { damaged: true } : {}) },
    [],
  );
}

/** @param known true where the tag is one of YAML's, of another kind of value */
function reportTag({ text, reporter, file }: Conversion, { start, end }: SourceSpan, known: boolean): void {
  // The tag stands before the value, with an anchor or white space between them.
  let from = Math.max(text.lastIndexOf("!", start), 0);
  while (from > 0 && /\S/.test(text.charAt(from - 1))) from -= 1;
  const [tag = ""] = text.slice(from, from + 200).match(/^\S+/) ?? [];
  const [message, help] =
    tag === "!vault"
      ? VAULT
      : [
          known
            ? "Cannot use this tag here: what follows it is something else"
            : "Cannot use this tag: it is not of YAML's core schema",
          "Write the value itself without the tag; quote it if it is meant to begin with !",
        ];
  const to = from + Math.max(tag.length, 1);
  const place = { file, start: from, end: Math.min(to, Math.max(end, start)) };
  reporter.report("CLP1006", place, message, { help });
}

/** A value that `ansible-vault encrypt_string` made: Ansible alone decrypts it, when a play reads it. */
const VAULT = [
  "Cannot read the value: it is encrypted by Ansible Vault",
  "Encrypt the whole file in place of its values, `ansible-vault encrypt FILE`, and give what `ansible-vault view FILE` prints; or have a play write the file",
] as const;

/** What is known of a mapping while it is read. */
interface Collected {
  readonly entries: MapEntry[];
  /** What was reported and is not read on. */
  readonly unread: MapEntry[];
  readonly seen: Map<string, MapEntry>;
  readonly merges: MapEntry[];
  incomplete: boolean;
  end: number;
}

function convertMap(
  conversion: Conversion,
  node: { readonly items: readonly unknown[]; readonly flow?: boolean | undefined },
  span: SourceSpan,
): MapNode {
  const collected: Collected = {
    entries: [],
    unread: [],
    seen: new Map(),
    merges: [],
    incomplete: false,
    end: span.end,
  };
  for (const item of node.items) {
    if (isPair(item)) collectEntry(conversion, item, span, collected);
  }
  for (const merge of collected.merges) mergeInto(conversion, merge, collected);
  const { entries, unread, incomplete, end } = collected;
  const flow = node.flow === true;
  return measured(
    conversion,
    {
      kind: "map",
      span: flow ? span : { ...span, end },
      flow,
      entries,
      ...(unread.length === 0 ? {} : { unread }),
      incomplete,
    },
    entries.map((entry) => entry.value),
  );
}

function collectEntry(
  conversion: Conversion,
  pair: { readonly key: unknown; readonly value: unknown },
  map: SourceSpan,
  collected: Collected,
): void {
  const { entries, unread, seen, merges } = collected;
  const keyNode = pair.key as ParsedNode | null;
  const key = convert(conversion, keyNode, map.start);
  const keySpan = key.span;
  const value = convert(conversion, pair.value as ParsedNode | null, keySpan.end);
  collected.end = value.span.end;
  if (key.damaged === true) {
    collected.incomplete = true;
    unread.push({ key: "", keySpan, value });
    return;
  }
  const merge = key.kind === "scalar" && key.style === "plain" && key.text === "<<";
  if (key.kind !== "scalar" || (!merge && key.meaning.kind !== "string")) {
    reportKey(conversion, key);
    unread.push({ key: key.kind === "scalar" ? key.text : "", keySpan, value });
    return;
  }
  const marked = keyNode?.tag !== undefined || (isScalar(keyNode) && keyNode.anchor !== undefined);
  const entry: MapEntry = { key: key.text, keySpan, value, ...(marked ? { marked } : {}) };
  const earlier = seen.get(key.text);
  if (earlier !== undefined) {
    unread.push(entry);
    reportTwice(conversion, entry, earlier, merge);
    return;
  }
  seen.set(key.text, entry);
  (merge ? merges : entries).push(entry);
}

/** The entries of what `<<` names, but for keys that are there. */
function mergeInto(conversion: Conversion, { keySpan, value }: MapEntry, collected: Collected): void {
  const { entries, unread, seen } = collected;
  for (const source of value.kind === "seq" ? value.items : [value]) {
    if (source.damaged === true) {
      collected.incomplete = true;
      continue;
    }
    if (source.kind !== "map") {
      unread.push({ key: "<<", keySpan, value: source });
      const what = source.kind === "seq" ? "a list" : "a single value";
      conversion.reporter.report("CLP1014", source.span, `Cannot merge ${what}: << takes mappings`);
      continue;
    }
    for (const entry of source.entries) {
      if (seen.has(entry.key)) continue;
      seen.set(entry.key, entry);
      entries.push(entry);
    }
  }
}

function reportTwice({ reporter }: Conversion, entry: MapEntry, earlier: MapEntry, merge: boolean): void {
  const { key, keySpan } = entry;
  reporter.report(
    "CLP1007",
    keySpan,
    `Cannot use ${isKnownKey(key) ? `the key "${key}"` : "this key"} twice in one mapping`,
    {
      label: "again here",
      related: [{ span: earlier.keySpan, text: "first here" }],
      help: merge
        ? "Merge several mappings by a list: <<: [*first, *second]"
        : "Keep one of the two; CLP would take the last and say nothing",
    },
  );
}

/** Of a key that is no string. */
function reportKey({ strangeKeys, reporter }: Conversion, key: DocumentNode): void {
  // The first key of a mapping that is a key begins where the mapping does.
  if (strangeKeys.has(key.span.start)) return;
  strangeKeys.add(key.span.start);
  if (key.kind !== "scalar") {
    reporter.report(
      "CLP1008",
      { ...key.span, end: Math.min(key.span.end, key.span.start + 1) },
      `Cannot use ${key.kind === "map" ? "a mapping" : "a list"} as a key: keys are strings`,
      { help: "Remove the brackets, or quote the key if they belong to it" },
    );
    return;
  }
  if (key.text === "") {
    reporter.report("CLP1008", key.span, "Cannot use an empty key: keys are strings", {
      help: "Write a key before the colon",
    });
    return;
  }
  const { meaning } = key;
  const what = meaning.kind === "ambiguous" ? `${meaning.yaml11} to CLP's YAML reader` : KINDS[meaning.kind];
  reporter.report("CLP1008", key.span, `Cannot use this key: it is ${what}, and keys are strings`, {
    help: "Quote it",
  });
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

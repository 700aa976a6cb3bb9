/**
 * From a document to a typed object: walks a schema and a document side by side. Every mistake is
 * reported once, at its place; where a value is wrong its default stands in, with the origin `invalid`,
 * and the rest is read on.
 */
import { createReporter, type Edit } from "../../base/diagnostic.ts";
import { formatPath, type LayerId, layerOf, type Origin, type SourceSpan } from "../../base/origin.ts";
import { quoteValue } from "../../base/printable.ts";
import { nearAll, nearest } from "../../base/suggest.ts";
import { withOrigins } from "../../base/typed.ts";
import {
  type ChoiceSchema,
  isDefaultBranch,
  isRequired,
  type KeySchema,
  type ListSchema,
  type ObjectSchema,
  present,
  type RecordSchema,
  tagOf,
  type UnionSchema,
} from "../schema/key-schema.ts";
import { brokenRule } from "../schema/rules.ts";
import { overrule } from "../yaml/layers.ts";
import type { DocumentNode, MapEntry, MapNode, SeqNode } from "../yaml/node.ts";
import { defaultRead, invalidAt, placeholder, type Read } from "./placeholder.ts";
import { readScalar } from "./read-scalar.ts";
import {
  type Context,
  listOf,
  type Place,
  type ReadOptions,
  report,
  sourceOf,
  spanOfHolder,
  spanToShow,
} from "./reading.ts";
import { explainUnknownKey } from "./unknown-key.ts";
import { notIndented, reportMissing, reportNotIndented, reportOtherBranch } from "./wrong-keys.ts";
import { reportNull, reportType } from "./wrong-kinds.ts";

/**
 * Reads a document by a schema. Reports `CLP2001` to `CLP2026`.
 *
 * @param document undefined where nothing is known of the file: everything is then a placeholder
 */
export function read<T>(schema: KeySchema, document: MapNode | undefined, options: ReadOptions): T {
  const context: Context = { needed: [], ...options, reported: new Set(), budget: 200 };
  const place: Place = { path: [], keySpan: { file: options.file, start: 0, end: 0 }, sensitive: false };
  const { value } =
    document === undefined
      ? placeholder(schema, [], invalidAt(undefined))
      : readValue(
          context,
          schema,
          { ...document, span: { ...document.span, end: document.span.start } },
          place,
        );
  return value as T;
}

function readValue(context: Context, schema: KeySchema, node: DocumentNode, place: Place): Read {
  const invalid = (): Read => placeholder(schema, place.path, invalidAt(spanToShow(node, place)));
  if (node.damaged === true) return invalid();
  if (node.kind === "scalar" && node.meaning.kind === "null") {
    if ((schema.nullable === true && place.needed !== true) || schema.kind === "null")
      return { value: null, origin: sourceOf(node, place) };
    reportNull(context, schema, node, place);
    const wanted = place.needed === true ? present(schema) : schema;
    return placeholder(wanted, place.path, invalidAt(spanToShow(node, place)));
  }
  switch (schema.kind) {
    case "object":
    case "union":
    case "record": {
      if (node.kind !== "map") break;
      const sensitive = place.sensitive || schema.sensitive === true;
      const below = { ...place, sensitive, nullable: schema.nullable === true };
      if (schema.kind === "union") return readUnion(context, schema, node, below);
      if (schema.kind === "object") return readObject(context, { schema, others: [] }, node, below);
      return readRecord(context, schema, node, below);
    }
    case "list":
      if (node.kind === "seq") return readList(context, schema, node, place);
      break;
    case "text":
    case "number":
    case "flag":
    case "choice":
    case "null":
      if (node.kind === "scalar") return readScalar(context, schema, node, place);
      break;
    default:
      return schema satisfies never;
  }
  reportType(context, schema, node, place);
  return invalid();
}

function readList(context: Context, schema: ListSchema, node: SeqNode, place: Place): Read {
  const list: unknown[] = [];
  const origins = new Map<PropertyKey, Origin>();
  for (const [index, item] of node.items.entries()) {
    const there = { ...place, path: [...place.path, index], keySpan: item.span };
    const made = readValue(context, schema.of, item, there);
    // A wrong item is left out: its placeholder would be a second meaning.
    if (made.origin.kind === "invalid") continue;
    origins.set(list.length, made.origin);
    list.push(made.value);
  }
  const whole = list.length === node.items.length;
  return {
    value: withOrigins(list, origins),
    origin: whole ? sourceOf(node, place) : invalidAt(spanToShow(node, place))(place.path, list),
  };
}

/** Reads the value of a key, and whatever earlier layers have in its place, of which no value comes. */
function readEntry(
  context: Context,
  schema: KeySchema,
  { value, keySpan, overruled = [], merged = [] }: MapEntry,
  place: Omit<Place, "keySpan">,
): Read {
  const made = readValue(context, schema, value, { ...place, keySpan });
  if (overruled.length + merged.length === 0) return made;
  const beside: Context = { ...context, partial: true };
  const overrules = overruled.map((one) => {
    const there = { ...place, keySpan: one.keySpan };
    readValue(beside, schema, one.value, there);
    return spanToShow(one.value, there);
  });
  if (made.origin.kind !== "source") return made;
  const joins = merged.map((one) => spanToShow(one.value, { ...place, keySpan: one.keySpan }));
  return {
    ...made,
    origin: {
      ...made.origin,
      ...(overrules.length === 0 ? {} : { overrules }),
      ...(joins.length === 0 ? {} : { joins }),
    },
  };
}

/** What a mapping holds for the keys of its schema, by their names there. */
interface Assigned {
  readonly entries: ReadonlyMap<string, MapEntry>;
  /** Keys that are not there, and for which an entry was probably meant. */
  readonly maybe: ReadonlyMap<string, SourceSpan>;
  /** Entries of misspelt keys, which stand where they are in `entries` and are named as there. */
  readonly renamed: ReadonlySet<MapEntry>;
}

/** A mapping's schema; of one whose keys depend on its type, with the branches that were not chosen. */
interface Branch {
  readonly schema: ObjectSchema;
  readonly others: readonly ObjectSchema[];
  /** As which the type was read. */
  readonly type?: Read;
}

function readObject(context: Context, branch: Branch, node: MapNode, place: Place): Read {
  const { schema, type } = branch;
  const { entries, maybe, renamed } = assign(context, branch, node, place);
  const section: Record<string, unknown> = {};
  const origins = new Map<PropertyKey, Origin>();
  const missing: string[] = [];
  for (const [key, child] of schema.keys) {
    const entry = entries.get(key);
    const needed = place.path.length === 0 && context.needed.includes(key);
    let made: Read;
    if (type !== undefined && key === "type") made = type;
    else if (entry !== undefined) {
      const path = [...place.path, renamed.has(entry) ? key : entry.key];
      made = readEntry(context, child, entry, { ...place, path, needed });
    } else {
      const path = [...place.path, key];
      const absent = needed || isRequired(child);
      const unsure = maybe.get(key);
      if (absent && !node.incomplete && unsure === undefined) missing.push(key);
      made =
        absent || node.incomplete || unsure !== undefined
          ? placeholder(
              needed ? present(child) : child,
              path,
              invalidAt(node.incomplete ? undefined : (unsure ?? spanOfHolder(node, place))),
            )
          : defaultRead(child, path, context);
    }
    if (made.value !== undefined) section[key] = made.value;
    origins.set(key, made.origin);
  }
  if (missing.length > 0 && context.partial !== true)
    reportMissing(context, schema.keys, missing, node, place);
  return { value: withOrigins(section, origins), origin: sourceOf(node, place) };
}

/** Finds the entry of each key; reports keys that are unknown, doubled, or of another type. */
function assign(context: Context, { schema, others, type }: Branch, node: MapNode, place: Place): Assigned {
  const { keys, spellings = {} } = schema;
  const entries = new Map<string, MapEntry>();
  const renamed = new Set<MapEntry>();
  const unknown: MapEntry[] = [];
  const maybe = new Map<string, SourceSpan>();
  const outside = new Map<string, MapEntry[]>();
  let last: string | undefined;
  for (const entry of node.entries) {
    const key = Object.hasOwn(spellings, entry.key) ? spellings[entry.key]! : entry.key;
    if (!keys.has(key)) {
      const above = last === undefined ? undefined : entries.get(last);
      const parent =
        above === undefined || above.keySpan.file !== entry.keySpan.file
          ? undefined
          : notIndented(keys.get(last!)!, above, entry);
      if (parent === undefined) unknown.push(entry);
      else {
        outside.set(last!, [...(outside.get(last!) ?? []), entry]);
        entries.set(last!, parent);
      }
      continue;
    }
    const earlier = entries.get(key);
    if (earlier !== undefined && earlier.keySpan.file !== entry.keySpan.file) {
      entries.set(key, later(earlier, entry));
      continue;
    }
    if (earlier !== undefined) {
      const message = `Cannot use both ${earlier.key} and ${entry.key}: they are one key`;
      report(context, "CLP2010", entry.keySpan, message, {
        path: [...place.path, entry.key],
        related: [{ span: earlier.keySpan, text: "the other spelling" }],
        help: "Keep one of the two",
      });
      continue;
    }
    entries.set(key, entry);
    last = key;
  }
  for (const [parent, below] of outside) reportNotIndented(context, parent, below, place);
  const written = type === undefined ? undefined : node.entries.find(({ key }) => key === "type");
  for (const entry of unknown) {
    const branch = others.find((other) => other.keys.has(entry.key));
    const earlier = [...(entry.merged ?? []), ...(entry.overruled ?? [])];
    if (branch !== undefined) {
      for (const one of [entry, ...earlier]) reportOtherBranch(context, branch, one, place, written);
      continue;
    }
    const { meant, probable } = unknownKey(context, schema, entries, entry, place);
    for (const one of earlier) unknownKey(context, schema, entries, one, place);
    for (const key of probable) maybe.set(key, entry.keySpan);
    if (meant === undefined) continue;
    const other = entries.get(meant.key);
    const counts = other === undefined ? meant.entry : later(other, meant.entry);
    entries.set(meant.key, counts);
    renamed.add(counts);
  }
  return { entries, maybe, renamed };
}

/** Of two entries of one key in different layers, that of the later one, in place of the other. */
function later(one: MapEntry, other: MapEntry): MapEntry {
  return layerOf(other.keySpan.file) > layerOf(one.keySpan.file)
    ? overrule(one, other)
    : overrule(other, one);
}

/** True where the key of an entry is written in a layer. */
function isWrittenIn({ keySpan, merged = [], overruled = [] }: MapEntry, layer: LayerId): boolean {
  return [keySpan, ...[...merged, ...overruled].map((one) => one.keySpan)].some(({ file }) => file === layer);
}

interface Guess {
  readonly meant?: { readonly key: string; readonly entry: MapEntry };
  readonly probable: readonly string[];
}

/**
 * Reports a key that is not known there; gives the key that was certainly meant, as which it is then
 * read, or those that were probably meant. Where its value is none for that key, the guess explains one mistake and not two: there is no
 * certain fix, and nothing is said of the value.
 */
function unknownKey(
  context: Context,
  { keys, spellings = {} }: ObjectSchema,
  found: ReadonlyMap<string, MapEntry>,
  entry: MapEntry,
  place: Place,
): Guess {
  const allowed = [...keys.keys()];
  // What another layer has does not say that it was not meant here.
  const absent = allowed.filter((key) => {
    const other = found.get(key);
    return other === undefined || !isWrittenIn(other, entry.keySpan.file);
  });
  // Of a key with two spellings, the nearer one was meant.
  const named = new Map(
    absent.map((key) => {
      const others = Object.keys(spellings).filter((other) => spellings[other] === key);
      return [others.length === 0 ? key : (nearest(entry.key, [key, ...others]) ?? key), key];
    }),
  );
  const free = [...named.keys()];
  const secret = place.sensitive || context.file === "credentials";
  const said = explainUnknownKey({
    file: context.file,
    release: context.release?.value,
    path: place.path,
    entry,
    allowed,
    free,
    missing: absent.filter((key) => isRequired(keys.get(key)!)),
    nullable: place.nullable === true,
    secret,
    suggest: context.budget > 0,
  });
  const path = said.quoted ? [...place.path, entry.key] : place.path;
  const meant = said.meant === undefined ? undefined : (named.get(said.meant) ?? said.meant);
  if (meant === undefined || isValueOf(context, keys.get(meant)!, meant, entry, place)) {
    report(context, said.code, entry.keySpan, said.message, { path, ...said.options });
    if (meant === undefined) return { probable: said.maybe.map((key) => named.get(key) ?? key) };
    return { meant: { key: meant, entry }, probable: [] };
  }
  const { fix: _uncertain, ...options } = said.options;
  report(context, said.code, entry.keySpan, said.message, { path, ...options });
  const unread = { ...entry, value: { ...entry.value, damaged: true } };
  return { meant: { key: meant, entry: unread }, probable: [] };
}

/** True where the value of an entry could stand under a key, mistakes below it aside. */
function isValueOf(context: Context, schema: KeySchema, key: string, entry: MapEntry, place: Place): boolean {
  const silent: Context = { ...context, reporter: createReporter(), reported: new Set(), budget: 0 };
  const there = { ...place, path: [...place.path, key], keySpan: entry.keySpan };
  return readValue(silent, schema, entry.value, there).origin.kind !== "invalid";
}

function readRecord(context: Context, schema: RecordSchema, node: MapNode, place: Place): Read {
  const record: Record<string, unknown> = {};
  const origins = new Map<PropertyKey, Origin>();
  for (const entry of node.entries) {
    const path = [...place.path, entry.key];
    const broken = brokenRule(schema.keyRules ?? [], entry.key);
    if (broken !== undefined) {
      report(
        context,
        broken.code,
        entry.keySpan,
        `Cannot use ${quoteValue(entry.key)} as a key of ${formatPath(place.path)}: expected ${broken.expected}`,
        { path },
      );
      continue;
    }
    const made = readEntry(context, schema.of, entry, { ...place, path });
    // A key such as __proto__ is a key like any other.
    Object.defineProperty(record, entry.key, {
      value: made.value,
      enumerable: true,
      writable: true,
      configurable: true,
    });
    origins.set(entry.key, made.origin);
  }
  return { value: withOrigins(record, origins), origin: sourceOf(node, place) };
}

/** A mapping whose keys depend on its `type`. */
function readUnion(context: Context, schema: UnionSchema, node: MapNode, place: Place): Read {
  const { branches } = schema;
  const typeEntry = node.entries.find((entry) => entry.key === "type") ?? misspeltType(branches, node);
  const path = [...place.path, "type"];
  const readAs = (chosen: ObjectSchema, type?: Read): Read => {
    const others = branches.filter((branch) => branch !== chosen);
    return readObject(context, { schema: chosen, others, ...(type && { type }) }, node, place);
  };

  if (typeEntry === undefined) {
    const meant = branchByKeys(branches, node);
    const byDefault = branches.find(isDefaultBranch);
    if (byDefault !== undefined && (meant === undefined || meant === byDefault)) return readAs(byDefault);
    if (meant !== undefined && byDefault !== undefined) {
      const evidence = node.entries.find(
        (entry) => meant.keys.has(entry.key) && !byDefault.keys.has(entry.key),
      )!;
      report(
        context,
        "CLP2011",
        evidence.keySpan,
        `Cannot use ${formatPath([...place.path, evidence.key])} without a type: it belongs to the type "${tagOf(meant)}"`,
        {
          path: [...place.path, evidence.key],
          notes: [`Without a type it is ${tagOf(byDefault)}`],
          help: `Add type: ${tagOf(meant)}`,
          ...insertion(node, evidence, `type: ${tagOf(meant)}`),
        },
      );
      return readAs(meant, { value: tagOf(meant), origin: { kind: "source", path, span: evidence.keySpan } });
    }
    if (node.incomplete || context.partial === true)
      return placeholder(schema, place.path, invalidAt(spanToShow(node, place)));
    const tags = branches.map(tagOf);
    const span = spanOfHolder(node, place);
    report(context, "CLP2003", span, `Cannot find the key "type": ${formatPath(place.path)} needs it`, {
      path,
      help: meant === undefined ? `Add type: ${listOf(tags, "or")}` : `Add type: ${tagOf(meant)}`,
    });
    if (meant === undefined) return placeholder(schema, place.path, invalidAt(span));
    return readAs(meant, { value: tagOf(meant), origin: { kind: "invalid", path, span } });
  }

  const choice: ChoiceSchema = { kind: "choice", values: branches.map(tagOf) };
  const type = readEntry(context, choice, typeEntry, { ...place, path });
  const chosen =
    type.origin.kind === "invalid"
      ? branchByKeys(branches, node)
      : branches.find((branch) => tagOf(branch) === type.value);
  if (chosen === undefined) return placeholder(schema, place.path, invalidAt(spanToShow(node, place)));
  return readAs(chosen, { value: tagOf(chosen), origin: type.origin });
}

/** An entry that names one of the types under a key that can only have been meant as `type`. */
function misspeltType(branches: readonly ObjectSchema[], node: MapNode): MapEntry | undefined {
  return node.entries.find(
    ({ key, value }) =>
      nearAll(key, ["type"]).length > 0 &&
      !branches.some((branch) => branch.keys.has(key)) &&
      value.kind === "scalar" &&
      branches.some((branch) => tagOf(branch) === value.text),
  );
}

/** The one branch to which keys of a mapping belong that no other branch has. */
function branchByKeys(branches: readonly ObjectSchema[], node: MapNode): ObjectSchema | undefined {
  const speaking = (branch: ObjectSchema, key: string): boolean => {
    const schema = branch.keys.get(key);
    return schema !== undefined && schema.kind !== "null";
  };
  const fitting = branches.filter((branch) =>
    node.entries.some(
      (entry) =>
        entry.key !== "type" &&
        entry.value.kind !== undefined &&
        speaking(branch, entry.key) &&
        !branches.some((other) => other !== branch && speaking(other, entry.key)),
    ),
  );
  return fitting.length === 1 ? fitting[0] : undefined;
}

/** Adds an entry before another, in the style of the mapping. */
function insertion(node: MapNode, before: MapEntry, text: string): { fix?: readonly Edit[] } {
  if (node.aliasOf !== undefined || node.entries[0] !== before) return {};
  const span = { ...before.keySpan, end: before.keySpan.start };
  const quoted = before.keySpan.end - before.keySpan.start === before.key.length + 2;
  const added = quoted ? text.replace(/^(\w+): (\w+)$/, '"$1": "$2"') : text;
  return node.flow ? { fix: [{ span, text: `${added}, ` }] } : {};
}

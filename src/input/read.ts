/**
 * From a document to a typed object: walks a schema and a document side by side. Every mistake is
 * reported once, at its place; where a value is wrong its default stands in, with the origin `invalid`,
 * and the rest is read on.
 */
import { createReporter, type Edit } from "../base/diagnostic.ts";
import { formatPath, type Origin, type SourceSpan } from "../base/origin.ts";
import { quoteValue } from "../base/printable.ts";
import { nearAll, nearest } from "../base/suggest.ts";
import { explainUnknownKey } from "./help.ts";
import type { DocumentNode, MapEntry, MapNode } from "./node.ts";
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
import { factsOf, type Schema } from "./schema/build.ts";
import {
  bare,
  branches,
  choiceOf,
  defaultOf,
  elementOf,
  expectationOf,
  isOptional,
  shapeOf,
} from "./schema/walk.ts";
import { defaultRead, invalidAt, type Read, standIn } from "./stand-in.ts";
import { withOrigins } from "./typed.ts";
import {
  notIndented,
  type OtherBranch,
  reportMissing,
  reportNotIndented,
  reportOtherBranch,
} from "./wrong-keys.ts";
import { reportNull, reportType } from "./wrong-kinds.ts";

/**
 * Reads a document by a schema. Reports `CLP2001` to `CLP2026`.
 *
 * @param document undefined where nothing is known of the file: everything is then a placeholder
 */
export function read<T>(schema: Schema, document: MapNode | undefined, options: ReadOptions): T {
  const context: Context = { needed: [], ...options, told: new Set(), patience: 200 };
  const place: Place = { path: [], keySpan: { file: options.file, start: 0, end: 0 }, delicate: false };
  const { value } =
    document === undefined
      ? standIn(schema, [], invalidAt(undefined))
      : readValue(
          context,
          schema,
          { ...document, span: { ...document.span, end: document.span.start } },
          place,
        );
  return value as T;
}

function readValue(context: Context, schema: Schema, node: DocumentNode, place: Place): Read {
  const invalid = (): Read => standIn(schema, place.path, invalidAt(spanToShow(node, place)));
  if (node.damaged === true) return invalid();
  const inner = bare(schema);
  const expected = expectationOf(schema);
  const wrongKind = (): Read => {
    reportType(context, schema, expected, node, place);
    return invalid();
  };
  if (node.kind === "scalar" && node.meaning.kind === "null") {
    if ((expected.nullable && place.needed !== true) || expected.kind === "null")
      return { value: null, origin: sourceOf(node, place) };
    const wanted = place.needed === true ? expectationOf(inner) : expected;
    reportNull(context, schema, wanted, node, place);
    return standIn(place.needed === true ? inner : schema, place.path, invalidAt(spanToShow(node, place)));
  }
  if (expected.kind === "mapping") {
    if (node.kind !== "map") return wrongKind();
    const delicate = place.delicate || factsOf(inner).delicate === true;
    const below = { ...place, delicate, nullable: expected.nullable };
    const union = branches(inner);
    if (union !== undefined) return readUnion(context, schema, union, node, below);
    const shape = shapeOf(inner);
    if (shape !== undefined) return readObject(context, shape, inner, node, below, []);
    return readRecord(context, inner, node, below);
  }
  if (expected.kind === "list") {
    if (node.kind !== "seq") return wrongKind();
    const element = elementOf(inner)!.schema;
    const list: unknown[] = [];
    const origins = new Map<PropertyKey, Origin>();
    for (const [index, item] of node.items.entries()) {
      const made = readValue(context, element, item, {
        ...place,
        path: [...place.path, index],
        keySpan: item.span,
      });
      // A wrong item is left out: its placeholder would be a second meaning.
      if (made.origin.kind === "invalid") continue;
      origins.set(list.length, made.origin);
      list.push(made.value);
    }
    const origin = sourceOf(node, place);
    const whole = list.length === node.items.length;
    return {
      value: withOrigins(list, origins),
      origin: whole ? origin : invalidAt(spanToShow(node, place))(place.path, list),
    };
  }
  if (node.kind !== "scalar") return wrongKind();
  return readScalar(context, schema, inner, expected, node, place);
}

/** What a mapping holds for the keys of its schema, by their names there. */
interface Assigned {
  readonly entries: ReadonlyMap<string, MapEntry>;
  /** Keys that are not there, and for which an entry was probably meant. */
  readonly maybe: ReadonlyMap<string, SourceSpan>;
  /** Entries of misspelt keys, which stand where they are in `entries` and are named as there. */
  readonly renamed: ReadonlySet<MapEntry>;
}

function readObject(
  context: Context,
  shape: ReadonlyMap<string, Schema>,
  schema: Schema,
  node: MapNode,
  place: Place,
  others: readonly OtherBranch[],
  type?: Read,
): Read {
  const { entries, maybe, renamed } = assign(context, shape, schema, node, place, others, type);
  const section: Record<string, unknown> = {};
  const origins = new Map<PropertyKey, Origin>();
  const missing: string[] = [];
  for (const [key, child] of shape) {
    const entry = entries.get(key);
    const needed = place.path.length === 0 && context.needed.includes(key);
    let made: Read;
    if (type !== undefined && key === "type") made = type;
    else if (entry !== undefined) {
      const path = [...place.path, renamed.has(entry) ? key : entry.key];
      made = readValue(context, child, entry.value, { ...place, path, keySpan: entry.keySpan, needed });
    } else {
      const path = [...place.path, key];
      const absent = needed || (defaultOf(child) === undefined && !isOptional(child));
      const unsure = maybe.get(key);
      if (absent && !node.incomplete && unsure === undefined) missing.push(key);
      made =
        absent || node.incomplete || unsure !== undefined
          ? standIn(
              needed ? bare(child) : child,
              path,
              invalidAt(node.incomplete ? undefined : (unsure ?? spanOfHolder(node, place))),
            )
          : defaultRead(child, path, context);
    }
    if (made.value !== undefined) section[key] = made.value;
    origins.set(key, made.origin);
  }
  if (missing.length > 0) reportMissing(context, shape, missing, node, place);
  return { value: withOrigins(section, origins), origin: sourceOf(node, place) };
}

/** Finds the entry of each key; reports keys that are unknown, doubled, or of another type. */
function assign(
  context: Context,
  shape: ReadonlyMap<string, Schema>,
  schema: Schema,
  node: MapNode,
  place: Place,
  others: readonly OtherBranch[],
  type: Read | undefined,
): Assigned {
  const spellings = factsOf(schema).spellings ?? {};
  const entries = new Map<string, MapEntry>();
  const renamed = new Set<MapEntry>();
  const unknown: MapEntry[] = [];
  const maybe = new Map<string, SourceSpan>();
  const outside = new Map<string, MapEntry[]>();
  let last: string | undefined;
  for (const entry of node.entries) {
    const key = Object.hasOwn(spellings, entry.key) ? spellings[entry.key]! : entry.key;
    if (!shape.has(key)) {
      const parent =
        last === undefined ? undefined : notIndented(shape.get(last)!, entries.get(last)!, entry);
      if (parent === undefined) unknown.push(entry);
      else {
        outside.set(last!, [...(outside.get(last!) ?? []), entry]);
        entries.set(last!, parent);
      }
      continue;
    }
    const earlier = entries.get(key);
    if (earlier !== undefined) {
      const message = `Cannot use both ${earlier.key} and ${entry.key}: they are one key`;
      report(context, "CLP2010", entry.keySpan, message, [...place.path, entry.key], {
        related: [{ span: earlier.keySpan, text: "the other spelling" }],
        help: "Keep one of the two",
      });
      continue;
    }
    entries.set(key, entry);
    last = key;
  }
  for (const [parent, below] of outside) reportNotIndented(context, parent, below, place);
  for (const entry of unknown) {
    const branch = others.find((other) => other.shape.has(entry.key));
    if (branch !== undefined) {
      reportOtherBranch(context, branch, node, entry, place, type);
      continue;
    }
    const { meant, probable } = unknownKey(context, shape, spellings, entries, entry, place);
    for (const key of probable) maybe.set(key, entry.keySpan);
    if (meant === undefined) continue;
    entries.set(meant.key, meant.entry);
    renamed.add(meant.entry);
  }
  return { entries, maybe, renamed };
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
  shape: ReadonlyMap<string, Schema>,
  spellings: Readonly<Record<string, string>>,
  found: ReadonlyMap<string, unknown>,
  entry: MapEntry,
  place: Place,
): Guess {
  const allowed = [...shape.keys()];
  const absent = allowed.filter((key) => !found.has(key));
  // Of a key with two spellings, the nearer one was meant.
  const keys = new Map(
    absent.map((key) => {
      const others = Object.keys(spellings).filter((other) => spellings[other] === key);
      return [others.length === 0 ? key : (nearest(entry.key, [key, ...others]) ?? key), key];
    }),
  );
  const free = [...keys.keys()];
  const secret = place.delicate || context.file === "credentials";
  const said = explainUnknownKey({
    file: context.file,
    path: place.path,
    entry,
    allowed,
    free,
    missing: absent.filter((key) => defaultOf(shape.get(key)!) === undefined && !isOptional(shape.get(key)!)),
    nullable: place.nullable === true,
    secret,
    suggest: context.patience > 0,
  });
  const path = said.quoted ? [...place.path, entry.key] : place.path;
  const meant = said.meant === undefined ? undefined : (keys.get(said.meant) ?? said.meant);
  if (meant === undefined || isValueOf(context, shape.get(meant)!, meant, entry, place)) {
    report(context, said.code, entry.keySpan, said.message, path, said.options);
    if (meant === undefined) return { probable: said.maybe.map((key) => keys.get(key) ?? key) };
    return { meant: { key: meant, entry }, probable: [] };
  }
  const { fix: _uncertain, ...options } = said.options;
  report(context, said.code, entry.keySpan, said.message, path, options);
  const unread = { ...entry, value: { ...entry.value, damaged: true } };
  return { meant: { key: meant, entry: unread }, probable: [] };
}

/** True where the value of an entry could stand under a key, mistakes below it aside. */
function isValueOf(context: Context, schema: Schema, key: string, entry: MapEntry, place: Place): boolean {
  const silent: Context = { ...context, reporter: createReporter(), told: new Set(), patience: 0 };
  const there = { ...place, path: [...place.path, key], keySpan: entry.keySpan };
  return readValue(silent, schema, entry.value, there).origin.kind !== "invalid";
}

function readRecord(context: Context, schema: Schema, node: MapNode, place: Place): Read {
  const { keyRules = [] } = factsOf(schema);
  const element = elementOf(schema)!.schema;
  const record: Record<string, unknown> = {};
  const origins = new Map<PropertyKey, Origin>();
  for (const entry of node.entries) {
    const path = [...place.path, entry.key];
    const broken = keyRules.find((rule) => !rule.pattern.test(entry.key));
    if (broken !== undefined) {
      report(
        context,
        broken.code,
        entry.keySpan,
        `Cannot use ${quoteValue(entry.key)} as a key of ${formatPath(place.path)}: expected ${broken.expected}`,
        path,
      );
      continue;
    }
    const made = readValue(context, element, entry.value, { ...place, path, keySpan: entry.keySpan });
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

type Branch = NonNullable<ReturnType<typeof branches>>[number];

/** A mapping whose keys depend on its `type`. */
function readUnion(
  context: Context,
  schema: Schema,
  union: readonly Branch[],
  node: MapNode,
  place: Place,
): Read {
  const typeEntry = node.entries.find((entry) => entry.key === "type") ?? misspeltType(union, node);
  const path = [...place.path, "type"];
  const others = (chosen: Branch) =>
    union.filter((branch) => branch !== chosen).map((branch) => ({ tag: branch.tag, shape: branch.shape }));
  const readAs = (chosen: Branch, type?: Read): Read =>
    readObject(context, chosen.shape, chosen.schema, node, place, others(chosen), type);

  if (typeEntry === undefined) {
    const meant = branchByKeys(union, node);
    const byDefault = union.find((branch) => branch.byDefault);
    if (byDefault !== undefined && (meant === undefined || meant === byDefault)) return readAs(byDefault);
    if (meant !== undefined && byDefault !== undefined) {
      const evidence = node.entries.find(
        (entry) => meant.shape.has(entry.key) && !byDefault.shape.has(entry.key),
      )!;
      report(
        context,
        "CLP2011",
        evidence.keySpan,
        `Cannot use ${formatPath([...place.path, evidence.key])} without a type: it belongs to the type "${meant.tag}"`,
        [...place.path, evidence.key],
        {
          notes: [`Without a type it is ${byDefault.tag}`],
          help: `Add type: ${meant.tag}`,
          ...insertion(node, evidence, `type: ${meant.tag}`),
        },
      );
      return readAs(meant, { value: meant.tag, origin: { kind: "source", path, span: evidence.keySpan } });
    }
    if (node.incomplete) return standIn(schema, place.path, invalidAt(spanToShow(node, place)));
    const tags = union.map((branch) => branch.tag);
    const span = spanOfHolder(node, place);
    report(context, "CLP2003", span, `Cannot find the key "type": ${formatPath(place.path)} needs it`, path, {
      help: meant === undefined ? `Add type: ${listOf(tags, "or")}` : `Add type: ${meant.tag}`,
    });
    if (meant === undefined) return standIn(schema, place.path, invalidAt(span));
    return readAs(meant, { value: meant.tag, origin: { kind: "invalid", path, span } });
  }

  const choice = choiceOf(union.map((branch) => branch.tag));
  const type = readValue(context, choice, typeEntry.value, { ...place, path, keySpan: typeEntry.keySpan });
  const chosen =
    type.origin.kind === "invalid"
      ? branchByKeys(union, node)
      : union.find((branch) => branch.tag === type.value);
  if (chosen === undefined) return standIn(schema, place.path, invalidAt(spanToShow(node, place)));
  return readAs(chosen, { value: chosen.tag, origin: type.origin });
}

/** An entry that names one of the types under a key that can only have been meant as `type`. */
function misspeltType(union: readonly Branch[], node: MapNode): MapEntry | undefined {
  return node.entries.find(
    ({ key, value }) =>
      nearAll(key, ["type"]).length > 0 &&
      !union.some((branch) => branch.shape.has(key)) &&
      value.kind === "scalar" &&
      union.some((branch) => branch.tag === value.text),
  );
}

/** The one branch to which keys of a mapping belong that no other branch has. */
function branchByKeys(union: readonly Branch[], node: MapNode): Branch | undefined {
  const speaking = (branch: Branch, key: string): boolean => {
    const schema = branch.shape.get(key);
    return schema !== undefined && expectationOf(schema).kind !== "null";
  };
  const fitting = union.filter((branch) =>
    node.entries.some(
      (entry) =>
        entry.key !== "type" &&
        entry.value.kind !== undefined &&
        speaking(branch, entry.key) &&
        !union.some((other) => other !== branch && speaking(other, entry.key)),
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

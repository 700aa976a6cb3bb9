/** Which entry of a mapping stands for which key of its schema. */
import { type LayerId, layerOf, type SourceSpan } from "../../base/origin.ts";
import { nearest } from "../../base/suggest.ts";
import { isRequired, type KeySchema, type ObjectSchema } from "../schema/key-schema.ts";
import { overrule } from "../yaml/layers.ts";
import type { MapEntry, MapNode } from "../yaml/node.ts";
import type { Read } from "./placeholder.ts";
import { type Context, type Place, report } from "./reading.ts";
import { explainUnknownKey } from "./unknown-key.ts";
import { notIndented, reportNotIndented, reportOtherBranch } from "./wrong-keys.ts";

/** What a mapping holds for the keys of its schema, by their names there. */
interface Assigned {
  readonly entries: ReadonlyMap<string, MapEntry>;
  /** Keys that are not there, and for which an entry was probably meant. */
  readonly maybe: ReadonlyMap<string, SourceSpan>;
  /** Entries of misspelt keys, which stand where they are in `entries` and are named as there. */
  readonly renamed: ReadonlySet<MapEntry>;
}

/** A mapping's schema; of one whose keys depend on its type, with the branches that were not chosen. */
export interface Branch {
  readonly schema: ObjectSchema;
  readonly others: readonly ObjectSchema[];
  /** As which the type was read. */
  readonly type?: Read;
}

/** A mapping that is read. */
export interface Mapping {
  readonly context: Context;
  readonly branch: Branch;
  readonly place: Place;
  /** True where the value of an entry could stand under a key, mistakes below it aside. */
  readonly isValueOf: (
    context: Context,
    schema: KeySchema,
    key: string,
    entry: MapEntry,
    place: Place,
  ) => boolean;
}

/** Finds the entry of each key; reports keys that are unknown, doubled, or of another type. */
export function assign(mapping: Mapping, node: MapNode): Assigned {
  const { context, branch, place } = mapping;
  const { schema, others, type } = branch;
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
    const otherBranch = others.find((other) => other.keys.has(entry.key));
    const earlier = [...(entry.merged ?? []), ...(entry.overruled ?? [])];
    if (otherBranch !== undefined) {
      for (const one of [entry, ...earlier]) reportOtherBranch(context, otherBranch, one, place, written);
      continue;
    }
    const { meant, probable } = unknownKey(mapping, entries, entry);
    for (const one of earlier) unknownKey(mapping, entries, one);
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
 * read, or those that were probably meant. Where its value is none for that key, the guess explains one
 * mistake and not two: there is no certain fix, and nothing is said of the value.
 */
function unknownKey(
  { context, branch, place, isValueOf }: Mapping,
  found: ReadonlyMap<string, MapEntry>,
  entry: MapEntry,
): Guess {
  const { keys, spellings = {} } = branch.schema;
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

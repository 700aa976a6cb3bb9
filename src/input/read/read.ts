/**
 * From a document to a typed object: walks a schema and a document side by side. Every mistake is
 * reported once, at its place; where a value is wrong its default stands in, with the origin `invalid`,
 * and the rest is read on.
 */

import { createReporter } from "../../base/diagnostic.ts";
import { listed } from "../../base/listed.ts";
import { formatPath, type Origin } from "../../base/origin.ts";
import { quoteValue } from "../../base/printable.ts";
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
import type { DocumentNode, MapEntry, MapNode, SeqNode } from "../yaml/node.ts";
import { assign, type Branch } from "./assign.ts";
import { branchByKeys, insertion, misspeltType } from "./branches.ts";
import { defaultRead, invalidAt, placeholder, type Read } from "./placeholder.ts";
import { readScalar } from "./read-scalar.ts";
import {
  type Context,
  type Place,
  type ReadOptions,
  report,
  sourceOf,
  spanOfHolder,
  spanToShow,
} from "./reading.ts";
import { reportMissing } from "./wrong-keys.ts";
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

function readObject(context: Context, branch: Branch, node: MapNode, place: Place): Read {
  const { schema, type } = branch;
  const { entries, maybe, renamed } = assign({ context, branch, place, isValueOf }, node);
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
      help: meant === undefined ? `Add type: ${listed(tags, "or")}` : `Add type: ${tagOf(meant)}`,
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

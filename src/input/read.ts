/**
 * From a document to a typed object: walks a schema and a document side by side. Every mistake is
 * reported once, at its place; where a value is wrong its default stands in, with the origin `invalid`,
 * and the rest is read on.
 */
import * as z from "zod/mini";
import type { Code } from "../base/codes.ts";
import type { Edit, Label, Reporter, ReportOptions } from "../base/diagnostic.ts";
import { type DocPath, type FileId, formatPath, type Origin, type SourceSpan } from "../base/origin.ts";
import { sameWord } from "../base/suggest.ts";
import { type Correction, correct } from "./correct.ts";
import type { DocumentNode, MapEntry, MapNode, ScalarNode } from "./document.ts";
import { explainUnknownKey, suggestValue } from "./help.ts";
import { otherReleaseValue } from "./releases.ts";
import { documentationOf, factsOf, type Schema } from "./schema/build.ts";
import {
  bare,
  branches,
  defaultOf,
  type Expectation,
  elementOf,
  expectationOf,
  isOptional,
  secretsBelow,
  shapeOf,
  valuesOf,
} from "./schema/walk.ts";
import { withOrigins } from "./typed.ts";

export interface ReadOptions {
  readonly file: FileId;
  /** Names the defaults: `CLP v0.9.0`, `the site file`. */
  readonly defaultsOf: string;
  readonly reporter: Reporter;
}

/** A value of the typed result, and where it comes from. */
interface Read {
  readonly value: unknown;
  readonly origin: Origin;
}

/** Where a value stands, or would stand. */
interface Place {
  readonly path: DocPath;
  /** The key; for the whole file, its start. */
  readonly keySpan: SourceSpan;
  /** True below a mapping that may hold a secret: no string is quoted there but in its right place. */
  readonly delicate: boolean;
}

interface Context extends ReadOptions {
  /** What was reported already, where aliases lead to one mistake by several ways. */
  readonly told: Set<string>;
  /** After this many findings, suggestions cost more than they give. */
  patience: number;
}

/**
 * Reads a document by a schema. Reports `CLP2001` to `CLP2026`.
 *
 * @param document undefined where nothing is known of the file: everything is then a placeholder
 */
export function read<T extends Schema>(
  schema: T,
  document: MapNode | undefined,
  options: ReadOptions,
): z.output<T> {
  const context: Context = { ...options, told: new Set(), patience: 200 };
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
  return value as z.output<T>;
}

/** The typed object of a file that is not there: all defaults. */
export function allDefaults<T extends Schema>(
  schema: T,
  options: Pick<ReadOptions, "file" | "defaultsOf">,
): z.output<T> {
  return standIn(schema, [], defaulted(options.file, options.defaultsOf)).value as z.output<T>;
}

// ---------------------------------------------------------------------------------------------
// What stands in for a value that is not there, or wrong.

type OriginOf = (path: DocPath, value: unknown) => Origin;

function defaulted(file: FileId, defaultsOf: string): OriginOf {
  return (path, value) => {
    const shown =
      value === null || typeof value !== "object" || Array.isArray(value) ? `: ${JSON.stringify(value)}` : "";
    return {
      kind: "default",
      file,
      path,
      rule: `default of ${formatPath(path) || "the file"} in ${defaultsOf}${shown}`,
    };
  };
}

function invalidAt(span: SourceSpan | undefined): OriginOf {
  return (path) => ({ kind: "invalid", path, span });
}

function standIn(schema: Schema, path: DocPath, originOf: OriginOf): Read {
  const fallback = defaultOf(schema);
  if (fallback !== undefined) {
    if (fallback.kind === "value") return withOriginsBelow(fallback.value, path, originOf);
  } else if (isOptional(schema)) return { value: undefined, origin: originOf(path, undefined) };
  const inner = bare(schema);
  const union = branches(inner);
  if (union !== undefined)
    return standIn((union.find((branch) => branch.byDefault) ?? union[0]!).schema, path, originOf);
  const shape = shapeOf(inner);
  if (shape !== undefined) {
    const section: Record<string, unknown> = {};
    const origins = new Map<PropertyKey, Origin>();
    for (const [key, child] of shape) {
      const made = standIn(child, [...path, key], originOf);
      if (made.value !== undefined) section[key] = made.value;
      origins.set(key, made.origin);
    }
    return { value: withOrigins(section, origins), origin: originOf(path, section) };
  }
  const element = elementOf(inner);
  if (element !== undefined) {
    const empty = element.kind === "list" ? [] : {};
    return { value: withOrigins(empty, new Map()), origin: originOf(path, empty) };
  }
  const first = valuesOf(inner)?.[0];
  const value = first ?? factsOf(inner).placeholder ?? null;
  return { value, origin: originOf(path, value) };
}

function withOriginsBelow(value: unknown, path: DocPath, originOf: OriginOf): Read {
  const origin = originOf(path, value);
  if (value === null || typeof value !== "object") return { value, origin };
  const copy: object = Array.isArray(value) ? [] : {};
  const origins = new Map<PropertyKey, Origin>();
  for (const [name, item] of Object.entries(value)) {
    const key = Array.isArray(value) ? Number(name) : name;
    const made = withOriginsBelow(item, [...path, key], originOf);
    Object.assign(copy, { [key]: made.value });
    origins.set(key, made.origin);
  }
  return { value: withOrigins(copy, origins), origin };
}

// ---------------------------------------------------------------------------------------------
// Reading.

function report(
  context: Context,
  code: Code,
  at: SourceSpan,
  message: string,
  path: DocPath,
  options: ReportOptions = {},
): void {
  const once = `${code} ${at.start} ${at.end} ${path.at(-1) ?? ""}`;
  if (context.told.has(once)) return;
  context.told.add(once);
  context.patience -= 1;
  context.reporter.report(code, at, message, { path, ...options });
}

function readValue(context: Context, schema: Schema, node: DocumentNode, place: Place): Read {
  const invalid = (): Read => standIn(schema, place.path, invalidAt(spanToShow(node, place)));
  if (node.damaged === true) return invalid();
  const inner = bare(schema);
  const expected = expectationOf(schema);
  if (node.kind === "scalar" && node.meaning.kind === "null") {
    if (expected.nullable || expected.kind === "null") return { value: null, origin: sourceOf(node, place) };
    reportNull(context, expected, node, place);
    return invalid();
  }
  if (expected.kind === "mapping") {
    if (node.kind !== "map") return (reportType(context, expected, node, place), invalid());
    const delicate = place.delicate || factsOf(inner).delicate === true;
    const below = { ...place, delicate };
    const union = branches(inner);
    if (union !== undefined) return readUnion(context, schema, union, node, below);
    const shape = shapeOf(inner);
    if (shape !== undefined) return readObject(context, shape, inner, node, below, []);
    return readRecord(context, inner, node, below);
  }
  if (expected.kind === "list") {
    if (node.kind !== "seq") return (reportType(context, expected, node, place), invalid());
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
  if (node.kind !== "scalar") return (reportType(context, expected, node, place), invalid());
  return readScalar(context, schema, inner, expected, node, place);
}

function sourceOf(node: DocumentNode, place: Place): Origin {
  return { kind: "source", path: place.path, span: spanToShow(node, place) };
}

/** A collection in block style, and a value that is not written, are shown at their key. */
function spanToShow(node: DocumentNode, place: Place): SourceSpan {
  if (node.aliasOf !== undefined) return node.span;
  if (node.kind === "scalar") return node.span.end > node.span.start ? node.span : place.keySpan;
  return node.flow ? node.span : place.keySpan;
}

function aliasLabel(node: DocumentNode): readonly Label[] {
  return node.aliasOf === undefined ? [] : [{ span: node.aliasOf, text: "the alias stands for this" }];
}

function readObject(
  context: Context,
  shape: ReadonlyMap<string, Schema>,
  schema: Schema,
  node: MapNode,
  place: Place,
  otherBranches: readonly { readonly tag: string; readonly shape: ReadonlyMap<string, Schema> }[],
  fixed?: { readonly key: string; readonly read: Read },
): Read {
  const spellings = factsOf(schema).spellings ?? {};
  const found = new Map<string, { entry: MapEntry; renamed?: Origin }>();
  const unknown: MapEntry[] = [];
  for (const entry of node.entries) {
    const key = Object.hasOwn(spellings, entry.key) ? spellings[entry.key]! : entry.key;
    if (!shape.has(key)) {
      unknown.push(entry);
      continue;
    }
    const earlier = found.get(key);
    if (earlier !== undefined) {
      const [written, first] = [entry.key, earlier.entry.key];
      report(
        context,
        "CLP2010",
        entry.keySpan,
        `Cannot use both ${first} and ${written}: they are one key`,
        [...place.path, written],
        {
          related: [{ span: earlier.entry.keySpan, text: "the other spelling" }],
          help: "Keep one of the two",
        },
      );
      continue;
    }
    found.set(key, { entry });
  }
  for (const entry of unknown) {
    const branch = otherBranches.find((other) => other.shape.has(entry.key));
    if (branch !== undefined) {
      const path = [...place.path, entry.key];
      report(
        context,
        "CLP2011",
        entry.keySpan,
        `Cannot use ${formatPath(path)}: it belongs to the type "${branch.tag}"`,
        path,
        {
          ...typeLabel(node, fixed),
          help: `Remove it, or choose type: ${branch.tag} and remove the keys of the other type`,
        },
      );
      continue;
    }
    if (entry.value.damaged === true && entry.keySpan.end === entry.keySpan.start) continue;
    const meant = unknownKey(context, shape, found, entry, place);
    if (meant !== undefined) found.set(meant, { entry });
  }

  const section: Record<string, unknown> = {};
  const origins = new Map<PropertyKey, Origin>();
  for (const [key, child] of shape) {
    const present = found.get(key);
    let made: Read;
    if (fixed !== undefined && fixed.key === key) made = fixed.read;
    else if (present !== undefined) {
      const { entry } = present;
      made = readValue(context, child, entry.value, {
        ...place,
        path: [...place.path, entry.key],
        keySpan: entry.keySpan,
      });
    } else made = readAbsent(context, child, key, node, place);
    if (made.value !== undefined) section[key] = made.value;
    origins.set(key, made.origin);
  }
  return { value: withOrigins(section, origins), origin: sourceOf(node, place) };
}

function typeLabel(node: MapNode, fixed: { readonly key: string } | undefined): ReportOptions {
  const type = node.entries.find((entry) => entry.key === (fixed?.key ?? "type"));
  return type === undefined
    ? { notes: ["Without a type it is fs"] }
    : { related: [{ span: type.value.span, text: "the type" }] };
}

function readAbsent(context: Context, schema: Schema, key: string, node: MapNode, place: Place): Read {
  const path = [...place.path, key];
  if (node.incomplete) return standIn(schema, path, invalidAt(undefined));
  if (defaultOf(schema) !== undefined || isOptional(schema)) {
    return standIn(schema, path, defaulted(context.file, context.defaultsOf));
  }
  const holder = place.path.length === 0 ? "the file" : formatPath(place.path);
  const span = spanOfHolder(node, place);
  report(context, "CLP2003", span, `Cannot find the key ${JSON.stringify(key)}: ${holder} needs it`, path, {
    help: `Add ${example(schema, key)}`,
  });
  return standIn(schema, path, invalidAt(span));
}

/** Where something is missing: at the key of the mapping that should hold it, for the file at its start. */
function spanOfHolder(node: MapNode, place: Place): SourceSpan {
  return place.path.length > 0 && typeof place.path.at(-1) === "number"
    ? { ...node.span, end: node.span.start + 1 }
    : place.keySpan;
}

function example(schema: Schema, key: string): string {
  const inner = bare(schema);
  const shown = documentationOf(schema)?.examples?.[0] ?? valuesOf(inner)?.[0];
  if (shown !== undefined) return `${key}: ${typeof shown === "string" ? shown : JSON.stringify(shown)}`;
  const shape = shapeOf(inner);
  if (shape === undefined) return `\`${key}: …\``;
  const needed = [...shape]
    .filter(([, child]) => defaultOf(child) === undefined && !isOptional(child))
    .map(([name]) => name);
  return `${key} with ${listOf(needed.length > 0 ? needed : [...shape.keys()], "and")}`;
}

export function listOf(words: readonly string[], last: "and" | "or"): string {
  if (words.length <= 1) return words[0] ?? "";
  return `${words.slice(0, -1).join(", ")} ${last} ${words.at(-1)}`;
}

/** Reports a key that is not known there; gives the key that was certainly meant, as which it is then read. */
function unknownKey(
  context: Context,
  shape: ReadonlyMap<string, Schema>,
  found: ReadonlyMap<string, unknown>,
  entry: MapEntry,
  place: Place,
): string | undefined {
  const allowed = [...shape.keys()];
  const free = allowed.filter((key) => !found.has(key));
  const secret = place.delicate || context.file === "credentials";
  const said = explainUnknownKey({
    file: context.file,
    path: place.path,
    entry,
    allowed,
    free,
    secret,
    suggest: context.patience > 0,
  });
  const path = [...place.path, entry.key];
  report(context, said.code, entry.keySpan, said.message, said.quoted ? path : place.path, said.options);
  return said.meant;
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
        `Cannot use ${shorten(JSON.stringify(entry.key))} as a key of ${formatPath(place.path)}: expected ${broken.expected}`,
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
  const typeEntry = node.entries.find((entry) => entry.key === "type");
  const path = [...place.path, "type"];
  const others = (chosen: Branch) =>
    union.filter((branch) => branch !== chosen).map((branch) => ({ tag: branch.tag, shape: branch.shape }));
  const readAs = (chosen: Branch, type?: Read): Read =>
    readObject(
      context,
      chosen.shape,
      chosen.schema,
      node,
      place,
      others(chosen),
      type && { key: "type", read: type },
    );

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

  const choice = z.enum(union.map((branch) => branch.tag));
  const type = readValue(context, choice, typeEntry.value, { ...place, path, keySpan: typeEntry.keySpan });
  const chosen =
    type.origin.kind === "invalid"
      ? branchByKeys(union, node)
      : union.find((branch) => branch.tag === type.value);
  if (chosen === undefined) return standIn(schema, place.path, invalidAt(spanToShow(node, place)));
  return readAs(chosen, { value: chosen.tag, origin: type.origin });
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
  return node.flow ? { fix: [{ span, text: `${text}, ` }] } : {};
}

function readScalar(
  context: Context,
  schema: Schema,
  inner: Schema,
  expected: Expectation,
  node: ScalarNode,
  place: Place,
): Read {
  const origin = sourceOf(node, place);
  const facts = factsOf(inner);
  const secret = facts.secret === true || context.file === "credentials";
  const correction = correct(node, expected, {
    secret,
    quotable: !secret && !(place.delicate && expected.kind !== "string"),
    unit: documentationOf(schema)?.unit,
    asText: facts.numberAsText === true,
  });
  if (correction.kind === "right") {
    const problem = check(inner, correction.value, facts);
    if (problem === undefined) return { value: correctedValue(inner, correction.value), origin };
    return reportValue(context, schema, inner, expected, node, place, problem, secret);
  }
  return reportCorrection(context, schema, inner, expected, node, place, correction);
}

interface Problem {
  readonly code: Code;
  readonly expected: string;
}

function check(schema: Schema, value: unknown, facts: ReturnType<typeof factsOf>): Problem | undefined {
  const rule =
    typeof value === "string" ? facts.rules?.find(({ pattern }) => !pattern.test(value)) : undefined;
  if (rule !== undefined) return rule;
  const values = valuesOf(schema);
  if (values !== undefined) {
    return values.includes(value)
      ? undefined
      : { code: facts.choiceCode ?? "CLP2005", expected: expectationOf(schema).words };
  }
  const result = z.safeParse(schema, value);
  if (result.success) return undefined;
  return { code: facts.rangeCode ?? "CLP2004", expected: expectationOf(schema).words };
}

function correctedValue(schema: Schema, value: unknown): unknown {
  const result = z.safeParse(schema, value);
  return result.success ? result.data : value;
}

function reportValue(
  context: Context,
  schema: Schema,
  inner: Schema,
  expected: Expectation,
  node: ScalarNode,
  place: Place,
  problem: Problem,
  secret: boolean,
): Read {
  const subject = formatPath(place.path);
  const shown = secret ? "this value" : show(node);
  const options: { help?: string; fix?: readonly Edit[]; related?: readonly Label[]; notes?: string[] } = {
    related: aliasLabel(node),
  };
  const written = node.meaning.kind === "string" ? node.meaning.value : undefined;
  if (problem.code === "CLP2005" && written !== undefined && !secret) {
    const other = otherReleaseValue(place.path, written);
    if (other !== undefined) {
      report(
        context,
        "CLP2009",
        node.span,
        `Cannot use ${shown} for ${subject}: it ${other.what}`,
        place.path,
        { ...options, help: other.help },
      );
      return standIn(schema, place.path, invalidAt(node.span));
    }
  }
  const values = valuesOf(inner)?.filter((value) => typeof value === "string");
  if (values !== undefined && written !== undefined) {
    const meant = context.patience > 0 ? suggestValue(written, values) : undefined;
    options.help =
      meant === undefined
        ? `Write ${expected.words.replace(/^one of /, "")}`
        : `Did you mean ${JSON.stringify(meant)}?`;
    if (meant !== undefined && sameWord(meant, written) && node.aliasOf === undefined && !secret) {
      options.fix = [{ span: node.span, text: node.style === "plain" ? plain(meant) : `"${meant}"` }];
      report(
        context,
        problem.code,
        node.span,
        `Cannot use ${shown} for ${subject}: expected ${problem.expected}`,
        place.path,
        options,
      );
      return { value: meant, origin: sourceOf(node, place) };
    }
  } else {
    const fallback = defaultOf(schema);
    if (fallback?.kind === "value" && fallback.value !== null)
      options.help = `The default is ${JSON.stringify(fallback.value)}`;
  }
  if (
    problem.code === "CLP2024" &&
    written !== undefined &&
    node.aliasOf === undefined &&
    /^[\w./-]+$/.test(written)
  ) {
    options.help = `Write ${written}/`;
    const end = node.style === "plain" ? node.span.end : node.span.end - 1;
    options.fix = [{ span: { ...node.span, start: end, end }, text: "/" }];
  }
  report(
    context,
    problem.code,
    spanToShow(node, place),
    `Cannot use ${shown} for ${subject}: expected ${problem.expected}`,
    place.path,
    options,
  );
  return standIn(schema, place.path, invalidAt(node.span));
}

/** A word as it may stand without quotes in any YAML; `no` and `OFF` may not. */
function plain(word: string): string {
  return /^(?:no|off|on|yes)$/i.test(word) ? `"${word}"` : word;
}

function reportCorrection(
  context: Context,
  schema: Schema,
  inner: Schema,
  expected: Expectation,
  node: ScalarNode,
  place: Place,
  correction: Exclude<Correction, { kind: "right" }>,
): Read {
  const subject = formatPath(place.path);
  if (expected.kind === "null") {
    const type = place.path.at(-1) === "credentials" ? "credentials" : "profile";
    report(
      context,
      "CLP2012",
      place.keySpan,
      `Cannot use ${subject}: it belongs to the authentication type "${type}"`,
      place.path,
      {
        help: `Remove it, or choose type: ${type}`,
      },
    );
    return standIn(schema, place.path, invalidAt(place.keySpan));
  }
  const choice = valuesOf(inner) !== undefined && correction.code === "CLP2002";
  const code = choice ? (factsOf(inner).choiceCode ?? "CLP2005") : correction.code;
  const certain = node.aliasOf === undefined ? correction.fix : undefined;
  const value = correction.value;
  const fits = value !== undefined && check(inner, value, factsOf(inner)) === undefined;
  report(
    context,
    code,
    spanToShow(node, place),
    `Cannot use ${correction.shown} for ${subject}: expected ${expected.words}`,
    place.path,
    {
      related: aliasLabel(node),
      ...(correction.note === undefined ? {} : { notes: [correction.note] }),
      ...(correction.help === undefined ? {} : { help: correction.help }),
      ...(certain !== undefined && fits ? { fix: certain } : {}),
    },
  );
  if (certain !== undefined && fits)
    return { value: correctedValue(inner, value), origin: sourceOf(node, place) };
  return standIn(schema, place.path, invalidAt(node.span));
}

function reportNull(context: Context, expected: Expectation, node: ScalarNode, place: Place): void {
  const subject = formatPath(place.path);
  const empty = node.text === "";
  const message = empty
    ? `Cannot use ${subject} without a value: expected ${expected.words}`
    : `Cannot use null for ${subject}: expected ${expected.words}`;
  const help =
    expected.kind === "mapping"
      ? "Leave the key out for its default, or write {}"
      : expected.kind === "list"
        ? "Leave the key out for its default, or write []"
        : "Leave the key out for its default, or write a value";
  report(context, "CLP2008", spanToShow(node, place), message, place.path, {
    related: aliasLabel(node),
    help,
  });
}

function reportType(context: Context, expected: Expectation, node: DocumentNode, place: Place): void {
  const subject = formatPath(place.path);
  if (expected.kind === "null") {
    const type = place.path.at(-1) === "credentials" ? "credentials" : "profile";
    report(
      context,
      "CLP2012",
      place.keySpan,
      `Cannot use ${subject}: it belongs to the authentication type "${type}"`,
      place.path,
      {
        help: `Remove it, or choose type: ${type}`,
      },
    );
    return;
  }
  const quiet = context.file === "credentials" || place.delicate || expected.holdsSecrets;
  const what =
    node.kind === "map"
      ? "a mapping"
      : node.kind === "seq"
        ? "a list"
        : quiet
          ? "a single value"
          : show(node);
  const help =
    expected.kind === "list" && node.kind === "scalar" && !quiet
      ? `Write [${node.text}]`
      : expected.kind === "mapping" && node.kind === "scalar" && /^[\w-]+:\S/.test(node.text)
        ? "Write a space after the colon"
        : undefined;
  report(
    context,
    "CLP2002",
    spanToShow(node, place),
    `Cannot use ${what} for ${subject || "the file"}: expected ${expected.words}`,
    place.path,
    {
      related: aliasLabel(node),
      ...(help === undefined ? {} : { help }),
    },
  );
}

/** A scalar as it was written, shortened. */
export function show(node: ScalarNode): string {
  if (node.meaning.kind === "null") return "null";
  return shorten(
    node.style === "plain" && node.meaning.kind !== "string" ? node.text : JSON.stringify(node.text),
  );
}

export function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

export { secretsBelow };

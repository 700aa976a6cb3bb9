/**
 * From a document to a typed object: walks a schema and a document side by side. Every mistake is
 * reported once, at its place; where a value is wrong its default stands in, with the origin `invalid`,
 * and the rest is read on.
 */
import type { Code } from "../base/codes.ts";
import {
  createReporter,
  type Edit,
  type Label,
  type Reporter,
  type ReportOptions,
} from "../base/diagnostic.ts";
import { type DocPath, type FileId, formatPath, type Origin, type SourceSpan } from "../base/origin.ts";
import { nearAll, nearest, sameWord } from "../base/suggest.ts";
import { type Correction, correct } from "./correct.ts";
import { explainUnknownKey, suggestValue } from "./help.ts";
import type { DocumentNode, MapEntry, MapNode, ScalarNode } from "./node.ts";
import { otherReleaseValue } from "./releases.ts";
import { documentationOf, factsOf, type Schema } from "./schema/build.ts";
import {
  bare,
  boundsOf,
  branches,
  choiceOf,
  defaultOf,
  type Expectation,
  elementOf,
  expectationOf,
  isOptional,
  isWithin,
  shapeOf,
  valuesOf,
} from "./schema/walk.ts";
import { defaultRead, invalidAt, type Read, standIn } from "./stand-in.ts";
import { withOrigins } from "./typed.ts";

export interface ReadOptions {
  readonly file: FileId;
  /** Names the defaults: `CLP v0.9.0`, `the site file`. */
  readonly defaultsOf: string;
  readonly reporter: Reporter;
  /** Keys of the outermost level that must be there and not null, though they have defaults. */
  readonly needed?: readonly string[];
}

/** Where a value stands, or would stand. */
interface Place {
  readonly path: DocPath;
  /** The key; for the whole file, its start. */
  readonly keySpan: SourceSpan;
  /** True below a mapping that may hold a secret: no string is quoted there but in its right place. */
  readonly delicate: boolean;
  /** True where the key must be there though it has a default. */
  readonly needed?: boolean;
  /** Of a mapping: true where null may stand in its place. */
  readonly nullable?: boolean;
}

interface Context extends ReadOptions {
  /** What was reported already, where aliases lead to one mistake by several ways. */
  readonly told: Set<string>;
  readonly needed: readonly string[];
  /** After this many findings, suggestions cost more than they give. */
  patience: number;
}

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
  const wrongKind = (): Read => {
    reportType(context, expected, node, place);
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

interface OtherBranch {
  readonly tag: string;
  readonly shape: ReadonlyMap<string, Schema>;
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

/**
 * The entry of a key without a value, together with one that follows in the same column and belongs
 * below it: `webui:` and then `port: 4000`, not indented.
 */
function notIndented(schema: Schema, above: MapEntry, entry: MapEntry): MapEntry | undefined {
  if (shapeOf(bare(schema))?.has(entry.key) !== true) return undefined;
  const { value } = above;
  const empty =
    value.kind === "scalar" && value.meaning.kind === "null" && value.text === "" && value.damaged !== true;
  // What has been put below it before is a mapping that stands where nothing stood.
  const adopted = value.kind === "map" && value.span.start === value.span.end && !value.flow;
  if (!empty && !adopted) return undefined;
  const entries = adopted ? [...value.entries, entry] : [entry];
  return { ...above, value: { kind: "map", span: value.span, flow: false, entries, incomplete: false } };
}

/** One finding for all keys of a section: one of them alone would not be mended by itself. */
function reportNotIndented(context: Context, parent: string, below: readonly MapEntry[], place: Place): void {
  const [first, ...others] = below;
  if (first === undefined) return;
  const names = listOf(
    below.map(({ key }) => key),
    "and",
  );
  const message =
    others.length === 0
      ? `Cannot use ${names} here: it belongs to ${parent} above, and is not indented`
      : `Cannot use ${names} here: they belong to ${parent} above, and are not indented`;
  const oneLine = below.every(
    ({ marked, value }) =>
      marked !== true && value.kind === "scalar" && value.style !== "block" && value.aliasOf === undefined,
  );
  report(context, "CLP1016", first.keySpan, message, [...place.path, parent, first.key], {
    help: `Indent ${others.length === 0 ? "it" : "them"} below ${parent}`,
    ...(oneLine
      ? { fix: below.map(({ keySpan }) => ({ span: { ...keySpan, end: keySpan.start }, text: "  " })) }
      : {}),
  });
}

function reportOtherBranch(
  context: Context,
  branch: OtherBranch,
  node: MapNode,
  entry: MapEntry,
  place: Place,
  type: Read | undefined,
): void {
  const path = [...place.path, entry.key];
  const written = type === undefined ? undefined : node.entries.find(({ key }) => key === "type");
  report(
    context,
    "CLP2011",
    entry.keySpan,
    `Cannot use ${formatPath(path)}: it belongs to the type "${branch.tag}"`,
    path,
    {
      ...(written === undefined
        ? { notes: ["Without a type it is fs"] }
        : { related: [{ span: written.value.span, text: "the type" }] }),
      help: `Remove it, or choose type: ${branch.tag} and remove the keys of the other type`,
    },
  );
}

function reportMissing(
  context: Context,
  shape: ReadonlyMap<string, Schema>,
  missing: readonly string[],
  node: MapNode,
  place: Place,
): void {
  const holder = place.path.length === 0 ? FILE_NAMES[context.file] : formatPath(place.path);
  const names = listOf(
    missing.map((key) => `"${key}"`),
    "and",
  );
  const [only] = missing;
  const [subject, verb] = missing.length === 1 ? ["the key", "needs it"] : ["the keys", "needs them"];
  const path = missing.length === 1 ? [...place.path, only!] : place.path;
  report(
    context,
    "CLP2003",
    spanOfHolder(node, place),
    `Cannot find ${subject} ${names}: ${holder} ${verb}`,
    path,
    {
      help: `Add ${listOf(
        missing.map((key) => example(shape.get(key)!, key)),
        "and",
      )}`,
    },
  );
}

const FILE_NAMES = {
  config: "the config",
  credentials: "the credentials file",
  site: "the site file",
} as const;

/** Where something is missing: at the key of the mapping that should hold it, for the file at its start. */
function spanOfHolder(node: MapNode, place: Place): SourceSpan {
  const item = typeof place.path.at(-1) === "number";
  return item ? { ...node.span, end: Math.min(node.span.end, node.span.start + 1) } : place.keySpan;
}

/** What to write for a missing key, in a few words. */
function example(schema: Schema, key: string): string {
  const inner = bare(schema);
  const shown = documentationOf(schema)?.examples?.[0] ?? valuesOf(inner)?.[0];
  if (shown !== undefined) return `${key}: ${typeof shown === "string" ? shown : JSON.stringify(shown)}`;
  const union = branches(inner);
  if (union !== undefined)
    return `${key} (with a type: ${listOf(
      union.map(({ tag }) => tag),
      "or",
    )})`;
  const shape = shapeOf(inner);
  if (shape === undefined) return key;
  const needed = [...shape].filter(([, child]) => defaultOf(child) === undefined && !isOptional(child));
  return `${key} (${(needed.length > 0 ? needed : [...shape]).map(([name]) => name).join(", ")})`;
}

export function listOf(words: readonly string[], last: "and" | "or"): string {
  if (words.length <= 1) return words[0] ?? "";
  return `${words.slice(0, -1).join(", ")} ${last} ${words.at(-1)}`;
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
    return reportValue(context, schema, node, place, problem, secret);
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
  if (isWithin(schema, value)) return undefined;
  const { whole, minimum, maximum } = boundsOf(schema);
  const { words } = expectationOf(schema);
  // A bound that nobody reaches by intent is named where it is broken.
  const bounded = !whole || minimum === undefined || maximum !== undefined;
  const huge = !bounded && Number(value) > Number.MAX_SAFE_INTEGER;
  return {
    code: facts.rangeCode ?? "CLP2004",
    expected: huge ? `a whole number from ${minimum} to ${Number.MAX_SAFE_INTEGER}` : words,
  };
}

function correctedValue(schema: Schema, value: unknown): unknown {
  return typeof value === "string" && factsOf(schema).strip === true ? value.trim() : value;
}

/** Reports a value of the right kind that breaks a rule. */
function reportValue(
  context: Context,
  schema: Schema,
  node: ScalarNode,
  place: Place,
  problem: Problem,
  secret: boolean,
): Read {
  const span = spanToShow(node, place);
  const written = node.meaning.kind === "string" && !secret ? node.meaning.value : undefined;
  const shown = secret ? "this value" : show(node);
  const message = `Cannot use ${shown} for ${formatPath(place.path)}: `;
  const related = aliasLabel(node);
  const other =
    problem.code === "CLP2005" && written !== undefined ? otherReleaseValue(place.path, written) : undefined;
  if (other !== undefined) {
    report(context, "CLP2009", span, `${message}it ${other.what}`, place.path, { related, help: other.help });
    return standIn(schema, place.path, invalidAt(span));
  }
  const words = valuesOf(bare(schema))?.filter((value) => typeof value === "string") ?? [];
  const meant =
    written !== undefined && context.patience > 0 && words.length > 1
      ? suggestValue(written, words)
      : undefined;
  const usual = usualOf(schema);
  const hint = written === undefined ? undefined : hintFor(problem.code, written, bare(schema));
  const needed =
    problem.code === "CLP2007"
      ? "Write a value"
      : problem.code !== "CLP2014"
        ? undefined
        : node.style === "block"
          ? "Write |- in place of |, which keeps the last line break"
          : "Remove the white space";
  const help = meant === undefined ? (hint ?? usual ?? needed) : `Did you mean ${JSON.stringify(meant)}?`;
  const fix =
    node.aliasOf !== undefined || written === undefined
      ? undefined
      : meant !== undefined && sameWord(meant, written)
        ? [{ span: node.span, text: node.style === "plain" ? unquoted(meant) : `"${meant}"` }]
        : problem.code === "CLP2024" && /^[\w./-]+$/.test(written) && !/^\.$|\.\./.test(written)
          ? [{ span: contentOf(node), text: prefixOf(written) }]
          : undefined;
  report(context, problem.code, span, `${message}expected ${problem.expected}`, place.path, {
    related,
    ...(help === undefined ? {} : { help }),
    ...(fix === undefined ? {} : { fix }),
  });
  if (fix === undefined) return standIn(schema, place.path, invalidAt(span));
  return { value: meant ?? prefixOf(written!), origin: sourceOf(node, place) };
}

/** What stands there if nobody writes anything. */
function usualOf(schema: Schema): string | undefined {
  const fallback = defaultOf(schema);
  return fallback?.kind === "value" && (fallback.value === null || typeof fallback.value !== "object")
    ? `The default is ${JSON.stringify(fallback.value)}`
    : undefined;
}

/** The content of a scalar: within its quotes. */
function contentOf(node: ScalarNode): SourceSpan {
  const { span } = node;
  return node.style === "plain" ? span : { ...span, start: span.start + 1, end: span.end - 1 };
}

/** A key prefix as S3 has them: steps, with a slash after each and none before. */
function prefixOf(written: string): string {
  const steps = written.split("/").filter((step) => step !== "" && step !== ".");
  return `${steps.join("/")}/`;
}

/** The way out that a rule by itself does not say. */
function hintFor(code: Code, written: string, schema: Schema): string | undefined {
  if (/^[\u201c\u201d\u201e\u2018\u2019\xab\xbb].*[\u201c\u201d\u201e\u2018\u2019\xab\xbb]$/u.test(written))
    return "Write plain quotes, or none";
  if (code === "CLP2013" && /[\n\r]/.test(written)) return "Write it on one line";
  if (code === "CLP2005" && / - /.test(written)) return "Start each - in the column of the first";
  if (code === "CLP2017") {
    const [policy, tries] = written.split(":");
    const meant = nearest(policy!, ["always", "unless-stopped", "on-failure"]);
    const full = tries === undefined || meant !== "on-failure" ? meant : `${meant}:${tries}`;
    return full !== undefined && takes(schema, full) ? `Did you mean "${full}"?` : undefined;
  }
  if (code === "CLP2018") {
    const [, amount, unit, binary] = written.match(/^([0-9.]+) ?([KMGTPE])(i?)B?$/i) ?? [];
    if (unit === undefined) return undefined;
    const upper = unit.toUpperCase();
    return binary === ""
      ? `Write ${amount}${upper}i or ${amount}${upper === "K" ? "k" : upper}`
      : `Write ${amount}${upper}i`;
  }
  if (code === "CLP2019" || code === "CLP2023") {
    const mended = written
      .trim()
      .toLowerCase()
      .replace(/[_ .]+/g, "-");
    return takes(schema, mended) ? `Write ${mended}` : undefined;
  }
  if (code === "CLP2022") return "This compiler compiles for CLP v0.9.0";
  if (code === "CLP2024") return `Write ${shorten(prefixOf(written))}`;
  if (code !== "CLP2016") return undefined;
  const parts = written.match(/^(?:([a-z][a-z0-9+.-]*):\/\/)?([\w.-]+)(?::([0-9]+))?(?:\/.*)?$/i);
  if (parts?.[3] !== undefined) return `Write the host ${parts[2]} here, and ${parts[3]} as the port`;
  if (parts?.[1] !== undefined) return `Write the host alone: ${parts[2]}`;
  if (/^\[?[0-9a-f:]+:[0-9a-f:]*\]?$/i.test(written)) return "CLP publishes ports on IPv4 addresses only";
  if (/^[0-9.]+$/.test(written)) return "An IPv4 address has four numbers from 0 to 255";
  return undefined;
}

function takes(schema: Schema, value: string): boolean {
  return check(schema, value, factsOf(schema)) === undefined;
}

/** A word as it may stand without quotes in any YAML; `no` and `OFF` may not. */
function unquoted(word: string): string {
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
  const { value } = correction;
  const fits = value !== undefined && check(inner, value, factsOf(inner)) === undefined;
  // To quote what is then wrong for another reason is no help.
  const help = (value === undefined || fits ? correction.help : undefined) ?? usualOf(schema);
  report(
    context,
    code,
    spanToShow(node, place),
    `Cannot use ${correction.shown} for ${subject}: expected ${expected.words}`,
    place.path,
    {
      related: aliasLabel(node),
      ...(correction.note === undefined ? {} : { notes: [correction.note] }),
      ...(help === undefined ? {} : { help }),
      ...(certain !== undefined && fits ? { fix: certain } : {}),
    },
  );
  if (certain !== undefined && fits)
    return { value: correctedValue(inner, value), origin: sourceOf(node, place) };
  return standIn(schema, place.path, invalidAt(node.span));
}

function reportNull(
  context: Context,
  schema: Schema,
  expected: Expectation,
  node: ScalarNode,
  place: Place,
): void {
  const subject = formatPath(place.path);
  const empty = node.text === "";
  const message = empty
    ? `Cannot use ${subject} without a value: expected ${expected.words}`
    : `Cannot use null for ${subject}: expected ${expected.words}`;
  const instead = expected.kind === "mapping" ? "{}" : expected.kind === "list" ? "[]" : "a value";
  const help =
    place.needed === true || defaultOf(schema) === undefined
      ? "Write a value"
      : `Leave the key out for its default, or write ${instead}`;
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
      ? /^-\S/.test(node.text)
        ? "Write a space after each -"
        : QUOTED_FLOW.test(node.text)
          ? "Write it without quotes"
          : `Write [${shorten(node.text)}]`
      : expected.kind === "mapping"
        ? howToWriteMapping(node, expected.nullable)
        : expected.kind === "list" && node.kind === "map"
          ? "Write a list, in brackets or with a - before each item"
          : expected.kind !== "list" && node.kind === "seq"
            ? "Write one value, without - or brackets"
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

/** A list or a mapping in brackets, as a string. */
const QUOTED_FLOW = /^(?:\[.*\]|\{.*\})$/s;

/** What turns a value that was written for a mapping into one. */
function howToWriteMapping(node: DocumentNode, nullable: boolean): string | undefined {
  if (node.kind === "seq")
    return node.items.length > 0 && node.items.every((item) => item.kind === "map")
      ? node.flow
        ? "Write { and } in place of [ and ]"
        : "Remove the - before the keys: it makes a list of them"
      : undefined;
  if (node.kind !== "scalar") return undefined;
  if (nullable && /^(?:false|no|off|none|nil|null|disabled?)$/i.test(node.text)) return "Write null";
  if (/^(?:true|yes|on|enabled?)$/i.test(node.text)) return "Write {} for its defaults";
  if (node.style !== "plain" && QUOTED_FLOW.test(node.text)) return "Write it without quotes";
  if (/^[\w-]+:\S/.test(node.text)) return "Write a space after the colon";
  return /^[\w-]+ *=/.test(node.text) ? "Write a colon and a space in place of the =" : undefined;
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

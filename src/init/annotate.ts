/**
 * A schema → a commented YAML file with every key and its default, so that a new config tells what can
 * be said in it and never goes stale. A setting at its default is switched off by a `#` right before
 * it (`#port: 4000`), what could stand in its place by `##`, and prose has a blank behind its `#`.
 */
import { documentationOf, type Schema } from "../input/schema/build.ts";
import {
  bare,
  branches,
  defaultOf,
  elementOf,
  isOptional,
  secretsBelow,
  shapeOf,
  valuesOf,
} from "../input/schema/walk.ts";

/** What is written rather than left to its default: `{ package: { query_engine: "presto" } }`. */
export interface Given {
  readonly [key: string]: GivenValue;
}
export type GivenValue = string | number | boolean | null | readonly string[] | Given;

/** How a setting is written: in force, switched off, or as an alternative to what is in force. */
type Mark = "" | "#" | "##";

const WIDTH = 100;
const NO_BREAK = "\u00a0";

/**
 * The lines of a mapping's keys, in the order of the schema. Deprecated keys are left out, unless they are given.
 *
 * @param given the keys that are in force; all others are switched off
 */
export function annotate(schema: Schema, given: Given): readonly string[] {
  return mapping(bare(schema), given, "#", 0);
}

function mapping(schema: Schema, given: Given | undefined, off: Mark, depth: number): readonly string[] {
  const alternatives = branches(schema);
  if (alternatives === undefined) return keys(shapeOf(schema)!, given, off, depth);
  const type = given?.["type"];
  const chosen =
    alternatives.find(({ tag, byDefault }) => (type === undefined ? byDefault : tag === type)) ??
    alternatives[0]!;
  const others = alternatives.filter((one) => one !== chosen);
  // Alternatives of an alternative would bury the reader: they are named alone.
  const named =
    off === "##" || others.length > 1
      ? prose(`Other types: ${others.map(({ tag, shape }) => `${tag} (${hint(shape)})`).join(", ")}.`, depth)
      : others.flatMap(({ tag, shape }) => [
          ...prose(`Or, with type ${tag}:`, depth),
          ...keys(shape, undefined, "##", depth),
        ]);
  return [...keys(chosen.shape, given, off, depth), ...named];
}

function hint(shape: ReadonlyMap<string, Schema>): string {
  const description = documentationOf(shape.get("type")!)?.description ?? "";
  return description.charAt(0).toLowerCase() + description.slice(1).replace(/\.$/, "");
}

function keys(
  shape: ReadonlyMap<string, Schema>,
  given: Given | undefined,
  off: Mark,
  depth: number,
): readonly string[] {
  let told = "";
  return [...shape].flatMap(([name, schema]) => {
    const value = given?.[name];
    const documentation = documentationOf(schema);
    if (value === undefined && documentation?.deprecated === true) return [];
    const { now, instead } = key(name, schema, value, off, depth);
    // Where each of many keys takes the same, it is told once.
    const known = told === instead.slice(1).join("\n");
    told = instead.slice(1).join("\n");
    return [
      ...(depth === 0 ? [""] : []),
      ...now,
      ...(known || instead.length === 0 ? [] : [...prose("Or:", depth), ...instead]),
    ];
  });
}

interface KeyLines {
  readonly now: readonly string[];
  /** What could stand in its place: its first line has the key. */
  readonly instead: readonly string[];
}

function key(
  name: string,
  schema: Schema,
  given: GivenValue | undefined,
  off: Mark,
  depth: number,
): KeyLines {
  const mark = given === undefined ? off : "";
  const line = (mark: Mark, value = ""): string => `${"  ".repeat(depth)}${mark}${name}:${value}`;
  const inner = bare(schema);
  const description = prose(describe(schema, inner), depth);
  const fallback = defaultOf(schema);
  if (shapeOf(inner) === undefined && branches(inner) === undefined) {
    const value = given === undefined ? standIn(schema, inner) : given;
    return { now: [...description, line(mark, ` ${text(value)}`)], instead: [] };
  }
  if (isMap(given) || (given === undefined && fallback?.kind !== "value" && !isOptional(schema))) {
    const below = mapping(inner, isMap(given) ? given : undefined, mark === "##" ? mark : "#", depth + 1);
    return { now: [...description, line(mark), ...below], instead: [] };
  }
  // Null or empty, given or by default: what could stand there is an alternative.
  const value = given === undefined ? (fallback?.kind === "value" ? fallback.value : {}) : given;
  return {
    now: [...description, line(mark, ` ${text(value)}`)],
    instead: mark === "##" ? [] : [line("##"), ...mapping(inner, undefined, "##", depth + 1)],
  };
}

function isMap(value: GivenValue | undefined): value is Given {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What stands behind a key that nobody gave: its default, or else an example. */
function standIn(schema: Schema, inner: Schema): unknown {
  const fallback = defaultOf(schema);
  if (fallback?.kind === "value") return fallback.value;
  const element = elementOf(inner);
  return (
    documentationOf(schema)?.examples?.[0] ??
    valuesOf(inner)?.[0] ??
    (element === undefined ? (secretsBelow(schema) ? "SECRET" : "TEXT") : element.kind === "list" ? [] : {})
  );
}

/** The description of a key, the words that it may have, and examples where its default shows nothing. */
function describe(schema: Schema, inner: Schema): string {
  const { description = "", examples = [] } = documentationOf(schema) ?? {};
  const element = elementOf(inner);
  const words = valuesOf(element?.schema ?? inner);
  const fallback = defaultOf(schema);
  const isBlank = fallback?.kind === "value" && ["null", "{}", "[]"].includes(text(fallback.value));
  const sentences = [description];
  if (words !== undefined && words.length > 1)
    sentences.push(`${element === undefined ? "One" : "Any"} of ${words.join(", ")}.`);
  if (isBlank && examples.length > 0) sentences.push(`Such as ${examples.map(unbroken).join(" or ")}.`);
  return sentences.join(" ");
}

/** {@link prose} breaks at blanks, and these shall not be broken. */
function unbroken(example: unknown): string {
  return text(example).replaceAll(" ", NO_BREAK);
}

/** A value as YAML on one line. A JSON string means the same to every reader of YAML. */
function text(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(text).join(", ")}]`;
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value).map(
      ([name, one]) => `${/^[a-z_]+$/i.test(name) ? name : JSON.stringify(name)}: ${text(one)}`,
    );
    return entries.length === 0 ? "{}" : `{ ${entries.join(", ")} }`;
  }
  return JSON.stringify(value) ?? "";
}

/** Comment lines of at most {@link WIDTH} columns. */
export function prose(words: string, depth: number): readonly string[] {
  const start = `${"  ".repeat(depth)}#`;
  const lines: string[] = [];
  let line = start;
  for (const word of words.split(" ")) {
    if (line !== start && line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = start;
    }
    line += ` ${word.replaceAll(NO_BREAK, " ")}`;
  }
  return line === start ? lines : [...lines, line];
}

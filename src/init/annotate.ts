/**
 * A schema → a commented YAML file with every key and its default, so that a new config tells what can
 * be said in it and never goes stale. A setting at its default is switched off by a `#` right before
 * it (`#port: 4000`), what could stand in its place by `##`, and prose has a blank behind its `#`.
 */
import { jsonEscape } from "../base/printable.ts";
import {
  holdsSecrets,
  isDefaultBranch,
  type KeySchema,
  type ObjectSchema,
  tagOf,
} from "../input/schema/key-schema.ts";
import { plainMeaning } from "../input/yaml/scalar.ts";

/** What is written rather than left to its default: `{ package: { query_engine: "presto" } }`. */
export interface Given {
  readonly [key: string]: GivenValue;
}
export type GivenValue = string | number | boolean | null | readonly string[] | readonly Given[] | Given;

/** How a setting is written: in force, switched off, or as an alternative to what is in force. */
type Mark = "" | "#" | "##";

/** What a reader of such a file is told at its head. */
export const HOW_TO_READ =
  "A # right before a key switches it off: it then has the value that stands there, which is its default. Take the # away there and at the section above to change it. ## shows what could stand there instead.";

const WIDTH = 100;
const NO_BREAK = "\u00a0";

/**
 * The lines of a mapping's keys, in the order of the schema. Deprecated keys are left out, unless they are given.
 *
 * @param given the keys that are in force; all others are switched off
 */
export function annotate(schema: ObjectSchema, given: Given): readonly string[] {
  return mapping(schema, given, "#", 0);
}

function mapping(schema: KeySchema, given: Given | undefined, off: Mark, depth: number): readonly string[] {
  if (schema.kind === "object") return keys(schema, given, off, depth);
  if (schema.kind !== "union") throw new Error(`a ${schema.kind} has no keys`);
  const type = given?.["type"];
  const chosen =
    schema.branches.find((one) => (type === undefined ? isDefaultBranch(one) : tagOf(one) === type)) ??
    schema.branches[0]!;
  const others = schema.branches.filter((one) => one !== chosen);
  // Alternatives of an alternative would bury the reader: they are named alone.
  const named =
    off === "##" || others.length > 1
      ? prose(`Other types: ${others.map((one) => `${tagOf(one)} (${hint(one)})`).join(", ")}.`, depth)
      : others.flatMap((one) => [
          ...prose(`Or, with type ${tagOf(one)}:`, depth),
          ...keys(one, undefined, "##", depth),
        ]);
  return [...keys(chosen, given, off, depth), ...named];
}

function hint(branch: ObjectSchema): string {
  const { description = "" } = branch.keys.get("type")!;
  return description.charAt(0).toLowerCase() + description.slice(1).replace(/\.$/, "");
}

function keys(schema: ObjectSchema, given: Given | undefined, off: Mark, depth: number): readonly string[] {
  let shown = "";
  return [...schema.keys].flatMap(([name, child]) => {
    const value = given?.[name];
    if (value === undefined && child.deprecated === true) return [];
    const { now, instead } = key(name, child, value, off, depth);
    // Where each of many keys takes the same, it is shown once.
    const known = shown === instead.slice(1).join("\n");
    shown = instead.slice(1).join("\n");
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
  schema: KeySchema,
  given: GivenValue | undefined,
  off: Mark,
  depth: number,
): KeyLines {
  const mark = given === undefined ? off : "";
  const line = (mark: Mark, value = ""): string => `${"  ".repeat(depth)}${mark}${name}:${value}`;
  const description = prose(describe(schema), depth);
  if (schema.kind === "list" && schema.of.kind === "object" && isListOfMaps(given))
    return { now: [...description, line(mark), ...items(schema.of, given, depth + 1)], instead: [] };
  if (schema.kind !== "object" && schema.kind !== "union") {
    const value = given === undefined ? usual(schema) : given;
    return { now: [...description, line(mark, ` ${flowText(value)}`)], instead: [] };
  }
  const fallback = defaultValue(schema);
  if (isMap(given) || (given === undefined && fallback === undefined && schema.optional !== true)) {
    const below = mapping(schema, isMap(given) ? given : undefined, mark === "##" ? mark : "#", depth + 1);
    return { now: [...description, line(mark), ...below], instead: [] };
  }
  // Null or empty, given or by default: what could stand there is an alternative.
  const value = given === undefined ? (fallback === undefined ? {} : fallback.value) : given;
  return {
    now: [...description, line(mark, ` ${flowText(value)}`)],
    instead: mark === "##" ? [] : [line("##"), ...mapping(schema, undefined, "##", depth + 1)],
  };
}

/** The items of a list: the first shows all that can be said of one, the others what is. */
function items(schema: ObjectSchema, given: readonly Given[], depth: number): readonly string[] {
  const indent = "  ".repeat(depth);
  return given.flatMap((item, index) => {
    if (index > 0) return [`${indent}- ${flowText(item)}`];
    const lines = keys(schema, item, "##", depth + 1);
    const first = lines.findIndex((line) => !line.trimStart().startsWith("#"));
    return lines.map((line, at) =>
      at > first ? line : `${indent}${at === first ? "- " : ""}${line.trimStart()}`,
    );
  });
}

/** The default of a key that is one value. */
function defaultValue({ default: fallback }: KeySchema): { readonly value: unknown } | undefined {
  return fallback !== undefined && "value" in fallback ? fallback : undefined;
}

function isMap(value: GivenValue | undefined): value is Given {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isListOfMaps(value: GivenValue | undefined): value is readonly Given[] {
  return Array.isArray(value) && value.length > 0 && value.every(isMap);
}

/** What stands behind a key that nobody gave: its default, or else an example. */
function usual(schema: KeySchema): unknown {
  const fallback = defaultValue(schema);
  if (fallback !== undefined) return fallback.value;
  if (schema.examples !== undefined) return schema.examples[0];
  if (schema.kind === "choice") return schema.values[0];
  if (schema.kind === "list") return [];
  if (schema.kind === "record") return {};
  return holdsSecrets(schema) ? "SECRET" : "TEXT";
}

/** The description of a key, the words that it may have, and examples where its default shows nothing. */
function describe(schema: KeySchema): string {
  const { description = "", examples = [] } = schema;
  const words = schema.kind === "list" || schema.kind === "record" ? schema.of : schema;
  const fallback = defaultValue(schema);
  const isBlank = fallback !== undefined && ["null", "{}", "[]"].includes(flowText(fallback.value));
  const sentences = [description];
  if (words.kind === "choice" && words.values.length > 1)
    sentences.push(`${words === schema ? "One" : "Any"} of ${words.values.join(", ")}.`);
  if (isBlank && examples.length > 0) sentences.push(`Such as ${examples.map(unbroken).join(" or ")}.`);
  return sentences.join(" ");
}

/** {@link prose} breaks at blanks, and these shall not be broken where they fit into a line. */
function unbroken(example: unknown): string {
  const shown = flowText(example);
  return shown.length > WIDTH / 2 ? shown : shown.replaceAll(" ", NO_BREAK);
}

/** A value as YAML on one line. A JSON string means the same to every reader of YAML. */
export function flowText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flowText).join(", ")}]`;
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value).map(
      ([name, one]) => `${isPlainKey(name) ? name : flowText(name)}: ${flowText(one)}`,
    );
    return entries.length === 0 ? "{}" : `{ ${entries.join(", ")} }`;
  }
  // What JSON leaves as it is and YAML does not allow, or takes for the end of a line.
  return (JSON.stringify(value) ?? "").replace(/[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/g, jsonEscape);
}

/** Words such as `null`, and `on` of YAML 1.1, are no strings without quotes, and keys are strings. */
function isPlainKey(name: string): boolean {
  return /^[a-z_][a-z0-9_]*$/i.test(name) && plainMeaning(name).kind === "string";
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

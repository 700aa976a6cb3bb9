/** The config's keys, release by release, against the dump of CLP's own models: names, types, bounds, words and defaults. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { RELEASES } from "../../src/clp/releases/releases.ts";
import { configSchema } from "../../src/input/schema/config.ts";
import { expectedWords } from "../../src/input/schema/expectation.ts";
import { isRequired, type KeySchema, type ObjectSchema, tagOf } from "../../src/input/schema/key-schema.ts";

interface Entry {
  readonly type: string;
  readonly default: unknown;
}
type Table = Readonly<Record<string, Entry>>;

function tableOf(tag: string): Table {
  const file = new URL(`../../../shared/reference/tables/keys-${tag}.json`, import.meta.url);
  return JSON.parse(readFileSync(file, "utf8")) as Table;
}

/** CLP's own words for what may stand at a key. */
function typeOf(schema: KeySchema): string {
  const type = bareType(schema);
  return schema.nullable === true ? `${type} | null` : type;
}

function bareType(schema: KeySchema): string {
  switch (schema.kind) {
    case "object":
      return "object";
    case "union":
      return schema.branches.map(() => "object").join(" | ");
    case "record":
      return "record";
    case "list":
      return `list[${typeOf(schema.of)}]`;
    case "choice":
      return `words ${[...schema.values].sort().join(" ")}`;
    case "flag":
      return "bool";
    case "null":
      return "null";
    case "text":
      return schema.words === "a path" ? "Path" : schema.strip === true ? "stripped" : "str";
    case "number": {
      const { whole, minimum, maximum, above } = schema;
      return `${whole ? "int" : "float"} ${minimum ?? ""}${above === undefined ? "" : `>${above}`}..${maximum ?? ""}`;
    }
    default:
      return schema satisfies never;
  }
}

/** The same of the dump. */
function typeOfClp(text: string): string {
  const [type, ...others] = text.split(" | ").filter((one) => one !== "null");
  const orNull = text.endsWith("| null") ? " | null" : "";
  const bare = type!;
  const words = (list: string) => `words ${list.split(" ").sort().join(" ")}`;
  if (others.length > 0) return `${[bare, ...others].join(" | ")}${orNull}`;
  const list = /^list\[enum (.*)\]$/.exec(bare)?.[1];
  if (list !== undefined) return `list[${words(list)}]`;
  const enumerated = /^(?:enum|literal) (.*)$/.exec(bare)?.[1];
  if (enumerated !== undefined) return `${words(enumerated)}${orNull}`;
  if (bare.startsWith("str (min_length=1, strip_whitespace=True)")) return `stripped${orNull}`;
  const [, number, bounds = ""] = /^(int|float)(?: \((.*)\))?$/.exec(bare) ?? [];
  if (number === undefined) return `${bare}${orNull}`;
  const whole = number === "int";
  const bound = (name: string) => {
    const found = new RegExp(`\\b${name}=([0-9.]+)`).exec(bounds)?.[1];
    return found === undefined ? undefined : Number(found);
  };
  const [gt, ge, lt, le] = [bound("gt"), bound("ge"), bound("lt"), bound("le")];
  const minimum = ge ?? (whole && gt !== undefined ? gt + 1 : undefined);
  const maximum = le ?? (whole && lt !== undefined ? lt - 1 : undefined);
  return `${number} ${minimum ?? ""}${minimum === undefined && gt !== undefined ? `>${gt}` : ""}..${maximum ?? ""}${orNull}`;
}

function defaultOf(schema: KeySchema): unknown {
  const { default: fallback } = schema;
  if (fallback !== undefined) return "value" in fallback ? fallback.value : "(object)";
  return isRequired(schema) ? "REQUIRED" : undefined;
}

/** Ours, by the dump's names of the paths: `logs_input(s3).type`. */
function ours(schema: ObjectSchema): Readonly<Record<string, KeySchema>> {
  const found: Record<string, KeySchema> = {};
  const visit = (at: KeySchema, path: string): void => {
    if (at.kind === "object") {
      for (const [key, child] of at.keys) {
        const below = path === "" ? key : `${path}.${key}`;
        found[below] = child;
        visit(child, below);
      }
    } else if (at.kind === "union") {
      for (const branch of at.branches) visit(branch, `${path}(${tagOf(branch)})`);
    }
  };
  visit(schema, "");
  return found;
}

/** What we have otherwise than CLP's model, and why. */
const DEVIATIONS: readonly (readonly [path: RegExp, why: string])[] = [
  [
    /aws_authentication(?:\(\w+\))?(?:\.|$)/,
    "a union by its type, where CLP has one object and looks at it afterwards",
  ],
  [/^database\.names/, "an object with both names, each with its default (D23)"],
  [/^database\.credentials$/, "texts alone: the credentials file says them"],
  [/^api_server\.query_job_polling\./, "named as CLP's own documents name them, both spellings taken (D22)"],
  [/^api_server\.default_max_num_query_results$/, "bounds of the program that reads it (D29)"],
  [/^reducer\.upsert_interval$/, "bounds of the program that reads it (D29)"],
  [/^redis\.\w+_backend_database$/, "bounds of the server that has them (D29)"],
  [/\(s3\)\.type$/, "needed, where CLP guesses it by the keys beside it (D31)"],
  [/^queue\.username$/, "any text: the credentials file says it"],
  [/\.s3_config\.(?:key_prefix|endpoint_url)$/, "texts with rules, which CLP checks elsewhere"],
];

function deviates(path: string): boolean {
  return DEVIATIONS.some(([pattern]) => pattern.test(path));
}

describe.each(RELEASES.map((release) => [release.name, release] as const))("the keys of %s", (_, release) => {
  const table = tableOf(release.tag);
  const here = ours(configSchema(release));
  const compared = Object.keys(table).filter((path) => !deviates(path));

  test("are CLP's, all of them and no other", () => {
    expect(
      Object.keys(here)
        .filter((path) => !deviates(path))
        .sort(),
    ).toEqual([...compared].sort());
    expect(compared.length).toBeGreaterThan(100);
  });

  test.each(compared)("%s", (path) => {
    expect({ type: typeOf(here[path]!), default: defaultOf(here[path]!) }).toEqual({
      type: typeOfClp(table[path]!.type),
      default: table[path]!.default,
    });
  });

  test("the deviations are still there, and what stands below them is known to both", () => {
    const names = (paths: readonly string[]) =>
      new Set(paths.filter(deviates).map((path) => path.split(".").at(-1)!.replace(/_ms$/, "")));
    const added = new Set(["clp", "spider"]);
    expect([...names(Object.keys(here))].filter((one) => !added.has(one.replace(/\(.*/, ""))).sort()).toEqual(
      [...names(Object.keys(table))].sort(),
    );
  });

  test("the types of AWS authentication are CLP's", () => {
    const union = here["logs_input(s3).aws_authentication"];
    if (union?.kind !== "union") throw new Error(expectedWords(union!));
    expect(union.branches.map(tagOf).sort().join(" ")).toBe(
      table["logs_input(s3).aws_authentication.type"]!.type.replace("enum ", "").split(" ").sort().join(" "),
    );
    expect(union.branches.map(tagOf)).toContain(release.capabilities.instanceRole);
  });
});

test("each deviation is one of some release", () => {
  const paths = RELEASES.flatMap(({ tag }) => Object.keys(tableOf(tag)));
  for (const [pattern, why] of DEVIATIONS)
    expect(
      paths.some((path) => pattern.test(path)),
      why,
    ).toBe(true);
});

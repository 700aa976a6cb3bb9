/**
 * Makes of the JSON Schemas of the charts' values their types, and their keys as the reader of inputs has schemas.
 *
 *     node scripts/generate-helm-values.mjs [--check]
 *
 * With `--check` nothing is written; the exit code is 1 where a type is stale.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { compile } from "json-schema-to-typescript";
import { load } from "./load.mjs";

const root = new URL("../", import.meta.url);

/** Charts whose values are written by a later chart's type, which has all that theirs has. */
const WITHOUT_OWN_TYPE = ["0.3.0"];

/** The versions of the charts whose values have a schema. */
const versions = readdirSync(new URL("schema/", root))
  .flatMap((name) => /^helm-values-(.+)\.schema\.json$/.exec(name)?.[1] ?? [])
  .sort();

/** The path of each generated file and what should stand there. */
export async function helmValues() {
  return [
    ...(await Promise.all(versions.filter((one) => !WITHOUT_OWN_TYPE.includes(one)).map(valuesOf))),
    await keysOfAll(),
  ];
}

/** Where the schema of a chart's values stands. */
function schemaOf(version) {
  return new URL(`schema/helm-values-${version}.schema.json`, root);
}

/** The keys that charts read, with what of them is secret: what `init --from-helm` reads values by. */
async function keysOfAll() {
  const { serializeSchema } = await load("src/input/schema/serialized.ts");
  const { RELEASES } = await load("src/clp/releases/releases.ts");
  const charts = RELEASES.map(({ id, chart }) => {
    const { $defs, ...schema } = JSON.parse(readFileSync(schemaOf(chart), "utf8"));
    return { id, schema: keySchema(schema, $defs) };
  });
  const text = `/** Made from schema/helm-values-*.schema.json by scripts/generate-helm-values.mjs: do not edit. */\nexport const CHART_KEYS =\n  ${JSON.stringify(serializeSchema(ofAllReleases(charts)))};\n`;
  return { path: fileURLToPath(new URL("src/adopt/generated/chart-keys.ts", root)), text };
}

/**
 * One schema of those that releases have at a place, as the schema of the config is one of all: keys that some lack
 * have the interval of the releases that have them.
 *
 * @param given of releases that follow one another
 */
function ofAllReleases(given) {
  const newest = given.at(-1).schema;
  if (given.some(({ schema }) => schema.kind !== newest.kind)) throw new Error("a key changes its kind");
  if (newest.keys === undefined) return newest;
  const releases = given.map(({ id }) => id);
  const names = given.reduce((known, { schema }) => inOrder(known, [...schema.keys.keys()]), []);
  const keys = names.map((name) => {
    const having = given.flatMap(({ id, schema }) =>
      schema.keys.has(name) ? [{ id, schema: schema.keys.get(name) }] : [],
    );
    return [name, { ...ofAllReleases(having), ...lifetime(name, having, releases) }];
  });
  return { ...newest, keys: new Map(keys) };
}

/** In which of some releases a key is, where it is not in all of them. */
function lifetime(name, having, releases) {
  const [first, last] = [having[0].id, having.at(-1).id];
  const [from, to] = [releases.indexOf(first), releases.indexOf(last)];
  if (to - from + 1 !== having.length) throw new Error(`${name} goes and comes back`);
  if (having.length === releases.length) return {};
  const interval = { ...(from > 0 && { since: first }), ...(to < releases.length - 1 && { until: last }) };
  return { lifetime: interval };
}

/** Names with those that come, each of these behind the one that it follows. */
function inOrder(known, coming) {
  const names = [...known];
  for (const [index, name] of coming.entries()) {
    if (!names.includes(name)) names.splice(names.indexOf(coming[index - 1]) + 1, 0, name);
  }
  return names;
}

/** A JSON Schema as far as reading by keys asks: mappings with their keys, what is below them, and secrets. */
function keySchema(json, $defs) {
  const name = json.$ref?.replace("#/$defs/", "");
  if (name !== undefined) return named(name, keySchema($defs[name], $defs));
  const whole = json.anyOf?.find((one) => one.$ref !== undefined || one.type === "object");
  if (whole !== undefined) return keySchema(whole, $defs);
  if (json.properties !== undefined) {
    const keys = Object.entries(json.properties).map(([key, child]) => [
      key,
      named(key, keySchema(child, $defs)),
    ]);
    return { kind: "object", keys: new Map(keys) };
  }
  if (json.type === "object") return { kind: "record", of: { kind: "text" } };
  if (json.type === "array") return { kind: "list", of: keySchema(json.items, $defs) };
  return { kind: "text" };
}

/** What stands under a key: all that is below `credentials`, wherever that is, is secret. */
function named(key, schema) {
  return key === "credentials" ? secret(schema) : schema;
}

function secret(schema) {
  if (schema.kind === "text") return { ...schema, secret: true };
  if (schema.keys === undefined) return schema;
  const keys = [...schema.keys].map(([key, child]) => [key, secret(child)]);
  return { ...schema, keys: new Map(keys), sensitive: true };
}

async function valuesOf(version) {
  const source = schemaOf(version);
  const target = new URL(`src/backends/helm/charts/${version}/generated/chart-values.ts`, root);
  const schema = { ...JSON.parse(readFileSync(source, "utf8")), title: "ChartValues" };
  const text = await compile(schema, "ChartValues", {
    additionalProperties: true,
    bannerComment: `/** Made from ${relative(fileURLToPath(root), fileURLToPath(source))} by scripts/generate-helm-values.mjs: do not edit. */`,
    style: { printWidth: 110 },
  });
  return { path: fileURLToPath(target), text };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const { path, text } of await helmValues()) {
    if (!process.argv.includes("--check")) {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
    } else if (readFileSync(path, "utf8") !== text) {
      console.error(`${relative(process.cwd(), path)} is stale: run node scripts/generate-helm-values.mjs`);
      process.exitCode = 1;
    }
  }
}

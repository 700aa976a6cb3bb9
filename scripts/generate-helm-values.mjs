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
    keysOfAll(),
  ];
}

/** Where the schema of a chart's values stands. */
function schemaOf(version) {
  return new URL(`schema/helm-values-${version}.schema.json`, root);
}

/** The keys that each chart reads, with what of them is secret: what `init --from-helm` reads values by. */
function keysOfAll() {
  const charts = versions.map((version) => {
    const { $defs, ...schema } = JSON.parse(readFileSync(schemaOf(version), "utf8"));
    return [version, keySchema(schema, $defs)];
  });
  const text = `/** Made from schema/helm-values-*.schema.json by scripts/generate-helm-values.mjs: do not edit. */\nexport const CHART_KEYS =\n  ${JSON.stringify(sharing({ kind: "object", keys: Object.fromEntries(charts) }))};\n`;
  return { path: fileURLToPath(new URL("src/adopt/generated/chart-keys.ts", root)), text };
}

/** A schema as text in which mappings that stand in several places, such as those of several charts, are told once. */
function sharing(schema) {
  const places = new Map();
  const count = (one) => {
    if (one.keys === undefined) return;
    const { nullable: _, ...content } = one;
    const text = JSON.stringify(content);
    places.set(text, (places.get(text) ?? 0) + 1);
    // What is below one that was seen already stands in it.
    if (places.get(text) === 1) Object.values(one.keys).forEach(count);
  };
  count(schema);
  const names = new Map();
  const shared = {};
  const write = (one) => {
    if (one.keys === undefined) return one;
    const { nullable, ...content } = one;
    const text = JSON.stringify(content);
    const keys = () =>
      Object.fromEntries(Object.entries(content.keys).map(([key, child]) => [key, write(child)]));
    if (places.get(text) === 1) return { ...one, keys: keys() };
    if (!names.has(text)) {
      names.set(text, names.size.toString(36));
      shared[names.get(text)] = { ...content, keys: keys() };
    }
    return { ref: names.get(text), ...(nullable && { nullable }) };
  };
  const written = write(schema);
  return JSON.stringify({ schema: written, shared });
}

/** A JSON Schema as far as reading by keys asks: mappings with their keys, what is below them, and secrets. */
function keySchema(json, $defs) {
  const name = json.$ref?.replace("#/$defs/", "");
  if (name !== undefined) return named(name, keySchema($defs[name], $defs));
  const whole = json.anyOf?.find((one) => one.$ref !== undefined || one.type === "object");
  if (whole !== undefined) return { ...keySchema(whole, $defs), nullable: true };
  if (json.properties !== undefined) {
    const keys = Object.entries(json.properties).map(([key, child]) => [
      key,
      named(key, keySchema(child, $defs)),
    ]);
    return { kind: "object", keys: Object.fromEntries(keys) };
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
  const keys = Object.entries(schema.keys).map(([key, child]) => [key, secret(child)]);
  return { ...schema, keys: Object.fromEntries(keys), sensitive: true };
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

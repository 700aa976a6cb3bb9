import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { chartKeys } from "../../src/adopt/helm/keys-of-chart.ts";
import { RELEASES } from "../../src/clp/releases/releases.ts";
import type { KeySchema } from "../../src/input/schema/key-schema.ts";

interface Json {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Json>>;
  readonly anyOf?: readonly Json[];
  readonly properties?: Readonly<Record<string, Json>>;
}

/** The paths of all keys, mappings included. */
function pathsOf(schema: KeySchema, path = ""): readonly string[] {
  const keys = schema.kind === "object" ? [...schema.keys] : [];
  return [path, ...keys.flatMap(([key, child]) => pathsOf(child, `${path}.${key}`))];
}

function pathsOfJson(json: Json, $defs: Readonly<Record<string, Json>>, path = ""): readonly string[] {
  const name = json.$ref?.replace("#/$defs/", "");
  if (name !== undefined) return pathsOfJson($defs[name]!, $defs, path);
  const branches = (json.anyOf ?? []).flatMap((branch) => pathsOfJson(branch, $defs, path));
  const keys = Object.entries(json.properties ?? {});
  const below = keys.flatMap(([key, child]) => pathsOfJson(child, $defs, `${path}.${key}`));
  return [...new Set([path, ...branches, ...below])];
}

test.each(RELEASES)("what is read of $name's values are the keys of its chart's schema", (release) => {
  const file = new URL(`../../schema/helm-values-${release.chart}.schema.json`, import.meta.url);
  const schema: Json = JSON.parse(readFileSync(file, "utf8"));
  expect([...pathsOf(chartKeys(release))].sort()).toEqual([...pathsOfJson(schema, schema.$defs!)].sort());
});

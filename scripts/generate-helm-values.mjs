/**
 * Makes the types of the charts' values from their JSON Schemas.
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

/** The versions of the charts whose values have a type. */
const versions = readdirSync(new URL("schema/", root))
  .flatMap((name) => /^helm-values-(.+)\.schema\.json$/.exec(name)?.[1] ?? [])
  .filter((version) => !WITHOUT_OWN_TYPE.includes(version))
  .sort();

/** The path of each generated file and what should stand there. */
export async function helmValues() {
  return Promise.all(versions.map(valuesOf));
}

async function valuesOf(version) {
  const source = new URL(`schema/helm-values-${version}.schema.json`, root);
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

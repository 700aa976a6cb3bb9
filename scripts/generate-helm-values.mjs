/**
 * Makes the type of the chart's values from their JSON Schema.
 *
 *     node scripts/generate-helm-values.mjs [--check]
 *
 * With `--check` nothing is written; the exit code is 1 where the type is stale.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import { compile } from "json-schema-to-typescript";

const root = new URL("../", import.meta.url);
const source = new URL("schema/helm-values-0.1.3.schema.json", root);
const target = new URL("src/backends/helm/generated/chart-values.ts", root);

/** The path of the generated file and what should stand there. */
export async function helmValues() {
  const schema = { ...JSON.parse(readFileSync(source, "utf8")), title: "ChartValues" };
  const text = await compile(schema, "ChartValues", {
    additionalProperties: true,
    bannerComment: `/** Made from ${relative(fileURLToPath(root), fileURLToPath(source))} by scripts/generate-helm-values.mjs: do not edit. */`,
    style: { printWidth: 110 },
  });
  return { path: fileURLToPath(target), text };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { path, text } = await helmValues();
  if (!process.argv.includes("--check")) writeFileSync(path, text);
  else if (readFileSync(path, "utf8") !== text) {
    console.error(`${relative(process.cwd(), path)} is stale: run node scripts/generate-helm-values.mjs`);
    process.exitCode = 1;
  }
}

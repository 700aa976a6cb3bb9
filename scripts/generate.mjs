// Writes what is made of the sources: the JSON Schemas of the inputs. Run by `npm run generate`.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const scratch = mkdtempSync(join(tmpdir(), "clp-compile-"));
try {
  const outfile = join(scratch, "published.mjs");
  await build({
    absWorkingDir: root,
    entryPoints: ["src/input/schema/published.ts"],
    outfile,
    bundle: true,
    format: "esm",
    platform: "neutral",
    mainFields: ["module", "main"],
    logLevel: "warning",
  });
  const { publishedSchemas } = await import(pathToFileURL(outfile).href);
  for (const [name, schema] of Object.entries(publishedSchemas())) {
    writeFileSync(join(root, "schema", `${name}.schema.json`), `${JSON.stringify(schema, null, 2)}\n`);
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

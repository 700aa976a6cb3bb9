// Writes what is made of the sources: the JSON Schemas of the inputs, and the manual page. Run by `npm run generate`.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const scratch = mkdtempSync(join(tmpdir(), "clp-compile-"));

/** What a source file exports. */
async function load(source) {
  const outfile = join(scratch, `${source.replaceAll("/", "-")}.mjs`);
  await build({
    absWorkingDir: root,
    entryPoints: [source],
    outfile,
    bundle: true,
    format: "esm",
    platform: "neutral",
    mainFields: ["module", "main"],
    external: ["node:*"],
    logLevel: "warning",
  });
  return import(pathToFileURL(outfile).href);
}

try {
  const { publishedSchemas } = await load("src/input/schema/published.ts");
  for (const [name, schema] of Object.entries(publishedSchemas())) {
    writeFileSync(join(root, "schema", `${name}.schema.json`), `${JSON.stringify(schema, null, 2)}\n`);
  }

  const { manPage } = await load("src/cli/man-page.ts");
  const { COMMANDS, COMMON_FLAGS } = await load("src/cli/commands.ts");
  const { COMPILER_VERSION } = await load("src/version.ts");
  mkdirSync(join(root, "man"), { recursive: true });
  writeFileSync(
    join(root, "man/clp-compile.1"),
    manPage({ commands: COMMANDS, flags: COMMON_FLAGS }, COMPILER_VERSION),
  );
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

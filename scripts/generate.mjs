// Writes what is made of the sources: the JSON Schemas of the inputs, the same schemas as data, the pages of all codes, of CLP's defects and of its releases, the manual page, the types of the charts'
// values. Run by `npm run generate`.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { helmValues } from "./generate-helm-values.mjs";
import { load } from "./load.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");

const { generatedModules } = await load("src/input/schema/generated-modules.ts");
for (const [name, module] of Object.entries(generatedModules())) {
  writeFileSync(join(root, "src/input/schema/generated", `${name}.ts`), module);
}
// Made of these modules: loaded after them.
const { publishedSchemas } = await load("src/input/schema/published.ts");
const { DEFAULT_RELEASE, RELEASES } = await load("src/clp/releases/releases.ts");
const writeSchemas = (schemas, folder) => {
  mkdirSync(folder, { recursive: true });
  for (const [name, schema] of Object.entries(schemas)) {
    writeFileSync(join(folder, `${name}.schema.json`), `${JSON.stringify(schema, null, 2)}\n`);
  }
};
writeSchemas(publishedSchemas(DEFAULT_RELEASE), join(root, "schema"));
for (const release of RELEASES) {
  // The site file and the project file are the same for all.
  const {
    "clp-site": _site,
    "clp-site-layer": _layer,
    project: _project,
    ...own
  } = publishedSchemas(release);
  writeSchemas(own, join(root, "schema", release.id));
}
const { diagnosticsPage } = await load("scripts/diagnostics-page.ts");
mkdirSync(join(root, "docs"), { recursive: true });
writeFileSync(join(root, "docs/diagnostics.md"), diagnosticsPage());
const { defectsPage, withDefectsTable } = await load("scripts/defects-page.ts");
writeFileSync(join(root, "docs/defects.md"), defectsPage());
const { releasesPage } = await load("scripts/releases-page.ts");
writeFileSync(join(root, "docs/releases.md"), releasesPage());
const readme = join(root, "README.md");
writeFileSync(readme, withDefectsTable(readFileSync(readme, "utf8")));
const { manPage } = await load("src/cli/usage/man-page.ts");
const { COMMANDS } = await load("src/cli/usage/commands.ts");
const { COMMON_FLAGS } = await load("src/cli/usage/common-flags.ts");
const { COMPILER_VERSION } = await load("src/version.ts");
mkdirSync(join(root, "man"), { recursive: true });
writeFileSync(
  join(root, "man/clp-compile.1"),
  manPage({ commands: COMMANDS, flags: COMMON_FLAGS }, COMPILER_VERSION),
);
for (const { path, text } of await helmValues()) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

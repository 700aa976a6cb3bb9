// Makes dist/: the command line as one file, the library as one file, the types, and the licences of
// what is bundled. Run by `npm run build`.
import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { execFileSync } from "node:child_process";
import { build } from "esbuild";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const dist = join(root, "dist");

/** @type {import("esbuild").BuildOptions} */
const shared = {
  absWorkingDir: root,
  bundle: true,
  format: "esm",
  target: "node20",
  // Not "node": packages then give their ECMAScript modules, of which only what is used is bundled, and
  // none that looks at the environment.
  platform: "neutral",
  mainFields: ["module", "main"],
  external: ["node:*"],
  minify: true,
  legalComments: "none",
  metafile: true,
  logLevel: "warning",
};

rmSync(dist, { recursive: true, force: true });
mkdirSync(dist, { recursive: true });
const cli = await build({
  ...shared,
  entryPoints: ["src/cli/main.ts"],
  outfile: join(dist, "clp-compile.js"),
});
chmodSync(join(dist, "clp-compile.js"), 0o755);
const library = await build({ ...shared, entryPoints: ["src/mod.ts"], outfile: join(dist, "mod.js") });
writeFileSync(join(dist, "THIRD-PARTY.txt"), licences([cli.metafile, library.metafile]));
execFileSync(
  process.execPath,
  [join(root, "node_modules/typescript/bin/tsc"), "--project", join(root, "scripts/tsconfig.types.json")],
  { cwd: root, stdio: "inherit" },
);

/** The licences of all packages of which something is in a bundle. */
function licences(metafiles) {
  const packages = new Set();
  for (const { inputs } of metafiles) {
    for (const input of Object.keys(inputs)) {
      const match = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input);
      if (match !== null) packages.add(match[1]);
    }
  }
  const parts = [...packages].sort().map((folder) => {
    const { name, version, license, homepage } = JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8"));
    const file = readdirSync(join(root, folder)).find((entry) => /^licen[cs]e(?:\.|$)/i.test(entry));
    const text = file === undefined ? `Licensed under ${license}` : readFileSync(join(root, folder, file), "utf8").trim();
    return `${name} ${version}${homepage ? ` (${homepage})` : ""}\n\n${text}\n`;
  });
  const line = `${"-".repeat(80)}\n\n`;
  return `The bundled files hold code of these packages.\n\n${line}${parts.join(`\n${line}`)}`;
}

// Makes dist/: the command line as one file, the library as one file, the types, and the licences of
// what is bundled. Run by `npm run build`.

import { execFileSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { build } from "esbuild";
import { bundle, commandLine, root } from "./bundle.mjs";
import { makeCodeCache } from "./code-cache.mjs";

const dist = join(root, "dist");

// Made beside dist/ and put in its place at the end, so that nobody meets half of it.
const made = join(root, `.dist-${process.pid}`);
mkdirSync(made, { recursive: true });
try {
  const built = commit();
  const cli = await build({ ...commandLine(built), outfile: join(made, "cli.cjs") });
  const shared = bundle(built);
  const library = await build({ ...shared, entryPoints: ["src/mod.ts"], outfile: join(made, "mod.js") });
  const report = await build({
    ...shared,
    entryPoints: ["src/report/report.ts"],
    outfile: join(made, "report.js"),
  });
  assertAscii(join(made, "cli.cjs"));
  const bundled = bundledPackages([cli.metafile, library.metafile, report.metafile]);
  writeFileSync(join(made, "THIRD-PARTY.txt"), licences(bundled));
  // For the bill of materials.
  writeFileSync(
    join(made, "bundled.json"),
    `${JSON.stringify(Object.fromEntries(bundled.map(({ name, version }) => [name, version])), null, 2)}\n`,
  );
  cpSync(join(root, "scripts/launcher.cjs"), join(made, "clp-compile.cjs"));
  chmodSync(join(made, "clp-compile.cjs"), 0o755);
  makeCodeCache(made);
  const compiler = join(root, "node_modules/typescript/bin/tsc");
  const types = ["--project", join(root, "scripts/tsconfig.types.json"), "--outDir", join(made, "types")];
  execFileSync(process.execPath, [compiler, ...types], { cwd: root, stdio: "inherit" });
  keepTypes(join(made, "types"), ["mod.d.ts", "report/report.d.ts"]);
  rmSync(dist, { recursive: true, force: true });
  renameSync(made, dist);
} finally {
  rmSync(made, { recursive: true, force: true });
}

/**
 * The commit that is built, in twelve digits, with a word where files differ from it; empty where these sources
 * are no checkout of their own, such as an unpacked archive.
 */
function commit() {
  const git = (...args) =>
    execFileSync("git", ["-C", root, ...args], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    }).trim();
  try {
    if (realpathSync(git("rev-parse", "--show-toplevel")) !== realpathSync(root)) return "";
    const modified = git("status", "--porcelain", "--untracked-files=no") === "" ? "" : ", modified";
    return git("rev-parse", "--verify", "HEAD").slice(0, 12) + modified;
  } catch {
    return "";
  }
}

/** The launcher counts on it. esbuild escapes what is not ASCII in strings, but not in regular expressions. */
function assertAscii(file) {
  const found = /[^\0-\x7f]+/.exec(readFileSync(file, "utf8"));
  if (found !== null) throw new Error(`write "${found[0]}" in a regular expression by its escapes`);
}

/** Removes the types that the public ones do not reach, so that nobody needs the packages that are bundled. */
function keepTypes(folder, entries) {
  const reached = new Set();
  const reach = (file) => {
    if (reached.has(file)) return;
    reached.add(file);
    const text = readFileSync(join(folder, file), "utf8");
    for (const [, to] of text.matchAll(/\b(?:from |import\()"(\.[^"]+)\.ts"/g)) {
      reach(join(dirname(file), `${to}.d.ts`));
    }
  };
  for (const entry of entries) reach(entry);
  for (const file of readdirSync(folder, { recursive: true })) {
    if (file.endsWith(".d.ts") && !reached.has(file)) rmSync(join(folder, file));
  }
}

/** The packages of which something is in a bundle, each with its folder. */
function bundledPackages(metafiles) {
  const folders = new Set();
  for (const { inputs } of metafiles) {
    for (const input of Object.keys(inputs)) {
      const match = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input);
      if (match !== null) folders.add(match[1]);
    }
  }
  return [...folders].sort().map((folder) => ({
    folder,
    ...JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8")),
  }));
}

function licences(packages) {
  const parts = packages.map(({ folder, name, version, license, homepage }) => {
    const file = readdirSync(join(root, folder)).find((entry) => /^licen[cs]e(?:\.|$)/i.test(entry));
    const text =
      file === undefined
        ? `Licensed under ${license}`
        : readFileSync(join(root, folder, file), "utf8").trim();
    return `${name} ${version}${homepage ? ` (${homepage})` : ""}\n\n${text}\n`;
  });
  const line = `${"-".repeat(80)}\n\n`;
  return `The bundled files hold code of these packages.\n\n${line}${parts.join(`\n${line}`)}`;
}

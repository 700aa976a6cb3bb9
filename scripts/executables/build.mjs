// Makes the standalone executables in dist/bin of the bundle in dist.
// Usage: npm run build:executables [-- TARGET…]; all targets if none is named
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { makeExecutable, TARGETS } from "./bun.mjs";

const root = join(import.meta.dirname, "../..");
const named = process.argv.slice(2);
const unknown = named.find((target) => !TARGETS.includes(target));
if (unknown !== undefined) {
  console.error(`There is no executable for "${unknown}": expected ${TARGETS.join(", ")}`);
  process.exit(2);
}
for (const target of named.length > 0 ? named : TARGETS) {
  const path = join(root, "dist/bin", `clp-compile-${target}`);
  makeExecutable(join(root, "dist/cli.cjs"), target, path);
  console.log(`dist/bin/clp-compile-${target}  ${(statSync(path).size / 1e6).toFixed(0)} MB`);
}
writeFileSync(join(root, "dist/bin/THIRD-PARTY.txt"), notices());

/** The licences of all that is in an executable: the bundle's packages and the runtime. */
function notices() {
  const licence = (name) => readFileSync(join(import.meta.dirname, "licences", name), "utf8").trim();
  const line = "-".repeat(80);
  return [
    readFileSync(join(root, "dist/THIRD-PARTY.txt"), "utf8").trim(),
    licence("bun.md"),
    readFileSync(join(root, "LICENSE"), "utf8").trim(),
    licence("LGPL-2.0.txt"),
    licence("LGPL-2.1.txt"),
  ]
    .join(`\n\n${line}\n\n`)
    .concat("\n");
}

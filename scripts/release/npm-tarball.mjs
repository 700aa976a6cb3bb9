// npm's package under its scoped name. The checkout's own package.json is private, so that nothing is published by accident.
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runProgram } from "./run-program.mjs";

/**
 * @param {{ root: string, name: string, to: string }} options `name` may be a placeholder in capitals
 * @returns {string} the name of the file
 * @throws {ProgramFailure} with what npm said
 */
export function npmTarball({ root, name, to }) {
  const stage = mkdtempSync(join(tmpdir(), "clp-compile-npm-"));
  try {
    const {
      private: _,
      scripts: __,
      devDependencies: ___,
      ...manifest
    } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    const published = { ...manifest, name: name.toLowerCase() };
    writeFileSync(join(stage, "package.json"), `${JSON.stringify(published, null, 2)}\n`);
    for (const path of ["dist", "man", "schema", "CHANGELOG.md", "README.md", "LICENSE"])
      cpSync(join(root, path), join(stage, path), {
        recursive: true,
        filter: (from) => from !== join(root, "dist/bin"),
      });
    const [{ filename }] = JSON.parse(
      runProgram("npm", ["pack", "--json", "--ignore-scripts", "--pack-destination", to], { cwd: stage }),
    );
    return filename;
  } finally {
    rmSync(stage, { recursive: true, force: true });
  }
}

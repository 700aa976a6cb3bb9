// The same fixtures under Deno, by the bundle and from source, with the permissions that the README names: equal bytes (invariant 1).
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";

const FIXTURES = ["01-full", "04-spider-base", "06-s3-credentials", "12-hostile-passwords"];
const root = join(import.meta.dirname, "..");
const work = mkdtempSync(join(tmpdir(), "clp-compile-deno-"));

/** Path, mode and bytes of each file below a folder. */
function filesBelow(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map(
      (path) =>
        `${relative(folder, path)} ${(statSync(path).mode & 0o777).toString(8)} ${readFileSync(path).toString("base64")}`,
    )
    .sort();
}

function inputsOf(name) {
  const folder = join(root, "fixtures/ok", name);
  return [
    "--config",
    join(folder, "clp-config.yaml"),
    "--credentials",
    join(folder, "credentials.yaml"),
    "--site",
    join(folder, "clp-site.yaml"),
  ];
}

let different = 0;
try {
  for (const name of FIXTURES) {
    const underNode = join(work, name, "node");
    execFileSync(
      process.execPath,
      [join(root, "dist/clp-compile.cjs"), "compile", ...inputsOf(name), "--out", underNode],
      { stdio: "inherit" },
    );
    const ours = filesBelow(underNode);
    for (const program of ["dist/cli.cjs", "src/cli/main.ts"]) {
      const underDeno = join(work, name, program.replaceAll("/", "-"));
      const permissions = [
        "--allow-read",
        `--allow-write=${underDeno}`,
        "--allow-env=LOG_STREAM,LOG_TOKENS",
        "--no-prompt",
      ];
      execFileSync(
        join(root, "node_modules/.bin/deno"),
        ["run", ...permissions, join(root, program), "compile", ...inputsOf(name), "--out", underDeno],
        { stdio: "inherit", cwd: root },
      );
      const theirs = filesBelow(underDeno);
      const same = ours.length === theirs.length && ours.every((file, index) => file === theirs[index]);
      console.log(`${name}, ${program}: ${ours.length} files ${same ? "are equal" : "DIFFER"}`);
      if (!same) different += 1;
    }
  }
} finally {
  rmSync(work, { recursive: true, force: true });
}
process.exitCode = different === 0 ? 0 : 1;

// Programs that come through the npm registry and are no dependency of anybody: fetched once, compared with the
// hash that stands here, and kept in the cache of test/conformance/programs, outside of the checkout.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";

const root = join(import.meta.dirname, "..");

/** Where programs are kept that are fetched or built, not installed. */
export function cache() {
  const set = (name) => process.env[name] || undefined;
  const home = set("XDG_CACHE_HOME") ?? join(homedir(), ".cache");
  return resolve(set("CLP_COMPILE_PROGRAMS") ?? join(home, "clp-compile", "programs"));
}

/**
 * The folder of an unpacked package. No script of it is run.
 *
 * @param {{ name: string, version: string, integrity: string }} wanted `integrity` as in a lock file: `sha512-…`
 * @returns {string}
 */
export function npmPackage({ name, version, integrity }) {
  const sum = Buffer.from(integrity.replace(/^sha512-/, ""), "base64")
    .toString("hex")
    .slice(0, 16);
  const folder = join(cache(), `npm-${sum}`);
  if (existsSync(folder)) return folder;
  mkdirSync(cache(), { recursive: true });
  const work = mkdtempSync(join(cache(), ".npm-"));
  try {
    execFileSync(
      "npm",
      ["pack", "--silent", "--ignore-scripts", "--pack-destination", work, `${name}@${version}`],
      { cwd: root, stdio: ["ignore", "ignore", "inherit"] },
    );
    const archive = join(work, readdirSync(work)[0]);
    const found = `sha512-${createHash("sha512").update(readFileSync(archive)).digest("base64")}`;
    if (found !== integrity)
      throw new Error(`npm gives another ${name}@${version} than ${integrity}: ${found}`);
    execFileSync("tar", ["-xzf", archive, "-C", work, "package"]);
    try {
      renameSync(join(work, "package"), folder);
    } catch (error) {
      // Somebody else was faster, with the same bytes.
      if (!existsSync(folder)) throw error;
    }
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return folder;
}

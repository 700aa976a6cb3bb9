/** Files that hold what is expected. They are rewritten only under UPDATE_GOLDEN=1; their diff is read like code. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect } from "vitest";
import { FIXTURES } from "../fixtures.ts";
import { applyDifference, differenceFrom, type Files } from "./variant.ts";

export const UPDATE = process.env["UPDATE_GOLDEN"] === "1";

/** The deployment whose goldens are whole. */
export const WHOLE = join(FIXTURES, "ok/01-full");

/** Compares a text with a golden file. */
export function expectGolden(path: string, text: string): void {
  if (UPDATE) {
    mkdirSync(dirname(path), { recursive: true });
    if (!existsSync(path) || readFileSync(path, "utf8") !== text) writeFileSync(path, text);
  }
  expect(existsSync(path), `${path} is missing: run UPDATE_GOLDEN=1 npm test and read it`).toBe(true);
  expect(text).toBe(readFileSync(path, "utf8"));
}

/** The files of a folder of goldens, by the paths that they have in the output. */
function goldenFiles(folder: string): Files {
  return new Map(
    filesBelow(folder).map((path) => [
      path.replace(/(^|\/)gitignore$/, "$1.gitignore"),
      readFileSync(join(folder, path), "utf8"),
    ]),
  );
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
}

/** What a whole deployment gave when it was looked at last, and `diagnostics.txt`, what was said. */
export function deploymentGoldens(folder: string): Files {
  const whole = join(folder, "expected");
  if (existsSync(whole)) return goldenFiles(whole);
  return applyDifference(deploymentGoldens(WHOLE), readFileSync(join(folder, "expected.diff"), "utf8"));
}

/** Compares the files of a deployment with a golden that holds what differs from the one that is stored whole. */
export function expectGoldenVariant(folder: string, files: Files): void {
  expectGolden(join(folder, "expected.diff"), differenceFrom(deploymentGoldens(WHOLE), files));
  // What is stored is the files themselves: nothing of them is lost in a difference.
  expect(deploymentGoldens(folder)).toEqual(files);
}

/** Git would obey a `.gitignore` among the goldens and leave the secret files out. */
function goldenName(path: string): string {
  return path.replace(/(^|\/)\.gitignore$/, "$1gitignore");
}

/** Compares a set of files with a folder of goldens: each of them, and no other. */
export function expectGoldenFolder(folder: string, files: Files): void {
  const wanted = new Map([...files].map(([path, text]) => [goldenName(path), text]));
  const there = existsSync(folder) ? filesBelow(folder) : [];
  const orphans = there.filter((path) => !wanted.has(path));
  if (UPDATE) for (const path of orphans) rmSync(join(folder, path));
  else expect(orphans).toEqual([]);
  for (const [path, text] of wanted) expectGolden(join(folder, path), text);
}

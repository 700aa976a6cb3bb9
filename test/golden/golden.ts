/** Files that hold what is expected. They are rewritten only under UPDATE_GOLDEN=1; their diff is read like code. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect } from "vitest";

export const UPDATE = process.env["UPDATE_GOLDEN"] === "1";

/** Compares a text with a golden file. */
export function expectGolden(path: string, text: string): void {
  if (UPDATE) {
    mkdirSync(dirname(path), { recursive: true });
    if (!existsSync(path) || readFileSync(path, "utf8") !== text) writeFileSync(path, text);
  }
  expect(existsSync(path), `${path} is missing: run UPDATE_GOLDEN=1 npm test and read it`).toBe(true);
  expect(text).toBe(readFileSync(path, "utf8"));
}

/** Git would obey a `.gitignore` among the goldens and leave the secret files out. */
function goldenName(path: string): string {
  return path.replace(/(^|\/)\.gitignore$/, "$1gitignore");
}

/** Compares a set of files with a folder of goldens: each of them, and no other. */
export function expectGoldenFolder(folder: string, files: ReadonlyMap<string, string>): void {
  const wanted = new Map([...files].map(([path, text]) => [goldenName(path), text]));
  const there = existsSync(folder)
    ? readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    : [];
  const orphans = there.filter((path) => !wanted.has(path));
  if (UPDATE) for (const path of orphans) rmSync(join(folder, path));
  else expect(orphans).toEqual([]);
  for (const [path, text] of wanted) expectGolden(join(folder, path), text);
}

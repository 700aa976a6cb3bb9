/** Wrong inputs, one folder for a code: the exact text that a terminal shows. */
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { allCodes } from "../../src/codes.ts";
import { argumentsOf, FIXTURES } from "../fixtures.ts";
import { expectGolden } from "./golden.ts";
import { show } from "./terminal.ts";

const ROOT = join(FIXTURES, "bad");
const NAMES = readdirSync(ROOT).sort();

/** Codes that a fixture cannot cause the same way everywhere, and the tests that mention them instead. */
const NOT_BY_FIXTURE: Readonly<Record<string, string>> = {
  // Another compiler takes over in the middle of a run.
  CLP6204: "test/conformance/safe-writing.test.ts",
  // An input that is changed, or may not be replaced, while it is fixed.
  CLP6206: "test/cli/fix.test.ts",
  // An input that is changed, or may not be replaced, while it is migrated.
  CLP6418: "test/cli/migrate.test.ts",
  // A machine without a browser.
  CLP6501: "test/cli/pictures.test.ts",
  // A defect of the compiler.
  CLP9001: "test/cli/inputs.test.ts",
};

/**
 * `before` of a fixture says what happened to the folder first: a line is a command line of
 * clp-compile, or of the shell. It happens to a copy.
 */
async function prepared(folder: string): Promise<string> {
  const before = join(folder, "before");
  if (!existsSync(before)) return folder;
  const copy = mkdtempSync(join(tmpdir(), "clp-compile-bad-"));
  onTestFinished(() => rmSync(copy, { recursive: true, force: true }));
  cpSync(folder, copy, { recursive: true });
  for (const line of readFileSync(before, "utf8").trim().split("\n")) {
    const [program, ...args] = line.split(/\s+/);
    if (program === "clp-compile") expect((await show(copy, args)).exit, line).toBe(0);
    else execFileSync("sh", ["-c", `umask 022; ${line}`], { cwd: copy });
  }
  return copy;
}

describe.each(NAMES)("%s", (name) => {
  test("is shown as expected, with its code", async () => {
    const folder = join(ROOT, name);
    const { out, err } = await show(await prepared(folder), argumentsOf(folder));
    expect([...`${out}${err}`.matchAll(/\[(CLP\d{4})\]/g)].map((match) => match[1])).toContain(
      name.slice(0, 7),
    );
    expectGolden(join(folder, "expected.txt"), `${out}${err}`);
  });
});

test("every code has a fixture", () => {
  const covered = new Set(NAMES.map((name) => name.slice(0, 7)));
  expect(allCodes().filter((code) => !covered.has(code) && !(code in NOT_BY_FIXTURE))).toEqual([]);
});

test.each(Object.entries(NOT_BY_FIXTURE))("%s is tested by %s", (code, path) => {
  expect(readFileSync(join(FIXTURES, "..", path), "utf8")).toContain(code);
});

/** Inputs of one release, as a folder each: what is said, the exit code, and the files afterwards. */
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { FIXTURES } from "../fixtures.ts";
import { expectGolden, expectGoldenFolder } from "../golden/golden.ts";
import { show } from "../golden/terminal.ts";

const ROOT = join(FIXTURES, "migrations");
const NAMES = readdirSync(ROOT).sort();

function argumentsOf(name: string): readonly string[] {
  return [
    "migrate",
    "--config",
    "clp-config.yaml",
    ...readFileSync(join(ROOT, name, "args"), "utf8")
      .trim()
      .split(/\s+/),
  ];
}

/** A copy of the inputs, which a test may change. */
function copied(name: string): string {
  const copy = mkdtempSync(join(tmpdir(), "clp-compile-migration-"));
  onTestFinished(() => rmSync(copy, { recursive: true, force: true }));
  for (const input of readdirSync(join(ROOT, name)).filter((file) => file.endsWith(".yaml")))
    cpSync(join(ROOT, name, input), join(copy, input));
  return copy;
}

function textsIn(folder: string): ReadonlyMap<string, string> {
  return new Map(readdirSync(folder).map((file) => [file, readFileSync(join(folder, file), "utf8")]));
}

describe.each(NAMES)("%s", (name) => {
  test("is told as expected, and nothing is written", async () => {
    const folder = copied(name);
    const before = textsIn(folder);
    const { exit, out, err } = await show(folder, argumentsOf(name));
    expectGolden(join(ROOT, name, "expected.txt"), `${out}${err}exit ${exit}\n`);
    expect(textsIn(folder)).toEqual(before);
  });

  test("is written as expected, or not at all where a person has to decide", async () => {
    const folder = copied(name);
    const before = textsIn(folder);
    const dry = await show(folder, argumentsOf(name));
    const { exit } = await show(folder, [...argumentsOf(name), "--write"]);
    expect(exit).toBe(dry.exit === 1 ? 1 : 0);
    if (exit === 1) expect(textsIn(folder)).toEqual(before);
    expectGoldenFolder(join(ROOT, name, "expected"), exit === 1 ? new Map() : textsIn(folder));
  });

  test("has nothing to do the second time", async () => {
    const folder = copied(name);
    const first = await show(folder, [...argumentsOf(name), "--write"]);
    if (first.exit === 1) return;
    const after = textsIn(folder);
    for (const again of [argumentsOf(name), [...argumentsOf(name), "--write"]]) {
      expect((await show(folder, again)).exit).toBe(0);
      expect(textsIn(folder)).toEqual(after);
    }
  });
});

test("there are many", () => expect(NAMES.length).toBeGreaterThanOrEqual(20));

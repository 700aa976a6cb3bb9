/** Wrong inputs, one folder for a code: the exact text that a terminal shows. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { ALL_CODES } from "../../src/base/codes.ts";
import { FIXTURES } from "../fixtures.ts";
import { expectGolden } from "./golden.ts";
import { show } from "./terminal.ts";

const ROOT = join(FIXTURES, "bad");
const NAMES = readdirSync(ROOT).sort();

/** Codes that no input file can cause, and where they are tested instead. */
const NOT_BY_INPUTS: Readonly<Record<string, string>> = {
  CLP1012: "test/input/document.test.ts: a file of more than 1 MiB",
  CLP6003: "test/cli/inputs.test.ts: a file, or a variable, that may not be read",
  CLP61: "test/cli/check.test.ts: an output folder that was changed after it was compiled",
  CLP62: "test/cli/compile.test.ts: an output folder that may not be written",
  CLP63: "test/init: folders in which init works",
  CLP9001: "test/cli/inputs.test.ts: a defect of the compiler itself",
};

/** `args` of a fixture says another command line than `validate` with the files that are there. */
function argumentsOf(folder: string): readonly string[] {
  const own = join(folder, "args");
  if (existsSync(own)) return readFileSync(own, "utf8").trim().split(/\s+/);
  const credentials = existsSync(join(folder, "credentials.yaml"))
    ? ["--credentials", "credentials.yaml"]
    : [];
  return ["validate", "--config", "clp-config.yaml", ...credentials];
}

describe.each(NAMES)("%s", (name) => {
  test("is shown as expected, with its code", async () => {
    const folder = join(ROOT, name);
    const { out, err } = await show(folder, argumentsOf(folder));
    expect([...`${out}${err}`.matchAll(/\[(CLP\d{4})\]/g)].map((match) => match[1])).toContain(
      name.slice(0, 7),
    );
    expectGolden(join(folder, "expected.txt"), `${out}${err}`);
  });
});

test("every code has a fixture", () => {
  const covered = new Set(NAMES.map((name) => name.slice(0, 7)));
  expect(
    ALL_CODES.filter(
      (code) => !covered.has(code) && !Object.keys(NOT_BY_INPUTS).some((start) => code.startsWith(start)),
    ),
  ).toEqual([]);
});

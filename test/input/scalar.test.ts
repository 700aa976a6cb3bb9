import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { type Meaning, plainMeaning } from "../../src/input/yaml/scalar.ts";

function said(text: string): string {
  const meaning: Meaning = plainMeaning(text);
  if (meaning.kind !== "ambiguous")
    return "value" in meaning ? `${meaning.kind} ${meaning.value}` : meaning.kind;
  const certain = meaning.number ?? meaning.bool;
  return `${meaning.yaml11} | ${meaning.yaml12}${certain === undefined ? "" : ` -> ${certain}`}`;
}

test.each([
  ["4001", "int 4001"],
  ["-3", "int -3"],
  ["+5", "int 5"],
  ["-0", "int 0"],
  ["0.1", "float 0.1"],
  ["1.", "float 1"],
  ["1.5e+3", "float 1500"],
  ["true", "bool true"],
  ["False", "bool false"],
  ["", "null"],
  ["~", "null"],
  ["Null", "null"],
  ["localhost", "string localhost"],
  ["y", "string y"],
  ["0.9.0", "string 0.9.0"],
  ["10.0.0.5", "string 10.0.0.5"],
  ["-", "string -"],
  ["1-2", "string 1-2"],
  ["yes", "true | a word -> true"],
  ["OFF", "false | a word -> false"],
  ["010", "8 | 10"],
  ["08", "a word | 8 -> 8"],
  ["0x10", "16 | 16 -> 16"],
  ["0o17", "a word | 15 -> 15"],
  ["0b11", "3 | a word -> 3"],
  ["1_000", "1000 | a word -> 1000"],
  ["12:30", "750 | a word"],
  ["1:30.5", "90.5 | a word"],
  ["1e3", "a word | 1000 -> 1000"],
  ["1.5e3", "a word | 1500 -> 1500"],
  ["-.5", "a word | -0.5 -> -0.5"],
  [".5", "0.5 | 0.5 -> 0.5"],
  [".inf", "infinity | infinity"],
  ["-.Inf", "minus infinity | minus infinity"],
  [".nan", "not a number | not a number"],
  ["2024-01-01", "a date | a word"],
  ["2024-1-1 12:00:00", "a point in time | a word"],
  ["=", "an operator | a word"],
])("%j", (text, expected) => {
  expect(said(text)).toBe(expected);
});

const ALPHABET = [..."0123456789", ..."0123456789", ..."+-._:eExobTZ aFnN"];
const near = fc.string({ unit: fc.constantFrom(...ALPHABET), maxLength: 12 }).map((text) => text.trim());

test("what is not called ambiguous is what a YAML 1.2 reader takes it for", () => {
  fc.assert(
    fc.property(near, (text) => {
      const meaning = plainMeaning(text);
      // What is no plain scalar never gets here.
      if (meaning.kind === "ambiguous" || /^[-:]( |$)|: |:$/.test(text)) return;
      const value: unknown = parse(text === "" ? "~" : text);
      if (meaning.kind === "null") expect(value).toBeNull();
      else expect(value === 0 ? 0 : value).toBe(meaning.value);
    }),
    { numRuns: 2000 },
  );
});

const python = ((): boolean => {
  try {
    execFileSync("python3", ["-c", "import yaml"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
})();

describe.skipIf(!python)("PyYAML", () => {
  test("takes what is not called ambiguous for the same, and the rest for what is said", () => {
    const words = fc
      .sample(near, { numRuns: 5000, seed: 7 })
      .filter((text) => !/^[-:]( |$)|: |:$/.test(text));
    const program = `
import json, sys, yaml
def load(text):
    try: value = yaml.safe_load(text)
    except Exception: return ["error"]
    if isinstance(value, float) and (value != value or value in (float("inf"), float("-inf"))): return ["infinite"]
    return [type(value).__name__, value if isinstance(value, (int, float, str, type(None))) else str(value)]
json.dump([load(t) for t in json.load(sys.stdin)], sys.stdout)`;
    const answer = execFileSync("python3", ["-c", program], { input: JSON.stringify(words) });
    const read = JSON.parse(answer.toString()) as [string, unknown][];
    for (const [index, text] of words.entries()) {
      const [type, value] = read[index]!;
      const meaning = plainMeaning(text);
      const words11 = `${text}: ${type} ${value}`;
      if (meaning.kind === "ambiguous") {
        if (type === "int" || type === "float")
          expect(`${text}: ${type} ${Number(meaning.yaml11)}`).toBe(words11);
        if (type === "str") expect(`${text}: ${meaning.yaml11}`).toBe(`${text}: a word`);
        continue;
      }
      if (meaning.kind === "null") expect(words11).toBe(`${text}: NoneType null`);
      else if (meaning.kind === "string") expect(words11).toBe(`${text}: str ${text}`);
      else expect(`${text}: ${meaning.value}`).toBe(`${text}: ${value}`);
    }
  });
});

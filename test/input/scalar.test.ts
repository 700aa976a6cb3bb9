import fc from "fast-check";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { type Meaning, plainMeaning } from "../../src/input/yaml/scalar.ts";
import { isPlain, scalarText } from "./scalar-texts.ts";

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

test("what is not called ambiguous is what a YAML 1.2 reader takes it for", () => {
  fc.assert(
    fc.property(scalarText, (text) => {
      const meaning = plainMeaning(text);
      if (meaning.kind === "ambiguous" || !isPlain(text)) return;
      const value: unknown = parse(text === "" ? "~" : text);
      if (meaning.kind === "null") expect(value).toBeNull();
      else expect(value === 0 ? 0 : value).toBe(meaning.value);
    }),
    { numRuns: 2000 },
  );
});

/** What is asked of printable ASCII in place of a pattern of Unicode gives what that would. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { breaksJson } from "../../src/backends/helm/carried-text.ts";
import { label } from "../../src/backends/mermaid/label.ts";
import { hasSurrogates, isPrintableAscii } from "../../src/base/ascii.ts";
import { code, prose } from "../../src/base/markdown-text.ts";
import { printable } from "../../src/base/printable.ts";
import { RULES } from "../../src/input/schema/rules.ts";
import "../seed.ts";

const LETTERS = Array.from({ length: 95 }, (_, index) => String.fromCharCode(0x20 + index));
const texts = fc.string({ unit: fc.constantFrom(...LETTERS), maxLength: 40 });

test("printable ASCII is what it says", () => {
  expect(isPrintableAscii(LETTERS.join(""))).toBe(true);
  for (const other of ["\n", "\t", "\u007f", "\u0000", "é", "\u200b", "😀"]) {
    expect(isPrintableAscii(`a${other}b`)).toBe(false);
    expect(hasSurrogates(`a${other}b`)).toBe(other === "😀");
  }
});

test.each([
  ["a label", label],
  ["code", code],
  ["prose", prose],
  ["printable", printable],
])("%s is the same with and without a letter beyond ASCII", (_, write: (text: string) => string) => {
  fc.assert(
    fc.property(texts, (text) => {
      expect(write(`x${text}xé`).replace("é", "")).toBe(write(`x${text}x`));
    }),
  );
});

test("rules of characters hold for all of it", () => {
  const rules = Object.values(RULES).filter((rule) => "ofCharacters" in rule);
  expect(rules.length).toBeGreaterThan(0);
  for (const { pattern } of rules) expect(LETTERS.filter((letter) => !pattern.test(letter))).toEqual([]);
});

test("JSON is broken by what is beyond U+FFFF and is not printed", () => {
  expect(breaksJson("a\u{e0001}")).toBe(true);
  for (const text of ["a", "é", "\u200b", "😀"]) expect(breaksJson(text)).toBe(false);
});

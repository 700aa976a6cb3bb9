/**
 * No text takes more than a bounded time, or time in proportion to its length. How much work a text makes is
 * counted; what a regular expression does is not, and one that takes the square of a mebibyte ends none of these
 * tests. How long the answers take, and how that grows, `npm run bench` says.
 */
import { describe, expect, test } from "vitest";
import { workOf } from "../count-work.ts";
import { readAll } from "./check.ts";
import LONG from "./long-texts.json" with { type: "json" };

/** A text of so many bytes, by a part that is repeated. */
function repeated(part: string, bytes: number): string {
  return part.repeat(bytes / Buffer.byteLength(part));
}

const TEXTS: readonly (readonly [name: string, make: (bytes: number) => string])[] = [
  ...LONG.repeated.map((part) => [part, (bytes: number) => repeated(part, bytes)] as const),
  [
    "keys",
    (bytes) => Array.from({ length: bytes / 27 }, (_, index) => `key_${index}: value ${index}\n`).join(""),
  ],
  ["escapes", (bytes) => `a: "${repeated("\\q", bytes)}"`],
  ["a flow sequence", (bytes) => `bundled: [${repeated("database, ", bytes)}]`],
  ["nested brackets", (bytes) => `a: ${repeated("[", bytes / 2)}${repeated("]", bytes / 2)}`],
  [
    "a line of keys",
    (bytes) =>
      `{webui: {${Array.from({ length: bytes / 15 }, (_, index) => `key_${index}: "x"`).join(", ")}}}`,
  ],
];

/** Blocks of the program that a byte may cost, whatever stands around it. */
const MAX_PER_BYTE = 200;

describe("of one thing", () => {
  test.each(TEXTS)("%j: a mebibyte is answered", (_, make) => {
    const text = make(1 << 20);
    readAll({ config: text, site: text });
    readAll({ credentials: text });
  });

  // As many as a file may have, and more than it may have.
  test.each(TEXTS)("%j: work in proportion to its length", async (_, make) => {
    for (const bytes of [1 << 14, 1 << 17]) {
      const work = await workOf(() => readAll({ config: make(bytes) }));
      expect(work).toBeGreaterThan(0);
      expect(work).toBeLessThan(MAX_PER_BYTE * bytes);
    }
  });
});

test.each(LONG.deep)("what nests too deeply is left where it does: %j", async (opening) => {
  const workFor = (count: number): Promise<number> =>
    workOf(() => readAll({ config: opening.repeat(count) }));
  await workFor(20_000);
  const work = await workFor(20_000);
  expect(work).toBeGreaterThan(0);
  expect(await workFor(40_000)).toBeLessThan(1.1 * work);
});

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { stringify } from "yaml";
import { createReporter } from "../../src/base/diagnostic.ts";
import { readAnyDocument } from "../../src/input/document.ts";
import { readPlain } from "../../src/input/plain.ts";
import { configSchema } from "../../src/input/schema/config.ts";
import { siteSchema } from "../../src/input/schema/site.ts";
import { FIXTURES } from "../fixtures.ts";
import { arbitraryObjects } from "./arbitrary-input.ts";
import { CREDENTIALS } from "./check.ts";

/** Reads both ways; what the short way reads, the long way must read alike and without a finding. */
function compare(text: string): boolean {
  const short = readPlain(text, "config");
  if (short === undefined) return false;
  const reporter = createReporter();
  const long = readAnyDocument({ text, readable: true, illegal: [] }, "config", reporter);
  expect(reporter.diagnostics, JSON.stringify(text)).toEqual([]);
  expect(short, JSON.stringify(text)).toEqual(long);
  return true;
}

test.each([
  "",
  "\n",
  "# nothing\n",
  "  # nothing",
  "a: 1",
  "a: 1\r\nb: 2\r\n",
  "a:\n  b: 1 # one\n  # two\nc: 'it''s'\n",
  "a:\n- x\n- y\nb:\n  - [1, 2]\n",
  "a:",
  "a:\nb:\n  c:\n",
  '{"a": {"b": [1, 2, {"c": null}]},\n "d": "e"}\n',
  "a: {b: 1, c: [x, y,], d: {}} # end\n",
  "a: {\n  b: 1, # one\n  c: 2\n  }\n",
  "a: [\n  x,\n  y\n  ]\nb: -1\n",
  "a: http://x:1/#y\nb: a # c\n",
  "  a: 1\n  b: 2\n",
  "a: x, y [z]\n",
  "a: ~\nb: yes\nc: 010\n",
  CREDENTIALS,
])("%j is read the short way", (text) => {
  expect(compare(text)).toBe(true);
});

test.each([
  "a: &x 1",
  "a: |\n  x\n",
  "a: x\n  y\n",
  'a: "\\n"',
  "a: 1\na: 2",
  "a: b: c",
  "a:\n\tb: 1",
  "- a",
  "? a\n: b",
  "<<: {}",
  "a: 1\n---\n",
  "on: 1",
  "a: [b: c]",
  "a: {b}",
  "a: 'x",
  "a: {b: 1\nc: 2}",
  "a: !x y",
  "a: 'x' y",
  "a:  # x\n",
])("%j is left to the long way", (text) => {
  expect(readPlain(text, "config")).toBeUndefined();
});

describe("both ways read alike", { timeout: 60_000 }, () => {
  const folders = ["ok", "bad"].flatMap((kind) =>
    readdirSync(join(FIXTURES, kind)).map((name) => join(FIXTURES, kind, name)),
  );
  const files = folders.flatMap((folder) =>
    readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isFile() && /^c.*\.yaml$/.test(entry.name))
      .map((entry) => join(folder, entry.name)),
  );
  test("all fixtures", () => {
    const short = files.filter((file) => compare(readFileSync(file, "utf8")));
    expect(short.length).toBeGreaterThan(files.length / 2);
  });

  test("any config, in block and flow style", () => {
    fc.assert(
      fc.property(
        arbitraryObjects(configSchema(), 20),
        arbitraryObjects(siteSchema(), 20),
        fc.constantFrom(0, 30, 200),
        (config, site, width) => {
          for (const data of [config, site]) {
            compare(stringify(data, { lineWidth: width }));
            compare(stringify(data, { collectionStyle: "flow", lineWidth: width }));
            compare(stringify(data, { indentSeq: false }));
            compare(JSON.stringify(data));
            compare(JSON.stringify(data, null, 2));
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  test("pieces of YAML in any order", () => {
    const pieces = [
      ..."[]{}:,-?&*#~= \n'\"\t.",
      "\n  ",
      "\n    ",
      "\n- ",
      "\n  - ",
      ": ",
      "a: ",
      "b: ",
      "c:",
      "{a: ",
      "[",
      "]",
      "}",
      " #x",
      "x y",
      "'x'",
      '"x"',
      "1",
      "yes",
      "\r\n",
      "é",
    ];
    const text = fc.array(fc.constantFrom(...pieces), { maxLength: 16 }).map((all) => all.join(""));
    let read = 0;
    fc.assert(
      fc.property(
        text,
        fc.constantFrom("", "a:", "a:\n  b: ", "a: {b: ", "a: [", "a:\n- "),
        (rest, start) => {
          if (compare(start + rest)) read += 1;
        },
      ),
      { numRuns: 3000 },
    );
    expect(read).toBeGreaterThan(30);
  });
});

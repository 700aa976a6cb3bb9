/** Markdown read back by a renderer of GitHub's dialect: each value comes out as it went in. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { blocks, codeBlock, fixed, table } from "../../../src/backends/docs/markdown.ts";
import { code, prose } from "../../../src/base/markdown-text.ts";
import { constant } from "../../../src/base/origin.ts";
import { marked } from "../../marked.ts";

const HOSTILE = fc.string({
  unit: fc.oneof(
    fc.constantFrom(
      ..."\\`*_{}[]()<>#|~$&!+-.:;@'\"=/ \n\r\t".split(""),
      "www.",
      "http://",
      "&amp;",
      "``",
      "</code>",
    ),
    fc.string({ unit: "binary", minLength: 1, maxLength: 1 }),
  ),
  maxLength: 12,
});

function decode(html: string): string {
  const named: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"' };
  return html.replace(/&(?:#(\d+)|(\w+));/g, (_, digits?: string, name?: string) =>
    digits === undefined ? (named[name ?? ""] ?? "?") : String.fromCodePoint(Number(digits)),
  );
}

/** The cells of the only row of a table, as HTML. */
function cellsOf(cells: readonly string[]): readonly string[] {
  const lines = table(
    cells.map(() => "x"),
    [{ cells, origins: [constant("a test")] }],
  );
  const html = marked.parse(lines.map(({ text }) => text).join("\n"));
  return [...html.matchAll(/<td>([\s\S]*?)<\/td>/g)].map(([, cell]) => cell!);
}

/** What a reader sees of a text: control characters as pictures. */
function seen(text: string): string {
  return text
    .replace(/[\u0000-\u001f]/g, (character) => String.fromCharCode(0x2400 + character.charCodeAt(0)))
    .replace(/[\u007f-\u009f\u2028\u2029]/g, "␡")
    .replace(/\p{Cs}/gu, "\ufffd");
}

describe("code", () => {
  test.each([
    ["/srv/logs", "`/srv/logs`"],
    ["", "(empty)"],
    ["a`b", "<code>a&#96;b</code>"],
    ["a|b", "<code>a&#124;b</code>"],
    [" a", "<code>&#32;a</code>"],
    ["a\nb", "`a␊b`"],
    ["|results_cache _x_", "<code>&#124;results_cache &#95;x&#95;</code>"],
  ])("%j", (value, expected) => {
    expect(code(value)).toBe(expected);
  });

  test("any value stays in its cell and is read as it is", () => {
    fc.assert(
      fc.property(HOSTILE, HOSTILE, (one, two) => {
        const expected = [one, two].map((value) => (value === "" ? "(empty)" : seen(value)));
        const cells = cellsOf([code(one), code(two)]);
        expect(cells.map((cell) => decode(cell.replace(/^<code>([\s\S]*)<\/code>$/, "$1")))).toEqual(
          expected,
        );
        expect(cells.join("").replace(/<\/?code>/g, "")).not.toContain("<");
      }),
      { numRuns: 500 },
    );
  });
});

describe("prose", () => {
  test("any text stays in its cell and is read as it is", () => {
    // A renderer trims cells, joins blanks and makes links of what looks like one; the text stays.
    const plain = (text: string) => text.replace(/\s+/g, " ").trim();
    fc.assert(
      fc.property(HOSTILE, (text) => {
        const [cell = "", ...more] = cellsOf([`${prose(text)}`, "end"]);
        expect(more).toEqual(["end"]);
        expect(plain(decode(cell.replace(/<\/?a\b[^>]*>/g, "")))).toBe(plain(seen(text)));
      }),
      { numRuns: 500 },
    );
  });
});

test("a table without rows is left out, and so are the blank lines around it", () => {
  expect(blocks([fixed("a")], table(["x"], []), [fixed("b")]).map(({ text }) => text)).toEqual([
    "a",
    "",
    "b",
  ]);
});

test("a fence is longer than what it holds", () => {
  expect(codeBlock("sh", [fixed("a ```` b")]).map(({ text }) => text)).toEqual([
    "`````sh",
    "a ```` b",
    "`````",
  ]);
});

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { label, nodeId } from "../../../src/backends/mermaid/label.ts";
import { parseFlowchart } from "./parser.ts";

async function read(...lines: readonly string[]): Promise<string | undefined> {
  const { nodes } = await parseFlowchart(`graph LR\n  a[${label(...lines)}]\n`);
  return nodes.length === 1 ? nodes[0]?.text : undefined;
}

describe("label", () => {
  test.each([
    ["words stand for themselves", "database (MySQL)", '"database (MySQL)"'],
    ["an address", "127.0.0.1:3306 → 3306", '"127.0.0.1:3306 → 3306"'],
    ["an ampersand between blanks", "Management & UI", '"Management & UI"'],
    ["quotes and brackets", '"]', '"#34;#93;"'],
    ["what looks like an entity", "#34; &amp;", '"#35;34#59; #38;amp#59;"'],
    ["HTML", "<b>", '"#60;b#62;"'],
    ["a directive", "%%{init", '"#37;#37;#123;init"'],
    ["Markdown and formulas", "`*$$", '"#96;#42;#36;#36;"'],
    ["a list", "1. one", '"1#46; one"'],
    ["what would end an entity early", "style: x", '"#115;tyle: x"'],
    ["other scripts", "журнал 日志", '"журнал 日志"'],
    ["control characters", "a\u0000b\nc", '"a b c"'],
  ])("%s", (_, text, expected) => {
    expect(label(text)).toBe(expected);
  });

  test("lines", () => {
    expect(label("one", "two")).toBe('"one<br/>two"');
  });

  test.each([
    "end",
    "click a b",
    "graph LR",
    "a --> b",
    "subgraph",
    "%% no comment",
    "---",
    "classDef x y",
    "A & B",
    "o--o",
  ])("Mermaid reads %j as a text", async (text) => {
    expect(await read(text)).toBe(text);
  });

  test("Mermaid reads any text as it is", async () => {
    // What cannot be shown becomes a blank; a label is trimmed.
    const shown = (text: string) => text.replace(/\p{Cc}|\p{Cs}/gu, " ").trim();
    const hostile = fc.string({
      unit: fc.oneof(
        fc.constantFrom(
          ..."\"'`#;&<>[](){}|%$*_~-=.:/\\ \n@^!?+,".split(""),
          "style:",
          "classDef",
          "end",
          "%%{",
          "-->",
        ),
        fc.string({ unit: "binary", minLength: 1, maxLength: 1 }),
      ),
      minLength: 1,
      maxLength: 20,
    });
    await fc.assert(
      fc.asyncProperty(hostile, async (text) => {
        fc.pre(shown(text) !== "" && !/[ﬂ¶]/.test(text));
        expect((await read(text))?.trim()).toBe(shown(text));
      }),
      { numRuns: 60 },
    );
  });
});

describe("nodeId", () => {
  test("is the component's id with underscores, as in the specification", () => {
    expect(nodeId("results-cache-indices-creator")).toBe("results_cache_indices_creator");
  });
  test.each([
    "end",
    "graph",
    "style-guide",
    "default",
    "click",
    "subgraph",
    "class",
    "endpoint",
    "linkStyle",
  ])("%s can name a node", async (id) => {
    const { nodes, edges } = await parseFlowchart(
      `graph LR\n  ${nodeId(id)}["x"]\n  a -->|x| ${nodeId(id)}\n  ${nodeId(id)} --> o1\n`,
    );
    expect(nodes.map((node) => node.id)).toEqual([nodeId(id), "a", "o1"]);
    expect(edges).toHaveLength(2);
  });
});

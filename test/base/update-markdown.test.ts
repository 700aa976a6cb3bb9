import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DIAGRAM_END, DIAGRAM_START, updateMarkdown } from "../../src/base/update-markdown.ts";

const DIAGRAM = "graph LR\n  a --> b\n";
const BLOCK = "```mermaid\ngraph LR\n  a --> b\n```\n";

/** The new text, or the problem with its line. */
function update(markdown: string): string {
  const result = updateMarkdown(markdown, DIAGRAM);
  return result.ok ? result.text : `${result.line ?? "-"}: ${result.problem}`;
}

describe("updateMarkdown", () => {
  test("replaces what stands between the markers", () => {
    const old = `# CLP\n\n${DIAGRAM_START}\nold\n\`\`\`\nolder\n${DIAGRAM_END}\n\nMore.\n`;
    expect(update(old)).toBe(`# CLP\n\n${DIAGRAM_START}\n${BLOCK}${DIAGRAM_END}\n\nMore.\n`);
  });
  test("fills an empty place, at the end of a file without a last line break too", () => {
    expect(update(`${DIAGRAM_START}\n${DIAGRAM_END}`)).toBe(`${DIAGRAM_START}\n${BLOCK}${DIAGRAM_END}`);
  });
  test("leaves a fresh diagram as it is", () => {
    const fresh = `${DIAGRAM_START}\n${BLOCK}${DIAGRAM_END}\n`;
    expect(update(fresh)).toBe(fresh);
  });
  test("keeps CRLF, and line breaks elsewhere as they are", () => {
    expect(update(`a\nb\r\n${DIAGRAM_START}\r\n${DIAGRAM_END}\r\nc\n`)).toBe(
      `a\nb\r\n${DIAGRAM_START}\r\n${BLOCK.replaceAll("\n", "\r\n")}${DIAGRAM_END}\r\nc\n`,
    );
  });
  test("keeps the indent of a list", () => {
    expect(update(`- x\n\n  ${DIAGRAM_START}\n  ${DIAGRAM_END}\n`)).toBe(
      `- x\n\n  ${DIAGRAM_START}\n  \`\`\`mermaid\n  graph LR\n    a --> b\n  \`\`\`\n  ${DIAGRAM_END}\n`,
    );
  });
  test("takes markers in code for examples", () => {
    const example = `~~~md\n${DIAGRAM_START}\n\`\`\`\n~~~\n`;
    expect(update(`${example}${DIAGRAM_START}\n${DIAGRAM_END}\n`)).toBe(
      `${example}${DIAGRAM_START}\n${BLOCK}${DIAGRAM_END}\n`,
    );
  });
  test.each([
    ["no markers", "# CLP\n", "-: The markers of the diagram are missing"],
    ["no start", `x\n${DIAGRAM_END}\n`, `2: The marker ${DIAGRAM_START} is missing`],
    ["no end", `x\n${DIAGRAM_START}\n`, `2: The marker ${DIAGRAM_END} is missing`],
    [
      "two starts",
      `${DIAGRAM_START}\n${DIAGRAM_START}\n${DIAGRAM_END}\n`,
      `2: The marker ${DIAGRAM_START} stands there twice`,
    ],
    [
      "two ends",
      `${DIAGRAM_START}\n${DIAGRAM_END}\n${DIAGRAM_END}\n`,
      `3: The marker ${DIAGRAM_END} stands there twice`,
    ],
    [
      "swapped",
      `${DIAGRAM_END}\n${DIAGRAM_START}\n`,
      `1: The marker ${DIAGRAM_END} comes before ${DIAGRAM_START}`,
    ],
    [
      "within a line",
      `see ${DIAGRAM_START} and ${DIAGRAM_END}\n`,
      "-: The markers of the diagram are missing",
    ],
  ])("%s", (_, markdown, expected) => {
    expect(update(markdown)).toBe(expected);
  });
  test("changes nothing outside, and nothing the second time", () => {
    const word = fc.constantFrom("a", "\n", "\r\n", "\r", " ", "```", "#", "<!--", "é");
    const anyText = fc.array(word).map((words) => words.join(""));
    fc.assert(
      fc.property(anyText, anyText, anyText, (before, between, after) => {
        fc.pre(!before.includes("```"));
        const parts = [before, DIAGRAM_START, between, DIAGRAM_END, after];
        const result = updateMarkdown(parts.join("\n"), DIAGRAM);
        expect(result.ok).toBe(true);
        if (!result.ok) return;
        expect(result.text.startsWith(`${before}\n${DIAGRAM_START}\n`)).toBe(true);
        expect(result.text.endsWith(`${DIAGRAM_END}\n${after}`)).toBe(true);
        expect(updateMarkdown(result.text, DIAGRAM)).toMatchObject({ ok: true, text: result.text });
        expect(result.text.split(/\r\n|\n|\r/)[result.line - 1]).toBe(DIAGRAM.split("\n")[0]);
      }),
    );
  });
});

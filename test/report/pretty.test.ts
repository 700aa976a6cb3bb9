import { stripVTControlCharacters } from "node:util";
import { describe, expect, test } from "vitest";
import type { Diagnostic } from "../../src/base/diagnostic.ts";
import type { SourceText } from "../../src/base/source-text.ts";
import { formatDiagnostics } from "../../src/report/report.ts";
import { DIAGNOSTICS, finding, SECRET, source, TEXTS } from "./sample.ts";

const plain = { color: false, version: "1.2.3" };

/** What is printed for diagnostics of one text, without the line of counts. */
async function pretty(text: SourceText, diagnostics: readonly Diagnostic[], width?: number): Promise<string> {
  const printed = await formatDiagnostics("pretty", diagnostics, { [text.file]: text }, { ...plain, width });
  return printed.slice(0, printed.trimEnd().lastIndexOf("\n\n") + 1);
}

/** The frame of one span. */
async function frame(marked: string, label = "here", width?: number): Promise<readonly string[]> {
  const text = source(marked);
  const printed = await pretty(text, [finding({ span: text.spans[0], label })], width);
  return printed.trimEnd().split("\n").slice(1);
}

describe("a finding", () => {
  test("says what, where with a frame, why, and the way out", async () => {
    expect(await formatDiagnostics("pretty", DIAGNOSTICS, TEXTS, plain)).toBe(
      `error[CLP6103]: Cannot use port 99999: expected 1 to 65535, 100% sure
 --> etc/clp-config.yaml:6:9
  |
4 | database:
5 |   host: localhost
6 |   port: 99999
  |         ^^^^^ too large
7 | webiu:
  |
 ::: etc/clp-config.yaml:9:9
  |
7 | webiu:
8 |   host: "100%, :here"
9 |   port: 4000
  |         ---- this one is right
  |
  = note: A port is a number of 16 bits

error[CLP6101]: Unknown key "webiu"
 --> etc/clp-config.yaml:7:1
  |
6 |   port: 99999
7 | webiu:
  | ^^^^^
8 |   host: "100%, :here"
  |
  = help: Did you mean "webui"?
  |
7 - webiu:
7 + webui:

warning[CLP6105]: The password is weak
 --> etc/credentials.yaml:3:13
  |
1 | database:
2 |   username: ••••••
3 |   password: ••••••
  |             ^^^^^^
  |
  = help: Choose another

note[CLP6109]: No place has this
  = note: A fact

2 errors, 1 warning, 1 note
`,
    );
  });

  test("is coloured only when that is asked for", async () => {
    const plainText = await formatDiagnostics("pretty", DIAGNOSTICS, TEXTS, plain);
    const colored = await formatDiagnostics("pretty", DIAGNOSTICS, TEXTS, { ...plain, color: true });
    expect(plainText).not.toContain("\x1b");
    expect(colored).toContain("\x1b[1;31merror[CLP6103]");
    expect(stripVTControlCharacters(colored)).toBe(plainText);
  });

  test("nothing to say is nothing printed", async () => {
    expect(await formatDiagnostics("pretty", [], TEXTS, plain)).toBe("");
  });

  test("at most 100, errors first to be kept, and how many more", async () => {
    const text = source("a: 1\n".repeat(150));
    const at = (line: number) => ({ file: "config", start: line * 5, end: line * 5 + 1 }) as const;
    const many = Array.from({ length: 150 }, (_, line) =>
      finding({ span: at(line), severity: line < 60 ? "warning" : "error", message: `No ${line}` }),
    );
    const printed = await formatDiagnostics("pretty", many, { config: text }, plain);
    expect(printed.match(/^(?:error|warning)\[/gm)).toHaveLength(100);
    expect(printed).toContain("error[CLP6101]: No 149");
    expect(printed).toContain("warning[CLP6101]: No 9\n");
    expect(printed).not.toContain("No 10\n");
    expect(printed).toContain("… and 50 more: 50 warnings\n");
    expect(printed.endsWith("\n90 errors, 60 warnings\n")).toBe(true);
  });
});

describe("a frame", () => {
  test("shows the keys that enclose the place", async () => {
    expect(await frame("a:\n  x: 1\n  b:\n    # why\n    c: 1\n    d:\n      e: ‹2›\n      f: 3\n")).toEqual([
      " --> etc/clp-config.yaml:7:10",
      "  |",
      "1 | a:",
      "2 |   x: 1",
      "3 |   b:",
      "...",
      "6 |     d:",
      "7 |       e: 2",
      "  |          ^ here",
      "8 |       f: 3",
    ]);
  });

  test("counts tabs as what they are shown as", async () => {
    expect(await frame("a:\n\t\tb: ‹c›\n")).toEqual([
      " --> etc/clp-config.yaml:2:6",
      "  |",
      "1 | a:",
      "2 |         b: c",
      "  |            ^ here",
    ]);
  });

  test("ends lines at CRLF, LF and CR", async () => {
    expect(await frame("a: 1\r\nb: ‹2›\r\nc: 3\rd: 4")).toEqual([
      " --> etc/clp-config.yaml:2:4",
      "  |",
      "1 | a: 1",
      "2 | b: 2",
      "  |    ^ here",
      "3 | c: 3",
    ]);
  });

  test("knows wide, combining and composed characters", async () => {
    const caret = async (marked: string) => (await frame(marked, "x"))[3];
    expect(await caret("日本: ‹語›\n")).toBe("  |       ^^ x");
    expect(await caret("ne\u0301e\u0301: ‹1›\n")).toBe("  |      ^ x");
    expect(await caret("👩‍👩‍👧: ‹1›\n")).toBe("  |     ^ x");
    expect(await caret("é: ‹e\u0301›\n")).toBe("  |    ^ x");
  });

  test("shows what does not print by its code point", async () => {
    const printed = (await frame("a: \x1b[31m\u200b‹b›\u202e\n")).join("\n");
    expect(printed).toContain("1 | a: <U+001B>[31m<U+200B>b<U+202E>\n");
    expect(printed).toContain(`  | ${" ".repeat(3 + 8 + 4 + 8)}^ here`);
  });

  test("an empty span has one caret, also at the end of the text", async () => {
    expect((await frame("a: ‹›b\n")).slice(2)).toEqual(["1 | a: b", "  |    ^ here"]);
    expect((await frame("a: b‹›")).slice(2)).toEqual(["1 | a: b", "  |     ^ here"]);
    expect((await frame("a: b\n‹›")).slice(1)).toEqual(["  |", "1 | a: b", "2 |", "  | ^ here"]);
    expect((await frame("‹›")).slice(1)).toEqual(["  |", "1 |", "  | ^ here"]);
  });

  test("draws a bar along a span of several lines", async () => {
    expect((await frame("x: 1\n‹a:\n  b: 1\n  c: 2\n›y: 1\n")).slice(1)).toEqual([
      "  |",
      "1 |   x: 1",
      "2 | / a:",
      "3 | |   b: 1",
      "4 | |   c: 2",
      "  | |______^ here",
      "5 |   y: 1",
    ]);
    expect((await frame("a: ‹{ b: 1,\n  c: 2 }›\n")).slice(1)).toEqual([
      "  |",
      "1 |   a: { b: 1,",
      "  |  ____^",
      "2 | |   c: 2 }",
      "  | |________^ here",
    ]);
  });

  test("leaves out the middle of a long span", async () => {
    const inside = Array.from({ length: 20 }, (_, index) => `  k${index}: 1\n`).join("");
    expect((await frame(`‹a:\n${inside}›b: 1\n`)).slice(2)).toEqual([
      " 1 | / a:",
      " 2 | |   k0: 1",
      "...  |",
      "20 | |   k18: 1",
      "21 | |   k19: 1",
      "   | |________^ here",
      "22 |   b: 1",
    ]);
  });

  test("cuts a long line around the place", async () => {
    const lines = await frame(`a: ${"x".repeat(200)}‹yyy›${"z".repeat(200)}\n`, "here", 60);
    for (const line of lines) expect(line.replace(/ here$/, "").length).toBeLessThanOrEqual(60);
    expect(lines[2]).toMatch(/^1 \| …x+y{3}z+…$/);
    expect(lines[3]!.indexOf("^^^")).toBe(lines[2]!.indexOf("yyy"));
  });

  test("a line of a megabyte is no trouble", async () => {
    const lines = await frame(`{${'"é": 1, '.repeat(130_000)}‹"b"›: 2}`);
    expect(lines[2]).toContain('"b"');
    expect(lines[3]!.indexOf("^^^")).toBe(lines[2]!.indexOf('"b"'));
  });

  test("wraps its words at the terminal's width", async () => {
    const text = source("‹a›: 1\n");
    const note = "word ".repeat(30).trim();
    const printed = await pretty(text, [finding({ span: text.spans[0], notes: [note], message: note })], 50);
    for (const line of printed.split("\n")) expect(line.length).toBeLessThanOrEqual(50);
    expect(printed).toContain("\n          word");
  });
});

describe("a masked range", () => {
  test("looks the same whatever it hides, and carets follow its look", async () => {
    const secret = async (value: string) =>
      (await frame(`{password: "«${value}»", ‹usr›: 1}\n`)).slice(2).join("\n");
    expect(await secret("x")).toBe('1 | {password: "••••••", usr: 1}\n  |                      ^^^ here');
    expect(await secret("quite a long one")).toBe(await secret("x"));
    expect(await secret("日本")).toBe(await secret("x"));
  });

  test("is masked in neighbours, over several lines, and in the part of it that a span covers", async () => {
    expect((await frame("a: |\n«  one\n  two»\nb: ‹1›\n")).slice(2)).toEqual([
      "3 | ••••••",
      "4 | b: 1",
      "  |    ^ here",
    ]);
    expect((await frame("a: 'x«abc‹d»›'\n")).slice(2)).toEqual(["1 | a: 'x••••••'", "  |      ^^^^^^ here"]);
  });

  test("does not tell by its end, or by a place within it, how long it is", async () => {
    const text = source("a: ‹«hunter2»›\nb: «hun‹ter›2»\n");
    const diagnostics = text.spans.map((span) => finding({ span }));
    const report = JSON.parse(await formatDiagnostics("json", diagnostics, { config: text }, plain));
    expect(report.diagnostics).toMatchObject([
      { line: 1, column: 4, endLine: 1, endColumn: 4 },
      { line: 2, column: 4, endLine: 2, endColumn: 4 },
    ]);
  });

  test("is masked in a fix", async () => {
    const text = source("a: {b: «hunter2», ‹c›: 1}\n");
    const printed = await pretty(text, [
      finding({ span: text.spans[0], fix: [{ span: text.spans[0]!, text: "d" }] }),
    ]);
    expect(printed).toContain("1 - a: {b: ••••••, c: 1}\n1 + a: {b: ••••••, d: 1}\n");
  });

  test("stays out of every format, and so does a fix that would hold it", async () => {
    for (const format of ["pretty", "json", "sarif", "github", "junit"] as const) {
      const printed = await formatDiagnostics(format, DIAGNOSTICS, TEXTS, plain);
      expect(printed).toContain("The password is weak");
      expect(printed).not.toContain(SECRET);
    }
  });
});

test("a fix of several lines is shown as the lines that it changes", async () => {
  const text = source("a: 1\n‹b: 2\n›c: 3\nd: ‹4›\n");
  const fix = [
    { span: text.spans[1]!, text: "5" },
    { span: text.spans[0]!, text: "" },
  ];
  expect(await pretty(text, [finding({ span: text.spans[0], fix })])).toContain(
    "2 - b: 2\n3 - c: 3\n4 - d: 4\n2 + c: 3\n3 + d: 5\n",
  );
});

/** Where findings stand, whatever the style of the text: line and column as an editor counts them. */
import { describe, expect, test } from "vitest";
import { formatDiagnostics } from "../../src/report/report.ts";
import { validate } from "../compiler.ts";
import { under } from "../frames.ts";
import { check } from "./check.ts";

/** What a terminal shows. */
async function shown(config: string | Uint8Array): Promise<string> {
  const { diagnostics, texts } = validate({ config: { name: "c.yaml", content: config } });
  return formatDiagnostics("pretty", diagnostics, texts, { color: false, version: "" });
}

describe("one mistake, in every style", () => {
  test.each([
    ["block style", "webui:\n  port: 70000\n", "2:9"],
    ["flow style", "webui: {host: localhost, port: 70000}\n", "1:32"],
    ["flow style over lines", "webui: {\n  host: localhost,\n  port: 70000\n}\n", "3:9"],
    ["JSON", '{\n\t"webui": {\n\t\t"port": 70000\n\t}\n}\n', "3:11"],
    ["an explicit key", "? webui\n:\n  ? port\n  : 70000\n", "4:5"],
    ["an anchor before it", "webui:\n  port: &p 70000\n", "2:12"],
    ["a tag before it", "webui:\n  port: !!int 70000\n", "2:15"],
    ["tabs as white space", "webui:\t# public\n  port:\t70000\t# high\n", "2:9"],
    ["CR", "# a\rwebui:\r  port: 70000 # high\r", "3:9"],
    ["CRLF", "# a\r\nwebui:\r\n  port: 70000\r\n", "3:9"],
    ["a byte order mark", "\ufeffwebui: {port: 70000}\n", "1:15"],
    ["wide characters before it", "webui: {host: 四千.example, port: 70000}\n", "1:33"],
    ["a character of two code units before it", 'results_cache: {db_name: "😀", port: 70000}\n', "1:38"],
    ["no line break at the end", "webui:\n  port: 70000", "2:9"],
    ["comments and blank lines", "\n# a\n\nwebui:\n\n  # b\n  port: 70000 # c\n", "7:9"],
    ["a directive", "%YAML 1.2\n---\nwebui:\n  port: 70000\n", "4:9"],
  ])("%s", async (_, text, place) => {
    const findings = text.includes("四千") ? under(text, "四千.example", "CLP2016") : text;
    // A byte order mark is no part of the text.
    check(
      text.startsWith("\ufeff")
        ? under(text.slice(1), "70000", "CLP2004")
        : under(findings, "70000", "CLP2004"),
    );
    expect(await shown(text)).toContain(`c.yaml:${place}\n`);
  });

  test("through an alias: at the alias, with the value beside it", async () => {
    const text = "webui:\n  port: &p 70000\napi_server:\n  port: *p\n";
    check(under(under(text, "70000", "CLP2004"), "*p", "CLP2004"));
    expect(await shown(text)).toContain(" ::: c.yaml:2:12\n");
  });

  test("a mapping that two keys share has its mistakes once", () => {
    check(`
      database: &it {prot: 1}
                     ^^^^ CLP2001
      queue: *it
    `);
  });

  test("through a merge key: where the value stands", () => {
    check(`
      database: &it {port: 70000}
                           ^^^^^ CLP2004
      queue:
        <<: *it
    `);
    check(`
      queue:
        <<: {port: 70000}
                   ^^^^^ CLP2004
    `);
  });

  test("what a merge key brings is known there: an unknown key stands where it is written", () => {
    check(`
      queue:
        <<: {prot: 1}
             ^^^^ CLP2001
    `);
  });
});

describe("at the right place", () => {
  test("the key for an unknown key", () =>
    check(`
    webui: {prrt: 4001}
            ^^^^ CLP2001
  `));
  test("the value for a wrong value", () =>
    check(`
    webui: {port: 0}
                  ^ CLP2004
  `));
  test("the mapping for something missing", () => {
    check(`
      a: 1
      ^ CLP2001
      presto:
      ^^^^^^ CLP2003
        host: p
    `);
  });
  test("both ends of a conflict", async () => {
    const text = "webui: {port: 3001}\napi_server: {port: 3001}\n";
    const said = await shown(text);
    expect(said).toMatch(/ --> c\.yaml:[12]:\d+/);
    expect(said).toMatch(/ ::: c\.yaml:[12]:\d+/);
  });
  test("the default's rule where one end is a default", async () => {
    expect(await shown("webui: {port: 3001}\n")).toContain("default of api_server.port in CLP v0.9.0: 3001");
  });
});

describe("carets", () => {
  test("under tabs, wide characters and what follows them", async () => {
    expect(await shown("webui:\t{port: 0}\n")).toContain("1 | webui:    {port: 0}\n  |                  ^\n");
    expect(await shown('package: {storage_engine: "四千", query_engine: x}\n')).toContain(
      '1 | package: {storage_engine: "四千", query_engine: x}\n  |                           ^^^^^^\n',
    );
  });
  test("CRLF leaves no trace", async () => {
    const unix = await shown("webui:\n  port: 0\n");
    expect(await shown("webui:\r\n  port: 0\r\n")).toBe(unix);
    expect(await shown(new TextEncoder().encode("\ufeffwebui:\n  port: 0\n"))).toBe(unix);
  });
});

describe("all at once, and not too much", () => {
  const many = (count: number): string =>
    `redis: {\n${Array.from({ length: count }, (_, index) => `  zzzzz${index}q: 1,`).join("\n")}\n}\n`;

  test("100 findings are printed, and then how many more", async () => {
    const said = await shown(many(150));
    expect(said.match(/^error\[/gm)?.length).toBe(100);
    expect(said).toContain("… and 50 more: 50 errors\n");
    expect(said).toMatch(/150 errors\n$/);
    expect(await shown(many(100))).not.toContain("more:");
  });

  test.each([
    ["an unknown section and what stands for it", "databse: 1\n"],
    ["an unknown key and its value", "webui: {prot: 99999}\n"],
    ["a section that is no mapping and its keys", "webui: [1]\n"],
    ["a key that is null", "webui: {port: null}\n"],
    ["a wrong port and its collision", "webui: {port: 3001.5}\n"],
    ["a wrong type of a storage and its keys", "archive_output: {storage: {type: s4, directory: /x}}\n"],
    ["keys that are not indented", "webui:\nport: 4001\nhost: localhost\n"],
    ["a brace that is not closed", "webui: {port: 4001\n"],
    ["a tab", "webui:\n\tport: 4001\n"],
    [
      "an engine that is none, and what follows from it",
      "package: {storage_engine: clps, query_engine: clps}\n",
      2,
    ],
    ["a wrong scheduler", "compression_scheduler: {type: spidr}\nspider_scheduler: {}\n"],
  ])("%s: one finding", (_, text, count = 1) => {
    const { diagnostics } = validate({ config: { name: "c.yaml", content: text } });
    expect(diagnostics.map(({ code, message }) => `${code} ${message}`)).toHaveLength(count);
  });
});

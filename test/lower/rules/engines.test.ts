import { describe, expect, test } from "vitest";
import { under } from "../../frames.ts";
import { CLP_TEXT, check, checked, codes, fixed, onS3, PRESTO, says } from "./check.ts";

describe("the pair of engines", () => {
  test.each([
    ["clp-s", "clp-s", []],
    ["clp-s", "clp", ["CLP3001"]],
    ["clp", "clp-s", ["CLP3001", "CLP3004", "CLP3004"]],
    ["clp", "clp", ["CLP3004", "CLP3004"]],
  ])("%s with %s", (storage, query, expected) => {
    codes(`package: {storage_engine: ${storage}, query_engine: ${query}}`, ...expected);
  });

  test("is shown at the query engine, or at what was written", () => {
    check(`
      package: {storage_engine: clp-s, query_engine: clp}
                                                     ^^^ CLP3001
    `);
    const [first] = checked(
      `
      package: {storage_engine: clp}
                                ^^^ CLP3001
      api_server: null
      log_ingestor: null
    `,
    );
    expect(first!.notes).toEqual(['default of package.query_engine in CLP v0.9.0: "clp-s"']);
  });

  test("presto searches what clp-s stores alone", () => {
    check(
      `${PRESTO.replace("{query", "{storage_engine: clp, query")}log_ingestor: null`,
      `
      package: {storage_engine: clp, query_engine: presto}
                                                   ^^^^^^ CLP3001
    `,
    );
  });

  test("an engine that is no engine says nothing else", () => {
    codes(
      "package: {storage_engine: clp, query_engine: prest}\napi_server: null\nlog_ingestor: null",
      "CLP2005",
    );
    codes("package: {storage_engine: clpp}\nmcp_server: {}", "CLP2005");
  });
});

describe("Presto", () => {
  test("is complete", () => check(PRESTO));

  test("needs its section, null or not written", () => {
    check(
      PRESTO.replace(/presto: .*\n/, ""),
      `
      package: {query_engine: presto}
                              ^^^^^^ CLP3002
    `,
    );
    check(
      PRESTO.replace(/presto: .*\n/, "presto: null\n"),
      `
      presto: null
              ^^^^ CLP3002
    `,
    );
  });

  test("D25: has no retention: the default of 60 counts", () => {
    const config = PRESTO.replace(/results_cache.*\n/, "");
    says(
      config,
      "Cannot use Presto with results_cache.retention_period 60: it must be null",
      "Write `results_cache: {retention_period: null}`",
    );
    check(
      config,
      `
      package: {query_engine: presto}
                              ^^^^^^ CLP3003
    `,
    );
  });

  test("both periods are reported, and mended", () => {
    const config = `${PRESTO.replace("retention_period: null", "retention_period: 90")}archive_output: {retention_period: 10}\n`;
    check(
      config,
      `
      results_cache: {retention_period: 90}
                                        ^^ CLP3003
      archive_output: {retention_period: 10}
                                         ^^ CLP3003
    `,
    );
    check(fixed(config));
  });
});

describe("D26: the storage engine clp", () => {
  test("is complete", () => check(CLP_TEXT));

  test("has no API server, log ingestor, MCP server, all at once, by default or written", () => {
    check(
      `
      package: {storage_engine: clp}
                                ^^^ CLP3001
                                ^^^ CLP3004
      api_server: {}
                  ^^ CLP3004
      mcp_server: {}
                  ^^ CLP3004
    `,
    );
  });

  test("has nothing on S3", () => {
    const s3 = `logs_input: {type: s3, aws_authentication: {type: ec2}}\n${onS3("archive_output")}${onS3("stream_output")}`;
    const marked = s3.split("\n").map((line) => (line === "" ? line : under(line, "s3", "CLP3005")));
    check(CLP_TEXT + marked.join("\n"));
  });
});

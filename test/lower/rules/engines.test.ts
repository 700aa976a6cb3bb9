import { describe, expect, test } from "vitest";
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
    check("package: {storage_engine: clp-s, query_engine: clp}", "CLP3001 clp-config.yaml:1:48");
    const [first] = checked(
      `package: {storage_engine: clp}\napi_server: null\nlog_ingestor: null`,
      "CLP3001 clp-config.yaml:1:27",
    );
    expect(first!.notes).toEqual(['default of package.query_engine in CLP v0.9.0: "clp-s"']);
  });

  test("presto searches what clp-s stores alone", () => {
    check(
      `${PRESTO.replace("{query", "{storage_engine: clp, query")}log_ingestor: null`,
      "CLP3001 clp-config.yaml:1:46",
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
    check(PRESTO.replace(/presto: .*\n/, ""), "CLP3002 clp-config.yaml:1:25");
    check(PRESTO.replace(/presto: .*\n/, "presto: null\n"), "CLP3002 clp-config.yaml:2:9");
  });

  test("D25: has no retention: the default of 60 counts", () => {
    const config = PRESTO.replace(/results_cache.*\n/, "");
    says(
      config,
      "Cannot use Presto with results_cache.retention_period 60: it must be null",
      "Write `results_cache: {retention_period: null}`",
    );
    check(config, "CLP3003 clp-config.yaml:1:25");
  });

  test("both periods are reported, and mended", () => {
    const config = `${PRESTO.replace("retention_period: null", "retention_period: 90")}archive_output: {retention_period: 10}\n`;
    check(config, "CLP3003 clp-config.yaml:3:35", "CLP3003 clp-config.yaml:5:36");
    check(fixed(config));
  });
});

describe("D26: the storage engine clp", () => {
  test("is complete", () => check(CLP_TEXT));

  test("has no API server, log ingestor, MCP server, all at once, by default or written", () => {
    check(
      "package: {storage_engine: clp}\napi_server: {}\nmcp_server: {}",
      "CLP3001 clp-config.yaml:1:27",
      "CLP3004 clp-config.yaml:1:27",
      "CLP3004 clp-config.yaml:2:13",
      "CLP3004 clp-config.yaml:3:13",
    );
  });

  test("has nothing on S3", () => {
    const s3 = `logs_input: {type: s3, aws_authentication: {type: ec2}}\n${onS3("archive_output")}${onS3("stream_output")}`;
    check(
      CLP_TEXT + s3,
      "CLP3005 clp-config.yaml:4:20",
      "CLP3005 clp-config.yaml:5:34",
      "CLP3005 clp-config.yaml:6:33",
    );
  });
});

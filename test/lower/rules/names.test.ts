import { describe, test } from "vitest";
import { under } from "../../frames.ts";
import { check, codes, PRESTO, SPIDER, says } from "./check.ts";

describe("databases", () => {
  test("CLP's and Spider's differ", () => {
    check(`
      database: {names: {clp: x, spider: x}}
                                         ^ CLP3050
    `);
    check(`
      database: {names: {clp: spider-db}}
                              ^^^^^^^^^ CLP3050
    `);
  });
  test.each(["clp", "clp-db", "clp_db", "CLP$1", "a".repeat(64)])("%s is a name", (name) =>
    codes(`database: {names: {clp: "${name}"}}`),
  );
  test.each([
    ["clp`db", "it has other characters than letters, digits, _, - and $"],
    ["clp db", "it has other characters than letters, digits, _, - and $"],
    ["clp.db", "it has other characters than letters, digits, _, - and $"],
    ["a".repeat(65), "it has 65 characters, and at most 64 are allowed"],
    ["MySQL", "the server keeps its own tables there"],
  ])("%s: %s", (name, why) => {
    says(`database: {names: {clp: "${name}"}}`, `Cannot use "${name}" as the name of a database: ${why}`);
  });
  test("Spider's has fewer characters, where Spider runs", () => {
    check(
      `${SPIDER}database: {names: {spider: a$b}}`,
      `
      database: {names: {spider: a$b}}
                                 ^^^ CLP3061
    `,
    );
    codes("database: {names: {spider: a$b}}");
    codes("database: {names: {spider: a b}}", "CLP3051");
  });
  test("Presto's set-up knows clp-db alone", () => {
    check(
      `${PRESTO}database: {names: {clp: x}}`,
      `
      database: {names: {clp: x}}
                              ^ CLP4006
    `,
    );
    codes(`${PRESTO}database: {names: {clp: clp-db}}`);
  });
});

describe("the results cache", () => {
  test.each(["a.b", "a b", "a/b", "a$b", "admin", "LOCAL", "a".repeat(64), "ä"])(
    "%s is no database",
    (name) => check(under(`results_cache: {db_name: "${name}"}`, `"${name}"`, "CLP3052")),
  );
  test.each(["clp-query-results", "a_1", "a".repeat(63)])("%s is one", (name) =>
    codes(`results_cache: {db_name: ${name}}`),
  );
  test.each(["a$b", "system.x", "2026", "-x", "é".repeat(130)])("%s is no collection", (name) =>
    check(under(`results_cache: {stream_collection_name: "${name}"}`, `"${name}"`, "CLP3053")),
  );
  test.each(["a.b", "my streams", "a".repeat(200), "2026-01"])("%s is one", (name) =>
    codes(`results_cache: {stream_collection_name: "${name}"}`),
  );
  test("the web UI's collection is no argument", () =>
    codes('webui: {results_metadata_collection_name: "-x"}'));
  test("two purposes are two collections", () => {
    check(`
      webui: {results_metadata_collection_name: stream-files}
                                                ^^^^^^^^^^^^ CLP4008
    `);
  });
  test("the MCP server knows one name", () => {
    check(`
      mcp_server: {}
      webui: {results_metadata_collection_name: x}
                                                ^ CLP4007
    `);
    codes("webui: {results_metadata_collection_name: x}");
  });
});

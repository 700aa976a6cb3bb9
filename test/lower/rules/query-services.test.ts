/** Query services that may be null one by one: who still asks them. */
import { describe, test } from "vitest";
import { check, codes } from "./check.ts";

const NEWEST = 'clp_version: "0.13.0"\n';
const OFF = "telemetry: {disable: true}\n";
const PRESTO =
  "webui: {query_engine: presto}\npresto: {host: presto-coordinator, port: 8080}\nresults_cache: {retention_period: null}\n";

describe("E4: searches that nobody answers", () => {
  test.each(["query_scheduler", "query_worker"])("without %s, of web UI and API server", (section) =>
    codes(
      {
        config: `${OFF}${section}: null\n${section === "query_scheduler" ? "reducer: null\n" : ""}`,
        site: NEWEST,
      },
      "CLP4082",
      "CLP4082",
    ),
  );

  test("of the MCP server, too", () =>
    codes(
      { config: `${OFF}query_worker: null\napi_server: null\nmcp_server: {}\n`, site: NEWEST },
      "CLP4082",
      "CLP4082",
    ));

  test("none, where Presto answers and nobody else takes any", () =>
    check({
      config: `${OFF}${PRESTO}query_scheduler: null\nquery_worker: null\nreducer: null\napi_server: null\n`,
      site: NEWEST,
    }));

  test("an API server under Presto with CLP's own query services has who answers", () =>
    check({ config: `${OFF}${PRESTO}`, site: NEWEST }));
});

describe("E3: a reducer without a scheduler", () => {
  test("is said to end", () =>
    codes(
      {
        config: `${OFF}${PRESTO}query_scheduler: null\nquery_worker: null\napi_server: null\n`,
        site: NEWEST,
      },
      "CLP4083",
    ));
});

describe("E10: limits of time", () => {
  test("a soft one above the hard one is said", () =>
    check({
      config: `
        telemetry: {disable: true}
        compression_worker: {task_soft_time_limit: 900, task_time_limit: 600}
                                                   ^^^ CLP4085
        query_worker: {task_time_limit: 300}
                                        ^^^ CLP4085
      `,
      site: NEWEST,
    }));

  test.each([
    "{task_soft_time_limit: 600, task_time_limit: 600}",
    "{task_time_limit: 0}",
    "{task_soft_time_limit: 0}",
  ])("%s is fine", (worker) => check({ config: `${OFF}compression_worker: ${worker}\n`, site: NEWEST }));
});

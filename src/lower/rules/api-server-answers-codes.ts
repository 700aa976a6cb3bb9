/** What the rules of `api-server-answers.ts` report. */
import type { CodeTable } from "../../base/code-entry.ts";

export const API_SERVER_CODES = {
  CLP4004: {
    severity: "warning",
    title: "API server without query services",
    explanation:
      "The API server hands searches to CLP's own query services, which do not run where Presto answers queries: the searches that it takes never finish.",
    wrong:
      "package: {query_engine: presto}\npresto: {host: presto-coordinator, port: 8080}\nresults_cache: {retention_period: null}",
    right:
      "package: {query_engine: presto}\npresto: {host: presto-coordinator, port: 8080}\nresults_cache: {retention_period: null}\napi_server: null",
    source: "D2, D2b",
  },
  CLP4009: {
    severity: "warning",
    title: "Polling that does not wait",
    explanation:
      "The API server doubles the time between two questions from `initial_backoff` up to `max_backoff`. From 0 it stays 0, and the database is asked without a pause; above the maximum the first wait is the longest.",
    wrong: "api_server: {query_job_polling: {initial_backoff_ms: 0}}",
    right: "api_server: {query_job_polling: {initial_backoff_ms: 100}}",
    source: "clp's api-server, fetch_results",
  },
} as const satisfies CodeTable;

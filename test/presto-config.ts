/** A config of the newest release in which Presto alone answers queries, as several tests have it. */
export const PRESTO_ALONE = `${[
  "webui: {query_engine: presto}",
  "presto: {host: presto-coordinator, port: 8080}",
  "results_cache: {retention_period: null}",
  "query_scheduler: null",
  "query_worker: null",
  "reducer: null",
  "api_server: null",
  "telemetry: {disable: true}",
].join("\n")}\n`;

/** The components of CLP's package by name. `clp/components/` has a file for each, which says all else. */

/** As in Figure 1 of the specification, with dashes; in the order in which they are emitted. */
export const COMPONENT_IDS = [
  "database",
  "queue",
  "redis",
  "results-cache",
  "db-table-creator",
  "results-cache-indices-creator",
  "compression-scheduler",
  "query-scheduler",
  "spider-scheduler",
  "compression-worker",
  "spider-compression-worker",
  "query-worker",
  "reducer",
  "api-server",
  "garbage-collector",
  "log-ingestor",
  "mcp-server",
  "webui",
  "otel-collector",
  "presto-coordinator",
  "presto-worker",
] as const;

/** What several sections of the site file are made of. */
import * as z from "zod/mini";
import { once } from "../../base/once.ts";
import { key } from "./vocabulary.ts";

/** The components, as keys have them. */
export const COMPONENTS = [
  "database",
  "queue",
  "redis",
  "results_cache",
  "db_table_creator",
  "results_cache_indices_creator",
  "spider_scheduler",
  "compression_scheduler",
  "query_scheduler",
  "compression_worker",
  "query_worker",
  "reducer",
  "webui",
  "garbage_collector",
  "api_server",
  "log_ingestor",
  "mcp_server",
  "otel_collector",
  "presto_coordinator",
  "presto_worker",
] as const;

// Docker and Kubernetes both refuse larger ids.
export const id = once(() => z.int().check(z.minimum(0), z.maximum(2147483647)));

/** A section that is null unless it is written. */
export const nullish = <T extends z.core.$ZodType>(build: () => T, description: string) =>
  key(z._default(z.nullable(z.lazy(build)), null), description);

/** The same for each of several names. */
export function perName<const Names extends readonly string[], T extends z.core.$ZodType>(
  names: Names,
  each: (name: string) => T,
) {
  return z.strictObject(
    Object.fromEntries(names.map((name) => [name, each(name)])) as Record<Names[number], T>,
  );
}

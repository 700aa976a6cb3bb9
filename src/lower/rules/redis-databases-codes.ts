/** What the rules of `redis-databases.ts` report. */
import type { CodeTable } from "../../base/code-entry.ts";

export const REDIS_CODES = {
  CLP3017: {
    severity: "error",
    title: "Redis database that the bundled Redis does not have",
    explanation:
      "The bundled Redis is configured with two databases, 0 and 1; Celery ends with `invalid DB index` at any other. An external Redis has 16 unless it says otherwise.",
    wrong: "redis: {query_backend_database: 2}",
    right: "redis: {query_backend_database: 1, compression_backend_database: 0}",
    source: "the package's redis.conf; D29",
  },
} as const satisfies CodeTable;

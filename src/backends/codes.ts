/** What CLP's chart and Kubernetes' manifests refuse alike. */
import type { CodeTable } from "../base/code-entry.ts";

export const BACKENDS_CODES = {
  CLP5204: {
    severity: "error",
    title: "External service that a pod would look for in itself",
    explanation:
      "In a pod, `localhost` and 127.0.0.1 are the pod itself. What runs on a node is reached by the node's address.",
    wrong: "bundled: [queue, redis, results_cache]    # with database.host localhost",
    right: "database: {host: db.example.com}",
    source: "D11",
  },
} as const satisfies CodeTable;

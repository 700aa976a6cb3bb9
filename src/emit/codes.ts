/** What is said of the targets that are chosen. */
import type { CodeTable } from "../base/code-entry.ts";

export const EMIT_CODES = {
  CLP4105: {
    severity: "note",
    title: "Hosts, for a cluster",
    explanation:
      "`hosts` is what Docker Compose does on several machines. Kubernetes places pods by itself, and so does the chart: both are compiled as if there were none.",
    wrong: "hosts: […]   # with --emit kubernetes",
    right: "kubernetes: {scheduling: …}",
    source: "the Kubernetes scheduler",
  },
} as const satisfies CodeTable;

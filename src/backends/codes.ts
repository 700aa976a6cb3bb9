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
  CLP5206: {
    severity: "error",
    title: "Resources that Kubernetes refuses",
    explanation:
      "A request is no larger than its limit; memory is counted in whole bytes and CPUs in thousandths; what is neither cpu, memory nor ephemeral-storage has a name with a domain, and a limit that equals the request.",
    wrong: "kubernetes: {resources: {webui: {requests: {memory: 2Gi}, limits: {memory: 1Gi}}}}",
    right: "kubernetes: {resources: {webui: {requests: {memory: 1Gi}, limits: {memory: 2Gi}}}}",
    source: "kube-apiserver v1.34.1, ValidateContainerResourceRequirements",
  },
} as const satisfies CodeTable;

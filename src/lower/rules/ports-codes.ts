/** What the rules of `ports.ts` report. */
import type { CodeTable } from "../../base/code-entry.ts";

export const PORTS_CODES = {
  CLP3040: {
    severity: "error",
    title: "One port for two services",
    explanation:
      "Two services would be published on one port of one address, and Docker starts only the first. 0.0.0.0 is every address; `localhost` is 127.0.0.1. Services that do not run or are external do not count.",
    wrong: "webui: {port: 3001}",
    right: "webui: {port: 4000}",
    source: "D27; Docker: port is already allocated",
  },
  CLP3041: {
    severity: "error",
    title: "One NodePort for two services",
    explanation:
      "A NodePort belongs to one Service in the whole cluster. Services that do not run do not count, and database and results cache only with `kubernetes.expose_databases`.",
    wrong: "kubernetes: {node_ports: {webui: 30301}}   # in the site file; 30301 is that of the API server",
    right: "kubernetes: {node_ports: {webui: 30001}}",
    source: "Kubernetes: provided port is already allocated",
  },
} as const satisfies CodeTable;

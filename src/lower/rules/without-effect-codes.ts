/** What the rules of `without-effect.ts` report. */
import type { CodeTable } from "../../base/code-entry.ts";

export const WITHOUT_EFFECT_CODES = {
  CLP4001: {
    severity: "warning",
    title: "Key without effect",
    explanation:
      "CLP accepts the key and uses another value whatever it says: the query scheduler is always at port 7000, reducers start at 14009, Presto is always `presto-coordinator:8080`, and user names and passwords come from the credentials file alone. A key that says what holds anyway is not reported.",
    wrong: "reducer: {base_port: 15000}",
    right: "reducer: {}",
    source: "clp_config.py transform_for_container; D17, D28, D32",
  },
  CLP4002: {
    severity: "warning",
    title: "Section of a component that does not run",
    explanation:
      "The section is written, and its component is not in this type of deployment, so that nothing in it has an effect.",
    wrong: "log_ingestor: {port: 3102}   # with logs_input.type: fs",
    right: "log_ingestor: null",
    source: "the deployment types of CLP",
  },
  CLP4003: {
    severity: "warning",
    title: "MCP server that does not run",
    explanation:
      "The MCP server asks CLP's own query services, which do not run where Presto answers queries. It is left out of such a deployment; CLP leaves it out silently.",
    wrong:
      "package: {query_engine: presto}\npresto: {host: presto-coordinator, port: 8080}\nresults_cache: {retention_period: null}\nmcp_server: {}",
    right:
      "package: {query_engine: presto}\npresto: {host: presto-coordinator, port: 8080}\nresults_cache: {retention_period: null}",
    source: "D2",
  },
  CLP4005: {
    severity: "warning",
    title: "Certificate that no container has",
    explanation:
      "CLP's Python services are told the path of `database.ssl_cert`, but no container has the file, and the web UI, the API server and the log ingestor do not use it: connections to the database fail or are not encrypted.",
    wrong: "database: {ssl_cert: /etc/ssl/db.pem}",
    right: "database: {ssl_cert: null}",
    source: "D32",
  },
  CLP4066: {
    severity: "warning",
    title: "General log of a database that somebody else runs",
    explanation:
      "The site file switches the general log of the bundled database. What an external one logs, its own configuration says.",
    wrong: "bundled: [queue, redis, results_cache]   # … and database_general_log: false in the site file",
    right: "bundled: [queue, redis, results_cache]   # … and no such key",
    source: "the configuration file that the bundled database mounts",
  },
  CLP4067: {
    severity: "note",
    title: "Part of the site file for what does not run",
    explanation:
      "Resources, pods, scheduling, a Service or a NodePort are said of a component that this deployment does without, or that somebody else runs. A site file that is for several deployments may well do so.",
    wrong: "kubernetes: {node_ports: {mcp_server: 30900}}   # and no mcp_server in the config",
    right: "kubernetes: {node_ports: {webui: 30001}}",
    source: "the components of the deployment",
  },
} as const satisfies CodeTable;

/** Defects of CLP's Compose files: which services there are, and what waits for what. */
import type { DefectTable } from "./defect.ts";

export const TOPOLOGY_DEFECTS = {
  D1: {
    title: "With Spider, the Compose files name services that they do not have",
    happens:
      "Spider with Presto has never started: `results-cache`, its indices job, the queue and Redis are waited for and not defined. In both Spider files the scheduler of compression still waits for a queue and a Redis that it does not use, since `extends` merges `depends_on`.",
    since: "0.9.0",
    until: "0.13.0",
    treatment: "corrected",
    here: "all four types start, and with Spider nothing waits for a queue that it does not use",
    source: "docker-compose-spider-base.yaml, docker-compose-spider.yaml",
  },
  D2: {
    title: "A configured api-server or mcp-server is absent with Spider, an mcp-server with Presto",
    happens:
      "`api_server` and `mcp_server` are configured, and nothing of that name runs; no message says so.",
    since: "0.9.0",
    treatment: "corrected",
    here: "a configured api-server runs in all four types, an mcp-server where CLP answers queries itself; elsewhere a warning says that it does not",
    source: "docker-compose-base.yaml, docker-compose-spider.yaml",
  },
  D2b: {
    title: "Under Presto the api-server takes searches that nobody runs",
    happens: "It gives them to the query scheduler, which is not there: they wait for ever.",
    since: "0.9.0",
    treatment: "warned of",
    here: "where the api-server runs under Presto",
    source: "docker-compose-base.yaml; api-server",
  },
  D3: {
    title: "With Spider, `queue: null` or `redis: null` breaks the start",
    happens: "Compose ends with `required variable CLP_QUEUE_PASS is missing a value`, and so does stopping.",
    since: "0.9.0",
    treatment: "corrected",
    here: "with Presto neither is emitted or asked for; with CLP's own query services, which need both, it is an error",
    source: "clp_config.py validate_celery_config; docker-compose-all.yaml",
  },
  D4: {
    title: "stop-clp.sh leaves the Spider scheduler running",
    happens: "It calls `docker compose down` without the file that was started.",
    since: "0.9.0",
    treatment: "avoided",
    here: "there is one compose file for each deployment, and `down` finds it",
    source: "controller.py stop",
  },
  D5: {
    title: "The guide for several hosts names a service that no file has",
    happens: "`docker compose up spider-compression-worker` ends with `no such service`.",
    since: "0.9.0",
    treatment: "avoided",
    here: "services are named as in the emitted file",
    source: "guides-docker-compose-deployment.md",
  },
  D6: {
    title: "The Spider worker may write to the whole log input",
    happens: "Every other service has it read-only; by default it is the whole file system of the host.",
    since: "0.9.0",
    treatment: "corrected",
    here: "the log input is read-only in every container",
    source: "docker-compose-all.yaml, spider-compression-worker",
  },
  D7: {
    title: "URLs are folded over several lines of the Compose files",
    happens: "It is valid YAML, on which tools that read lines break.",
    since: "0.9.0",
    treatment: "avoided",
    here: "a value stands on one line",
    source: "docker-compose-all.yaml",
  },
  D8: {
    title: "Nothing waits for an external server",
    happens:
      "A dependency on a service with no replicas counts as met, so the first jobs fail where the server is late.",
    since: "0.9.0",
    treatment: "corrected",
    here: "a wait container asks an external server until it answers",
    source: "docker-compose-all.yaml; Compose's shouldWaitForDependency",
  },
  D9: {
    title: "Workers wait for nothing, and the two jobs have a restart policy of their own",
    happens: "Celery tries again until the broker is there; the configured policy does not reach the jobs.",
    since: "0.9.0",
    treatment: "documented",
    here: "kept as it is, since it works",
    source: "docker-compose-all.yaml",
  },
  D10: {
    title: "Without `.env` the tables are made for another storage engine",
    happens:
      "`CLP_PACKAGE_STORAGE_ENGINE` has `clp` as its default in the Compose file and `clp-s` in the config.",
    since: "0.9.0",
    treatment: "corrected",
    here: "the compiled engine is the default of the variable",
    source: "docker-compose-all.yaml, db-table-creator",
  },
} as const satisfies DefectTable<"D">;

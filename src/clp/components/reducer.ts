/** Performs the final stages of aggregation jobs. */
import { pick } from "../../base/typed.ts";
import {
  addressOf,
  hostnameOf,
  listeningHealth,
  mountConfig,
  mountLogs,
  service,
} from "../../lower/containers.ts";
import { completed, define, healthy } from "../../lower/definition.ts";
import { queryServiceRuns } from "../../lower/deployment.ts";
import { PYTHONPATH, queryServiceSwitch, workerConcurrency } from "../../lower/package-settings.ts";
import { informative, overridable, settingPart } from "../../lower/settings.ts";
import { value } from "../../model/value.ts";
import { QUERY_SCHEDULER_PORT } from "./query-scheduler.ts";

/** The first reducer's port; each further one has the next. */
export const REDUCER_BASE_PORT = 14009;

export const reducer = define({
  id: "reducer",
  kind: "service",
  title: "reducer",
  description: "Reducers for performing the final stages of aggregation jobs",
  group: "workers",
  needs: [healthy("query-scheduler"), completed("results-cache-indices-creator")],
  runs: (deployment) => queryServiceRuns(deployment, "reducer"),
  switch: (deployment) => queryServiceSwitch(deployment, "reducer"),
  settings(deployment) {
    const { reducer: section } = deployment.config;
    if (section === null) return undefined;
    return {
      level: overridable("CLP_REDUCER_LOGGING_LEVEL", pick(section, "logging_level")),
      concurrency: overridable("CLP_REDUCER_CONCURRENCY", workerConcurrency(deployment)),
      upsertInterval: informative("CLP_REDUCER_UPSERT_INTERVAL", pick(section, "upsert_interval")),
    };
  },
  lower(deployment, { level, concurrency, upsertInterval }, facts) {
    // Nobody is where that does not run (E3): CLP's own name for it leads nowhere then.
    const scheduler = deployment.runs["query-scheduler"].value
      ? addressOf("query-scheduler")
      : { host: hostnameOf("query-scheduler"), port: QUERY_SCHEDULER_PORT };
    const results = addressOf("results-cache");
    return service(deployment, facts, "first-party", {
      command: [
        ...[
          "python3",
          "-u",
          "-m",
          "job_orchestration.reducer.reducer",
          "--config",
          "/etc/clp-config.yaml",
          "--concurrency",
        ],
        settingPart(concurrency),
        "--upsert-interval",
        upsertInterval.value,
      ],
      environment: {
        CLP_HOME: "/opt/clp",
        CLP_LOGGING_LEVEL: settingPart(level),
        CLP_LOGS_DIR: "/var/log/reducer",
        PYTHONPATH,
      },
      ports: [{ name: "reducer", inside: REDUCER_BASE_PORT }],
      mounts: [
        mountConfig(
          deployment,
          "query_scheduler.host",
          "query_scheduler.port",
          "reducer.base_port",
          "reducer.host",
          "results_cache.db_name",
          "results_cache.host",
          "results_cache.port",
        ),
        mountLogs(deployment, "reducer"),
      ],
      health: listeningHealth(REDUCER_BASE_PORT),
      concurrency,
      // What reducer.py starts, once for each process. The query scheduler tells workers the address that each advertises.
      process: {
        command: [
          value`/opt/clp/bin/reducer-server`,
          value`--scheduler-host`,
          value`${scheduler.host}`,
          value`--scheduler-port`,
          value`${scheduler.port}`,
          value`--mongodb-uri`,
          value`mongodb://${results.host}:${results.port}/${pick(deployment.config.results_cache, "db_name")}`,
          value`--upsert-interval`,
          value`${upsertInterval.value}`,
        ],
        hostOption: "--reducer-host",
        port: { option: "--reducer-port", first: REDUCER_BASE_PORT },
      },
      stopGraceSeconds: 10,
      needsInit: true,
    });
  },
});

/** Performs the final stages of aggregation jobs. */
import { derived, sourced } from "../../base/origin.ts";
import { pick } from "../../base/typed.ts";
import { mountConfig, mountLogs } from "../../lower/container-mounts.ts";
import { addressOf, hostnameOf, service } from "../../lower/containers.ts";
import { completed, define, healthy } from "../../lower/definition.ts";
import { type Deployment, queryServiceRuns } from "../../lower/deployment.ts";
import { listeningHealth } from "../../lower/health-checks.ts";
import { PYTHONPATH, queryServiceSwitch, workerConcurrency } from "../../lower/package-settings.ts";
import { informative, overridable, settingPart } from "../../lower/settings.ts";
import type { Port, Setting } from "../../model/model.ts";
import { value } from "../../model/value.ts";
import { QUERY_SCHEDULER_PORT } from "./query-scheduler.ts";

/** The first reducer's port; each further one has the next. */
export const REDUCER_BASE_PORT = 14009;

/**
 * The settings by which the ports of one host's reducers are published: query workers of all hosts go to
 * the address and port that each advertises, so that both are the same from everywhere.
 */
function advertisedPorts(deployment: Deployment): Readonly<Record<string, Setting>> {
  const { here } = deployment;
  if (here === undefined) return {};
  const count = workerConcurrency(deployment);
  const ports = Array.from({ length: count.value }, (_, index) => {
    const name = `CLP_REDUCER_PORT_${index}`;
    const why = derived("each reducer listens on the next port", count.origin);
    return [name, informative(name, sourced(REDUCER_BASE_PORT + index, why))] as const;
  });
  return { CLP_REDUCER_HOST: informative("CLP_REDUCER_HOST", here.address), ...Object.fromEntries(ports) };
}

function portsOf({ CLP_REDUCER_HOST: host, ...ports }: Readonly<Record<string, Setting>>): readonly Port[] {
  if (host === undefined) return [{ name: "reducer", inside: REDUCER_BASE_PORT }];
  return Object.values(ports).map((port) => ({
    name: "reducer",
    inside: Number(port.value.value),
    published: { host: host as Setting<string>, port: port as Setting<number> },
  }));
}

export const reducer = define({
  id: "reducer",
  kind: "service",
  title: "reducer",
  description: "Reducers for performing the final stages of aggregation jobs",
  group: "workers",
  scales: true,
  needs: [healthy("query-scheduler"), completed("results-cache-indices-creator")],
  runs: (deployment) => queryServiceRuns(deployment, "reducer"),
  switch: (deployment) => queryServiceSwitch(deployment, "reducer"),
  settings(deployment) {
    const { reducer: section } = deployment.config;
    if (section === null) return undefined;
    return {
      level: overridable("CLP_REDUCER_LOGGING_LEVEL", pick(section, "logging_level")),
      // With several hosts it says how many ports are published, so that no variable of one host may change it.
      concurrency: (deployment.placement === undefined ? overridable : informative)(
        "CLP_REDUCER_CONCURRENCY",
        workerConcurrency(deployment),
      ),
      upsertInterval: informative("CLP_REDUCER_UPSERT_INTERVAL", pick(section, "upsert_interval")),
      ...advertisedPorts(deployment),
    };
  },
  lower(deployment, { level, concurrency, upsertInterval, ...advertised }, facts) {
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
      ports: portsOf(advertised),
      ...(deployment.here === undefined ? {} : { advertises: deployment.here.address }),
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

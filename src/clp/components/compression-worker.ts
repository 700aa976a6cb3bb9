/** Compresses logs, as a worker of Celery. */
import { pick } from "../../base/typed.ts";
import { celeryLogin, celeryWorker, workerLog } from "../../lower/celery.ts";
import { compressionMounts } from "../../lower/container-mounts.ts";
import { service } from "../../lower/containers.ts";
import { define } from "../../lower/definition.ts";
import { type Deployment, not } from "../../lower/deployment.ts";
import { s3Destinations } from "../../lower/destinations.ts";
import { PYTHONPATH, workerConcurrency } from "../../lower/package-settings.ts";
import { overridable, settingPart } from "../../lower/settings.ts";
import {
  intervalEnvironment,
  reportInterval,
  telemetryEnvironment,
} from "../../lower/telemetry-environment.ts";
import type { Setting } from "../../model/model.ts";
import { redisDatabase } from "./redis.ts";

/** The settings of both compression workers, of which a deployment has one. */
export function compressionWorkerSettings(deployment: Deployment) {
  return {
    level: overridable(
      "CLP_COMPRESSION_WORKER_LOGGING_LEVEL",
      pick(deployment.config.compression_worker, "logging_level"),
    ),
    concurrency: overridable("CLP_COMPRESSION_WORKER_CONCURRENCY", workerConcurrency(deployment)),
    interval: reportInterval("COMPRESSION_WORKER", deployment.config.compression_worker),
  };
}

/** The environment that both compression workers have. */
export function compressionWorkerEnvironment(deployment: Deployment, level: Setting) {
  return {
    CLP_CONFIG_PATH: "/etc/clp-config.yaml",
    CLP_HOME: "/opt/clp",
    CLP_LOGGING_LEVEL: settingPart(level),
    CLP_LOGS_DIR: "/var/log/compression_worker",
    ...workerLog(deployment, "compression_worker").environment,
    PYTHONPATH,
  };
}

export const compressionWorker = define({
  id: "compression-worker",
  kind: "service",
  title: "compression-worker",
  description: "Worker processes for compression jobs using Celery",
  group: "workers",
  scales: true,
  needs: [],
  runs: (deployment) => not(deployment.spider),
  settings: compressionWorkerSettings,
  settingsWhereItRuns: true,
  lower(deployment, { level, concurrency, interval }, facts) {
    const redis = redisDatabase(deployment, "compression");
    return service(deployment, facts, "first-party", {
      command: celeryWorker(deployment, {
        worker: "compression-worker",
        tasks: "compress",
        queue: "compression",
        directory: "compression_worker",
        concurrency,
      }),
      environment: {
        ...(redis === undefined ? {} : celeryLogin(redis)),
        ...compressionWorkerEnvironment(deployment, level),
        ...telemetryEnvironment(deployment, facts.id),
        ...intervalEnvironment(interval),
      },
      mounts: compressionMounts(deployment),
      health: "none",
      concurrency,
      // Each task brings the address of the database along (facts: compression_task.py).
      reaches: ["database"],
      // Logs come from the store that a job names, and archives go to theirs.
      destinations: s3Destinations(deployment, "logs_input", "archive_output"),
    });
  },
});

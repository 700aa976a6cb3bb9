/** Searches archives and extracts streams, as a worker of Celery. */
import { pick } from "../../base/typed.ts";
import { celeryLogin, celeryWorker, workerLog } from "../../lower/celery.ts";
import { mountAwsConfig, mountConfig, mountLogs, mountVolume } from "../../lower/container-mounts.ts";
import { service } from "../../lower/containers.ts";
import { define } from "../../lower/definition.ts";
import { queryServiceRuns } from "../../lower/deployment.ts";
import { s3Destinations } from "../../lower/destinations.ts";
import { PYTHONPATH, queryServiceSwitch, workerConcurrency } from "../../lower/package-settings.ts";
import { overridable, settingPart } from "../../lower/settings.ts";
import {
  intervalEnvironment,
  reportInterval,
  telemetryEnvironment,
} from "../../lower/telemetry-environment.ts";
import { redisDatabase } from "./redis.ts";

export const queryWorker = define({
  id: "query-worker",
  kind: "service",
  title: "query-worker",
  description: "Worker processes for search/aggregation jobs using Celery",
  group: "workers",
  scales: true,
  needs: [],
  runs: (deployment) => queryServiceRuns(deployment, "query_worker"),
  switch: (deployment) => queryServiceSwitch(deployment, "query_worker"),
  settings(deployment) {
    const { query_worker: section } = deployment.config;
    if (section === null) return undefined;
    return {
      level: overridable("CLP_QUERY_WORKER_LOGGING_LEVEL", pick(section, "logging_level")),
      concurrency: overridable("CLP_QUERY_WORKER_CONCURRENCY", workerConcurrency(deployment)),
      interval: reportInterval("QUERY_WORKER", section),
    };
  },
  lower(deployment, { level, concurrency, interval }, facts) {
    const redis = redisDatabase(deployment, "query");
    return service(deployment, facts, "first-party", {
      command: celeryWorker(deployment, {
        worker: "query-worker",
        tasks: "query",
        queue: "query",
        directory: "query_worker",
        concurrency,
      }),
      environment: {
        ...(redis === undefined ? {} : celeryLogin(redis)),
        CLP_CONFIG_PATH: "/etc/clp-config.yaml",
        CLP_HOME: "/opt/clp",
        CLP_LOGGING_LEVEL: settingPart(level),
        CLP_LOGS_DIR: "/var/log/query_worker",
        ...workerLog(deployment, "query_worker").environment,
        PYTHONPATH,
        ...telemetryEnvironment(deployment, facts.id),
        ...intervalEnvironment(interval),
      },
      mounts: [
        mountConfig(
          deployment,
          "archive_output.storage",
          "package.storage_engine",
          "query_worker.query_trace_sampling_probability",
          "query_worker.task_soft_time_limit",
          "query_worker.task_time_limit",
          "stream_output.storage",
        ),
        mountLogs(deployment, "query_worker"),
        mountVolume(deployment, "archives", "/var/data/archives", "ro"),
        mountAwsConfig(deployment),
        mountVolume(deployment, "staged-streams", "/var/data/staged-streams", "rw"),
        mountVolume(deployment, "streams", "/var/data/streams", "rw"),
      ],
      health: "none",
      concurrency,
      // Each task brings their addresses along (facts: fs_search_task.py, extract_stream_task.py).
      reaches: ["results-cache", "reducer"],
      destinations: s3Destinations(deployment, "archive_output", "stream_output"),
    });
  },
});

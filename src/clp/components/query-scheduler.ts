/** Turns search and aggregation jobs into tasks. */
import { pick } from "../../base/typed.ts";
import { celeryLogin } from "../../lower/celery.ts";
import { mountConfig, mountLogs } from "../../lower/container-mounts.ts";
import { addressOf, databaseLogin, hostnameOf, published, service } from "../../lower/containers.ts";
import { completed, define, healthy } from "../../lower/definition.ts";
import { queryServiceRuns } from "../../lower/deployment.ts";
import { tcpHealth } from "../../lower/health-checks.ts";
import { PYTHONPATH, queryServiceSwitch } from "../../lower/package-settings.ts";
import { question } from "../../lower/questions.ts";
import { betweenHosts, overridable, settingPart } from "../../lower/settings.ts";
import {
  intervalEnvironment,
  reportInterval,
  telemetryEnvironment,
} from "../../lower/telemetry-environment.ts";
import { value } from "../../model/value.ts";
import { redisDatabase } from "./redis.ts";

export const QUERY_SCHEDULER_PORT = 7000;

export const queryScheduler = define({
  id: "query-scheduler",
  kind: "service",
  title: "query-scheduler",
  description: "Scheduler for search/aggregation jobs",
  group: "schedulers",
  needs: [healthy("queue"), healthy("redis"), completed("db-table-creator")],
  runs: (deployment) => queryServiceRuns(deployment, "query_scheduler"),
  switch: (deployment) => queryServiceSwitch(deployment, "query_scheduler"),
  settings(deployment) {
    const { query_scheduler: section } = deployment.config;
    if (section === null) return undefined;
    return {
      level: overridable("CLP_QUERY_SCHEDULER_LOGGING_LEVEL", pick(section, "logging_level")),
      interval: reportInterval("QUERY_SCHEDULER", section),
      ...betweenHosts(deployment, "query-scheduler", "CLP_QUERY_SCHEDULER", QUERY_SCHEDULER_PORT),
    };
  },
  lower(deployment, { level, interval, ...at }, facts) {
    const redis = redisDatabase(deployment, "query");
    const { host, port } = addressOf(facts.id);
    return service(deployment, facts, "first-party", {
      command: [
        "python3",
        "-u",
        "-m",
        "job_orchestration.scheduler.query.query_scheduler",
        "--config",
        "/etc/clp-config.yaml",
      ],
      environment: {
        ...(redis === undefined ? {} : celeryLogin(redis)),
        ...databaseLogin(),
        CLP_LOGGING_LEVEL: settingPart(level),
        CLP_LOGS_DIR: "/var/log/query_scheduler",
        PYTHONPATH,
        ...telemetryEnvironment(deployment, facts.id),
        ...intervalEnvironment(interval),
      },
      ports: [published("reducers", QUERY_SCHEDULER_PORT, at.host, at.port)],
      mounts: [
        mountConfig(
          deployment,
          "archive_output.retention_period",
          "database",
          "query_scheduler.host",
          "query_scheduler.jobs_poll_delay",
          "query_scheduler.max_datasets_per_query",
          "query_scheduler.num_archives_to_search_per_sub_job",
          "query_scheduler.scheduler_concurrency",
          "query_scheduler.port",
          "results_cache.db_name",
          "results_cache.host",
          "results_cache.port",
          "results_cache.stream_collection_name",
        ),
        mountLogs(deployment, "query_scheduler"),
      ],
      health: tcpHealth(hostnameOf(facts.id), QUERY_SCHEDULER_PORT),
      // An empty connection does it no harm (facts: scheduler/query/reducer_handler.py).
      questions: [
        question(
          "the query scheduler listens",
          [
            "import socket",
            'address = os.environ["QUERY_SCHEDULER_HOST"], int(os.environ["QUERY_SCHEDULER_PORT"])',
            "socket.create_connection(address, timeout=3).close()",
          ],
          { environment: { QUERY_SCHEDULER_HOST: value`${host}`, QUERY_SCHEDULER_PORT: value`${port}` } },
        ),
      ],
      needsOwnName: true,
      stopGraceSeconds: 10,
      needsInit: true,
    });
  },
});

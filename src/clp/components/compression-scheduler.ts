/** Turns compression jobs into tasks, for Celery or for Spider. */
import { constant, sourced } from "../../base/origin.ts";
import { pick } from "../../base/typed.ts";
import { celeryLogin } from "../../lower/celery.ts";
import { mountAwsConfig, mountConfig, mountLogs, mountLogsInput } from "../../lower/container-mounts.ts";
import { databaseLogin, service } from "../../lower/containers.ts";
import { completed, define, healthy } from "../../lower/definition.ts";
import type { Deployment } from "../../lower/deployment.ts";
import { s3Destinations } from "../../lower/destinations.ts";
import { secretPart } from "../../lower/needed-secrets.ts";
import { PYTHONPATH } from "../../lower/package-settings.ts";
import { overridable, settingPart } from "../../lower/settings.ts";
import {
  intervalEnvironment,
  reportInterval,
  telemetryEnvironment,
} from "../../lower/telemetry-environment.ts";
import type { FixedName } from "../../model/model.ts";
import { DATABASE_PORT } from "./database.ts";
import { redisDatabase } from "./redis.ts";

/** With Spider it builds the URL of the database from this name and port, whatever its config says (D12c). */
function spiderLooksUp({ release }: Deployment): FixedName {
  return {
    name: "database",
    of: "database",
    port: DATABASE_PORT,
    origin: constant(
      `with Spider, the compression scheduler of ${release.name} connects to database:3306 whatever its config says (D12c)`,
    ),
  };
}

function runsCelery({ runs }: Deployment): boolean {
  return runs.queue.value && runs.redis.value;
}

export const compressionScheduler = define({
  id: "compression-scheduler",
  kind: "service",
  title: "compression-scheduler",
  description: "Scheduler for compression jobs",
  group: "schedulers",
  needs: [healthy("queue", "celery"), healthy("redis", "celery"), completed("db-table-creator")],
  runs: () => sourced(true, constant("CLP always compresses")),
  settings: ({ config }) => ({
    level: overridable(
      "CLP_COMPRESSION_SCHEDULER_LOGGING_LEVEL",
      pick(config.compression_scheduler, "logging_level"),
    ),
    interval: reportInterval("COMPRESSION_SCHEDULER", config.compression_scheduler),
  }),
  lower(deployment, { level, interval }, facts) {
    const redis = redisDatabase(deployment, "compression");
    return service(deployment, facts, "first-party", {
      command: [
        "python3",
        "-u",
        "-m",
        "job_orchestration.scheduler.compress.compression_scheduler",
        "--config",
        "/etc/clp-config.yaml",
      ],
      environment: {
        // In Spider Base there is no broker to point to; elsewhere CLP gives it in both modes.
        ...(redis !== undefined && runsCelery(deployment) ? celeryLogin(redis) : {}),
        ...databaseLogin(),
        CLP_LOGGING_LEVEL: settingPart(level),
        CLP_LOGS_DIR: "/var/log/compression_scheduler",
        PYTHONPATH,
        ...telemetryEnvironment(deployment, facts.id),
        ...intervalEnvironment(interval),
        ...(deployment.spider.value
          ? {
              SPIDER_DB_PASS: secretPart("database.spider_password"),
              SPIDER_DB_USER: secretPart("database.spider_username"),
            }
          : {}),
      },
      mounts: [
        mountConfig(
          deployment,
          "archive_output.storage",
          "compression_scheduler.jobs_poll_delay",
          "compression_scheduler.max_concurrent_tasks_per_job",
          "compression_scheduler.type",
          "database",
          "logs_directory",
          "package.storage_engine",
        ),
        mountLogs(deployment, "compression_scheduler"),
        // What it tells users of their jobs (facts: compression_scheduler.py, `logs_directory / "user"`).
        mountLogs(deployment, "user"),
        mountAwsConfig(deployment),
        mountLogsInput(deployment),
      ],
      health: "none",
      fixedNames:
        deployment.spider.value && deployment.release.capabilities.spiderDatabase === "fixed"
          ? [spiderLooksUp(deployment)]
          : [],
      // It lists the objects of a job (facts: compression_scheduler.py).
      destinations: s3Destinations(deployment, "logs_input", "archive_output"),
      stopGraceSeconds: 300,
    });
  },
});

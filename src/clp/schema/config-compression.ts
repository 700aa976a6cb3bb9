/** The config's sections on who compresses. */
import * as z from "zod/mini";
import { host, level, port, taskTimeLimits, telemetryInterval } from "./config-parts.ts";
import { key, leaves } from "./vocabulary.ts";

export const compressionScheduler = () =>
  key(
    z.prefault(
      z.strictObject({
        jobs_poll_delay: key(
          z._default(leaves.positiveNumber(), 0.1),
          "Seconds between two looks for new jobs.",
          { unit: "seconds" },
        ),
        max_concurrent_tasks_per_job: key(
          z._default(leaves.natural(), 0),
          "How many tasks of one job run at once; 0: no limit.",
        ),
        logging_level: level("the compression scheduler"),
        type: key(
          z._default(z.enum(["celery", "spider"]), "celery"),
          "What runs compression tasks; spider needs `spider_scheduler`, and a database of type mariadb.",
        ),
        telemetry_update_interval_ms: telemetryInterval(),
      }),
      {},
    ),
    "The compression scheduler.",
  );

export const spiderScheduler = () =>
  key(
    z._default(
      z.nullable(
        z.strictObject({ host: host("the Spider scheduler"), port: port(6000, "the Spider scheduler") }),
      ),
      null,
    ),
    "The Spider scheduler; needed where `compression_scheduler.type` is spider.",
  );

export const compressionWorker = () =>
  key(
    z.prefault(
      z.strictObject({
        logging_level: level("the compression worker"),
        ...taskTimeLimits(),
        telemetry_update_interval_ms: telemetryInterval(),
      }),
      {},
    ),
    "The compression workers.",
  );

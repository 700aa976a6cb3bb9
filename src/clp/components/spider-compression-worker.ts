/** Compresses logs, as a worker of Spider. It takes the place and the name of Celery's worker. */

import { compressionMounts } from "../../lower/container-mounts.ts";
import { addressOf, service } from "../../lower/containers.ts";
import { completed, define } from "../../lower/definition.ts";
import { s3Destinations } from "../../lower/destinations.ts";
import { settingPart } from "../../lower/settings.ts";
import { value } from "../../model/value.ts";
import { compressionWorkerEnvironment, compressionWorkerSettings } from "./compression-worker.ts";
import { spiderStorage } from "./spider-scheduler.ts";

export const spiderCompressionWorker = define({
  id: "spider-compression-worker",
  name: "compression-worker",
  kind: "service",
  title: "spider-compression-worker",
  description: "Worker processes for compression jobs using Spider",
  group: "workers",
  scales: true,
  needs: [completed("db-table-creator")],
  runs: (deployment) => deployment.spider,
  settings: compressionWorkerSettings,
  settingsWhereItRuns: true,
  lower(deployment, { level, concurrency }, facts) {
    const storage = spiderStorage(deployment);
    return service(deployment, facts, "first-party", {
      command: [
        ...["python3", "-u", "-m", "job_orchestration.executor.start-spider-worker", "--host"],
        addressOf(facts.id).host,
        "--num-workers",
        settingPart(concurrency),
        "--storage-url",
        storage,
      ],
      environment: {
        ...compressionWorkerEnvironment(deployment, level),
        SPIDER_LOG_DIR: "/var/log/compression_worker",
      },
      mounts: compressionMounts(deployment),
      health: "none",
      concurrency,
      // The scheduler makes its address known in the database.
      reaches: ["database", "spider-scheduler"],
      destinations: s3Destinations(deployment, "logs_input", "archive_output"),
      // What start-spider-worker starts, once for each process. Its host is a label of locality: it listens on nothing.
      process: {
        command: [value`/opt/clp/bin/spider_worker`, value`--storage_url`, storage],
        hostOption: "--host",
      },
    });
  },
});

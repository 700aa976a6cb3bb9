/** Spider's scheduler: runs compression tasks where compression_scheduler.type is spider. */
import { pick } from "../../base/typed.ts";
import {
  addressOf,
  listeningHealth,
  mountLogs,
  published,
  service,
  spiderStorage,
} from "../../lower/containers.ts";
import { completed, define } from "../../lower/definition.ts";
import { hostSetting, overridable } from "../../lower/settings.ts";

export const SPIDER_SCHEDULER_PORT = 6000;

export const spiderScheduler = define({
  id: "spider-scheduler",
  kind: "service",
  title: "spider-scheduler",
  description: "Scheduler for Spider distributed task execution framework",
  group: "schedulers",
  beside: ["database", "compression-scheduler"],
  samePort: true,
  needs: [completed("db-table-creator")],
  runs: (deployment) => deployment.spider,
  host({ config: { spider_scheduler: section }, spider }) {
    return section === null || !spider.value ? undefined : pick(section, "host");
  },
  settings(deployment) {
    const section = deployment.config.spider_scheduler;
    if (section === null || !deployment.spider.value) return { host: undefined, port: undefined };
    return {
      host: hostSetting(deployment, "spider-scheduler", "SPIDER_SCHEDULER_HOST"),
      port: overridable("SPIDER_SCHEDULER_PORT", pick(section, "port")),
    };
  },
  lower(deployment, { host, port }, facts) {
    return service(deployment, facts, "first-party", {
      command: [
        ...["/opt/clp/bin/spider_scheduler", "--host"],
        addressOf(facts.id).host,
        "--port",
        addressOf(facts.id).port,
        "--storage_url",
        spiderStorage(pick(deployment.config.database.names, "spider")),
      ],
      environment: { SPIDER_LOG_FILE: "/var/log/spider_scheduler.log" },
      // The file's directory: nobody but root may write to the image's own (R7).
      mounts: [mountLogs(deployment, "spider_scheduler", "/var/log")],
      ports: [published("spider", SPIDER_SCHEDULER_PORT, host, port)],
      health: listeningHealth(SPIDER_SCHEDULER_PORT),
      longestName: 40,
      stopsSlowly: true,
    });
  },
});

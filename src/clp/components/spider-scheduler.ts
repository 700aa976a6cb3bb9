/** Spider's scheduler: runs compression tasks where compression_scheduler.type is spider. */
import { pick } from "../../base/typed.ts";
import { mountLogs } from "../../lower/container-mounts.ts";
import { addressOf, published, service } from "../../lower/containers.ts";
import { completed, define } from "../../lower/definition.ts";
import type { Deployment, Outline } from "../../lower/deployment.ts";
import { listeningHealth } from "../../lower/health-checks.ts";
import { secretPart } from "../../lower/needed-secrets.ts";
import { hostSetting, overridable } from "../../lower/settings.ts";
import { type Value, value } from "../../model/value.ts";
import { spiderDatabase, spiderSection } from "../configuration/spider.ts";

export const SPIDER_SCHEDULER_PORT = 6000;

/** Its section, where Spider runs. */
function sectionOf({ config, spider }: Outline) {
  return spider.value ? (spiderSection(config)?.value ?? undefined) : undefined;
}

/** Where Spider keeps its state. Its reader takes user and password raw (D12c), so they are no URL-encoded text. */
export function spiderStorage({ config }: Deployment): Value {
  const name = spiderDatabase(config);
  if (name === undefined) throw new Error("Spider runs, and its database has no name");
  const database = addressOf("database");
  return value`jdbc:mariadb://${database.host}:${database.port}/${name}?user=${secretPart("database.spider_username")}&password=${secretPart("database.spider_password")}`;
}

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
  host(outline) {
    const section = sectionOf(outline);
    return section && pick(section, "host");
  },
  settings(deployment) {
    const section = sectionOf(deployment);
    if (section === undefined) return { host: undefined, port: undefined };
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
        spiderStorage(deployment),
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

/** What rules of several hops ask of a config: who is bundled, what runs, with what. */
import type { Program, Server } from "../../clp/releases/upgrades/upgrade.ts";
import { isNull, type View } from "./hop.ts";

/** What `bundled` may have had up to v0.12.0. */
export const BUNDLED_BEFORE_TELEMETRY = ["database", "queue", "redis", "results_cache"] as const;

/** The list, where one is written. */
export function writtenBundled({ at }: View): readonly string[] | undefined {
  const list = at("bundled");
  return Array.isArray(list) ? list.filter((item) => typeof item === "string") : undefined;
}

export function usesSpider({ at }: View): boolean {
  return at("compression_scheduler.type") === "spider";
}

/** With Presto up to v0.12.0, where the package's engine decides who answers queries. */
export function presto({ at }: View): boolean {
  return at("package.query_engine") === "presto";
}

/** The servers that the deployment runs itself, each with its program. */
export function bundledServers(view: View): ReadonlyMap<Server, Program> {
  const list = writtenBundled(view);
  const withoutTasks = usesSpider(view) && presto(view);
  const programs: readonly (readonly [server: Server, program: Program])[] = [
    ["database", view.at("database.type") === "mysql" ? "mysql" : "mariadb"],
    ...(withoutTasks
      ? []
      : ([
          ["queue", "rabbitmq"],
          ["redis", "redis"],
          ["results_cache", "mongo"],
        ] as const)),
  ];
  return new Map(programs.filter(([server]) => (list?.includes(server) ?? true) && !isNull(view, server)));
}

/** It runs where logs come from S3. */
export function ingestsLogs(view: View): boolean {
  return !isNull(view, "log_ingestor") && view.at("logs_input.type") === "s3";
}

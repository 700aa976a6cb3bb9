/** What lowering knows of the deployment as a whole: the inputs, the type, and who is bundled. */
import type { Reporter } from "../base/diagnostic.ts";
import { derived, map, type Origin, type Sourced, sourced } from "../base/origin.ts";
import type { SourceTexts } from "../base/source-text.ts";
import { pick } from "../base/typed.ts";
import type { Release } from "../clp/releases/releases.ts";
import type { Inputs } from "../input/inputs.ts";
import type { Config } from "../input/schema/config.ts";
import type { Site } from "../input/schema/site.ts";
import type { DeploymentType } from "../model/model.ts";
import type { ComponentId } from "../model/value.ts";

/** The sections of the services that the package brings along, or leaves to somebody else. */
export const BUNDLEABLE = ["database", "queue", "redis", "results_cache"] as const;
export type Bundleable = (typeof BUNDLEABLE)[number];

export interface Deployment {
  readonly release: Release;
  readonly config: Config;
  readonly site: Site;
  readonly type: Sourced<DeploymentType>;
  /** Compression by Spider; else by Celery. */
  readonly spider: Sourced<boolean>;
  /** Queries by CLP's own scheduler and workers; else by Presto. */
  readonly nativeQueries: Sourced<boolean>;
  readonly bundled: (service: Bundleable) => Sourced<boolean>;
  /** The inputs as they are written, for edits. */
  readonly texts: SourceTexts;
  readonly reporter: Reporter;
  /** Who is in the deployment, and why; filled from the catalogue before anything is lowered. */
  readonly runs: Map<ComponentId, Sourced<boolean>>;
  /** Placeholders for the addresses of hosts that have been reported as unknown. */
  readonly addresses: Map<Origin, Sourced<string>>;
}

const TYPES = {
  celery: { native: "full", presto: "base" },
  spider: { native: "spider-full", presto: "spider-base" },
} as const;

/** The deployment that the inputs describe. Its type is CLP's table: compression scheduler × query engine. */
export function describeDeployment({ config, site, release, texts }: Inputs, reporter: Reporter): Deployment {
  const scheduler = pick(config.compression_scheduler, "type");
  const engine = pick(config.package, "query_engine");
  return {
    release,
    config,
    site,
    texts,
    reporter,
    runs: new Map(),
    addresses: new Map(),
    spider: map(
      scheduler,
      "compression runs on Spider where compression_scheduler.type is spider",
      (type) => type === "spider",
    ),
    nativeQueries: map(
      engine,
      "CLP's own query services run where package.query_engine is not presto",
      (name) => name !== "presto",
    ),
    type: sourced(
      TYPES[scheduler.value][engine.value === "presto" ? "presto" : "native"],
      derived(
        "the deployment type follows from compression_scheduler.type and package.query_engine",
        scheduler.origin,
        engine.origin,
      ),
    ),
    bundled: (service) => {
      const list = pick(config, "bundled");
      const index = config.bundled.indexOf(service);
      return index >= 0
        ? sourced(
            true,
            derived(
              `${service} is in bundled`,
              list.origin.kind === "source" ? pick(config.bundled, index).origin : list.origin,
            ),
          )
        : sourced(false, derived(`${service} is not in bundled`, list.origin));
    },
  };
}

/** True where all are; its origin names each of them. */
export function every(rule: string, ...conditions: readonly Sourced<boolean>[]): Sourced<boolean> {
  return sourced(
    conditions.every((one) => one.value),
    derived(rule, ...conditions.map((one) => one.origin)),
  );
}

export function not(condition: Sourced<boolean>): Sourced<boolean> {
  return sourced(!condition.value, condition.origin);
}

/** True where an optional section of the config is there. */
export function configured(section: Sourced<object | null>): Sourced<boolean> {
  return map(section, "the section is configured", (value) => value !== null);
}

/** Celery runs tasks for compression by Celery, and for CLP's own query services; only Spider Base has neither. */
export function celeryRuns({ spider, nativeQueries }: Deployment): Sourced<boolean> {
  return sourced(
    !spider.value || nativeQueries.value,
    derived(
      "Celery runs compression tasks without Spider, and query tasks without Presto",
      spider.origin,
      nativeQueries.origin,
    ),
  );
}

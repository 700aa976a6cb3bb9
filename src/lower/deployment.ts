/** What lowering knows of the deployment as a whole: the inputs, the type, and who is bundled. */
import { derived, map, type Sourced, sourced } from "../base/origin.ts";
import type { SourceTexts } from "../base/source-text.ts";
import { pick } from "../base/typed.ts";
import { compressionOf } from "../clp/configuration/spider.ts";
import type { Release } from "../clp/releases/releases.ts";
import type { Inputs } from "../input/inputs.ts";
import { queryEngineKey, queryEngineOf } from "../input/query-engine.ts";
import type { Config } from "../input/schema/config.ts";
import type { Site } from "../input/schema/site.ts";
import type {
  Compression,
  DeploymentType,
  Directories,
  ImagesOfDeployment,
  Queries,
} from "../model/model.ts";
import type { ComponentId } from "../model/value.ts";
import type { PlacedHost, Placement } from "./placement.ts";

/** The sections of the services that the package brings along, or leaves to somebody else. */
export const BUNDLEABLE = ["database", "queue", "redis", "results_cache", "otel_collector"] as const;
export type Bundleable = (typeof BUNDLEABLE)[number];

/** The deployment in outline: what the inputs say by themselves. */
export interface Outline {
  readonly release: Release;
  readonly config: Config;
  readonly site: Site;
  /** The name of both axes together. */
  readonly type: Sourced<DeploymentType>;
  readonly compression: Sourced<Compression>;
  readonly queries: Sourced<Queries>;
  /** Compression by Spider; else by Celery. */
  readonly spider: Sourced<boolean>;
  /** Queries by CLP's own scheduler and workers. */
  readonly nativeQueries: Sourced<boolean>;
  readonly bundled: (service: Bundleable) => Sourced<boolean>;
  /** The inputs as they are written, for edits. */
  readonly texts: SourceTexts;
}

/** The deployment with all that its components are lowered by, each found out once. */
export interface Deployment extends Outline {
  /** Who is in the deployment, and why. */
  readonly runs: Readonly<Record<ComponentId, Sourced<boolean>>>;
  /** Which host runs what; undefined where there is one. */
  readonly placement: Placement | undefined;
  /** The host that this is about, of several; undefined: the deployment as a whole. */
  readonly here: PlacedHost | undefined;
  /** Where services are published or, where somebody else runs them, reached; absent for those that are not. */
  readonly addresses: Addresses;
  readonly directories: Directories;
  /** The credentials file on the host. */
  readonly credentialsFile: Sourced<string>;
  readonly images: ImagesOfDeployment;
}

/** By the component; an IPv4 address, or the name of a server of somebody else's that is left to DNS. */
export type Addresses = Readonly<Partial<Record<ComponentId, Sourced<string>>>>;

const TYPES: Readonly<Record<Compression, Readonly<Record<Queries, DeploymentType>>>> = {
  celery: { native: "full", presto: "base", none: "base" },
  spider: { native: "spider-full", presto: "spider-base", none: "spider-base" },
};

/** Who answers queries: what the engine says, or, where their sections may be null, which of CLP's own services there are. */
function queriesOf(config: Config, { capabilities }: Release): Sourced<Queries> {
  const engine = queryEngineOf(config);
  const by = engine.value === "presto" ? "presto" : "native";
  const key = queryEngineKey(config);
  if (!capabilities.nullableQueryServices)
    return sourced(by, derived(`CLP's own query services run where ${key} is not presto`, engine.origin));
  const sections = [pick(config, "query_scheduler"), pick(config, "query_worker")];
  return sourced(
    sections.some(({ value }) => value !== null) ? "native" : by === "presto" ? by : "none",
    derived(
      "CLP's own query services run where their sections are not null",
      ...sections.map(({ origin }) => origin),
      engine.origin,
    ),
  );
}

/** The deployment that the inputs describe: how it compresses, and who answers queries. */
export function outlineOf({ config, site, release, texts }: Inputs): Outline {
  const scheduler = compressionOf(config);
  const queries = queriesOf(config, release);
  return {
    release,
    config,
    site,
    texts,
    spider: map(
      scheduler,
      "compression runs on Spider where compression_scheduler.type is spider",
      (type) => type === "spider",
    ),
    nativeQueries: sourced(queries.value === "native", queries.origin),
    compression: scheduler,
    queries,
    type: sourced(
      TYPES[scheduler.value][queries.value],
      derived(
        `the deployment type follows from compression_scheduler.type and ${queryEngineKey(config)}`,
        scheduler.origin,
        queryEngineOf(config).origin,
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

/** Whether one of CLP's own query services runs: by the query engine, or by its own section where that may be null. */
export function queryServiceRuns(
  { config, release, nativeQueries }: Outline,
  section: "query_scheduler" | "query_worker" | "reducer",
): Sourced<boolean> {
  return release.capabilities.nullableQueryServices ? configured(pick(config, section)) : nativeQueries;
}

/** True where an optional section of the config is there. */
export function configured(section: Sourced<object | null>): Sourced<boolean> {
  return map(section, "the section is configured", (value) => value !== null);
}

/**
 * Whether one of Celery's two servers runs: where Celery does; and, where null says what does not run,
 * wherever its section is there.
 */
export function celeryServerRuns(deployment: Outline, section: "queue" | "redis"): Sourced<boolean> {
  const there = configured(pick(deployment.config, section));
  return deployment.release.capabilities.nullableQueryServices
    ? there
    : every(`${section} runs where Celery does`, celeryRuns(deployment), there);
}

/** Whether one of Celery's two servers is there and the package's own. */
export function celeryServerBundled(deployment: Outline, section: "queue" | "redis"): Sourced<boolean> {
  return every(
    `${section} is configured and bundled`,
    configured(pick(deployment.config, section)),
    deployment.bundled(section),
  );
}

/** Celery runs tasks for compression by Celery, and for CLP's own query services; only Spider Base has neither. */
export function celeryRuns({ spider, nativeQueries }: Outline): Sourced<boolean> {
  return sourced(
    !spider.value || nativeQueries.value,
    derived(
      "Celery runs compression tasks without Spider, and query tasks without Presto",
      spider.origin,
      nativeQueries.origin,
    ),
  );
}

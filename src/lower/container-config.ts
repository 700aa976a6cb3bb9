/**
 * The CLP config that containers read: the given one with the paths, hosts and ports that hold inside
 * the deployment (facts: `transform_for_container`).
 */
import { constant, derived, formatPath, type Origin, type Sourced, sourced } from "../base/origin.ts";
import { pick } from "../base/typed.ts";
import { DATABASE_PORT } from "../clp/components/database.ts";
import { QUERY_SCHEDULER_PORT } from "../clp/components/query-scheduler.ts";
import { QUEUE_PORT } from "../clp/components/queue.ts";
import { REDIS_PORT } from "../clp/components/redis.ts";
import { REDUCER_BASE_PORT } from "../clp/components/reducer.ts";
import { RESULTS_CACHE_PORT } from "../clp/components/results-cache.ts";
import { SPIDER_SCHEDULER_PORT } from "../clp/components/spider-scheduler.ts";
import type { Release } from "../clp/releases/releases.ts";
import { queryEngineOf } from "../input/query-engine.ts";
import { configSchema } from "../input/schema/config.ts";
import { type Loose, type Scalar, type Template, template } from "../model/tree.ts";
import { type ComponentId, value } from "../model/value.ts";
import { addressOf, hostnameOf } from "./containers.ts";
import { BUNDLEABLE, type Bundleable, type Deployment } from "./deployment.ts";
import { fixedNameAddress } from "./lookup.ts";
import { logsInputInContainer } from "./paths.ts";
import { s3Keys, secretPart } from "./secrets.ts";
import { OTEL_COLLECTOR } from "./telemetry.ts";

const NEEDED_BY_WORKERS = constant(
  "the defaults, since compression workers cannot load a config without this section (E2)",
);

/** What the keys of a section are where nothing is written. */
function defaultsOf(release: Release, section: string): Record<string, Scalar> {
  const schema = configSchema(release).keys.get(section);
  if (schema?.kind !== "object") throw new Error(`${section} is no section`);
  const entries = [...schema.keys].map(([key, { default: held }]) => {
    if (held === undefined || !("value" in held)) throw new Error(`${section}.${key} has no default`);
    return [key, held.value as Scalar] as const;
  });
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Presto's coordinator, which the package does not run: CLP takes nothing else (D17). */
export const PRESTO = { host: "presto-coordinator", port: 8080 } as const;

function structureOf({ release }: Deployment): Origin {
  return constant(
    `The container's CLP config holds every key, in alphabetical order, as ${release.name} writes it`,
  );
}

/** Which keys stand there under another value, and which not at all. By their path in the config. */
type Overrides = ReadonlyMap<string, Loose<Template>>;

/** The config as containers read it, with addresses and secrets still to be written by a backend. */
export function containerConfig(deployment: Deployment): Template {
  return convert(deployment.config, [], overridesOf(deployment), structureOf(deployment));
}

function convert(
  section: object,
  path: readonly string[],
  overrides: Overrides,
  structure: Origin,
): Template {
  const entries: Record<string, Loose<Template>> = {};
  for (const key of Object.keys(section).sort()) {
    const here = [...path, key];
    const name = formatPath(here);
    const held = pick(section as Readonly<Record<string, unknown>>, key);
    if (overrides.has(name)) entries[key] = overrides.get(name);
    else if (Array.isArray(held.value)) {
      const list = held.value as readonly Scalar[];
      entries[key] = template(
        list.map((_, index) => pick(list, index)),
        held.origin,
      );
    } else if (typeof held.value === "object" && held.value !== null) {
      entries[key] = { ...convert(held.value, here, overrides, structure), origin: held.origin } as Template;
    } else entries[key] = held as Sourced<Scalar>;
  }
  return template(entries, structure);
}

function overridesOf(deployment: Deployment): Overrides {
  const { config, release, directories: host } = deployment;
  const overrides = new Map<string, Loose<Template>>();
  const external = new Set<string>(BUNDLEABLE.filter((name) => !deployment.bundled(name).value));
  /** Host and port of a component inside the deployment; its own where it is external (D11), used or not. */
  const reachedAt = (
    id: ComponentId,
    section: keyof typeof config,
    port: number,
    { name = hostnameOf(id), portKey = "port" } = {},
  ): void => {
    if (config[section] === null || config[section] === undefined) return;
    const fact = `where containers reach ${id} in ${release.name}`;
    const runs = deployment.runs[id].value;
    if (!runs && external.has(section)) {
      // The port stays the user's.
      if (fixedNameAddress(deployment, section as Bundleable) !== undefined)
        overrides.set(`${section}.host`, sourced(name, constant(fact)));
      return;
    }
    overrides.set(`${section}.host`, runs ? value`${addressOf(id).host}` : sourced(name, constant(fact)));
    overrides.set(
      `${section}.${portKey}`,
      runs ? value`${addressOf(id).port}` : sourced(port, constant(fact)),
    );
  };
  const inContainer = (path: string, at: string, from: Sourced<unknown> | undefined): void => {
    if (from === undefined) return;
    overrides.set(
      path,
      sourced(at, derived(`where containers of ${release.name} see this directory`, from.origin)),
    );
  };

  reachedAt("database", "database", DATABASE_PORT);
  reachedAt("queue", "queue", QUEUE_PORT);
  reachedAt("redis", "redis", REDIS_PORT);
  reachedAt("results-cache", "results_cache", RESULTS_CACHE_PORT);
  reachedAt("query-scheduler", "query_scheduler", QUERY_SCHEDULER_PORT);
  reachedAt("reducer", "reducer", REDUCER_BASE_PORT, { portKey: "base_port" });
  reachedAt("spider-scheduler", "spider_scheduler", SPIDER_SCHEDULER_PORT);
  reachedAt("otel-collector", "otel_collector", OTEL_COLLECTOR.port, { name: OTEL_COLLECTOR.host });
  const always = release.capabilities.prestoAddress === "section";
  if (config.presto !== null && deployment.runs["presto-coordinator"].value) {
    const { host, port } = addressOf("presto-coordinator");
    overrides.set("presto.host", value`${host}`);
    overrides.set("presto.port", value`${port}`);
  } else if (config.presto !== null && (always || queryEngineOf(config).value === "presto")) {
    const why = derived(
      `${release.name} always looks for Presto at this address (D17)`,
      pick(config, "presto").origin,
    );
    overrides.set("presto.host", sourced(PRESTO.host, why));
    overrides.set("presto.port", sourced(PRESTO.port, why));
  }

  inContainer("data_directory", "/var/data", host.data);
  inContainer("logs_directory", "/var/log", host.logs);
  inContainer("tmp_directory", "/var/tmp", host.tmp);
  inContainer("archive_output.storage.directory", "/var/data/archives", host.archives);
  inContainer("archive_output.storage.staging_directory", "/var/data/staged-archives", host.stagedArchives);
  inContainer("stream_output.storage.directory", "/var/data/streams", host.streams);
  inContainer("stream_output.storage.staging_directory", "/var/data/staged-streams", host.stagedStreams);
  inContainer("aws_config_directory", "/opt/clp/.aws", host.awsConfig);
  if (host.logsInput !== undefined)
    overrides.set("logs_input.directory", logsInputInContainer(host.logsInput));
  overrides.set("container_image_ref", deployment.images.package.reference);
  overrides.set("credentials_file_path", deployment.credentialsFile);

  // The MCP server tells people where the web UI is.
  const { placement, addresses } = deployment;
  if (placement !== undefined && addresses.webui !== undefined) overrides.set("webui.host", addresses.webui);

  // The api-server reads these names alone, and CLP writes others (D22).
  if (config.api_server !== null) {
    const polling = config.api_server.query_job_polling;
    overrides.set(
      "api_server.query_job_polling",
      template(
        {
          initial_backoff: pick(polling, "initial_backoff_ms"),
          max_backoff: pick(polling, "max_backoff_ms"),
        },
        pick(config.api_server, "query_job_polling").origin,
      ),
    );
  }
  // Compression workers load this section, too, and cannot do without it (E2).
  if (config.query_worker === null)
    overrides.set("query_worker", template(defaultsOf(release, "query_worker"), NEEDED_BY_WORKERS));
  for (const { id } of s3Keys(config)) overrides.set(id, value`${secretPart(id)}`);
  // Credentials reach containers by their environment; CLP leaves them out here.
  for (const hidden of ["database.credentials", "queue.username", "queue.password", "redis.password"]) {
    overrides.set(hidden, undefined);
  }
  return overrides;
}

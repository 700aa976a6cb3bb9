/**
 * The CLP config that containers read: the given one with the paths, hosts and ports that hold inside
 * the deployment (facts: `transform_for_container`).
 */
import { constant, derived, formatPath, type Origin, type Sourced, sourced } from "../../base/origin.ts";
import { pick } from "../../base/typed.ts";
import { queryEngineOf } from "../../input/query-engine.ts";
import { configSchema } from "../../input/schema/config.ts";
import { addressOf, hostnameOf } from "../../lower/containers.ts";
import { BUNDLEABLE, type Bundleable, type Deployment } from "../../lower/deployment.ts";
import { fixedNameAddress } from "../../lower/lookup.ts";
import { s3Keys, secretPart } from "../../lower/needed-secrets.ts";
import { logsInputInContainer } from "../../lower/paths.ts";
import { OTEL_COLLECTOR } from "../../lower/telemetry-settings.ts";
import { type Loose, type Scalar, type Template, template } from "../../model/tree.ts";
import { type ComponentId, value } from "../../model/value.ts";
import { DATABASE_PORT } from "../components/database.ts";
import { QUERY_SCHEDULER_PORT } from "../components/query-scheduler.ts";
import { QUEUE_PORT } from "../components/queue.ts";
import { REDIS_PORT } from "../components/redis.ts";
import { REDUCER_BASE_PORT } from "../components/reducer.ts";
import { RESULTS_CACHE_PORT } from "../components/results-cache.ts";
import { SPIDER_SCHEDULER_PORT } from "../components/spider-scheduler.ts";
import type { Release } from "../releases/releases.ts";

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

/** A key that stands there under another value, or not at all: its path in the config, and what is there. */
type Override = readonly [path: string, value: Loose<Template>];
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
  return new Map([
    ...serverAddresses(deployment),
    ...prestoAddress(deployment),
    ...directories(deployment),
    ...filesAndImage(deployment),
    ...webuiAddress(deployment),
    ...pollingOfApiServer(deployment),
    ...sectionOfWorkers(deployment),
    ...secrets(deployment),
  ]);
}

function serverAddresses(deployment: Deployment): readonly Override[] {
  return [
    ...reachedAt(deployment, "database", "database", { port: DATABASE_PORT }),
    ...reachedAt(deployment, "queue", "queue", { port: QUEUE_PORT }),
    ...reachedAt(deployment, "redis", "redis", { port: REDIS_PORT }),
    ...reachedAt(deployment, "results-cache", "results_cache", { port: RESULTS_CACHE_PORT }),
    ...reachedAt(deployment, "query-scheduler", "query_scheduler", { port: QUERY_SCHEDULER_PORT }),
    ...reachedAt(deployment, "reducer", "reducer", { port: REDUCER_BASE_PORT, portKey: "base_port" }),
    ...reachedAt(deployment, "spider-scheduler", "spider_scheduler", { port: SPIDER_SCHEDULER_PORT }),
    ...reachedAt(deployment, "otel-collector", "otel_collector", {
      port: OTEL_COLLECTOR.port,
      name: OTEL_COLLECTOR.host,
    }),
  ];
}

/** Host and port of a component inside the deployment; its own where it is external (D11), used or not. */
function reachedAt(
  deployment: Deployment,
  id: ComponentId,
  section: Bundleable | "query_scheduler" | "reducer" | "spider_scheduler",
  { port, name = hostnameOf(id), portKey = "port" }: { port: number; name?: string; portKey?: string },
): readonly Override[] {
  const { config, release } = deployment;
  if (config[section] === null || config[section] === undefined) return [];
  const fact = constant(`where containers reach ${id} in ${release.name}`);
  const [hostPath, portPath] = [`${section}.host`, `${section}.${portKey}`];
  if (deployment.runs[id].value) {
    const address = addressOf(id);
    return [
      [hostPath, value`${address.host}`],
      [portPath, value`${address.port}`],
    ];
  }
  const bundleable = BUNDLEABLE.find((one) => one === section);
  if (bundleable === undefined || deployment.bundled(bundleable).value)
    return [
      [hostPath, sourced(name, fact)],
      [portPath, sourced(port, fact)],
    ];
  // The port stays the user's.
  return fixedNameAddress(deployment, bundleable) === undefined ? [] : [[hostPath, sourced(name, fact)]];
}

function prestoAddress({ config, release, runs }: Deployment): readonly Override[] {
  if (config.presto === null) return [];
  if (runs["presto-coordinator"].value) {
    const { host, port } = addressOf("presto-coordinator");
    return [
      ["presto.host", value`${host}`],
      ["presto.port", value`${port}`],
    ];
  }
  const isRead = release.capabilities.prestoAddress === "section" || queryEngineOf(config).value === "presto";
  if (!isRead) return [];
  const why = derived(
    `${release.name} always looks for Presto at this address (D17)`,
    pick(config, "presto").origin,
  );
  return [
    ["presto.host", sourced(PRESTO.host, why)],
    ["presto.port", sourced(PRESTO.port, why)],
  ];
}

function directories({ release, directories: host }: Deployment): readonly Override[] {
  const inContainer = (path: string, at: string, from: Sourced<unknown> | undefined): readonly Override[] =>
    from === undefined
      ? []
      : [[path, sourced(at, derived(`where containers of ${release.name} see this directory`, from.origin))]];
  return [
    ...inContainer("data_directory", "/var/data", host.data),
    ...inContainer("logs_directory", "/var/log", host.logs),
    ...inContainer("tmp_directory", "/var/tmp", host.tmp),
    ...inContainer("archive_output.storage.directory", "/var/data/archives", host.archives),
    ...inContainer(
      "archive_output.storage.staging_directory",
      "/var/data/staged-archives",
      host.stagedArchives,
    ),
    ...inContainer("stream_output.storage.directory", "/var/data/streams", host.streams),
    ...inContainer("stream_output.storage.staging_directory", "/var/data/staged-streams", host.stagedStreams),
    ...inContainer("aws_config_directory", "/opt/clp/.aws", host.awsConfig),
    ...(host.logsInput === undefined
      ? []
      : [["logs_input.directory", logsInputInContainer(host.logsInput)] as const]),
  ];
}

function filesAndImage({ images, credentialsFile }: Deployment): readonly Override[] {
  return [
    ["container_image_ref", images.package.reference],
    ["credentials_file_path", credentialsFile],
  ];
}

/** The MCP server tells people where the web UI is. */
function webuiAddress({ placement, addresses }: Deployment): readonly Override[] {
  return placement === undefined || addresses.webui === undefined ? [] : [["webui.host", addresses.webui]];
}

/** The api-server reads these names alone, and CLP writes others (D22). */
function pollingOfApiServer({ config }: Deployment): readonly Override[] {
  if (config.api_server === null) return [];
  const polling = config.api_server.query_job_polling;
  const names = {
    initial_backoff: pick(polling, "initial_backoff_ms"),
    max_backoff: pick(polling, "max_backoff_ms"),
  };
  return [
    ["api_server.query_job_polling", template(names, pick(config.api_server, "query_job_polling").origin)],
  ];
}

/** Compression workers load this section, too, and cannot do without it (E2). */
function sectionOfWorkers({ config, release }: Deployment): readonly Override[] {
  if (config.query_worker !== null) return [];
  return [["query_worker", template(defaultsOf(release, "query_worker"), NEEDED_BY_WORKERS)]];
}

/** Credentials reach containers by their environment, and CLP leaves them out here; keys of S3 it does not. */
function secrets({ config }: Deployment): readonly Override[] {
  const hidden = ["database.credentials", "queue.username", "queue.password", "redis.password"];
  return [
    ...s3Keys(config).map(({ id }): Override => [id, value`${secretPart(id)}`]),
    ...hidden.map((path): Override => [path, undefined]),
  ];
}

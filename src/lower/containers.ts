/** What containers of one kind have in common, so that a component's file says only what is its own. */
import { constant, derived, type Origin, type Sourced, sourced } from "../base/origin.ts";
import { pick } from "../base/typed.ts";
import type {
  Dependency,
  Destination,
  EnvironmentVariable,
  External,
  FixedName,
  GeneratedFileId,
  HealthCheck,
  Job,
  Mount,
  Owner,
  Port,
  Probe,
  Probes,
  Process,
  Question,
  Service,
  Setting,
  VolumeId,
} from "../model/model.ts";
import { type ComponentId, type Insert, type Part, type Value, value } from "../model/value.ts";
import { isLoopback, knownAddress } from "./addresses.ts";
import type { ComponentFacts } from "./definition.ts";
import type { Bundleable, Deployment } from "./deployment.ts";
import { ownImageOf } from "./images.ts";
import { fixedNameAddress } from "./lookup.ts";
import { volumeOf } from "./mounted-volumes.ts";
import { secretPart } from "./needed-secrets.ts";
import { PACKAGE_IMAGE, RESTART_POLICY } from "./package-settings.ts";
import { logsInputInContainer } from "./paths.ts";
import { type S3Place, s3Places } from "./s3-places.ts";
import { settingPart } from "./settings.ts";

/** The container's host name: others reach it by this name (`results_cache`), as CLP's services expect. */
export function hostnameOf(id: ComponentId): string {
  return id.replaceAll("-", "_");
}

/** Where another component is reached from inside the deployment. */
export function addressOf(of: ComponentId): { readonly host: Part; readonly port: Part } {
  return { host: { kind: "address", of, field: "host" }, port: { kind: "address", of, field: "port" } };
}

/** A component's own facts: they change with the release of CLP alone. */
export function factOf({ release }: Deployment, facts: ComponentFacts, what: string): Origin {
  return constant(`${what} of ${facts.id} in ${release.name}`);
}

export type Environment = Readonly<Record<string, Insert | undefined>>;

/** The variables of a container. Text alone has the origin that `fact` gives it; undefined ones are left out. */
export function environment(
  variables: Environment,
  fact: (name: string) => Origin,
): readonly EnvironmentVariable[] {
  return Object.entries(variables).flatMap(([name, insert]) =>
    insert === undefined ? [] : [{ name, value: asValue(insert, fact(name)) }],
  );
}

/** Text alone is a fact of the component; all else brings its own origin. */
function asValue(insert: Insert, fact: Origin): Value {
  return typeof insert === "string" || typeof insert === "number"
    ? value`${sourced(insert, fact)}`
    : value`${insert}`;
}

function needsOf(deployment: Deployment, facts: ComponentFacts): readonly Dependency[] {
  return facts.needs.flatMap(({ on, until, only }) => {
    if (only === "celery" && deployment.spider.value) return [];
    // What has no container cannot be waited for (E3).
    if (!deployment.runs[on].value) return [];
    const origin = factOf(deployment, facts, `dependency on ${on}`);
    return [
      {
        on,
        until,
        origin:
          only === undefined ? origin : derived("only Celery needs it", origin, deployment.spider.origin),
      },
    ];
  });
}

/** Whom it asks later, of those that are there. */
function asksLaterOf(deployment: Deployment, facts: ComponentFacts): Pick<Service, "asksLater"> {
  const asked = (facts.asksLater ?? []).filter((on) => deployment.runs[on].value);
  return asked.length === 0
    ? {}
    : { asksLater: asked.map((on) => ({ on, origin: deployment.runs[on].origin })) };
}

/** The collector, where it runs and the environment says where. */
function reportsToOf(
  deployment: Deployment,
  variables: readonly EnvironmentVariable[],
): Pick<Service, "reportsTo"> {
  const on = "otel-collector";
  const { value: runs, origin } = deployment.runs[on];
  const isTold = variables.some(({ value: told }) =>
    told.parts.some((part) => part.kind === "address" && part.of === on),
  );
  return runs && isTold ? { reportsTo: [{ on, origin }] } : {};
}

/** What a component's file says of its container. */
export interface ContainerParts {
  readonly image?: Insert;
  readonly command?: readonly Insert[];
  readonly environment?: Environment;
  readonly mounts?: readonly (Mount | undefined)[];
  readonly ports?: readonly Port[];
  readonly concurrency?: Setting<number>;
  readonly fixedNames?: readonly FixedName[];
  /** Seconds; CLP's services have 60 where nothing else is said. */
  readonly stopGraceSeconds?: number;
  /** Where it is not the id's: both compression workers answer to `compression_worker`. */
  readonly hostname?: string;
  readonly questions?: readonly Question[];
  readonly process?: Process;
  readonly needsOwnName?: boolean;
  readonly stopsSlowly?: boolean;
  readonly needsInit?: boolean;
  readonly longestName?: number;
  readonly groups?: readonly Sourced<number>[];
  readonly namedByService?: boolean;
  readonly reaches?: readonly ComponentId[];
  readonly destinations?: readonly Destination[];
  readonly advertises?: Sourced<string>;
  readonly scratch?: readonly Sourced<string>[];
  readonly memory?: Sourced<number>;
  readonly instances?: Sourced<number>;
}

/** A service says whether it can be asked for its health. */
export interface ServiceParts extends ContainerParts {
  readonly health: Service["health"];
  readonly probes?: Probes;
}

function workload(
  deployment: Deployment,
  facts: ComponentFacts,
  owner: Owner,
  parts: ContainerParts,
  restart: Value,
) {
  const logs = parts.environment?.["CLP_LOGS_DIR"];
  const variables = environment(parts.environment ?? {}, (name) =>
    factOf(deployment, facts, `environment variable ${name}`),
  );
  return {
    id: facts.id,
    name: facts.name ?? facts.id,
    title: facts.title,
    description: facts.description,
    group: facts.group,
    origin: deployment.runs[facts.id].origin,
    owner,
    hostname: parts.hostname ?? hostnameOf(facts.name ?? facts.id),
    image: asValue(
      parts.image ??
        ownImageOf(deployment, facts.name ?? facts.id) ??
        settingPart({ variable: PACKAGE_IMAGE }),
      factOf(deployment, facts, "image"),
    ),
    ...(parts.command === undefined
      ? {}
      : { command: parts.command.map((word) => asValue(word, factOf(deployment, facts, "command line"))) }),
    environment: variables,
    mounts: (parts.mounts ?? []).filter((mount) => mount !== undefined),
    ...(typeof logs === "string"
      ? { logs: sourced(logs, factOf(deployment, facts, "environment variable CLP_LOGS_DIR")) }
      : {}),
    needs: needsOf(deployment, facts),
    asks: [],
    fixedNames: parts.fixedNames ?? [],
    questions: parts.questions ?? [],
    restart,
    ...(parts.groups === undefined ? {} : { groups: parts.groups }),
    ...(parts.namedByService === undefined ? {} : { namedByService: parts.namedByService }),
    ...(parts.reaches === undefined ? {} : { reaches: parts.reaches }),
    ...(parts.destinations === undefined || parts.destinations.length === 0
      ? {}
      : { destinations: parts.destinations }),
    ...(parts.scratch === undefined ? {} : { scratch: parts.scratch }),
    ...(parts.memory === undefined ? {} : { memory: parts.memory }),
    ...asksLaterOf(deployment, facts),
    ...reportsToOf(deployment, variables),
    stopGraceSeconds: parts.stopGraceSeconds ?? 60,
  };
}

/** A long-running service. */
export function service(
  deployment: Deployment,
  facts: ComponentFacts,
  owner: Owner,
  parts: ServiceParts,
): Service {
  return {
    kind: "service",
    ...workload(deployment, facts, owner, parts, value`${settingPart({ variable: RESTART_POLICY })}`),
    ports: parts.ports ?? [],
    health: parts.health,
    ...(parts.probes === undefined ? {} : { probes: parts.probes }),
    ...(parts.concurrency === undefined ? {} : { concurrency: parts.concurrency }),
    ...(parts.process === undefined ? {} : { process: parts.process }),
    needsOwnName: parts.needsOwnName ?? false,
    stopsSlowly: parts.stopsSlowly ?? false,
    needsInit: parts.needsInit ?? false,
    ...(parts.advertises === undefined ? {} : { advertises: parts.advertises }),
    ...(parts.longestName === undefined ? {} : { longestName: parts.longestName }),
    ...(parts.instances === undefined ? {} : { instances: parts.instances }),
  };
}

/** A one-time job. CLP restarts it thrice, whatever the restart policy says. */
export function job(deployment: Deployment, facts: ComponentFacts, parts: ContainerParts): Job {
  return { kind: "job", ...workload(deployment, facts, "first-party", parts, value`on-failure:3`) };
}

/** A server that somebody else runs, where the config names it. */
export function external(
  deployment: Deployment,
  facts: ComponentFacts,
  section: Bundleable,
  questions: readonly Question[],
): External {
  const held = deployment.config[section];
  if (held === null || held === undefined) throw new Error(`${section} is null and cannot be external`);
  return {
    ...externalServer(deployment, facts, {
      host: pick(held, "host"),
      port: pick(held, "port"),
      origin: deployment.bundled(section).origin,
    }),
    ...(fixedNameAddress(deployment, section) === undefined || facts.lookup === undefined
      ? {}
      : { fixedName: facts.lookup.name }),
    questions,
  };
}

/** A server that somebody else runs at a host and a port; `origin` says why it is not the package's own. */
export function externalServer(
  deployment: Deployment,
  facts: ComponentFacts,
  { host, port, origin }: Pick<External, "host" | "port" | "origin">,
): External {
  const address = knownAddress(deployment, host);
  return {
    kind: "external",
    id: facts.id,
    name: facts.id,
    title: facts.title,
    description: facts.description,
    group: facts.group,
    origin,
    host,
    port,
    ...(address === undefined ? {} : { address }),
    loopback: isLoopback(host.value),
  };
}

/** A port that is published on the host by two settings. */
export function published(
  name: string,
  inside: number,
  host: Setting<string> | undefined,
  port: Setting<number> | undefined,
): Port {
  return host === undefined || port === undefined
    ? { name, inside }
    : { name, inside, published: { host, port } };
}

/** Mounts a volume, where this configuration has it. */
export function mountVolume(
  deployment: Deployment,
  id: VolumeId,
  at: string | Sourced<string>,
  access: "ro" | "rw",
  subPath?: string,
): Mount | undefined {
  const volume = volumeOf(deployment, id);
  if (volume === undefined) return undefined;
  const where =
    typeof at === "string"
      ? sourced(at, constant(`where ${deployment.release.name} expects ${volume.title}`))
      : at;
  return {
    kind: "volume",
    volume: id,
    ...(subPath === undefined ? {} : { subPath }),
    at: where,
    readOnly: access === "ro",
    origin: volume.path.origin,
  };
}

/** Mounts a generated file, which containers only read. */
export function mountFile(
  { release }: Deployment,
  file: GeneratedFileId,
  at: string,
): Mount & { readonly kind: "file" } {
  const origin = constant(`where ${release.name} expects the file ${file}`);
  return { kind: "file", file, at: sourced(at, origin), readOnly: true, origin };
}

/** Mounts the folder of a generated file, in place of what the image has there. */
export function mountFolder(deployment: Deployment, file: GeneratedFileId, at: string): Mount {
  return { ...mountFile(deployment, file, at), folder: true };
}

/**
 * The container's CLP config.
 *
 * @param reads the keys that the program makes use of, with all below them (facts: its code)
 */
export function mountConfig(deployment: Deployment, ...reads: readonly string[]): Mount {
  return {
    ...mountFile(deployment, "clp-config", "/etc/clp-config.yaml"),
    reads: reads.filter((path) => isKnown(deployment.config, path.split("."))),
  };
}

/** False for a key that the release does not have. */
function isKnown(section: unknown, [key, ...below]: readonly string[]): boolean {
  if (key === undefined || typeof section !== "object" || section === null) return true;
  const held = (section as Readonly<Record<string, unknown>>)[key];
  return held !== undefined && isKnown(held, below);
}

/**
 * A directory of the logs: each service sees its own, since others hold what is not for it, such as the
 * statements with passwords in the database's general log (R6, K4).
 */
export function mountLogs(deployment: Deployment, name: string, at = `/var/log/${name}`): Mount | undefined {
  return mountVolume(deployment, "logs", at, "rw", name);
}

/** The log input, always read-only: its default is the whole disk (D6). */
export function mountLogsInput(deployment: Deployment): Mount | undefined {
  const { logsInput } = deployment.directories;
  return logsInput === undefined
    ? undefined
    : mountVolume(deployment, "logs-input", logsInputInContainer(logsInput), "ro");
}

export function mountAwsConfig(deployment: Deployment): Mount | undefined {
  return mountVolume(deployment, "aws-config", "/opt/clp/.aws", "ro");
}

/**
 * The profiles for a service that CLP gives none to (D34, E22): one that asks AWS as its SDK does by default looks
 * into them, too. In a release in which they may not go with that, nothing.
 *
 * @param place what it reads or writes on S3
 */
export function mountAwsConfigByDefault(deployment: Deployment, place: S3Place["name"]): Mount | undefined {
  const found = s3Places(deployment.config).find(({ name }) => name === place);
  return found?.type.value === "default" ? mountAwsConfig(deployment) : undefined;
}

/** For a health check that starts a virtual machine of its own: on a busy host that takes more than CLP's 2 seconds. */
export const HEAVY_CHECK_SECONDS = 30;

/** Healthy while the port takes connections. */
export function tcpHealth(host: string, port: number): HealthCheck {
  const probe: Probe = { kind: "tcp", port };
  return {
    form: "exec",
    test: [value`bash`, value`-c`, value`< /dev/tcp/${host}/${port}`],
    probes: { ready: probe, alive: probe },
  };
}

/**
 * Healthy while somebody listens on the port, by the kernel's own list. No connection is made: Spider's
 * scheduler would log each as an error, and a reducer without a job would keep each in its queue.
 */
export function listeningHealth(port: number): HealthCheck {
  const hex = port.toString(16).toUpperCase().padStart(4, "0");
  const command = ["grep", "-qs", `:${hex} 0*:0000 0A`, "/proc/net/tcp", "/proc/net/tcp6"];
  const probe: Probe = { kind: "command", command, environment: [] };
  return {
    form: "exec",
    test: command.map((word) => value`${word}`),
    probes: { ready: probe, alive: probe },
  };
}

/** Healthy while a page answers. */
export function httpHealth(host: string, port: number, path = "/health"): HealthCheck {
  const probe: Probe = { kind: "http", port, path };
  return {
    form: "exec",
    test: [value`curl`, value`-f`, value`http://${host}:${port}${path}`],
    probes: { ready: probe, alive: probe },
  };
}

/** How the package's own services log in to the database. */
export function databaseLogin(): Environment {
  return { CLP_DB_PASS: secretPart("database.password"), CLP_DB_USER: secretPart("database.username") };
}

/** The broker and the result store of Celery, as URLs with percent-encoded credentials (D41). */
export function celeryLogin(database: Sourced<number>): Environment {
  const queue = addressOf("queue");
  const redis = addressOf("redis");
  const [user, pass] = [secretPart("queue.username", "percent"), secretPart("queue.password", "percent")];
  return {
    BROKER_URL: value`amqp://${user}:${pass}@${queue.host}:${queue.port}`,
    RESULT_BACKEND: value`redis://default:${secretPart("redis.password", "percent")}@${redis.host}:${redis.port}/${database}`,
  };
}

/**
 * The name of a node of Celery: the worker's, at its own host, which Celery puts in the place of `%h`. CLP's
 * bare name is the same in every container, and nodes of one name share one control queue: a cancellation
 * reaches any of them, or the second one does not start (D19).
 */
export function celeryNode({ release, here }: Deployment, worker: string): Sourced<string> {
  // Of several hosts each has a container of the same name.
  if (here !== undefined)
    return sourced(
      `${worker}@${here.name.value}`,
      derived("nodes of Celery need a name each, in all of the deployment (D19)", here.name.origin),
    );
  const why = release.capabilities.celeryNodes === "host" ? "" : ": nodes of Celery need a name each (D19)";
  return sourced(`${worker}@%h`, constant(`the worker's name in ${release.name}, at its own host${why}`));
}

/** How a worker is told the file of its log, in a release whose workers do not log to standard output. */
export function workerLog(
  { release }: Deployment,
  directory: string,
): { readonly options: readonly string[]; readonly environment: Environment } {
  const file = `/var/log/${directory}/worker.log`;
  return release.capabilities.workerLogs === "file"
    ? { options: ["-f", file], environment: { CLP_WORKER_LOG_PATH: file } }
    : { options: [], environment: {} };
}

/**
 * The command line of a worker of Celery.
 *
 * @param worker as its node is called
 * @param tasks the module of its tasks, below `job_orchestration.executor`
 * @param queue from which it takes them
 * @param directory of its log
 */
export function celeryWorker(
  deployment: Deployment,
  parts: {
    readonly worker: string;
    readonly tasks: string;
    readonly queue: string;
    readonly directory: string;
    readonly concurrency: Setting;
  },
): readonly Insert[] {
  return [
    ...["python3", "-u", "/opt/clp/lib/python3/site-packages/bin/celery"],
    ...["-A", `job_orchestration.executor.${parts.tasks}`, "worker", "--concurrency"],
    settingPart(parts.concurrency),
    ...["--loglevel", "WARNING", ...workerLog(deployment, parts.directory).options],
    ...["-Q", parts.queue, "-n"],
    celeryNode(deployment, parts.worker),
  ];
}

/** What both compression workers mount. */
export function compressionMounts(deployment: Deployment): readonly (Mount | undefined)[] {
  return [
    mountConfig(
      deployment,
      "archive_output.storage",
      "compression_worker.task_soft_time_limit",
      "compression_worker.task_time_limit",
      "package.storage_engine",
      "tmp_directory",
    ),
    mountLogs(deployment, "compression_worker"),
    mountVolume(deployment, "tmp", "/var/tmp", "rw"),
    mountVolume(deployment, "archives", "/var/data/archives", "rw"),
    mountAwsConfig(deployment),
    mountLogsInput(deployment),
    mountVolume(deployment, "staged-archives", "/var/data/staged-archives", "rw"),
  ];
}

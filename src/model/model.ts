/**
 * The deployment model: what runs, what it needs, what it mounts, and why, for no target in
 * particular. It holds the ids of secrets, never a value.
 */
import type { Origin, Sourced } from "../base/origin.ts";
import type { GENERATED_FILES } from "../clp/package/generated-files.ts";
import type { DirectoryPurpose, VOLUMES, VolumePurpose } from "../clp/package/volumes.ts";
import type { Images } from "../clp/releases/release.ts";
import type { Release } from "../clp/releases/releases.ts";
import type { Template } from "./tree.ts";
import type { ComponentId, SecretId, Value } from "./value.ts";

/** The version of the model's shape, for backends outside this repository. */
export const MODEL_VERSION = 2;

/** What runs compression tasks. */
export type Compression = "celery" | "spider";

/** Who answers queries: CLP's own services, Presto, or nobody. */
export type Queries = "native" | "presto" | "none";

/** The name of both together. `base`: not CLP's own services; `spider-…`: Spider, in place of Celery. */
export type DeploymentType = "full" | "base" | "spider-full" | "spider-base";

/** The groups of Figure 1, in its order. `celery` stands inside `databases`. */
export type Group = "databases" | "celery" | "jobs" | "schedulers" | "workers" | "management" | "ai";

/** Who owns a directory and runs a process: the package's own services, or the databases and queues. */
export type Owner = "first-party" | "third-party";

/** Until when one waits for another: a job is `completed`, a service `started` or `healthy`. */
export type Condition = "started" | "healthy" | "completed";

/** A component that must have come so far before this one starts. */
export interface Dependency {
  readonly on: ComponentId;
  readonly until: Condition;
  readonly origin: Origin;
}

/** The name of a {@link Volume}. */
export type VolumeId = keyof typeof VOLUMES;
/** The name of a {@link GeneratedFile}. */
export type GeneratedFileId = keyof typeof GENERATED_FILES;

/** A directory of the host (Compose) or a claim (Kubernetes) that outlives its containers. */
export interface Volume {
  readonly id: VolumeId;
  /** What it holds, in a few words. */
  readonly title: string;
  /** The host's directory: absolute, or relative to the compose file with a leading `./`. */
  readonly path: Sourced<string>;
  /**
   * `data` must survive; `logs` and `scratch` are expendable; `staging` holds what is not uploaded
   * yet; `input` and `settings` belong to the operator, are only read, and are never created; a `socket` is the engine's own.
   */
  readonly purpose: VolumePurpose;
  /** True where several components use it at once. */
  readonly shared: boolean;
  /** On one host of several: how it is the same files as on the others. */
  readonly sharing?: Sharing;
}

/** `nfs`: the engine mounts what a server exports. `mounted`: somebody has mounted it at the volume's path. */
export type Sharing =
  | { readonly kind: "nfs"; readonly server: Sourced<string>; readonly path: Sourced<string> }
  | { readonly kind: "mounted"; readonly origin: Origin };

/** What a process sees of a volume or of a generated file, and where. */
export type Mount =
  | {
      readonly kind: "volume";
      readonly volume: VolumeId;
      /** A directory of the volume, where the process is to see that alone. */
      readonly subPath?: string;
      /** True where the process keeps something there that must outlive its container, whatever the volume is for. */
      readonly keeps?: boolean;
      readonly at: Sourced<string>;
      readonly readOnly: boolean;
      readonly origin: Origin;
    }
  | {
      readonly kind: "file";
      readonly file: GeneratedFileId;
      /** Of which of several like containers; see `instances.ts`. */
      readonly instance?: number;
      /** True where the file's whole folder is mounted at `at`, so that nothing of what the image has there is seen. */
      readonly folder?: true;
      /** The keys of the file that the process uses, with all below them; absent: all. */
      readonly reads?: readonly string[];
      readonly at: Sourced<string>;
      readonly readOnly: true;
      readonly origin: Origin;
    };

/** What stands in a generated file. */
export type FileContent =
  /** Properties are written for Java, which knows escapes; plain ones for a reader that knows none. */
  | { readonly format: "yaml" | "json" | "properties" | "plain-properties"; readonly template: Template }
  | { readonly format: "text"; readonly lines: readonly Sourced<string>[] };

/** A file that the compiler writes and a container reads. */
export interface GeneratedFile {
  readonly id: GeneratedFileId;
  /** Beside the compose file: `etc/redis/redis.conf`. With `NUMBER` where each of several like containers has its own. */
  readonly path: string;
  /** Which one it is of several; absent in a model whose containers are not told apart. */
  readonly instance?: number;
  readonly content: FileContent;
  /** What stands there in a pod, where that is something else: a pod is given no engine to ask. */
  readonly contentInPods?: FileContent;
  /** True where the content holds a secret, so that the file is written 0600 and never committed. */
  readonly secret: boolean;
  /** The paths of keys whose values are secrets, or would be if they were there. */
  readonly secretKeys?: readonly string[];
  /** The one component that reads it, where nobody else may be given what it holds. */
  readonly reader?: ComponentId;
  readonly origin: Origin;
}

/** The directories of the host that the config names, by what they are for. Absent: this configuration has no use for it. */
export interface Directories extends Readonly<Partial<Record<DirectoryPurpose, Sourced<string>>>> {
  readonly data: Sourced<string>;
  readonly logs: Sourced<string>;
  readonly tmp: Sourced<string>;
}

/** A directory that must be there, with its owner, before the deployment starts. Parents come first. */
export interface PreparedDirectory {
  readonly path: Sourced<string>;
  readonly owner: Owner;
  readonly mode: number;
}

/** A container image, by the parts of its reference. */
export interface Image {
  /** All of it, as it is written. */
  readonly reference: Sourced<string>;
  /** Without tag and digest: `ghcr.io/y-scope/clp/clp-package`. */
  readonly repository: string;
  readonly tag?: string;
  /** `sha256:0123…` */
  readonly digest?: string;
}

/** What each image of the release is in this deployment. One that the release does not have is absent. */
export type ImagesOfDeployment = { readonly [K in keyof Images]: Image };

/** A port on which a service listens, and where it is published. */
export interface Port {
  readonly name: string;
  /** On which the process listens in its container. */
  readonly inside: number;
  /** Where it is published on the host: settings, so that one host may differ. */
  readonly published?: { readonly host: Setting<string>; readonly port: Setting<number> };
  /** It asks nobody who he is, and does what he says: of several hosts, they alone may connect. */
  readonly hostsAlone?: true;
}

/** Exec: the command is started as it is. Shell: one text for the container's shell. */
export interface HealthCheck {
  readonly form: "exec" | "shell";
  readonly test: readonly Value[];
  /** Where CLP's own time-out is too short for what the test costs. */
  readonly timeoutSeconds?: number;
  /** Where CLP's own time is too short in which failures mean that it has not started yet. */
  readonly startSeconds?: number;
  /** The same for targets that tell "ready for work" from "still alive". */
  readonly probes?: Probes;
}

/** What a prober asks a service, for targets that tell "ready for work" from "still alive". */
export interface Probes {
  /** Until it succeeds for the first time, the others are not asked. Absent: as `alive`. */
  readonly started?: Probe;
  readonly ready: Probe;
  readonly alive: Probe;
}

/** How a prober asks a service, from outside its container or by a command within. */
export type Probe =
  | { readonly kind: "tcp"; readonly port: number }
  | { readonly kind: "http"; readonly port: number; readonly path: string }
  /** Fails on a wrong password, and shows none in the list of processes: it comes from the environment. */
  | {
      readonly kind: "command";
      readonly command: readonly string[];
      /** What the command reads beyond the container's own environment. */
      readonly environment: readonly EnvironmentVariable[];
    };

/** A variable of a process's environment. */
export interface EnvironmentVariable {
  readonly name: string;
  readonly value: Value;
}

/** What a client can ask of a component to see for itself that it is ready, or that it has done its work. */
export interface Question {
  /** The body of a Python function for the package's image. It raises an exception where the answer is no. */
  readonly lines: readonly string[];
  /** What it reads. A client whose own container knows none of these secrets does not ask. */
  readonly environment: readonly EnvironmentVariable[];
  /** Variables of the client that it reads too. A client that lacks one does not ask. */
  readonly borrows: readonly string[];
  readonly origin: Origin;
}

/**
 * The question that a workload asks of a component which it waits for, by its own login: who asks what of
 * whom. For targets that cannot wait for another container, and for servers that somebody else runs.
 */
export interface Ask {
  readonly of: ComponentId;
  /** The body of a Python function; see {@link Question}. */
  readonly lines: readonly string[];
  /** All that it reads: the question's own variables, and those of the client. */
  readonly environment: readonly EnvironmentVariable[];
  readonly origin: Origin;
}

/**
 * One process of a service that runs several at once: for targets that give each a container of its
 * own, so that the end of one is seen (H23).
 */
export interface Process {
  /** But for the options that say where others reach it. */
  readonly command: readonly Value[];
  readonly hostOption: string;
  /** Each process listens on the next port after `first`. Undefined: it listens on none. */
  readonly port?: { readonly option: string; readonly first: number };
}

interface ComponentBase {
  /** As in Figure 1: `spider-compression-worker`. */
  readonly id: ComponentId;
  /** The service's name in a deployment: `compression-worker`, for both kinds of it. */
  readonly name: string;
  /** As in Figure 1: `database (MySQL)`. */
  readonly title: string;
  /** As in the tables of the specification. */
  readonly description: string;
  readonly group: Group;
  /** Why it is in the deployment. */
  readonly origin: Origin;
  readonly questions?: readonly Question[];
}

/** A place outside of the deployment to which a workload connects, and which no component stands for. */
export interface Destination {
  /** Completes "connects to …": `S3 for archives`. */
  readonly what: string;
  /** An IPv4 address, where one is known; else DNS tells it. */
  readonly address?: Sourced<string>;
  readonly port: Sourced<number>;
}

/** A name that a process looks up whatever its configuration says, so that it must lead there. */
export interface FixedName {
  readonly name: string;
  readonly of: ComponentId;
  readonly port: number;
  readonly origin: Origin;
}

interface Workload extends ComponentBase {
  readonly owner: Owner;
  /** The container's host name, by which others reach it in Compose: `results_cache`. */
  readonly hostname: string;
  readonly image: Value;
  /** Undefined: the image's own. */
  readonly command?: readonly Value[];
  readonly environment: readonly EnvironmentVariable[];
  readonly mounts: readonly Mount[];
  /** The directory in its container to which it writes its own logs, where it writes any. */
  readonly logs?: Sourced<string>;
  readonly needs: readonly Dependency[];
  /** In the order of what it needs; of each one question at most. */
  readonly asks: readonly Ask[];
  readonly fixedNames: readonly FixedName[];
  /** Whom it reaches at an address that others tell it, with each task or through the database. */
  readonly reaches?: readonly ComponentId[];
  /** To what else it connects, outside of the deployment. */
  readonly destinations?: readonly Destination[];
  readonly restart: Value;
  /** Directories in its container to which it writes what may be lost with it, and that belong to nobody there. */
  readonly scratch?: readonly Sourced<string>[];
  /** Components that it asks when it is asked itself: it starts without them. */
  readonly asksLater?: readonly Omit<Dependency, "until">[];
  /** Components to which it reports: it starts and works without them. */
  readonly reportsTo?: readonly Omit<Dependency, "until">[];
  /** Bytes of memory that a container gets at most, where the process is told to make do with them. */
  readonly memory?: Sourced<number>;
  /** Ids of groups to which its processes belong besides that of their user. */
  readonly groups?: readonly Sourced<number>[];
  /** True where the service's name alone is known to others, and the container has none of its own. */
  readonly namedByService?: boolean;
  /** Seconds between the polite and the impolite signal. */
  readonly stopGraceSeconds: number;
}

/** A component that runs until it is stopped. */
export interface Service extends Workload {
  readonly kind: "service";
  readonly ports: readonly Port[];
  /** `none`: it listens on nothing that could be asked, or its image has nothing to ask with. */
  readonly health: HealthCheck | "none";
  /** How it is asked from outside, where its own container cannot. */
  readonly probes?: Probes;
  /** How many processes or threads work at once in one container, where that can be set. */
  readonly concurrency?: Setting<number>;
  readonly process?: Process;
  /** How many like containers there are, each with a name and files of its own. */
  readonly instances?: Sourced<number>;
  /** Of one of these where they are told apart: the name that all of them have. */
  readonly instanceOf?: string;
  /** True where its own name must mean its own container: it listens there alone, or calls itself by it. */
  readonly needsOwnName?: boolean;
  /** True where it heeds the polite signal only after many minutes, so that there is no use in waiting. */
  readonly stopsSlowly?: boolean;
  /** True where, as process 1, it would not heed the polite signal at all, so that another must be process 1. */
  readonly needsInit?: boolean;
  /** The address that it makes known as its own, where that is not its container's name. */
  readonly advertises?: Sourced<string>;
  /** It makes known its own name, of which others keep so many characters (D12d). */
  readonly longestName?: number;
}

/** A component that does its work at each start, and ends. */
export interface Job extends Workload {
  readonly kind: "job";
}

/** A host of a deployment on several. */
export interface Place {
  readonly name: Sourced<string>;
  /** The IPv4 address at which other hosts reach it. */
  readonly address: Sourced<string>;
}

/**
 * A server that somebody else runs: nothing is emitted for it, all that use it are pointed at it. For one
 * host of several, too, what another host runs.
 */
export interface External extends ComponentBase {
  readonly kind: "external";
  /** As in the config: a host name or an IPv4 address. */
  readonly host: Sourced<string>;
  readonly port: Sourced<number>;
  /** The IPv4 address of the host, where the site file or the host itself says it; else DNS tells it. */
  readonly address?: Sourced<string>;
  /** True where `host` means the machine itself, which in a container is another. */
  readonly loopback: boolean;
  /** The host of this deployment that runs it; absent: somebody else does. */
  readonly on?: Place;
  /** The name by which containers of Compose look it up, where every one of them is told where that leads. */
  readonly fixedName?: string;
}

/** A name that every container is told the address of. */
export interface HostName {
  readonly name: Value;
  readonly address: Value;
  readonly origin: Origin;
}

/** A part of the deployment. */
export type Component = Service | Job | External;

/** A component that does not run, and why. */
export type AbsentComponent = Omit<ComponentBase, "group">;

/** A variable of `.env`, with CLP's own name and meaning. A number is one until somebody writes it. */
export interface Setting<T extends string | number = string | number> {
  readonly variable: string;
  readonly value: Sourced<T>;
  /** What pods are told in its place, where that is something else. */
  readonly inPods?: Sourced<T>;
  /** True where the compose file says `${VARIABLE:-value}`, so that one host may differ. */
  readonly overridable: boolean;
}

/** A secret by name; its value travels apart, in {@link SecretValues}. */
export interface Secret {
  readonly id: SecretId;
  /** The variable of `.env` that carries it, where one does. */
  readonly variable?: string;
  /** The variable that carries it percent-encoded, where a URL needs it. */
  readonly encodedVariable?: string;
  /** What it is, in a few words, for people. */
  readonly title: string;
  readonly origin: Origin;
}

/** What one host of several runs, and how everything is seen from there. */
export interface Host extends Place {
  readonly projectName: Sourced<string>;
  /** The directory of the host in which its files stand, where that is known. */
  readonly clpHome: Sourced<string | null>;
  /** What it runs, as services and jobs; what other hosts run, as external. */
  readonly model: DeploymentModel;
}

/** A deployment as backends are given it. */
export interface DeploymentModel {
  readonly version: typeof MODEL_VERSION;
  /** The release of CLP that runs. */
  readonly release: Sourced<Release>;
  readonly type: Sourced<DeploymentType>;
  readonly compression: Sourced<Compression>;
  readonly queries: Sourced<Queries>;
  /** Of the package's own services and jobs. */
  readonly image: Image;
  /** All of the release. A component may have another of its own, which its own image says. */
  readonly images: ImagesOfDeployment;
  /** In the order of the catalogue: databases first. */
  readonly components: readonly Component[];
  /** The components of the package that this deployment does without, in the same order. */
  readonly absent: readonly AbsentComponent[];
  readonly volumes: readonly Volume[];
  readonly files: readonly GeneratedFile[];
  readonly directories: Directories;
  readonly prepared: readonly PreparedDirectory[];
  /** Empty where the release tells its containers of external servers one by one. */
  readonly hostNames: readonly HostName[];
  readonly settings: readonly Setting[];
  readonly secrets: readonly Secret[];
  /** Absent: it is one. Its own files are made of the model itself. */
  readonly hosts?: readonly Host[];
  /** uid:gid of each owner. */
  readonly users: Readonly<Record<Owner, { readonly uid: Sourced<number>; readonly gid: Sourced<number> }>>;
}

/** The values of secrets, which only the emitters of secret files are given. */
export type SecretValues = ReadonlyMap<SecretId, string>;

/** The volumes of the package: what they hold, and where on the host they are. */

/** The directories of the host that the config names, by what they are for. */
export type DirectoryPurpose =
  | "data"
  | "logs"
  | "tmp"
  | "logsInput"
  | "archives"
  | "stagedArchives"
  | "streams"
  | "stagedStreams"
  | "awsConfig"
  | "dockerSocket";

/**
 * `data` must survive; `logs` and `scratch` are expendable; `staging` holds what is not uploaded yet;
 * `input` and `settings` belong to the operator, are only read, and are never created; a
 * `socket` is the engine's own.
 */
export type VolumePurpose = "data" | "logs" | "scratch" | "staging" | "input" | "settings" | "socket";

interface VolumeFacts {
  /** What it holds, in a few words. */
  readonly title: string;
  readonly purpose: VolumePurpose;
  /** True where several components use it at once. */
  readonly shared: boolean;
  /** With several hosts: the key of `shared_storage` that says how all that use it see the same files. */
  readonly acrossHosts?: "archives" | "streams" | "logs_input";
  /** The directory that it is, or lies in. */
  readonly directory: DirectoryPurpose;
  readonly below?: string;
}

/** In the order in which they are emitted. */
export const VOLUMES = {
  "database-data": {
    title: "the database's data",
    purpose: "data",
    shared: false,
    directory: "data",
    below: "database",
  },
  "database-logs": {
    title: "the database's logs",
    purpose: "logs",
    shared: false,
    directory: "logs",
    below: "database",
  },
  "queue-logs": {
    title: "the queue's logs",
    purpose: "logs",
    shared: false,
    directory: "logs",
    below: "queue",
  },
  "redis-data": {
    title: "Redis's data",
    purpose: "data",
    shared: false,
    directory: "data",
    below: "redis",
  },
  "redis-logs": {
    title: "Redis's logs",
    purpose: "logs",
    shared: false,
    directory: "logs",
    below: "redis",
  },
  "results-cache-data": {
    title: "the results cache's data",
    purpose: "data",
    shared: false,
    directory: "data",
    below: "results_cache",
  },
  "results-cache-logs": {
    title: "the results cache's logs",
    purpose: "logs",
    shared: false,
    directory: "logs",
    below: "results_cache",
  },
  logs: {
    title: "logs of the package's own services",
    purpose: "logs",
    shared: true,
    directory: "logs",
  },
  tmp: { title: "temporary files of compression", purpose: "scratch", shared: false, directory: "tmp" },
  archives: {
    title: "archives",
    purpose: "data",
    shared: true,
    acrossHosts: "archives",
    directory: "archives",
  },
  "staged-archives": {
    title: "archives before their upload to S3",
    purpose: "staging",
    shared: false,
    directory: "stagedArchives",
  },
  streams: {
    title: "extracted streams",
    purpose: "data",
    shared: true,
    acrossHosts: "streams",
    directory: "streams",
  },
  "staged-streams": {
    title: "streams before their upload to S3",
    purpose: "staging",
    shared: true,
    directory: "stagedStreams",
  },
  "logs-input": {
    title: "logs to compress",
    purpose: "input",
    shared: true,
    acrossHosts: "logs_input",
    directory: "logsInput",
  },
  "aws-config": {
    title: "AWS profiles",
    purpose: "settings",
    shared: true,
    directory: "awsConfig",
  },
  "docker-socket": {
    title: "the socket of the Docker engine",
    purpose: "socket",
    shared: false,
    directory: "dockerSocket",
  },
} as const satisfies Readonly<Record<string, VolumeFacts>>;

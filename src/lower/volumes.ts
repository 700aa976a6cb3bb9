/** The directories that containers mount: where they are on the host, and what becomes of them. */
import type { Sourced } from "../base/origin.ts";
import type { Volume, VolumeId } from "../model/model.ts";
import type { Deployment } from "./deployment.ts";
import { type HostDirectories, hostDirectories } from "./package-settings.ts";
import { below } from "./paths.ts";

interface VolumeFacts {
  readonly title: string;
  readonly purpose: Volume["purpose"];
  readonly shared: boolean;
  /** Undefined where this configuration has no use for it. */
  readonly path: (host: HostDirectories) => Sourced<string> | undefined;
}

const VOLUMES = {
  "database-data": {
    title: "the database's data",
    purpose: "data",
    shared: false,
    path: ({ data }) => below(data, "database"),
  },
  "database-logs": {
    title: "the database's logs",
    purpose: "logs",
    shared: false,
    path: ({ logs }) => below(logs, "database"),
  },
  "queue-logs": {
    title: "the queue's logs",
    purpose: "logs",
    shared: false,
    path: ({ logs }) => below(logs, "queue"),
  },
  "redis-data": {
    title: "Redis's data",
    purpose: "data",
    shared: false,
    path: ({ data }) => below(data, "redis"),
  },
  "redis-logs": {
    title: "Redis's logs",
    purpose: "logs",
    shared: false,
    path: ({ logs }) => below(logs, "redis"),
  },
  "results-cache-data": {
    title: "the results cache's data",
    purpose: "data",
    shared: false,
    path: ({ data }) => below(data, "results_cache"),
  },
  "results-cache-logs": {
    title: "the results cache's logs",
    purpose: "logs",
    shared: false,
    path: ({ logs }) => below(logs, "results_cache"),
  },
  logs: {
    title: "logs of the package's own services",
    purpose: "logs",
    shared: true,
    path: ({ logs }) => logs,
  },
  tmp: { title: "temporary files of compression", purpose: "scratch", shared: false, path: ({ tmp }) => tmp },
  archives: { title: "archives", purpose: "data", shared: true, path: ({ archives }) => archives },
  "staged-archives": {
    title: "archives before their upload to S3",
    purpose: "staging",
    shared: false,
    path: ({ stagedArchives }) => stagedArchives,
  },
  streams: { title: "extracted streams", purpose: "data", shared: true, path: ({ streams }) => streams },
  "staged-streams": {
    title: "streams before their upload to S3",
    purpose: "staging",
    shared: true,
    path: ({ stagedStreams }) => stagedStreams,
  },
  "logs-input": {
    title: "logs to compress",
    purpose: "input",
    shared: true,
    path: ({ logsInput }) => logsInput,
  },
  "aws-config": {
    title: "AWS profiles",
    purpose: "settings",
    shared: true,
    path: ({ awsConfig }) => awsConfig,
  },
} as const satisfies Readonly<Record<string, VolumeFacts>>;

export type VolumeName = keyof typeof VOLUMES;

/** The volume of that name, or undefined where this configuration has no use for it. */
export function volumeOf(deployment: Deployment, name: VolumeName): Volume | undefined {
  const { path: pathOf, title, purpose, shared } = VOLUMES[name];
  const path = pathOf(hostDirectories(deployment));
  return path === undefined ? undefined : { id: name as string as VolumeId, title, purpose, shared, path };
}

/** All volumes of this configuration, in a stated order. */
export function volumesOf(deployment: Deployment): readonly Volume[] {
  return (Object.keys(VOLUMES) as VolumeName[]).flatMap((name) => volumeOf(deployment, name) ?? []);
}

/** What containers mount: volumes of the deployment, generated files, and directories that several components share. */
import { constant, type Sourced, sourced } from "../base/origin.ts";
import type { GeneratedFileId, Mount, VolumeId } from "../model/model.ts";
import type { Deployment } from "./deployment.ts";
import { volumeOf } from "./mounted-volumes.ts";
import { logsInputInContainer } from "./paths.ts";
import { type S3Place, s3Places } from "./s3-places.ts";

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

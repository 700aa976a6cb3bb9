/** The directories of the host: those that the config names, and those that are made of them. */
import type { Reporter } from "../base/diagnostic.ts";
import { constant, isInvalid, map, type Sourced, sourced } from "../base/origin.ts";
import { pick } from "../base/typed.ts";
import type { Component, Directories, PreparedDirectory, Volume } from "../model/model.ts";
import { mountedPath } from "../model/mounted-path.ts";
import type { Deployment, Outline } from "./deployment.ts";
import { below, hostPath } from "./paths.ts";
import { s3Places } from "./s3-places.ts";

const DOCKER_SOCKET = constant("where CLP looks for the Docker socket, whatever its user says (E7)");

/** Where they are on the host, by what they are for. Reports as {@link hostPath}. */
export function resolveDirectories(outline: Outline, reporter: Reporter): Directories {
  const { config, release } = outline;
  const { logs_input: input } = config;
  const archives = config.archive_output.storage;
  const streams = config.stream_output.storage;
  const aws = pick(config, "aws_config_directory");
  // Without a type that reads it the directory is an error, whatever its path is.
  const types: readonly string[] = release.capabilities.awsConfigDirectory;
  const isRead = s3Places(config).some(({ type }) => types.includes(type.value) || isInvalid(type.origin));
  const at = (path: Sourced<string>): Sourced<string> => hostPath(outline, path, reporter);
  return {
    data: at(pick(config, "data_directory")),
    logs: at(pick(config, "logs_directory")),
    tmp: at(pick(config, "tmp_directory")),
    ...(input.type === "fs" ? { logsInput: at(pick(input, "directory")) } : {}),
    ...(archives.type === "fs"
      ? { archives: at(pick(archives, "directory")) }
      : { stagedArchives: at(pick(archives, "staging_directory")) }),
    ...(streams.type === "fs"
      ? { streams: at(pick(streams, "directory")) }
      : { stagedStreams: at(pick(streams, "staging_directory")) }),
    ...(aws.value === null || !isRead ? {} : { awsConfig: at(aws as Sourced<string>) }),
    ...(release.capabilities.telemetry
      ? { dockerSocket: sourced("/var/run/docker.sock", DOCKER_SOCKET) }
      : {}),
  };
}

/** What must exist, with its owner, before containers start: a missing bind source is made by Docker, for root (D55). */
export function preparedDirectories(
  { directories: { data, logs, tmp } }: Deployment,
  components: readonly Component[],
  volumes: readonly Volume[],
): readonly PreparedDirectory[] {
  const found = new Map<string, PreparedDirectory>();
  const add = (path: Sourced<string>, owner: PreparedDirectory["owner"]): void => {
    const known = found.get(path.value);
    if (known === undefined) found.set(path.value, { path, owner, mode: 0o755 });
  };
  for (const path of [data, logs, tmp]) add(path, "first-party");
  for (const component of components) {
    if (component.kind === "external") continue;
    if (component.logs !== undefined) {
      const directory = below(logs, component.hostname);
      add(
        map(directory, `${component.id} writes its logs here`, (path) => path),
        "first-party",
      );
    }
    for (const mount of component.mounts) {
      if (mount.kind !== "volume") continue;
      const volume = volumes.find(({ id }) => id === mount.volume);
      // What hosts share is made where it is stored, not by each of them.
      if (volume?.sharing !== undefined) continue;
      if (volume !== undefined && !["input", "settings", "socket"].includes(volume.purpose))
        add(mountedPath(volume, mount), component.owner);
    }
  }
  return [...found.values()].sort((a, b) => (a.path.value < b.path.value ? -1 : 1));
}

/** The settings and directories that belong to the package as a whole, not to one component. */
import { constant, derived, isInvalid, map, type Sourced, sourced } from "../base/origin.ts";
import { remembered } from "../base/remembered.ts";
import { pick } from "../base/typed.ts";
import { GENERATED_FILES } from "../clp/package/generated-files.ts";
import type { GeneratedFileId, Party, Setting } from "../model/model.ts";
import type { Deployment } from "./deployment.ts";
import { below, hostPath, logsInputInContainer } from "./paths.ts";
import { s3Places } from "./s3-places.ts";
import { informative, overridable } from "./settings.ts";

/** `CLP_RESTART_POLICY`: how Compose restarts the services; one-time jobs have their own. */
export function restartPolicy({ site }: Deployment): Setting {
  return overridable("CLP_RESTART_POLICY", pick(site.compose, "restart_policy"));
}

/** The image of the package's own services: the config's, or the release's. */
export function packageImage({ config, site, release }: Deployment): Setting {
  const given = pick(config, "container_image_ref");
  const version = pick(site, "clp_version");
  return overridable(
    "CLP_PACKAGE_CONTAINER_IMAGE_REF",
    given.value === null
      ? sourced(
          release.images.package,
          derived("the release's own image, since container_image_ref is null", version.origin, given.origin),
        )
      : (given as Sourced<string>),
  );
}

/** The ids under which a party's processes run and its directories are owned. */
export function usersOf({ site }: Deployment) {
  const { host } = site;
  return {
    "first-party": { uid: pick(host, "uid"), gid: pick(host, "gid") },
    "third-party": { uid: pick(host, "third_party_uid"), gid: pick(host, "third_party_gid") },
  } as const satisfies Record<Party, { uid: Sourced<number>; gid: Sourced<number> }>;
}

function userSetting(deployment: Deployment, party: Party, variable: string): Setting {
  const { uid, gid } = usersOf(deployment)[party];
  return informative(
    variable,
    sourced(`${uid.value}:${gid.value}`, derived("uid:gid of the site file", uid.origin, gid.origin)),
  );
}

/** Half of the host's CPUs, at least one, as CLP counts it; or what the site file says outright. */
export function workerConcurrency({ site }: Deployment): Sourced<number> {
  const said = pick(site.host, "worker_concurrency");
  const cpus = pick(site.host, "cpus");
  return said.value === null
    ? sourced(
        Math.max(1, Math.floor(cpus.value / 2)),
        derived("max(1, floor(host.cpus / 2)), as CLP counts it", cpus.origin, said.origin),
      )
    : (said as Sourced<number>);
}

/** The directories of the package on the host. Undefined: not used by this configuration. */
export interface HostDirectories {
  readonly data: Sourced<string>;
  readonly logs: Sourced<string>;
  readonly tmp: Sourced<string>;
  readonly logsInput?: Sourced<string>;
  readonly archives?: Sourced<string>;
  readonly stagedArchives?: Sourced<string>;
  readonly streams?: Sourced<string>;
  readonly stagedStreams?: Sourced<string>;
  readonly awsConfig?: Sourced<string>;
}

/** The host's directories, each resolved once, so that a path that cannot be is reported once. */
export const hostDirectories = remembered((deployment: Deployment): HostDirectories => {
  const { config } = deployment;
  const { logs_input: input } = config;
  const archives = config.archive_output.storage;
  const streams = config.stream_output.storage;
  const aws = pick(config, "aws_config_directory");
  // Without a profile the directory is an error, whatever its path is.
  const profiles = s3Places(config).some(({ type }) => type.value === "profile" || isInvalid(type.origin));
  return {
    data: hostPath(deployment, pick(config, "data_directory")),
    logs: hostPath(deployment, pick(config, "logs_directory")),
    tmp: hostPath(deployment, pick(config, "tmp_directory")),
    ...(input.type === "fs" ? { logsInput: hostPath(deployment, pick(input, "directory")) } : {}),
    ...(archives.type === "fs"
      ? { archives: hostPath(deployment, pick(archives, "directory")) }
      : { stagedArchives: hostPath(deployment, pick(archives, "staging_directory")) }),
    ...(streams.type === "fs"
      ? { streams: hostPath(deployment, pick(streams, "directory")) }
      : { stagedStreams: hostPath(deployment, pick(streams, "staging_directory")) }),
    ...(aws.value === null || !profiles ? {} : { awsConfig: hostPath(deployment, aws as Sourced<string>) }),
  };
});

/** The variables of `.env` that belong to no component (facts: `.env` variables 1 to 17). */
export function packageSettings(deployment: Deployment): readonly Setting[] {
  const { config } = deployment;
  const host = hostDirectories(deployment);
  const optional = (variable: string, path: Sourced<string> | undefined) =>
    path === undefined ? [] : [informative(variable, path)];
  return [
    restartPolicy(deployment),
    userSetting(deployment, "first-party", "CLP_FIRST_PARTY_SERVICE_UID_GID"),
    userSetting(deployment, "third-party", "CLP_THIRD_PARTY_SERVICE_UID_GID"),
    packageImage(deployment),
    informative("CLP_PACKAGE_STORAGE_ENGINE", pick(config.package, "storage_engine")),
    ...optional("CLP_AWS_CONFIG_DIR_HOST", host.awsConfig),
    informative("CLP_DATA_DIR_HOST", host.data),
    informative("CLP_LOGS_DIR_HOST", host.logs),
    informative("CLP_TMP_DIR_HOST", host.tmp),
    ...(host.logsInput === undefined
      ? []
      : [informative("CLP_LOGS_INPUT_DIR_CONTAINER", logsInputInContainer(host.logsInput))]),
    ...optional("CLP_LOGS_INPUT_DIR_HOST", host.logsInput),
    ...optional("CLP_ARCHIVE_OUTPUT_DIR_HOST", host.archives),
    ...optional("CLP_STAGED_ARCHIVE_OUTPUT_DIR_HOST", host.stagedArchives),
    ...optional("CLP_STREAM_OUTPUT_DIR_HOST", host.streams),
    ...optional("CLP_STAGED_STREAM_OUTPUT_DIR_HOST", host.stagedStreams),
  ];
}

/** `CLP_X_ENABLED=0`, which CLP writes for what does not run (and `1` for the MCP server alone). */
export function enabled(variable: string, runs: Sourced<boolean>, write: "0" | "1"): Setting | undefined {
  return runs.value === (write === "1")
    ? informative(
        variable,
        map(runs, "CLP's own tools read this", () => write),
      )
    : undefined;
}

/** A configuration file of the package on the host, as CLP's own tools expect it beside the compose file. */
export function confFileOnHost({ site }: Deployment, id: GeneratedFileId): Sourced<string> {
  const path = GENERATED_FILES[id];
  const home = pick(site.host, "clp_home");
  return home.value === null
    ? sourced(`./${path}`, derived("generated files stand beside the compose file", home.origin))
    : below(home as Sourced<string>, path);
}

/** Where a process of the package finds its Python modules. */
export const PYTHONPATH = sourced(
  "/opt/clp/lib/python3/site-packages",
  constant("Python modules of CLP's package"),
);

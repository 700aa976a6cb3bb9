/** The settings and directories that belong to the package as a whole, not to one component. */
import { constant, derived, map, type Sourced, sourced } from "../base/origin.ts";
import { pick } from "../base/typed.ts";
import { GENERATED_FILES } from "../clp/package/generated-files.ts";
import type { GeneratedFileId, Owner, Setting } from "../model/model.ts";
import { type Deployment, type Outline, queryServiceRuns } from "./deployment.ts";
import { below, logsInputInContainer } from "./paths.ts";
import { concurrencyOn } from "./placement.ts";
import { informative, overridable } from "./settings.ts";
import { telemetrySettings } from "./telemetry-settings.ts";

/** How Compose restarts the services; one-time jobs have their own. */
export const RESTART_POLICY = "CLP_RESTART_POLICY";

/** The image of the package's own services. */
export const PACKAGE_IMAGE = "CLP_PACKAGE_CONTAINER_IMAGE_REF";

/** The ids under which an owner's processes run and its directories are owned. */
export function usersOf({ site }: Outline) {
  const { host } = site;
  return {
    "first-party": { uid: pick(host, "uid"), gid: pick(host, "gid") },
    "third-party": { uid: pick(host, "third_party_uid"), gid: pick(host, "third_party_gid") },
  } as const satisfies Record<Owner, { uid: Sourced<number>; gid: Sourced<number> }>;
}

function userSetting(deployment: Deployment, owner: Owner, variable: string): Setting<string> {
  const { uid, gid } = usersOf(deployment)[owner];
  return informative(
    variable,
    sourced(`${uid.value}:${gid.value}`, derived("uid:gid of the site file", uid.origin, gid.origin)),
  );
}

/** Half of the host's CPUs, at least one, as CLP counts it; or what the site file says outright, or of one host of several. */
export function workerConcurrency({ site, here }: Deployment): Sourced<number> {
  if (here !== undefined) return concurrencyOn(here, site);
  const said = pick(site.host, "worker_concurrency");
  const cpus = pick(site.host, "cpus");
  return said.value === null
    ? sourced(
        Math.max(1, Math.floor(cpus.value / 2)),
        derived("max(1, floor(host.cpus / 2)), as CLP counts it", cpus.origin, said.origin),
      )
    : (said as Sourced<number>);
}

/** The variables of `.env` that belong to no component (facts: `.env` variables 1 to 17). */
export function packageSettings(deployment: Deployment): readonly Setting[] {
  const { config, site, directories: host } = deployment;
  const optional = (variable: string, path: Sourced<string> | undefined) =>
    path === undefined ? [] : [informative(variable, path)];
  const telemetry = telemetrySettings(deployment);
  return [
    overridable(RESTART_POLICY, pick(site.compose, "restart_policy")),
    userSetting(deployment, "first-party", "CLP_FIRST_PARTY_SERVICE_UID_GID"),
    userSetting(deployment, "third-party", "CLP_THIRD_PARTY_SERVICE_UID_GID"),
    overridable(PACKAGE_IMAGE, deployment.images.package.reference),
    informative("CLP_PACKAGE_STORAGE_ENGINE", pick(config.package, "storage_engine")),
    ...(telemetry === undefined ? [] : [telemetry.disabled, ...Object.values(telemetry.collector ?? {})]),
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
export function enabled(
  variable: string,
  runs: Sourced<boolean>,
  write: "0" | "1",
): Setting<string> | undefined {
  return runs.value === (write === "1")
    ? informative(
        variable,
        map(runs, "CLP's own tools read this", (): string => write),
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

const QUERY_SWITCHES = {
  query_scheduler: "CLP_QUERY_SCHEDULER_ENABLED",
  query_worker: "CLP_QUERY_WORKER_ENABLED",
  reducer: "CLP_REDUCER_ENABLED",
} as const;

/** `CLP_X_ENABLED` of a query service, which CLP writes as 0 and as 1 since they may be null. */
export function queryServiceSwitch(
  deployment: Deployment,
  section: keyof typeof QUERY_SWITCHES,
): Setting | undefined {
  if (!deployment.release.capabilities.nullableQueryServices) return undefined;
  return informative(
    QUERY_SWITCHES[section],
    map(queryServiceRuns(deployment, section), "CLP's own tools read this", (on) => (on ? "1" : "0")),
  );
}

/** Config → model: what runs, why, and with what. */
import type { Reporter } from "../base/diagnostic.ts";
import { sourced } from "../base/origin.ts";
import { pick } from "../base/typed.ts";
import { CATALOGUE } from "../clp/components/catalogue.ts";
import type { Inputs } from "../input/inputs.ts";
import { type DeploymentModel, type GeneratedFileId, MODEL_VERSION, type VolumeId } from "../model/model.ts";
import { resolveAddresses } from "./addresses.ts";
import { withAsks } from "./asks.ts";
import { type Deployment, outlineOf } from "./deployment.ts";
import { preparedDirectories, resolveDirectories } from "./directories.ts";
import { filesOf } from "./files.ts";
import { hostNameOf } from "./lookup.ts";
import { imageOf, packageSettings, usersOf } from "./package-settings.ts";
import { hostPath } from "./paths.ts";
import { checkRules } from "./rules/rules.ts";
import { secretsOf } from "./secrets.ts";
import { volumesOf } from "./volumes.ts";

/**
 * Lowers checked inputs to the deployment model. Always returns one; what is wrong is reported, and
 * wrong values are placeholders whose findings the reporter drops.
 */
export function lower(inputs: Inputs, reporter: Reporter): DeploymentModel {
  const { config, credentials, site, release } = inputs;
  const deployment = describe(inputs, reporter);
  const parts = CATALOGUE.map(({ id, lower: lowered }) => ({ id, ...lowered(deployment) }));
  const components = withAsks(
    parts.filter(({ id }) => deployment.runs[id].value).map(({ component }) => component()),
  );
  const mounts = components.flatMap((component) => (component.kind === "external" ? [] : component.mounts));
  const mountedVolumes = new Set<VolumeId>();
  const mountedFiles = new Set<GeneratedFileId>();
  for (const mount of mounts) {
    if (mount.kind === "volume") mountedVolumes.add(mount.volume);
    else mountedFiles.add(mount.file);
  }
  const volumes = volumesOf(deployment).filter(({ id }) => mountedVolumes.has(id));
  const model: DeploymentModel = {
    version: MODEL_VERSION,
    release: sourced(release, pick(site, "clp_version").origin),
    type: deployment.type,
    compression: deployment.compression,
    queries: deployment.queries,
    image: deployment.image,
    components,
    absent: CATALOGUE.flatMap(({ id, name, title, description }) => {
      const { value: isThere, origin } = deployment.runs[id];
      return isThere ? [] : [{ id, name: name ?? id, title, description, origin }];
    }),
    volumes,
    files: filesOf(deployment, mountedFiles),
    directories: deployment.directories,
    prepared: preparedDirectories(deployment, components, volumes),
    hostNames: CATALOGUE.flatMap(({ lookup }) =>
      lookup === undefined ? [] : (hostNameOf(deployment, lookup) ?? []),
    ),
    settings: [...packageSettings(deployment), ...parts.flatMap(({ settings }) => settings)],
    secrets: secretsOf(config, credentials),
    users: usersOf(deployment),
  };
  checkRules(deployment, model, credentials, reporter);
  return model;
}

/** What components are lowered by. Reports hosts and paths that cannot be told where they are. */
function describe(inputs: Inputs, reporter: Reporter): Deployment {
  const outline = outlineOf(inputs);
  const hosts = CATALOGUE.flatMap(({ id, host, lookup }) => {
    const found = host?.(outline);
    return found === undefined ? [] : [{ id, host: found, section: lookup?.section }];
  });
  const runs = CATALOGUE.map(({ id, runs: isThere }) => [id, isThere(outline)] as const);
  return {
    ...outline,
    runs: Object.fromEntries(runs) as Deployment["runs"],
    addresses: resolveAddresses(outline, hosts, reporter),
    directories: resolveDirectories(outline, reporter),
    credentialsFile: hostPath(outline, pick(inputs.config, "credentials_file_path"), reporter),
    image: imageOf(outline),
  };
}

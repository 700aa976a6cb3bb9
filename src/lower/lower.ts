/** Config → model: what runs, why, and with what. */
import type { Reporter } from "../base/diagnostic.ts";
import { map, type Sourced, sourced } from "../base/origin.ts";
import { pick } from "../base/typed.ts";
import { CATALOGUE } from "../clp/components/catalogue.ts";
import type { Inputs } from "../input/inputs.ts";
import {
  type Component,
  type DeploymentModel,
  type Directory,
  type GeneratedFileId,
  MODEL_VERSION,
  type Volume,
  type VolumeId,
} from "../model/model.ts";
import { mountedPath } from "../model/mounted-path.ts";
import { withAsks } from "./asks.ts";
import { type Deployment, describeDeployment } from "./deployment.ts";
import { filesOf } from "./files.ts";
import { hostDirectories, packageSettings, usersOf } from "./package-settings.ts";
import { below } from "./paths.ts";
import { checkRules } from "./rules/rules.ts";
import { secretsOf } from "./secrets.ts";
import { volumesOf } from "./volumes.ts";

/**
 * Lowers checked inputs to the deployment model. Always returns one; what is wrong is reported, and
 * wrong values are placeholders whose findings the reporter drops.
 */
export function lower(inputs: Inputs, reporter: Reporter): DeploymentModel {
  const { config, credentials, site, release } = inputs;
  const deployment = describeDeployment(inputs, reporter);
  for (const definition of CATALOGUE) deployment.runs.set(definition.id, definition.runs(deployment));

  const settings = [
    ...packageSettings(deployment),
    ...CATALOGUE.flatMap((definition) => definition.settings(deployment)),
  ];
  const components = withAsks(
    CATALOGUE.filter(({ id }) => deployment.runs.get(id)?.value).map((definition) =>
      definition.lower(deployment),
    ),
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
    components,
    absent: CATALOGUE.flatMap(({ id, name, title, description }) => {
      const runs = deployment.runs.get(id);
      return runs === undefined || runs.value
        ? []
        : [{ id, name: name ?? id, title, description, origin: runs.origin }];
    }),
    volumes,
    files: filesOf(deployment, mountedFiles),
    directories: directoriesOf(deployment, components, volumes),
    settings,
    secrets: secretsOf(config, credentials),
    users: usersOf(deployment),
  };
  checkRules(deployment, model, credentials);
  return model;
}

/** What must exist, with its owner, before containers start: a missing bind source is made by Docker, for root (D55). */
function directoriesOf(
  deployment: Deployment,
  components: readonly Component[],
  volumes: readonly Volume[],
): readonly Directory[] {
  const { data, logs, tmp } = hostDirectories(deployment);
  const found = new Map<string, Directory>();
  const add = (path: Sourced<string>, owner: Directory["owner"]): void => {
    const known = found.get(path.value);
    if (known === undefined) found.set(path.value, { path, owner, mode: 0o755 });
  };
  for (const path of [data, logs, tmp]) add(path, "first-party");
  for (const component of components) {
    if (component.kind === "external") continue;
    const own = component.environment.find(({ name }) => name === "CLP_LOGS_DIR");
    if (own !== undefined) {
      const directory = below(logs, component.hostname);
      add(
        map(directory, `${component.id} writes its logs here`, (path) => path),
        "first-party",
      );
    }
    for (const mount of component.mounts) {
      if (mount.kind !== "volume") continue;
      const volume = volumes.find(({ id }) => id === mount.volume);
      if (volume !== undefined && volume.purpose !== "input" && volume.purpose !== "settings")
        add(mountedPath(volume, mount), component.party);
    }
  }
  return [...found.values()].sort((a, b) => (a.path.value < b.path.value ? -1 : 1));
}

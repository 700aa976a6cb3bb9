/** Config → model: what runs, why, and with what. */
import { createReporter, type Reporter } from "../base/diagnostic.ts";
import { sourced } from "../base/origin.ts";
import { given, pick } from "../base/typed.ts";
import { CATALOGUE } from "../clp/components/catalogue.ts";
import type { Inputs } from "../input/inputs.ts";
import {
  type Component,
  type DeploymentModel,
  type GeneratedFileId,
  type Host,
  MODEL_VERSION,
  type Setting,
  type VolumeId,
} from "../model/model.ts";
import type { ComponentId } from "../model/value.ts";
import { resolveAddresses } from "./addresses.ts";
import { withAsks } from "./asks.ts";
import { type Deployment, type Outline, outlineOf } from "./deployment.ts";
import { preparedDirectories, resolveDirectories } from "./directories.ts";
import { filesOf } from "./files.ts";
import { imagesOf } from "./images.ts";
import { hostNameOf } from "./lookup.ts";
import { volumesOf } from "./mounted-volumes.ts";
import { secretsOf } from "./needed-secrets.ts";
import { placedAddresses, seenFrom, siteOn, withFixedPorts, withoutOthersKeys } from "./one-host.ts";
import { packageSettings, usersOf } from "./package-settings.ts";
import { hostPath } from "./paths.ts";
import { type PlacedHost, placementOf } from "./placement.ts";
import { checkRules } from "./rules/all-rules.ts";

/**
 * Lowers checked inputs to the deployment model. Always returns one; what is wrong is reported, and
 * wrong values are placeholders whose findings the reporter drops.
 */
export function lower(inputs: Inputs, reporter: Reporter): DeploymentModel {
  const deployment = describe(inputs, reporter, undefined);
  const parts = partsOf(deployment);
  const whole = modelOf(deployment, inputs, parts, parts.components);
  const seen = deployment.placement?.hosts.map((here) => hostOf(inputs, here));
  const model =
    seen === undefined ? whole : { ...whole, hosts: withFixedPorts(seen.map(({ host }) => host)) };
  const elsewhere = (seen ?? []).filter(({ deployment: { here } }) => given(here!.entry, "clp_home"));
  checkRules(deployment, model, inputs.credentials, reporter, elsewhere);
  return model;
}

/** What one host of several runs, and how everything is seen from there. */
function hostOf(inputs: Inputs, here: PlacedHost) {
  const onHost = { ...inputs, site: siteOn(inputs.site, here) };
  // What is wrong is the deployment's as a whole, which has been told of it.
  const deployment = describe(onHost, createReporter(), here);
  const parts = partsOf(deployment);
  const model = modelOf(deployment, onHost, parts, seenFrom(deployment, here, parts.components));
  const host: Host = {
    name: here.name,
    address: here.address,
    projectName: pick(onHost.site.compose, "project_name"),
    clpHome: pick(onHost.site.host, "clp_home"),
    model: withoutOthersKeys(model),
  };
  return { host, deployment, model };
}

interface Parts {
  readonly settings: readonly Setting[];
  readonly components: readonly Component[];
}

/** What the catalogue makes of a deployment: the settings of all components, and those that run. */
function partsOf(deployment: Deployment): Parts {
  const parts = CATALOGUE.map(({ id, lower: lowered }) => ({ id, ...lowered(deployment) }));
  return {
    settings: parts.flatMap(({ settings }) => settings),
    components: withAsks(
      parts.filter(({ id }) => deployment.runs[id].value).map(({ component }) => component()),
    ),
  };
}

function modelOf(
  deployment: Deployment,
  inputs: Inputs,
  { settings }: Parts,
  components: readonly Component[],
): DeploymentModel {
  const mounts = components.flatMap((component) => (component.kind === "external" ? [] : component.mounts));
  const mountedVolumes = new Set<VolumeId>();
  const mountedFiles = new Set<GeneratedFileId>();
  for (const mount of mounts) {
    if (mount.kind === "volume") mountedVolumes.add(mount.volume);
    else mountedFiles.add(mount.file);
  }
  const volumes = volumesOf(deployment).filter(({ id }) => mountedVolumes.has(id));
  return {
    version: MODEL_VERSION,
    release: sourced(inputs.release, pick(inputs.site, "clp_version").origin),
    type: deployment.type,
    compression: deployment.compression,
    queries: deployment.queries,
    image: deployment.images.package,
    images: deployment.images,
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
    settings: [...packageSettings(deployment), ...settings],
    secrets: secretsOf(inputs),
    users: usersOf(deployment),
  };
}

/**
 * What components are lowered by. Reports hosts and paths that cannot be told where they are.
 *
 * @param here the host that it is about, of several
 */
function describe(inputs: Inputs, reporter: Reporter, here: PlacedHost | undefined): Deployment {
  const outline = outlineOf(inputs);
  const runs = Object.fromEntries(
    CATALOGUE.map(({ id, runs: isThere }) => [id, isThere(outline)] as const),
  ) as Deployment["runs"];
  const placement = placementOf(inputs.site, CATALOGUE, (id) => runs[id].value && !isExternal(outline, id));
  const hosts = CATALOGUE.flatMap(({ id, host, lookup }) => {
    const found = host?.(outline);
    return found === undefined ? [] : [{ id, host: found, section: lookup?.section }];
  });
  return {
    ...outline,
    runs,
    placement,
    here,
    addresses: resolveAddresses(outline, placedAddresses(outline, hosts, placement, here), reporter),
    directories: resolveDirectories(outline, reporter),
    credentialsFile: hostPath(outline, pick(inputs.config, "credentials_file_path"), reporter),
    images: imagesOf(outline),
  };
}

function isExternal(outline: Outline, id: ComponentId): boolean {
  const section = CATALOGUE.find((one) => one.id === id)?.lookup?.section;
  return section !== undefined && !outline.bundled(section).value;
}

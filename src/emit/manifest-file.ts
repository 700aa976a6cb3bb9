/** `manifest.json`: what was written, so that `check` can tell what is stale and `compile` what is its own. */

import { BACKEND_NAMES, type BackendName } from "../backends/backend-name.ts";
import { json } from "../backends/json.ts";
import { sha256Hex } from "../base/hash.ts";
import { constant, derived, type Origin, type Sourced, sourced } from "../base/origin.ts";
import { type EmittedFile, emittedFile } from "../model/emitted-file.ts";
import { componentsOf } from "../model/host-groups.ts";
import type { DeploymentModel, Host } from "../model/model.ts";
import { waysOf } from "../model/reachability.ts";
import { releaseId } from "../model/release-id.ts";
import { type Loose, tree } from "../model/tree.ts";
import { COMPILER_VERSION } from "../version.ts";

const MANIFEST_PATH = "manifest.json";

export interface SecretPath {
  readonly path: string;
  readonly mode: number;
}

/** What the output folder already has of backends that a compilation leaves alone. */
export interface Kept {
  readonly backends: readonly BackendName[];
  readonly files: readonly (SecretPath & { readonly sha256: string })[];
  readonly secretFiles: readonly SecretPath[];
  /** What runs that were cut short may have written of them; with a hash where it is public. */
  readonly pending: readonly (SecretPath & { readonly sha256?: string })[];
}

/** The bits as a manifest writes them: `0644`. */
function modeText(mode: number): string {
  return mode.toString(8).padStart(4, "0");
}

/** Public, and equal with and without secrets: secret files stand there by path and mode alone. */
export function manifest(
  model: DeploymentModel,
  backends: readonly BackendName[],
  files: readonly EmittedFile<"public">[],
  secrets: readonly SecretPath[],
  kept?: Kept,
): EmittedFile<"public"> {
  const entry = <Entry extends SecretPath>({ mode, ...rest }: Entry) => {
    const { path, ...more } = rest;
    return { path, mode: modeText(mode), ...more };
  };
  const content = tree(
    {
      version: 1,
      compiler: COMPILER_VERSION,
      release: releaseId(model),
      deployment: model.type,
      backends: BACKEND_NAMES.filter((name) => backends.includes(name) || kept?.backends.includes(name)),
      files: [
        ...files.map(({ path, mode, text }) => ({ path, mode, sha256: sha256Hex(text) })),
        ...(kept?.files ?? []),
      ]
        .sort(byPath)
        .map(entry),
      secret_files: [...secrets, ...(kept?.secretFiles ?? [])].sort(byPath).map(entry),
      volumes: model.volumes.map(({ id, title, purpose, path }) => ({ id, title, purpose, path })),
      owners: ownersOf(model),
      ...(model.hosts === undefined
        ? {}
        : { hosts: hostsOf(model.hosts), connections: connectionsOf(model) }),
      ...(kept?.pending.length ? { pending: kept.pending.map(entry) } : {}),
    },
    constant("the manifest lists what was emitted"),
  );
  return emittedFile(MANIFEST_PATH, "public", json(content));
}

/** Whose the directories are that the deployment makes: by user, since most are of one. */
function ownersOf({ prepared, users }: DeploymentModel): readonly Loose[] {
  const found = new Map<string, { readonly origin: Origin; readonly paths: Sourced<string>[] }>();
  for (const { path, owner } of prepared) {
    const { uid, gid } = users[owner];
    const user = `${uid.value}:${gid.value}`;
    const known = found.get(user);
    if (known !== undefined) known.paths.push(path);
    else
      found.set(user, { origin: derived("uid:gid of the site file", uid.origin, gid.origin), paths: [path] });
  }
  return [...found].map(([user, { origin, paths }]) => ({ user: sourced(user, origin), directories: paths }));
}

/** What runs where. */
function hostsOf(hosts: readonly Host[]): readonly Loose[] {
  return hosts.map((host) => ({
    name: host.name,
    address: host.address,
    project: host.projectName,
    components: componentsOf(host).map(
      (id) => host.model.components.find((component) => component.id === id)?.name ?? id,
    ),
  }));
}

/** Who connects to whom between hosts, as a firewall needs it: each of `from` to each of `to` but itself. */
function connectionsOf(model: DeploymentModel): readonly Loose[] {
  const names = (hosts: readonly Host[]) => hosts.map(({ name }) => name);
  return waysOf(model).map(({ service, ports, from, to, clients }) => ({
    service: service.name,
    protocol: "tcp",
    ports: [...ports],
    from: names(from),
    to: names(to),
    clients: [...clients],
  }));
}

/** Sorts by path. */
export function byPath(a: { readonly path: string }, b: { readonly path: string }): number {
  return a.path < b.path ? -1 : a.path > b.path ? 1 : 0;
}

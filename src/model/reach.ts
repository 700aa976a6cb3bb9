/** Which servers a container is pointed at: by its environment, its command or the files that it reads. */
import { formatPath } from "../base/origin.ts";
import { isRead } from "./config-hash.ts";
import { mountedFile } from "./instances.ts";
import type { DeploymentModel, External, Job, Service } from "./model.ts";
import type { Template } from "./tree.ts";
import type { ComponentId, Value } from "./value.ts";

function addressesIn(value: Value): readonly ComponentId[] {
  return value.parts.flatMap((part) => (part.kind === "address" ? [part.of] : []));
}

type Path = readonly (string | number)[];

/** @param isAsked whether what stands at a path counts */
function addressesInTemplate(
  template: Template,
  isAsked: (path: Path) => boolean,
  path: Path = [],
): readonly ComponentId[] {
  if (!isAsked(path)) return [];
  switch (template.kind) {
    case "value":
      return addressesIn(template);
    case "map":
      return template.entries.flatMap(([key, item]) => addressesInTemplate(item, isAsked, [...path, key]));
    case "seq":
      return template.items.flatMap((item, index) => addressesInTemplate(item, isAsked, [...path, index]));
    case "sourced":
    case "block":
      return [];
    default:
      return template satisfies never;
  }
}

/** @param everyKey true: also what stands in keys of a file that the process does not use */
function reachedBy(
  { files }: Pick<DeploymentModel, "files">,
  workload: Service | Job,
  everyKey: boolean,
): ReadonlySet<ComponentId> {
  const reached = new Set<ComponentId>();
  for (const { value } of workload.environment) for (const id of addressesIn(value)) reached.add(id);
  for (const word of workload.command ?? []) for (const id of addressesIn(word)) reached.add(id);
  for (const mount of workload.mounts) {
    if (mount.kind !== "file") continue;
    const file = mountedFile({ files }, mount);
    if (file.content.format === "text") continue;
    const isAsked = (path: Path): boolean => everyKey || isRead(mount.reads, formatPath(path));
    for (const id of addressesInTemplate(file.content.template, isAsked)) reached.add(id);
  }
  return reached;
}

/** The components that a workload connects to, by an address that it is told with its start or later. */
export function connectedTo(
  model: Pick<DeploymentModel, "files">,
  workload: Service | Job,
): ReadonlySet<ComponentId> {
  const reached = new Set(reachedBy(model, workload, false));
  for (const { of } of workload.fixedNames) reached.add(of);
  reached.delete(workload.id);
  // Its own like, where that is said.
  for (const id of workload.reaches ?? []) reached.add(id);
  return reached;
}

/**
 * All whom a workload connects to, in its container or while it waits to start. This is the one list of who
 * reaches whom: between hosts, in a cluster, and for people.
 */
export function serversOf(
  model: Pick<DeploymentModel, "files">,
  workload: Service | Job,
): ReadonlySet<ComponentId> {
  return new Set([...connectedTo(model, workload), ...workload.asks.map(({ of }) => of)]);
}

/**
 * The external components that a workload is told the address of, in the model's order: those of others,
 * whether it uses them or not, and what other hosts run and it connects to.
 */
export function externalsReachedBy(model: DeploymentModel, workload: Service | Job): readonly External[] {
  const externals = model.components.filter((component) => component.kind === "external");
  if (externals.length === 0) return [];
  const told = reachedBy(model, workload, true);
  const connected = connectedTo(model, workload);
  return externals.filter(({ id, on }) => (on === undefined ? told : connected).has(id));
}

/** The names that a pod answers to and knows, beyond those of Services. */
import { derived, type Origin } from "../../../base/origin.ts";
import type { Job, Service } from "../../../model/model.ts";
import { externalsReachedBy } from "../../../model/reach.ts";
import { type Loose, type Tree, tree } from "../../../model/tree.ts";
import { componentOf, type Installation } from "../installation.ts";
import { externalHost } from "../kubernetes-dialect.ts";
import { isStateful, serviceName } from "../object-names.ts";

/** A Deployment's pod that must be what its own name leads to: others reach it by the Service of that name. */
export function ownHostname({ options }: Installation, workload: Service | Job): Loose {
  if (workload.kind === "job" || workload.needsOwnName !== true || isStateful(workload)) return undefined;
  return serviceName(options, workload);
}

/** Names that this pod must know: of external servers, and of itself, where a StatefulSet sets its host name. */
export function hostAliases(installation: Installation, workload: Service | Job): readonly Tree[] {
  const names = new Map<string, { names: Set<string>; origins: Origin[] }>();
  const add = (address: string, name: string, ...origins: Origin[]): void => {
    const entry = names.get(address) ?? { names: new Set(), origins: [] };
    entry.names.add(name);
    entry.origins.push(...origins);
    names.set(address, entry);
  };
  if (workload.kind === "service" && workload.needsOwnName === true && isStateful(workload)) {
    const own = serviceName(installation.options, workload);
    add("127.0.0.1", own.value, own.origin);
  }
  for (const external of externalsReachedBy(installation.model, workload)) {
    const host = externalHost(external);
    const { address } = external;
    if (address !== undefined && host.value !== address.value) add(address.value, host.value, address.origin);
  }
  for (const { name, of, origin } of workload.fixedNames) {
    const target = componentOf(installation, of);
    if (target.kind === "external" && target.address !== undefined)
      add(target.address.value, name, origin, target.address.origin);
  }
  return [...names].map(([ip, { names: hostnames, origins }]) =>
    tree({ ip, hostnames: [...hostnames] }, derived("names that the pod must know", ...origins)),
  );
}

/** A deployment on one host beside one on several: its machine is taken for one of theirs. */
import type { Deployed, DeployedHost } from "../read/deployed.ts";

/** Both sides as lists of hosts. */
export interface HostLists {
  readonly olds: readonly DeployedHost[];
  readonly nows: readonly DeployedHost[];
  /** For which host the one of a side on one host is taken; undefined where both are on several. */
  readonly takenFor: string | undefined;
}

/** Undefined where no side is on several hosts, or one is on none. */
export function hostLists(before: Deployed, after: Deployed): HostLists | undefined {
  if (before.hosts !== undefined && after.hosts !== undefined)
    return { olds: before.hosts, nows: after.hosts, takenFor: undefined };
  if (before.hosts !== undefined && after.compose !== undefined) {
    const nows = [asOneOf(after, before.hosts)];
    return { olds: before.hosts, nows, takenFor: nows[0]!.name };
  }
  if (before.compose !== undefined && after.hosts !== undefined) {
    const olds = [asOneOf(before, after.hosts)];
    return { olds, nows: after.hosts, takenFor: olds[0]!.name };
  }
  return undefined;
}

/** The host at whose address it publishes something, or else that which runs the most of it. */
function asOneOf(side: Deployed, hosts: readonly DeployedHost[]): DeployedHost {
  const { services } = side.compose!.project;
  const runs = services.map(({ name }) => name).filter((name) => !name.startsWith("wait-for-"));
  const published = services.flatMap(({ ports }) => ports.map(({ at }) => at));
  const shared = (host: DeployedHost): number => host.runs.filter((name) => runs.includes(name)).length;
  const { name, address } =
    hosts.find((host) => published.some((at) => at.startsWith(`${host.address}:`))) ??
    hosts.reduce((most, one) => (shared(one) > shared(most) ? one : most));
  // What is done on one of several hosts is typed in its own folder there.
  return { name, address, runs, side: { ...side, typedFrom: undefined }, pathOf: (path) => path };
}

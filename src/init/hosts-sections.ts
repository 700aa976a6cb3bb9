/** What a new site file says of the hosts of a deployment on several. */
import type { Given } from "./annotate.ts";

/** A host, as the command line has it: `worker-1=10.0.0.21`. */
export interface InitHost {
  readonly name: string;
  /** IPv4, at which the others reach it. */
  readonly address: string;
}

/** Where the contents of a host's folder stand on it, if the site file is not changed. */
export const HOME_ON_HOSTS = "/home/clp/clp-package";

/** The sections `hosts` and `shared_storage`, and what the head of the file says of them. */
export interface HostsSections {
  readonly hosts: readonly Given[];
  /** Undefined where no two hosts use the same files. */
  readonly sharedStorage: Given | undefined;
  readonly remarks: readonly string[];
}

const WHERE =
  "The contents of out/compose/hosts/NAME go to host.clp_home of the host NAME; a host that has another directory says its own clp_home. Say cpus of each host that has workers, or they run as many processes as host.cpus says.";
const SHARED =
  "Files that several hosts use have to be the same on all of them: shared_storage says that somebody has mounted them at the paths of the config. For Docker to mount them from an NFS server, write nfs in the place of mounted.";

/**
 * The first host runs all that there is once, the others the workers; a host that is alone runs everything.
 *
 * @param unshared what of archives, streams and logs_input no two of them use
 */
export function hostsSections(
  [first, ...others]: readonly InitHost[],
  unshared: readonly string[],
): HostsSections {
  const groups = ["infrastructure", "schedulers", "rest"];
  const entry = ({ name, address }: InitHost, components: readonly string[]): Given => ({
    name,
    address,
    components,
  });
  const shared = ["archives", "streams", "logs_input"].filter((name) => !unshared.includes(name));
  return {
    hosts: [
      ...(first === undefined ? [] : [entry(first, others.length === 0 ? [...groups, "workers"] : groups)]),
      ...others.map((host) => entry(host, ["workers"])),
    ],
    sharedStorage:
      shared.length === 0 ? undefined : Object.fromEntries(shared.map((name) => [name, { mounted: true }])),
    remarks: [WHERE, ...(shared.length === 0 ? [] : [SHARED])],
  };
}

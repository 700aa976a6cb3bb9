/** Data that several services use, such as archives, where it is kept in another place than before. */
import { forRsync, type ShellCommand, shell } from "../../base/shell.ts";
import type { Move, SharedData, Step, Warning } from "../plan.ts";
import type { NfsVolume } from "../read/compose-project.ts";
import type { DeployedHost } from "../read/deployed.ts";
import { volumeAround } from "../read/manifest-volumes.ts";

/** Where some data is. */
type Place =
  | ({ readonly kind: "nfs" } & NfsVolume)
  /** Mounted by somebody, at the same path of each of these hosts. */
  | { readonly kind: "mounted"; readonly hosts: readonly DeployedHost[]; readonly path: string }
  /** In a directory that one host alone uses. */
  | { readonly kind: "host"; readonly host: DeployedHost; readonly path: string };

/** Some data, and its places then and now. */
export interface Relocation {
  readonly title: string;
  readonly from: Place;
  readonly to: Place;
  /** The host on which what was mounted is in its place, if it stays mounted. */
  readonly staysOn?: string;
}

interface Held {
  readonly title: string;
  readonly place: Place;
}

/** What must survive, by the id of the volume. */
function heldBy(hosts: readonly DeployedHost[]): ReadonlyMap<string, Held> {
  const found = new Map<string, Held>();
  for (const host of hosts) {
    const { volumes = [], compose } = host.side;
    const mounts = compose?.project.services.flatMap((service) => service.mounts) ?? [];
    for (const { source } of mounts) {
      const nfs = compose?.project.nfs.get(source);
      const known =
        nfs === undefined ? volumeAround(volumes, source) : volumes.find(({ id }) => id === source);
      if (known === undefined || known.purpose !== "data") continue;
      const before = found.get(known.id)?.place;
      found.set(known.id, { title: known.title, place: placeWith(before, host, nfs, known.path) });
    }
  }
  return found;
}

function placeWith(
  before: Place | undefined,
  host: DeployedHost,
  nfs: NfsVolume | undefined,
  path: string,
): Place {
  if (nfs !== undefined) return { kind: "nfs", ...nfs };
  const users = before?.kind === "host" ? [before.host] : before?.kind === "mounted" ? before.hosts : [];
  const hosts = users.includes(host) ? users : [...users, host];
  return hosts.length === 1 ? { kind: "host", host, path } : { kind: "mounted", hosts, path };
}

/** What is in another place now, but for what one component keeps, which moves with it. */
export function relocations(
  olds: readonly DeployedHost[],
  nows: readonly DeployedHost[],
  moves: readonly Move[],
): readonly Relocation[] {
  const after = heldBy(nows);
  return [...heldBy(olds)].flatMap(([id, { title, place: from }]): readonly Relocation[] => {
    const to = after.get(id)?.place;
    if (to === undefined || isSame(from, to)) return [];
    const own = moves.some(({ data }) => data.some((one) => one.title === title));
    const stays = from.kind === "mounted" && to.kind === "host" && from.path === to.path;
    return own ? [] : [{ title, from, to, ...(stays ? { staysOn: to.host.name } : {}) }];
  });
}

/** True where nothing has to be carried from host to host: a directory's other path on its host is told there. */
function isSame(from: Place, to: Place): boolean {
  switch (from.kind) {
    case "nfs":
      return to.kind === "nfs" && from.server === to.server && from.path === to.path;
    case "mounted":
      return to.kind === "mounted";
    case "host":
      return to.kind === "host" && from.host.name === to.host.name;
    default:
      return from satisfies never;
  }
}

function wordsOf(place: Place): string {
  switch (place.kind) {
    case "nfs":
      return `${place.server}:${place.path}`;
    case "mounted":
      return `what is mounted at ${place.path}`;
    case "host":
      return `${place.path} on ${place.host.name}`;
    default:
      return place satisfies never;
  }
}

export function sharedData({ title, from, to }: Relocation): SharedData {
  return { title, before: wordsOf(from), after: wordsOf(to) };
}

export function relocationWarning({ title, from, to, staysOn }: Relocation): Warning {
  return staysOn === undefined
    ? {
        kind: "data left behind",
        loud: true,
        text: `The ${title} are in ${wordsOf(from)}, and do not come to ${wordsOf(to)} by themselves: nothing of them would be found.`,
      }
    : {
        kind: "data left behind",
        loud: false,
        text: `The ${title} stay in ${wordsOf(from)}: keep it mounted on ${staysOn}, or copy them before it goes.`,
      };
}

function hostOf(place: Place): DeployedHost | undefined {
  switch (place.kind) {
    case "nfs":
      return undefined;
    case "mounted":
      return place.hosts[0];
    case "host":
      return place.host;
    default:
      return place satisfies never;
  }
}

/** Where an NFS export is seen while something is copied from it or to it. */
const SEEN_AT = "/mnt";

/** Nothing writes any more; what is mounted now is mounted. */
export function relocationStep({ title, from, to }: Relocation): Step {
  const [source, target] = [hostOf(from), hostOf(to)];
  const on = (source ?? target)?.name;
  const text = `As root, copy the ${title} from ${wordsOf(from)} to ${wordsOf(to)}`;
  const isHidden = from.kind === "host" && to.kind === "mounted" && from.path === to.path;
  return {
    ...(on === undefined ? {} : { on }),
    text: isHidden
      ? `As root, copy the ${title} in ${from.path} to the storage that all hosts are to share, and mount that at ${to.path} on each of them: what is there now is hidden by it`
      : text,
    commands: isHidden ? [] : copyCommands(from, to, on),
  };
}

function copyCommands(from: Place, to: Place, on: string | undefined): readonly ShellCommand[] {
  if (from.kind === "nfs") return to.kind === "nfs" ? [] : throughNfs(from, SEEN_AT, to.path);
  if (to.kind === "nfs") return throughNfs(to, from.path, SEEN_AT);
  const target = hostOf(to);
  const there = target === undefined || target.name === on ? to.path : `root@${target.address}:${to.path}`;
  return [copy(`${from.path}/`, `${there}/`)];
}

function copy(from: string, to: string): ShellCommand {
  return shell`rsync --archive --numeric-ids --mkpath ${forRsync([from, to])} ${from} ${to}`;
}

function throughNfs({ server, path }: NfsVolume, from: string, to: string): readonly ShellCommand[] {
  return [
    shell`mount -t nfs -o nfsvers=4 ${`${server}:${path}`} ${SEEN_AT}`,
    copy(`${from}/`, `${to}/`),
    shell`umount ${SEEN_AT}`,
  ];
}

/** Which host of several runs what: the site file's `hosts`, counted out, with groups taken apart. */
import { derived, map, type Origin, type Sourced, sourced } from "../base/origin.ts";
import { given, pick } from "../base/typed.ts";
import { PLACE_GROUPS, type Place, type PlaceGroup } from "../clp/package/places.ts";
import type { Site } from "../input/schema/site.ts";
import type { Group } from "../model/model.ts";
import type { ComponentId } from "../model/value.ts";

/** One entry of the site file's `hosts`, which may stand for several. */
export type HostEntry = NonNullable<Site["hosts"]>[number];

/** A component that a host was given, and the word that gave it. */
export interface Placed {
  readonly id: ComponentId;
  /** Of the word in the site file, or of the rule by which it is there. */
  readonly origin: Origin;
  /** True where its own name stands there: a group brings along what no other host names. */
  readonly named: boolean;
}

/** One host. */
export interface PlacedHost {
  readonly name: Sourced<string>;
  readonly address: Sourced<string>;
  readonly entry: HostEntry;
  /** What it runs, in the order of the catalogue. */
  readonly components: readonly Placed[];
}

export interface Placement {
  readonly hosts: readonly PlacedHost[];
  /** The hosts that run a component, in their order. */
  readonly hostsOf: (id: ComponentId) => readonly PlacedHost[];
}

/** What placement asks of a component. */
interface Facts {
  readonly id: ComponentId;
  /** Where it differs from the id. */
  readonly name?: ComponentId;
  readonly kind: "service" | "job";
  readonly group: Group;
  readonly scales?: true;
  readonly beside?: readonly ComponentId[];
}

/** The group of a site file's words to which a component belongs. */
export function placeGroupOf({ group }: Pick<Facts, "group">): PlaceGroup {
  switch (group) {
    case "databases":
    case "celery":
      return "infrastructure";
    case "schedulers":
    case "workers":
      return group;
    case "jobs":
    case "management":
    case "ai":
      return "rest";
    default:
      return group satisfies never;
  }
}

function isGroup(place: Place): place is PlaceGroup {
  return (PLACE_GROUPS as readonly string[]).includes(place);
}

/** The address `steps` further on; undefined where that leaves the /16. */
export function countUp(address: string, steps: number): string | undefined {
  const [a, b, c, d] = address.split(".").map(Number) as [number, number, number, number];
  const last = c * 256 + d + steps;
  return last > 65535 ? undefined : `${a}.${b}.${Math.floor(last / 256)}.${last % 256}`;
}

/** More than any deployment of CLP has: each host has a folder with a dozen files. */
export const MAX_HOSTS = 2000;

/** How many hosts entries ask for. */
export function numberOfHosts(entries: readonly HostEntry[]): number {
  return entries.reduce((sum, entry) => sum + (given(entry, "count")?.value ?? 1), 0);
}

/** The hosts of an entry by name and address, `most` of them, without any that would leave its /16. */
function counted(entry: HostEntry, most: number): readonly Pick<PlacedHost, "name" | "address" | "entry">[] {
  const [name, address] = [pick(entry, "name"), pick(entry, "address")];
  const count = given(entry, "count");
  if (count === undefined) return [{ name, address, entry }];
  return Array.from({ length: Math.min(count.value, most) }, (_, index) => index).flatMap((index) => {
    const here = countUp(address.value, index);
    if (here === undefined) return [];
    const number = String(index + 1);
    return [
      {
        name: sourced(
          name.value.replaceAll("{n}", number),
          derived("{n} counts the hosts of the entry", name.origin, count.origin),
        ),
        address: sourced(here, derived("addresses count up", address.origin, count.origin)),
        entry,
      },
    ];
  });
}

/** Which services an entry names, by themselves or by their group. */
function chosen(
  entry: HostEntry,
  facts: readonly Facts[],
  named: ReadonlySet<ComponentId>,
): readonly Placed[] {
  const found = new Map<ComponentId, Placed>();
  for (const [index, place] of entry.components.entries()) {
    const { origin } = pick(entry.components, index);
    for (const one of facts) {
      const own = (one.name ?? one.id) === place;
      // What a host names is there, and not wherever the rest of its group is.
      const byGroup =
        isGroup(place) &&
        one.kind === "service" &&
        (one.scales === true || !named.has(one.id)) &&
        placeGroupOf(one) === place;
      if ((own || byGroup) && !found.has(one.id))
        found.set(one.id, {
          id: one.id,
          origin: own ? origin : derived(`${one.name ?? one.id} is one of the group ${place}`, origin),
          named: own,
        });
    }
  }
  return [...found.values()];
}

/**
 * Where everything runs; undefined for one host. What is placed wrongly is placed all the same: the rules
 * about hosts say so.
 *
 * @param facts of all components, in the order of the catalogue
 * @param isRun whether the deployment runs a component itself
 */
export function placementOf(
  site: Site,
  facts: readonly Facts[],
  isRun: (id: ComponentId) => boolean,
): Placement | undefined {
  const entries = site.hosts;
  if (entries === null) return undefined;
  const running = facts.filter(({ id }) => isRun(id));
  const named = new Set(
    running
      .filter((one) =>
        entries.some(({ components }) => components.some((place) => place === (one.name ?? one.id))),
      )
      .map(({ id }) => id),
  );
  // Of too many, which is reported, one of each entry tells all that a rule may find.
  const most = numberOfHosts(entries) > MAX_HOSTS ? 1 : MAX_HOSTS;
  const counts = entries.slice(0, MAX_HOSTS).flatMap((entry) => {
    const components = chosen(entry, running, named);
    return counted(entry, most).map((host) => ({ ...host, components: [...components] }));
  });
  const order = new Map(facts.map(({ id }, index) => [id, index]));
  // What nobody placed runs where that is which it is for.
  for (const one of running) {
    if (
      one.beside === undefined ||
      counts.some(({ components }) => components.some(({ id }) => id === one.id))
    )
      continue;
    for (const other of one.beside) {
      const host = counts.find(({ components }) => components.some(({ id }) => id === other));
      if (host === undefined) continue;
      const { origin } = host.components.find(({ id }) => id === other)!;
      host.components.push({
        id: one.id,
        origin: derived(`${one.name ?? one.id} runs beside ${other} where no host names it`, origin),
        named: false,
      });
      break;
    }
  }
  const hosts = counts.map(
    ({ components, ...host }): PlacedHost => ({
      ...host,
      components: components.sort((a, b) => order.get(a.id)! - order.get(b.id)!),
    }),
  );
  const byId = new Map<ComponentId, PlacedHost[]>();
  for (const host of hosts)
    for (const { id } of host.components) byId.set(id, [...(byId.get(id) ?? []), host]);
  return { hosts, hostsOf: (id) => byId.get(id) ?? [] };
}

/** How many processes each worker of a host runs: what the site file says, or as CLP recommends for its CPUs. */
export function concurrencyOn({ entry, components }: PlacedHost, site: Site): Sourced<number> {
  const said = given(entry, "worker_concurrency");
  if (said !== undefined) return said;
  const cpus = given(entry, "cpus") ?? pick(site.host, "cpus");
  const general = pick(site.host, "worker_concurrency");
  if (general.value !== null && given(entry, "cpus") === undefined) return general as Sourced<number>;
  const ids = new Set<ComponentId>(components.map(({ id }) => id));
  const compresses = ids.has("compression-worker") || ids.has("spider-compression-worker");
  const shares = compresses && ids.has("query-worker");
  return map(
    cpus,
    shares
      ? "half of the host's CPUs, since workers for compression and for queries share it, as CLP recommends"
      : "all of the host's CPUs, since it has workers of one kind, as CLP recommends",
    (count) => (shares ? Math.max(1, Math.floor(count / 2)) : count),
  );
}

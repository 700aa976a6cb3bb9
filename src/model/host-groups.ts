/** Hosts that run the same, so that a person is told of them once. */
import type { Host } from "./model.ts";
import type { ComponentId } from "./value.ts";

export interface HostGroup {
  /** At least one, in their order. */
  readonly hosts: readonly Host[];
  /** What each of them runs, in the model's order. */
  readonly components: readonly ComponentId[];
}

/** What a host runs itself. */
export function componentsOf({ model }: Host): readonly ComponentId[] {
  return model.components.filter(({ kind }) => kind !== "external").map(({ id }) => id);
}

/** The hosts in groups, in the order of the first of each. */
export function hostGroups(hosts: readonly Host[]): readonly HostGroup[] {
  const groups = new Map<string, { readonly hosts: Host[]; readonly components: readonly ComponentId[] }>();
  for (const host of hosts) {
    const components = componentsOf(host);
    const key = components.join(" ");
    const known = groups.get(key);
    if (known === undefined) groups.set(key, { hosts: [host], components });
    else known.hosts.push(host);
  }
  return [...groups.values()];
}

/** Few texts each by itself, many by the first and the last: `worker-1 … worker-100 (100 hosts)`. */
export function fewOrMany(texts: readonly string[], what = "hosts", most = 3): readonly string[] {
  return texts.length <= most ? texts : [`${texts[0]} … ${texts.at(-1)} (${texts.length} ${what})`];
}

/** Ports in ascending order, each once; neighbours as `14009-14016`. */
export function portRanges(ports: readonly number[]): readonly string[] {
  const sorted = [...new Set(ports)].sort((a, b) => a - b);
  const found: [first: number, last: number][] = [];
  for (const port of sorted) {
    const last = found.at(-1);
    if (last !== undefined && last[1] === port - 1) last[1] = port;
    else found.push([port, port]);
  }
  return found.map(([first, last]) => (first === last ? String(first) : `${first}-${last}`));
}

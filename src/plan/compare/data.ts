/** What becomes of the directories of the host: data that nothing carries over is the dearest of surprises. */

import type { DataPlan } from "../plan.ts";
import type { Deployed } from "../read/deployed.ts";
import { type KnownVolume, volumeAround } from "../read/manifest-volumes.ts";
import { externalAt, fileAt } from "./compose-changes.ts";

interface Held extends Pick<KnownVolume, "title" | "purpose"> {
  readonly source: string;
  readonly components: readonly string[];
}

/**
 * What a deployment keeps on the host, by the volume's id. Where its manifest does not say what its
 * directories hold, they are taken for what the other side has at the same places in its containers.
 */
function heldBy(side: Deployed, other: Deployed): ReadonlyMap<string, Held> {
  const { compose, volumes } = side;
  const found = new Map<string, Held>();
  for (const { name, mounts } of compose!.project.services) {
    for (const { target, source } of mounts) {
      // A generated file may stand in a directory of logs.
      if (fileAt(side, source) !== undefined) continue;
      const known =
        volumes === undefined ? likeThatOf(other, name, target, source) : volumeAround(volumes, source);
      if (known === undefined) continue;
      const { id, title, purpose, path } = known;
      const before = found.get(id);
      found.set(id, {
        title,
        purpose,
        source: before?.source ?? path,
        components: [...new Set([...(before?.components ?? []), name])],
      });
    }
  }
  return found;
}

/** The volume that the other side has at that place of that service, where this side has it. */
function likeThatOf(
  { compose, volumes = [] }: Deployed,
  service: string,
  target: string,
  source: string,
): KnownVolume | undefined {
  const mount = compose!.project.services
    .find(({ name }) => name === service)
    ?.mounts.find((one) => one.target === target);
  const known = mount === undefined ? undefined : volumeAround(volumes, mount.source);
  if (mount === undefined || known === undefined) return undefined;
  // A service may see its own directory of it alone.
  const part = mount.source.slice(known.path.length);
  return { ...known, path: source.endsWith(part) ? source.slice(0, source.length - part.length) : source };
}

/** The directories that move or fall out of use, in the order of the earlier deployment. */
export function dataPlans(before: Deployed, after: Deployed): readonly DataPlan[] {
  const now = heldBy(after, before);
  const services = new Set(after.compose!.project.services.map(({ name }) => name));
  return [...heldBy(before, after)].flatMap(
    ([id, { title, purpose, source, components }]): readonly DataPlan[] => {
      const is = now.get(id);
      const kept = purpose === "data" || purpose === "staging";
      const plan = { title, purpose, components: is?.components ?? components, before: source };
      if (is !== undefined) {
        return is.source === source
          ? []
          : [{ ...plan, after: is.source, leftBehind: kept && !isSamePlace(source, is.source) }];
      }
      // Who went altogether took its purpose along, unless somebody else now serves it.
      const needed = components.some((name) => services.has(name) || externalAt(after, name) !== undefined);
      return [{ ...plan, leftBehind: kept && needed }];
    },
  );
}

/** True where a path that is relative to the compose file may well be the other one. */
export function isSamePlace(a: string, b: string): boolean {
  const [relative, absolute] = a.startsWith("./") ? [a, b] : [b, a];
  return relative.startsWith("./") && absolute.startsWith("/") && absolute.endsWith(relative.slice(1));
}

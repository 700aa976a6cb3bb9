/** What becomes of the directories of the host: data that nothing carries over is the dearest of surprises. */

import { type Holding, holdingAt } from "../holdings.ts";
import type { DataPlan } from "../plan.ts";
import type { ComposeSide, Deployed } from "../read/deployed.ts";
import { externalAt } from "./compose-changes.ts";

interface Held extends Holding {
  readonly source: string;
  readonly components: readonly string[];
}

/** What a deployment keeps on the host, by what it is. */
function heldBy({ project }: ComposeSide): ReadonlyMap<string, Held> {
  const found = new Map<string, Held>();
  for (const { name, mounts } of project.services) {
    for (const { target, source } of mounts) {
      const holding = holdingAt(target);
      if (holding === undefined) continue;
      const known = found.get(holding.title);
      found.set(holding.title, {
        ...holding,
        source: known?.source ?? (holding.parted === true ? folderOf(name, target, source) : source),
        components: [...new Set([...(known?.components ?? []), name])],
      });
    }
  }
  return found;
}

/** The directory of all, of which a service sees its own; Spider's scheduler sees its own in the place of all. */
function folderOf(service: string, target: string, source: string): string {
  const own = service === "spider-scheduler" ? service : target.replace(/^\/var\/log\/?/, "");
  const end = `/${own.replaceAll("-", "_")}`;
  return own !== "" && source.endsWith(end) ? source.slice(0, -end.length) : source;
}

/** The directories that move or fall out of use, in the order of the earlier deployment. */
export function dataPlans(before: Deployed, after: Deployed): readonly DataPlan[] {
  const now = heldBy(after.compose!);
  const services = new Set(after.compose!.project.services.map(({ name }) => name));
  return [...heldBy(before.compose!)].flatMap(
    ([title, { purpose, source, components }]): readonly DataPlan[] => {
      const is = now.get(title);
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

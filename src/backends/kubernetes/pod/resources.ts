/** Requests and limits of containers, in the API server's own spelling. */
import { sourced } from "../../../base/origin.ts";
import { quantity } from "../../../base/quantity.ts";
import type { Job, Service } from "../../../model/model.ts";
import { type Tree, tree } from "../../../model/tree.ts";
import { inUnits, withAmount } from "../../cluster/amounts.ts";

/**
 * What a container of a workload is promised, and gets at most: what the site file says, and of memory also
 * what the process is told to make do with (P15, P22).
 */
export function resourcesOf(given: Tree | undefined, { memory }: Service | Job): Tree | undefined {
  if (memory === undefined) return given;
  const amount = tree(inUnits(memory.value), memory.origin);
  return ["requests", "limits"].reduce(
    (resources, section) => withAmount(resources, section, "memory", amount),
    given ?? tree({}, memory.origin),
  );
}

/** Requests and limits; a spelling other than the API server's would look like a change. */
export function canonicalResources(resources: Tree): Tree {
  if (resources.kind !== "map") return resources;
  return {
    ...resources,
    entries: resources.entries.map(([key, amounts]) => [key, canonicalAmounts(amounts)] as const),
  };
}

function canonicalAmounts(amounts: Tree): Tree {
  if (amounts.kind !== "map") return amounts;
  return {
    ...amounts,
    entries: amounts.entries.map(([name, amount]) => {
      const text = amount.kind === "sourced" ? String(amount.value) : "0";
      return [name, sourced(quantity(text)?.canonical ?? text, amount.origin)] as const;
    }),
  };
}

/** Requests and limits of a container, for which the site file may say some and the deployment others. */
import { GI_AND_MI, inEvenUnit } from "../../base/quantity.ts";
import type { Tree } from "../../model/tree.ts";
import { get } from "./tree-paths.ts";

/**
 * Requests and limits with an amount where none is said.
 *
 * @param section `requests` or `limits`
 */
export function withAmount(resources: Tree, section: string, name: string, amount: Tree): Tree {
  if (resources.kind !== "map") return resources;
  const held = get(resources, section);
  if (get(held, name) !== undefined) return resources;
  const amounts: Tree =
    held?.kind === "map"
      ? { ...held, entries: [...held.entries, [name, amount]] }
      : { kind: "map", entries: [[name, amount]], origin: amount.origin };
  const others = resources.entries.filter(([key]) => key !== section);
  return { ...resources, entries: [...others, [section, amounts]] };
}

/** Bytes as people write them, where they come out even. */
export function inUnits(bytes: number): string {
  return inEvenUnit(BigInt(bytes), GI_AND_MI) ?? String(bytes);
}

/** Requests and limits of a container, for which the site file may say some and the deployment others. */
import type { Tree } from "../../model/tree.ts";

/**
 * Requests and limits with an amount where none is said.
 *
 * @param section `requests` or `limits`
 */
export function withAmount(resources: Tree, section: string, name: string, amount: Tree): Tree {
  if (resources.kind !== "map") return resources;
  const held = resources.entries.find(([key]) => key === section)?.[1];
  if (held?.kind === "map" && held.entries.some(([key]) => key === name)) return resources;
  const amounts: Tree =
    held?.kind === "map"
      ? { ...held, entries: [...held.entries, [name, amount]] }
      : { kind: "map", entries: [[name, amount]], origin: amount.origin };
  const others = resources.entries.filter(([key]) => key !== section);
  return { ...resources, entries: [...others, [section, amounts]] };
}

/** Bytes as people write them, where they come out even. */
export function inUnits(bytes: number): string {
  const [unit = "", size = 1] =
    [["Gi", 1024 ** 3] as const, ["Mi", 1024 ** 2] as const].find(([, one]) => bytes % one === 0) ?? [];
  return `${bytes / size}${unit}`;
}

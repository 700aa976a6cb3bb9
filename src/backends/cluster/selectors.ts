/** Which pods a worker's scheduling is about, in a cluster. */
import { derived } from "../../base/origin.ts";
import { type Loose, type Tree, tree } from "../../model/tree.ts";
import { within } from "./tree-paths.ts";

export const REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution";
export const PREFERRED = "preferredDuringSchedulingIgnoredDuringExecution";

/** Where a scheduling selects pods. `*`: each item of a list. */
export const SELECTING: readonly (readonly string[])[] = [
  ["topologySpreadConstraints", "*"],
  ...["podAffinity", "podAntiAffinity"].flatMap((kind) => [
    ["affinity", kind, REQUIRED, "*"],
    ["affinity", kind, PREFERRED, "*", "podAffinityTerm"],
  ]),
];

/**
 * A spread, or an affinity to pods, that names no pods is about none (H21): it gets the worker's own.
 *
 * @param scheduling as the site file has it
 * @param labels those of the worker's pods
 */
export function selectingOwnPods(scheduling: Tree, labels: Readonly<Record<string, Loose>>): Tree {
  const fill = (term: Tree): Tree => {
    if (term.kind !== "map" || term.entries.some(([key]) => key === "labelSelector")) return term;
    const origin = derived(
      "the worker's own pods, since without a selector it is about none (H21)",
      term.origin,
    );
    return { ...term, entries: [...term.entries, ["labelSelector", tree({ matchLabels: labels }, origin)]] };
  };
  return SELECTING.reduce((filled, path) => within(filled, path, fill), scheduling);
}

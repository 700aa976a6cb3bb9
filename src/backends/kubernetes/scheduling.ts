/** Where pods run: what the site file says of workers, with the selectors that it leaves out (H21), and a single node's taint (H7). */
import { derived } from "../../base/origin.ts";
import type { Job, Service } from "../../model/model.ts";
import { type Loose, type Tree, tree } from "../../model/tree.ts";
import type { ClusterOptions, WorkerKey } from "../cluster-options.ts";
import { selectorLabels, siteKey } from "./names.ts";
import { within } from "./tree-paths.ts";

/** The scheduling keys of a pod's spec. */
export function schedulingOf(
  options: ClusterOptions,
  workload: Service | Job,
): Readonly<Record<string, Loose>> {
  const given = options.scheduling[siteKey(workload) as WorkerKey];
  const filled = given === undefined ? undefined : selecting(options, workload, given);
  const entries = filled?.kind === "map" ? filled.entries : [];
  const spec: Record<string, Loose> = Object.fromEntries(entries);
  if (!options.distributed.value) {
    const origin = derived(
      "the only node may be a control plane's, whose taint keeps others away (H7)",
      options.distributed.origin,
    );
    const own = entries.find(([key]) => key === "tolerations")?.[1];
    const more = tree(
      { effect: "NoSchedule", key: "node-role.kubernetes.io/control-plane", operator: "Exists" },
      origin,
    );
    spec["tolerations"] = own?.kind === "seq" ? { ...own, items: [...own.items, more] } : [more];
  }
  return spec;
}

/** A spread, or an affinity to pods, that names no pods is about none: it gets the worker's own. */
export function selecting(options: ClusterOptions, workload: Service | Job, given: Tree): Tree {
  const fill = (term: Tree): Tree => {
    if (term.kind !== "map" || term.entries.some(([key]) => key === "labelSelector")) return term;
    const origin = derived(
      "the worker's own pods, since without a selector it is about none (H21)",
      term.origin,
    );
    const selector = tree({ matchLabels: selectorLabels(options, workload.name) }, origin);
    return { ...term, entries: [...term.entries, ["labelSelector", selector]] };
  };
  let filled = given;
  for (const path of SELECTING) filled = within(filled, path, fill);
  return filled;
}

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

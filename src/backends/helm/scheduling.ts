/** Where the pods of a worker run: what the site file says, with the selectors that the chart leaves out. */
import { derived } from "../../base/origin.ts";
import { type Tree, tree } from "../../model/tree.ts";
import type { ClusterOptions, WorkerKey } from "../cluster-options.ts";
import { podLabels } from "./names.ts";

const COMPONENTS: Readonly<Record<WorkerKey, string>> = {
  compression_worker: "compression-worker",
  query_worker: "query-worker",
  reducer: "reducer",
};

/**
 * A worker's scheduling. A spread or an affinity to pods without a `labelSelector` is about no pod
 * (H21): it gets the worker's own. Numbers stay numbers, since the chart prints this by `toYaml`.
 */
export function scheduling(options: ClusterOptions, worker: WorkerKey): Tree | undefined {
  const given = options.scheduling[worker];
  if (given === undefined) return undefined;
  const selecting = (term: Tree): Tree => {
    if (term.kind !== "map" || term.entries.some(([key]) => key === "labelSelector")) return term;
    const origin = derived(
      "the worker's own pods, since without a selector it is about none (H21)",
      term.origin,
    );
    const selector = tree({ matchLabels: podLabels(options.releaseName, COMPONENTS[worker]) }, origin);
    return { ...term, entries: [...term.entries, ["labelSelector", selector]] };
  };
  const weighted = (term: Tree): Tree => within(term, ["podAffinityTerm"], selecting);
  let filled = within(given, ["topologySpreadConstraints", "*"], selecting);
  for (const kind of ["podAffinity", "podAntiAffinity"]) {
    filled = within(
      filled,
      ["affinity", kind, "requiredDuringSchedulingIgnoredDuringExecution", "*"],
      selecting,
    );
    filled = within(
      filled,
      ["affinity", kind, "preferredDuringSchedulingIgnoredDuringExecution", "*"],
      weighted,
    );
  }
  return filled;
}

/** Changes what stands at a path, if anything does; `*` is every item of a list. */
function within(from: Tree, [step, ...rest]: readonly string[], change: (found: Tree) => Tree): Tree {
  if (step === undefined) return change(from);
  if (from.kind === "seq" && step === "*") {
    return { ...from, items: from.items.map((item) => within(item, rest, change)) };
  }
  if (from.kind !== "map") return from;
  return {
    ...from,
    entries: from.entries.map(
      ([key, item]) => [key, key === step ? within(item, rest, change) : item] as const,
    ),
  };
}

/** Where pods run: what the site file says of workers (H21) and a single node's taint (H7). */
import { derived } from "../../../base/origin.ts";
import type { Job, Service } from "../../../model/model.ts";
import { type Loose, tree } from "../../../model/tree.ts";
import type { ClusterOptions, WorkerKey } from "../../cluster/cluster-options.ts";
import { podLabels } from "../../cluster/pod-labels.ts";
import { selectingOwnPods } from "../../cluster/selectors.ts";
import { siteKey } from "../object-names.ts";

/** The scheduling keys of a pod's spec. */
export function schedulingOf(
  options: ClusterOptions,
  workload: Service | Job,
): Readonly<Record<string, Loose>> {
  const given = options.scheduling[siteKey(workload) as WorkerKey];
  const filled =
    given === undefined ? undefined : selectingOwnPods(given, podLabels(options.releaseName, workload.name));
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

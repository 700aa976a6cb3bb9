/** Where the pods of a worker run: what the site file says, with the selectors that the chart leaves out. */
import type { Tree } from "../../model/tree.ts";
import type { ClusterOptions, WorkerKey } from "../cluster/cluster-options.ts";
import { podLabels } from "../cluster/pod-labels.ts";
import { selectingOwnPods } from "../cluster/selectors.ts";

const COMPONENTS: Readonly<Record<WorkerKey, string>> = {
  compression_worker: "compression-worker",
  query_worker: "query-worker",
  reducer: "reducer",
};

/** A worker's scheduling (H21). Numbers stay numbers, since the chart prints this by `toYaml`. */
export function scheduling(options: ClusterOptions, worker: WorkerKey): Tree | undefined {
  const given = options.scheduling[worker];
  return given && selectingOwnPods(given, podLabels(options.releaseName, COMPONENTS[worker]));
}

/** What the Helm backend is told: the cluster, and CLP's configuration, of which the chart takes a part. */
import { type ClusterOptions, type ClusterSection, clusterOptions } from "../cluster/cluster-options.ts";
import type { ChartConfig } from "./chart-config.ts";

export interface HelmOptions extends ClusterOptions {
  readonly config: ChartConfig;
}

/** The options that the inputs give. */
export function helmOptions(section: ClusterSection, config: ChartConfig): HelmOptions {
  return { ...clusterOptions(section), config };
}

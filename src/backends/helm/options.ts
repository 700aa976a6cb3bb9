/** What the Helm backend is told: the cluster, and CLP's configuration, of which the chart takes a part. */
import type { Sourced } from "../../base/origin.ts";
import { pick } from "../../base/typed.ts";
import { type ClusterOptions, type ClusterSection, clusterOptions } from "../cluster/cluster-options.ts";
import type { ChartConfig } from "./chart-config.ts";

export interface HelmOptions extends ClusterOptions {
  readonly config: ChartConfig;
  /** Whether the database is to log every statement. */
  readonly generalLog: Sourced<boolean>;
  /** The name of the deployment in its telemetry. */
  readonly instanceId: Sourced<string | null>;
}

/** What of the site file is asked for here. */
interface SiteSections {
  readonly kubernetes: ClusterSection;
  readonly database_general_log: boolean;
  readonly host: { readonly instance_id: string | null };
}

/** The options that the inputs give. */
export function helmOptions(site: SiteSections, config: ChartConfig): HelmOptions {
  return {
    ...clusterOptions(site.kubernetes),
    config,
    generalLog: pick(site, "database_general_log"),
    instanceId: pick(site.host, "instance_id"),
  };
}

/** What the Helm backend is told: the cluster, and CLP's configuration, of which the chart takes a part. */
import type { Sourced } from "../../base/origin.ts";
import { pick } from "../../base/typed.ts";
import { type ClusterOptions, type ClusterSection, clusterOptions } from "../cluster/cluster-options.ts";
import type { ChartConfig, QueryEngine } from "./chart-config.ts";

export interface HelmOptions extends ClusterOptions {
  readonly config: ChartConfig;
  /** Who answers queries, under whatever key the release has it. */
  readonly queryEngine: Sourced<QueryEngine>;
  /** Whether the database is to log every statement. */
  readonly generalLog: Sourced<boolean>;
  /** The name of the deployment in its telemetry. */
  readonly instanceId: Sourced<string | null>;
  /** The registry that has all images; null: that of each. */
  readonly registry: Sourced<string | null>;
  /** Images that are named one by one, by the component's name; `package` is that of CLP's own services. */
  readonly namedImages: readonly { readonly of: string; readonly image: Sourced<string> }[];
}

/** What of the site file is asked for here. */
interface SiteSections {
  readonly kubernetes: ClusterSection;
  readonly database_general_log: boolean;
  readonly host: { readonly instance_id: string | null };
  readonly images: { readonly registry: string | null } & Readonly<Record<string, string | null>>;
}

/** The options that the inputs give. */
export function helmOptions(
  site: SiteSections,
  config: ChartConfig,
  queryEngine: Sourced<QueryEngine>,
): HelmOptions {
  const { images } = site;
  return {
    ...clusterOptions(site.kubernetes),
    config,
    queryEngine,
    generalLog: pick(site, "database_general_log"),
    instanceId: pick(site.host, "instance_id"),
    registry: pick(images, "registry"),
    namedImages: Object.keys(images)
      .filter((key) => key !== "registry" && images[key] !== null)
      .sort()
      .map((key) => ({ of: key.replaceAll("_", "-"), image: pick(images, key) as Sourced<string> })),
  };
}

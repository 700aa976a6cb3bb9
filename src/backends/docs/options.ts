/** What the page is told beyond the model: names that the site file gives, and how to draw the diagram. */
import { derived, type Sourced, sourced } from "../../base/origin.ts";
import type { Line } from "../../model/emitted-file.ts";
import type { DeploymentModel, Volume } from "../../model/model.ts";

export interface DocsOptions {
  /** The deployment's diagram as Mermaid; another backend draws it. */
  readonly diagram: (model: DeploymentModel) => readonly Line[];
  /** CLP's Helm chart, which another backend writes values for. */
  readonly chart: { readonly name: string; readonly version: string };
  /** What a cluster must have before the start, which the Kubernetes backend knows. */
  readonly clusterNeeds: (model: DeploymentModel) => {
    readonly label: { readonly key: string; readonly value: Sourced<string> } | undefined;
    readonly directories: readonly Volume[];
    readonly secrets: readonly { readonly name: Sourced<string>; readonly of: Volume }[];
  };
  readonly projectName: Sourced<string>;
  readonly releaseName: Sourced<string>;
  readonly namespace: Sourced<string>;
  /** By the name of the component; only those that are published. */
  readonly nodePorts: readonly { readonly component: string; readonly port: Sourced<number> }[];
}

/** The sections of the site file, as they are read. */
interface SiteSections {
  readonly compose: { readonly project_name: string };
  readonly kubernetes: {
    readonly release_name: string;
    readonly namespace: string;
    readonly node_ports: NodePorts;
    readonly expose_databases: boolean;
  };
}

interface NodePorts {
  readonly webui: number;
  readonly api_server: number;
  readonly log_ingestor: number;
  readonly mcp_server: number;
  readonly database: number;
  readonly results_cache: number;
}

const PUBLISHED = ["webui", "api_server", "log_ingestor", "mcp_server"] as const;
const DATABASES = ["database", "results_cache"] as const;

/** Tells the value of a key and where it comes from. */
type PickOrigin = <T extends object, K extends keyof T>(section: T, key: K) => Sourced<T[K]>;

/**
 * The options that a site file gives. `pick` knows where its values come from; `known` is what other
 * backends know.
 */
export function docsOptions(
  { compose, kubernetes }: SiteSections,
  pick: PickOrigin,
  known: Pick<DocsOptions, "diagram" | "chart" | "clusterNeeds">,
): DocsOptions {
  const exposed = pick(kubernetes, "expose_databases");
  const exposedPort = (port: Sourced<number>): Sourced<number> =>
    sourced(
      port.value,
      derived("databases are published where the site file says so", port.origin, exposed.origin),
    );
  const nodePort = (key: keyof SiteSections["kubernetes"]["node_ports"]) => pick(kubernetes.node_ports, key);
  const ports = [
    ...PUBLISHED.map((key) => ({ key, port: nodePort(key) })),
    ...(exposed.value ? DATABASES.map((key) => ({ key, port: exposedPort(nodePort(key)) })) : []),
  ];
  return {
    ...known,
    projectName: pick(compose, "project_name"),
    releaseName: pick(kubernetes, "release_name"),
    namespace: pick(kubernetes, "namespace"),
    nodePorts: ports.map(({ key, port }) => ({ component: key.replaceAll("_", "-"), port })),
  };
}

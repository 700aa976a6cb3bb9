/** What the Helm backend is told of the site file's `kubernetes` section. */
import type { Origin, Sourced } from "../../base/origin.ts";
import { type Loose, type Scalar, type Tree, tree } from "../../model/tree.ts";

type PullPolicy = "Always" | "IfNotPresent" | "Never";

export interface HelmOptions {
  readonly releaseName: Sourced<string>;
  readonly namespace: Sourced<string>;
  readonly distributed: Sourced<boolean>;
  readonly storageClass: Sourced<string>;
  readonly imagePullPolicy: Sourced<PullPolicy>;
  /** Processes in a pod of each worker. */
  readonly workerConcurrency: Sourced<number>;
  readonly replicas: Readonly<Record<Worker, Sourced<number>>>;
  readonly nodePorts: {
    readonly webui: Sourced<number>;
    readonly apiServer: Sourced<number>;
    readonly logIngestor: Sourced<number>;
    readonly mcpServer: Sourced<number>;
    readonly database: Sourced<number>;
    readonly resultsCache: Sourced<number>;
  };
  /** Whether database and results cache get a NodePort. */
  readonly exposeDatabases: Sourced<boolean>;
  /** As the site file has it: nodeSelector, affinity, tolerations, topologySpreadConstraints. Undefined: none. */
  readonly scheduling: Readonly<Record<Worker, Tree | undefined>>;
  /** Of which components the site file says resources, and where. */
  readonly resources: readonly { readonly component: string; readonly origin: Origin }[];
  readonly secretRevision: Sourced<string | null>;
}

/** The components whose pods may be several, and be scheduled. */
export type Worker = "compressionWorker" | "queryWorker" | "reducer";

/** The section of the site file, as it is read. */
export interface KubernetesSection {
  readonly release_name: string;
  readonly namespace: string;
  readonly distributed: boolean;
  readonly storage_class: string;
  readonly image_pull_policy: PullPolicy;
  readonly worker_concurrency: number;
  readonly replicas: Readonly<Record<SiteWorker, number>>;
  readonly node_ports: {
    readonly webui: number;
    readonly api_server: number;
    readonly log_ingestor: number;
    readonly mcp_server: number;
    readonly database: number;
    readonly results_cache: number;
  };
  readonly expose_databases: boolean;
  readonly scheduling: Readonly<Record<SiteWorker, object | null>>;
  readonly resources: Readonly<Record<string, object | null>>;
  readonly secret_revision: string | null;
}

type SiteWorker = "compression_worker" | "query_worker" | "reducer";

/** Tells the value of a key and where it comes from. */
type Pick = <T extends object, K extends keyof T>(section: T, key: K) => Sourced<T[K]>;

/** The options that a section gives. `pick` knows where its values come from. */
export function helmOptions(section: KubernetesSection, pick: Pick): HelmOptions {
  const ports = section.node_ports;
  const scheduling = (worker: SiteWorker) =>
    section.scheduling[worker] === null ? undefined : treeOf(pick(section.scheduling, worker), pick);
  return {
    releaseName: pick(section, "release_name"),
    namespace: pick(section, "namespace"),
    distributed: pick(section, "distributed"),
    storageClass: pick(section, "storage_class"),
    imagePullPolicy: pick(section, "image_pull_policy"),
    workerConcurrency: pick(section, "worker_concurrency"),
    replicas: {
      compressionWorker: pick(section.replicas, "compression_worker"),
      queryWorker: pick(section.replicas, "query_worker"),
      reducer: pick(section.replicas, "reducer"),
    },
    nodePorts: {
      webui: pick(ports, "webui"),
      apiServer: pick(ports, "api_server"),
      logIngestor: pick(ports, "log_ingestor"),
      mcpServer: pick(ports, "mcp_server"),
      database: pick(ports, "database"),
      resultsCache: pick(ports, "results_cache"),
    },
    exposeDatabases: pick(section, "expose_databases"),
    scheduling: {
      compressionWorker: scheduling("compression_worker"),
      queryWorker: scheduling("query_worker"),
      reducer: scheduling("reducer"),
    },
    resources: Object.keys(section.resources)
      .sort()
      .filter((component) => asksForSomething(section.resources[component]))
      .map((component) => ({ component, origin: pick(section.resources, component).origin })),
    secretRevision: pick(section, "secret_revision"),
  };
}

/** A value of the site file as a tree, each node with its own origin. Keys stand in alphabetical order. */
function treeOf({ value, origin }: Sourced<unknown>, pick: Pick): Tree {
  if (typeof value !== "object" || value === null) return tree(value as Scalar, origin);
  if (Array.isArray(value)) {
    const list: readonly unknown[] = value;
    return tree(
      list.map((_, index) => treeOf(pick(list, index), pick)),
      origin,
    );
  }
  const held = value as Readonly<Record<string, unknown>>;
  const entries = Object.keys(held)
    .sort()
    .filter((key) => held[key] !== undefined)
    .map((key): [string, Loose] => [key, treeOf(pick(held, key), pick)]);
  return tree(Object.fromEntries(entries), origin);
}

function asksForSomething(resources: object | null | undefined): boolean {
  return Object.values(resources ?? {}).some(
    (amounts) => typeof amounts === "object" && amounts !== null && Object.keys(amounts).length > 0,
  );
}

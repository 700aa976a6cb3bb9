/** What the Helm backend is told of the site file's `kubernetes` section. */
import type { Origin, Sourced } from "../../base/origin.ts";
import type { Tree } from "../../model/tree.ts";

export interface HelmOptions {
  readonly releaseName: Sourced<string>;
  readonly namespace: Sourced<string>;
  readonly distributed: Sourced<boolean>;
  readonly storageClass: Sourced<string>;
  readonly imagePullPolicy: Sourced<"Always" | "IfNotPresent" | "Never">;
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
  /** Of which components the site file says resources, and where: `database` at `kubernetes.resources.database`. */
  readonly resources: readonly { readonly component: string; readonly origin: Origin }[];
  readonly secretRevision: Sourced<string | null>;
}

/** The components whose pods may be several, and be scheduled. */
export type Worker = "compressionWorker" | "queryWorker" | "reducer";

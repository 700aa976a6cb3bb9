/** What the targets that a cluster runs, Helm and Kubernetes, are told of the site file's `kubernetes` section. */
import type { GitopsTool } from "../../base/gitops-tools.ts";
import { memoize } from "../../base/memoize.ts";
import { derived, type Sourced, sourced } from "../../base/origin.ts";
import { given, pick } from "../../base/typed.ts";
import type { ServiceType } from "../../model/service-type.ts";
import { type Scalar, type Tree, tree } from "../../model/tree.ts";

type PullPolicy = "Always" | "IfNotPresent" | "Never";

/** A service that has a NodePort, by its key in the site file. */
export type NodePortKey =
  | "webui"
  | "api_server"
  | "log_ingestor"
  | "mcp_server"
  | "database"
  | "results_cache"
  | "presto_coordinator";

/** A service whose type can be said, by its key in the site file. */
export type ServiceKey = "webui" | "api_server" | "log_ingestor" | "mcp_server" | "presto_coordinator";

/** A service to which an Ingress can lead. */
export type IngressKey = Exclude<ServiceKey, "presto_coordinator">;

/** A component whose pods may be several, and be scheduled, by its key in the site file. */
export type WorkerKey = "compression_worker" | "query_worker" | "reducer";

/** Those that have a port of the nodes unless databases are kept inside; Presto's coordinator has one where it is written (P10). */
type PublishedKey = Exclude<NodePortKey, "presto_coordinator">;

export interface ClusterOptions {
  readonly releaseName: Sourced<string>;
  readonly namespace: Sourced<string>;
  /** True: several nodes, which see shared directories at the same paths. */
  readonly distributed: Sourced<boolean>;
  readonly storageClass: Sourced<string>;
  readonly imagePullPolicy: Sourced<PullPolicy>;
  /** Names of Secrets with logins of registries, each once. */
  readonly imagePullSecrets: readonly Sourced<string>[];
  /** Processes in a pod of each worker. */
  readonly workerConcurrency: Sourced<number>;
  readonly replicas: Readonly<Record<WorkerKey, Sourced<number>>>;
  readonly nodePorts: Readonly<Record<PublishedKey, Sourced<number>>> & {
    readonly presto_coordinator: Sourced<number | null>;
  };
  /** Whether database and results cache get a NodePort. */
  readonly exposeDatabases: Sourced<boolean>;
  /** nodeSelector, affinity, tolerations, topologySpreadConstraints, as Kubernetes has them. */
  readonly scheduling: Readonly<Partial<Record<WorkerKey, Tree>>>;
  /** requests and limits, by the component's key in the site file. */
  readonly resources: Readonly<Partial<Record<string, Tree>>>;
  /** A word that a person changes so that pods restart after a rotation of secrets. */
  readonly secretRevision: Sourced<string | null>;
  /** What applies the manifests from Git; null: a person does. */
  readonly gitops: Sourced<GitopsTool | null>;
  readonly secrets: SecretsOptions;
  readonly services: Readonly<Record<ServiceKey, ServiceOptions>>;
  readonly ingress: IngressOptions;
  /** Whether pods reach each other where they must alone. */
  readonly networkPolicies: Sourced<boolean>;
  /** Of one's own, for each object. */
  readonly marks: Marks;
  /** Of one's own, for pods. */
  readonly podMarks: Marks;
}

/** Labels and annotations by their keys, in alphabetical order. */
export interface Marks {
  readonly labels: Readonly<Record<string, Sourced<string>>>;
  readonly annotations: Readonly<Record<string, Sourced<string>>>;
}

export interface ServiceOptions {
  /** Null: not said. */
  readonly type: Sourced<ServiceType | null>;
  readonly loadBalancerClass: Sourced<string | null>;
  readonly annotations: Marks["annotations"];
}

export interface IngressOptions {
  readonly class: Sourced<string | null>;
  readonly hosts: Readonly<Record<IngressKey, Sourced<string | null>>>;
  readonly tlsSecret: Sourced<string | null>;
  readonly annotations: Marks["annotations"];
}

/** Where Secrets come from: our own manifests, somebody else, or a store that an operator reads. */
export type SecretsFrom = "manifests" | "existing" | "external-secrets";

export interface SecretsOptions {
  readonly from: Sourced<SecretsFrom>;
  /** Names that are not made of the release's, by the key in the site file: `archive_output`. */
  readonly names: Readonly<Record<string, Sourced<string | null>>>;
  readonly store: Sourced<{ readonly kind: Sourced<string>; readonly name: Sourced<string> } | null>;
  /** The pattern of keys in the store, with `{section}`. */
  readonly key: Sourced<string | null>;
  readonly refreshInterval: Sourced<string>;
}

/** The section of the site file, as it is read. */
export interface ClusterSection {
  readonly release_name: string;
  readonly namespace: string;
  readonly distributed: boolean;
  readonly storage_class: string;
  readonly image_pull_policy: PullPolicy;
  readonly image_pull_secrets: readonly string[];
  readonly worker_concurrency: number;
  readonly replicas: Readonly<Record<WorkerKey, number>>;
  readonly node_ports: Readonly<Record<PublishedKey, number>> & {
    readonly presto_coordinator: number | null;
  };
  readonly expose_databases: boolean;
  readonly scheduling: Readonly<Record<WorkerKey, object | null>>;
  readonly resources: Readonly<Record<string, object | null>>;
  readonly secret_revision: string | null;
  readonly gitops: GitopsTool | null;
  readonly secrets: {
    readonly from: SecretsFrom;
    readonly names: Readonly<Record<string, string | null>>;
    readonly store: { readonly kind: string; readonly name: string } | null;
    readonly key: string | null;
    readonly refresh_interval: string;
  };
  readonly services: Readonly<
    Record<
      ServiceKey,
      {
        readonly type: ServiceType | null;
        readonly load_balancer_class: string | null;
        readonly annotations: Readonly<Record<string, string>>;
      }
    >
  >;
  readonly ingress: {
    readonly class: string | null;
    readonly hosts: Readonly<Record<IngressKey, string | null>>;
    readonly tls_secret: string | null;
    readonly annotations: Readonly<Record<string, string>>;
  };
  readonly network_policies: boolean;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly pod_labels: Readonly<Record<string, string>>;
  readonly pod_annotations: Readonly<Record<string, string>>;
}

/** The options that a section gives. */
export const clusterOptions = memoize((section: ClusterSection): ClusterOptions => {
  const { replicas, node_ports: ports, image_pull_secrets: pullSecrets } = section;
  const trees = <K extends string>(held: Readonly<Record<K, object | null>>) =>
    Object.fromEntries(
      (Object.keys(held) as K[]).sort().flatMap((key) => {
        const one = given(held, key);
        return one === undefined || one.value === null ? [] : [[key, treeOf(one)]];
      }),
    ) as Partial<Record<K, Tree>>;
  return {
    releaseName: pick(section, "release_name"),
    namespace: pick(section, "namespace"),
    distributed: pick(section, "distributed"),
    storageClass: pick(section, "storage_class"),
    imagePullPolicy: pick(section, "image_pull_policy"),
    imagePullSecrets: pullSecrets
      .map((_, index) => pick(pullSecrets, index))
      .filter(({ value }, index) => pullSecrets.indexOf(value) === index),
    workerConcurrency: pick(section, "worker_concurrency"),
    replicas: {
      compression_worker: pick(replicas, "compression_worker"),
      query_worker: pick(replicas, "query_worker"),
      reducer: pick(replicas, "reducer"),
    },
    nodePorts: {
      webui: pick(ports, "webui"),
      api_server: pick(ports, "api_server"),
      log_ingestor: pick(ports, "log_ingestor"),
      mcp_server: pick(ports, "mcp_server"),
      database: pick(ports, "database"),
      results_cache: pick(ports, "results_cache"),
      presto_coordinator: pick(ports, "presto_coordinator"),
    },
    exposeDatabases: pick(section, "expose_databases"),
    scheduling: trees(section.scheduling),
    resources: trees(section.resources),
    secretRevision: pick(section, "secret_revision"),
    gitops: pick(section, "gitops"),
    secrets: secretsOptions(section.secrets),
    services: {
      webui: serviceOptions(section.services.webui),
      api_server: serviceOptions(section.services.api_server),
      log_ingestor: serviceOptions(section.services.log_ingestor),
      mcp_server: serviceOptions(section.services.mcp_server),
      presto_coordinator: serviceOptions(section.services.presto_coordinator),
    },
    ingress: ingressOptions(section.ingress),
    networkPolicies: pick(section, "network_policies"),
    marks: { labels: sorted(section.labels), annotations: sorted(section.annotations) },
    podMarks: { labels: sorted(section.pod_labels), annotations: sorted(section.pod_annotations) },
  };
});

/** By name, in alphabetical order. */
function sorted(held: Readonly<Record<string, string>>): Readonly<Record<string, Sourced<string>>> {
  return Object.fromEntries(
    Object.keys(held)
      .sort()
      .map((name) => [name, pick(held, name)]),
  );
}

function serviceOptions(section: ClusterSection["services"][ServiceKey]): ServiceOptions {
  return {
    type: pick(section, "type"),
    loadBalancerClass: pick(section, "load_balancer_class"),
    annotations: sorted(section.annotations),
  };
}

function ingressOptions(section: ClusterSection["ingress"]): IngressOptions {
  const { hosts } = section;
  return {
    class: pick(section, "class"),
    hosts: {
      webui: pick(hosts, "webui"),
      api_server: pick(hosts, "api_server"),
      log_ingestor: pick(hosts, "log_ingestor"),
      mcp_server: pick(hosts, "mcp_server"),
    },
    tlsSecret: pick(section, "tls_secret"),
    annotations: sorted(section.annotations),
  };
}

function secretsOptions(section: ClusterSection["secrets"]): SecretsOptions {
  const { names, store } = section;
  return {
    from: pick(section, "from"),
    names: Object.fromEntries(Object.keys(names).map((name) => [name, pick(names, name)])),
    store: sourced(
      store === null ? null : { kind: pick(store, "kind"), name: pick(store, "name") },
      pick(section, "store").origin,
    ),
    key: pick(section, "key"),
    refreshInterval: pick(section, "refresh_interval"),
  };
}

const DATABASES: ReadonlySet<NodePortKey> = new Set(["database", "results_cache"]);

/**
 * The port of the nodes on which a service is published; databases have one only where the site file exposes
 * them (H11), and Presto's coordinator where it names one (P10).
 */
export function publishedPort(
  { nodePorts, exposeDatabases }: ClusterOptions,
  key: NodePortKey,
): Sourced<number> | undefined {
  const { value, origin: where } = nodePorts[key];
  if (value === null) return undefined;
  const port = sourced(value, where);
  if (!DATABASES.has(key)) return port;
  const { value: exposed, origin } = exposeDatabases;
  return exposed
    ? sourced(port.value, derived("databases are published where the site file says so", port.origin, origin))
    : undefined;
}

/** A value of the site file as a tree, each node with its own origin. Keys stand in alphabetical order. */
function treeOf({ value, origin }: Sourced<unknown>): Tree {
  if (typeof value !== "object" || value === null) return tree(value as Scalar, origin);
  if (Array.isArray(value)) {
    const list: readonly unknown[] = value;
    return { kind: "seq", items: list.map((_, index) => treeOf(pick(list, index))), origin };
  }
  const held = value as Readonly<Record<string, unknown>>;
  const keys = Object.keys(held).sort();
  return {
    kind: "map",
    entries: keys
      .filter((key) => held[key] !== undefined)
      .map((key) => [key, treeOf(pick(held, key))] as const),
    origin,
  };
}

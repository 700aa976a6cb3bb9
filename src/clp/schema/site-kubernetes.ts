/** The site file's section `kubernetes`: the cluster, for manifests and for CLP's own chart. */
import * as z from "zod/mini";
import { once } from "../../base/once.ts";
import { markKeys, networkKeys } from "./site-network.ts";
import { COMPONENTS, nullish, perName } from "./site-parts.ts";
import { scheduling } from "./site-scheduling.ts";
import { key, leaves, tag } from "./vocabulary.ts";

const WORKERS = ["compression_worker", "query_worker", "reducer"] as const;

const replicas = once(() => z.int().check(z.minimum(0), z.maximum(2147483647)));

const resources = once(() => {
  const amounts = tag(z.record(z.string(), leaves.quantity()), { record: { keyRules: ["qualifiedName"] } });
  return tag(
    z.strictObject({
      requests: key(z.optional(amounts), "What a container is promised.", {
        examples: [{ cpu: "500m", memory: "1Gi" }],
      }),
      limits: key(z.optional(amounts), "What a container gets at most.", { examples: [{ memory: "4Gi" }] }),
    }),
    { object: { id: "Resources" } },
  );
});

const nodePorts = () =>
  key(
    z.prefault(
      z.strictObject({
        webui: key(z._default(leaves.nodePort(), 30000), "NodePort of the web UI."),
        api_server: key(z._default(leaves.nodePort(), 30301), "NodePort of the API server."),
        log_ingestor: key(z._default(leaves.nodePort(), 30302), "NodePort of the log ingestor."),
        mcp_server: key(z._default(leaves.nodePort(), 30800), "NodePort of the MCP server."),
        database: key(
          z._default(leaves.nodePort(), 30306),
          "NodePort of the database, where databases are exposed.",
        ),
        results_cache: key(
          z._default(leaves.nodePort(), 30017),
          "NodePort of the results cache, where databases are exposed.",
        ),
        presto_coordinator: key(
          z._default(z.nullable(leaves.nodePort()), null),
          "NodePort of Presto's coordinator, which asks nobody for a password; null: the manifests publish it nowhere, and CLP's chart, which has to, on 30889.",
        ),
      }),
      {},
    ),
    "Ports of every node on which services are published.",
  );

/** The Secrets of a cluster, by the sections of the inputs that they hold. */
const SECRETS = [
  "database",
  "queue",
  "redis",
  "urls",
  "config",
  "presto_coordinator",
  "presto_worker",
  "archive_output",
  "stream_output",
  "logs_input",
] as const;

const secrets = () =>
  key(
    z.prefault(
      z.strictObject({
        from: key(
          z._default(z.enum(["manifests", "existing", "external-secrets"]), "manifests"),
          "Where the Secrets of the Kubernetes manifests come from: manifests that are made of the credentials; Secrets that somebody else makes (existing); or a store that the External Secrets Operator reads.",
        ),
        names: key(
          z.prefault(
            perName(SECRETS, (name) =>
              key(
                z._default(z.nullable(leaves.ruled("dnsSubdomain")), null),
                `Name of the Secret ${name.replaceAll("_", "-")}; null: RELEASE-${name.replaceAll("_", "-")}.`,
              ),
            ),
            {},
          ),
          "Names of the Secrets.",
        ),
        store: key(
          z._default(
            z.nullable(
              z.strictObject({
                kind: key(
                  z._default(z.enum(["ClusterSecretStore", "SecretStore"]), "ClusterSecretStore"),
                  "Whether the store is one of the cluster or of the namespace.",
                ),
                name: key(leaves.ruled("dnsSubdomain"), "The store's name.", { examples: ["vault"] }),
              }),
            ),
            null,
          ),
          "With external-secrets: the store that the operator reads.",
          { examples: [{ kind: "ClusterSecretStore", name: "vault" }] },
        ),
        key: key(
          z._default(z.nullable(leaves.ruled("remoteKey")), null),
          "With external-secrets: the key of an entry in the store. {section} is database, queue, redis, s3-archives, s3-streams or s3-logs-input; the entry's properties are called as in the inputs.",
          { examples: ["clp/prod/{section}"] },
        ),
        refresh_interval: key(
          z._default(leaves.ruled("interval"), "1h"),
          "With external-secrets: how often the operator asks the store.",
        ),
      }),
      {},
    ),
    "Secrets of the Kubernetes manifests.",
  );

/** The whole section. */
export const kubernetes = once(() =>
  z.prefault(
    z.strictObject({
      release_name: key(
        z._default(leaves.ruled("releaseName"), "clp"),
        "Name of the release; names of objects start with it.",
      ),
      namespace: key(z._default(leaves.ruled("dnsLabel"), "default"), "Namespace of the release."),
      distributed: key(
        z._default(leaves.flag(), false),
        "Whether the cluster has several nodes, with a shared file system.",
      ),
      storage_class: key(
        z._default(leaves.ruled("dnsSubdomain"), "local-storage"),
        "Storage class of the volumes.",
      ),
      image_pull_policy: key(
        z._default(z.enum(["Always", "IfNotPresent", "Never"]), "IfNotPresent"),
        "When images are pulled.",
      ),
      image_pull_secrets: key(
        z._default(z.array(leaves.ruled("dnsSubdomain")), []),
        "Secrets of the namespace with logins of registries, which you make yourself; pods pull their images with them.",
        { examples: [["registry-login"]] },
      ),
      worker_concurrency: key(z._default(leaves.positive(), 8), "How many processes a worker's pod runs."),
      replicas: key(
        z.prefault(
          z.strictObject({
            compression_worker: key(z._default(replicas(), 1), "Pods of the compression worker."),
            query_worker: key(z._default(replicas(), 1), "Pods of the query worker."),
            reducer: key(z._default(replicas(), 1), "Pods of the reducer."),
          }),
          {},
        ),
        "How many pods workers have.",
      ),
      node_ports: nodePorts(),
      expose_databases: key(
        z._default(leaves.flag(), false),
        "Whether database and results cache get a NodePort, as CLP's own tools need.",
      ),
      ...networkKeys(),
      ...markKeys(),
      scheduling: key(
        z.prefault(
          perName(WORKERS, (name) => nullish(scheduling, `Where the pods of ${name} run.`)),
          {},
        ),
        "Where the pods of workers run.",
      ),
      resources: key(
        z.prefault(
          perName(COMPONENTS, (name) => nullish(resources, `Resources of a container of ${name}.`)),
          {},
        ),
        "What the containers of each component are promised, and get at most.",
      ),
      secrets: secrets(),
      gitops: key(
        z._default(z.nullable(z.enum(["argocd", "flux"])), null),
        "What applies the manifests from Git: they then carry the annotations that Argo CD or Flux needs. Null: none.",
        { examples: ["argocd"] },
      ),
      secret_revision: key(
        z._default(z.nullable(leaves.ruled("word")), null),
        "A word to change after a rotation of secrets, so that pods restart.",
        { examples: ["2026-01"] },
      ),
    }),
    {},
  ),
);

/** The site file's section `kubernetes`: the cluster, for manifests and for CLP's own chart. */
import * as z from "zod/mini";
import { once } from "../../base/once.ts";
import { COMPONENTS, nullish, perName } from "./site-parts.ts";
import { key, leaves, tag } from "./vocabulary.ts";

const WORKERS = ["compression_worker", "query_worker", "reducer"] as const;

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

const replicas = once(() => z.int().check(z.minimum(0), z.maximum(2147483647)));

const labelValues = () => z.array(leaves.labelValue());
const labelSelector = once(() =>
  tag(
    z.strictObject({
      matchLabels: key(z.optional(labels()), "Labels that a pod must have."),
      matchExpressions: key(
        z.optional(
          z.array(
            z.strictObject({
              key: key(leaves.qualifiedName(), "The label."),
              operator: key(z.enum(["In", "NotIn", "Exists", "DoesNotExist"]), "How it is compared."),
              values: key(z.optional(labelValues()), "With In and NotIn: what it is compared with."),
            }),
          ),
        ),
        "Conditions on a pod's labels.",
      ),
    }),
    { object: { id: "LabelSelector" } },
  ),
);
const labels = () =>
  tag(z.record(z.string(), leaves.labelValue()), { record: { keyRules: ["qualifiedName"] } });
const weight = once(() => tag(z.int().check(z.minimum(1), z.maximum(100)), { number: { placeholder: 1 } }));

const nodeTerm = once(() => {
  const requirements = z.array(
    tag(
      z.strictObject({
        key: key(leaves.qualifiedName(), "The label or field."),
        operator: key(z.enum(["In", "NotIn", "Exists", "DoesNotExist", "Gt", "Lt"]), "How it is compared."),
        values: key(z.optional(labelValues()), "What it is compared with."),
      }),
      { object: { id: "NodeSelectorTerm" } },
    ),
  );
  return z.strictObject({
    matchExpressions: key(z.optional(requirements), "Conditions on a node's labels."),
    matchFields: key(z.optional(requirements), "Conditions on a node's fields."),
  });
});

const podTerm = once(() =>
  tag(
    z.strictObject({
      labelSelector: key(z.optional(labelSelector()), "The pods that it is about."),
      namespaceSelector: key(z.optional(labelSelector()), "The namespaces of these pods, by label."),
      namespaces: key(
        z.optional(z.array(leaves.ruled("dnsLabel"))),
        "The namespaces of these pods, by name.",
      ),
      topologyKey: key(leaves.qualifiedName(), "The label of nodes that tells one place from another."),
      matchLabelKeys: key(
        z.optional(z.array(leaves.qualifiedName())),
        "Labels in which these pods must equal this one.",
      ),
      mismatchLabelKeys: key(
        z.optional(z.array(leaves.qualifiedName())),
        "Labels in which these pods must differ from this one.",
      ),
    }),
    { object: { id: "PodAffinityTerm" } },
  ),
);

const podAffinity = once(() =>
  tag(
    z.strictObject({
      requiredDuringSchedulingIgnoredDuringExecution: key(z.optional(z.array(podTerm())), "What must hold."),
      preferredDuringSchedulingIgnoredDuringExecution: key(
        z.optional(
          z.array(
            z.strictObject({
              weight: key(weight(), "From 1 to 100."),
              podAffinityTerm: key(podTerm(), "What should hold."),
            }),
          ),
        ),
        "What should hold if it can.",
      ),
    }),
    { object: { id: "PodAffinity" } },
  ),
);

const affinity = once(() =>
  tag(
    z.strictObject({
      nodeAffinity: key(
        z.optional(
          z.strictObject({
            requiredDuringSchedulingIgnoredDuringExecution: key(
              z.optional(
                z.strictObject({ nodeSelectorTerms: key(z.array(nodeTerm()), "One of these must hold.") }),
              ),
              "What must hold.",
            ),
            preferredDuringSchedulingIgnoredDuringExecution: key(
              z.optional(
                z.array(
                  z.strictObject({
                    weight: key(weight(), "From 1 to 100."),
                    preference: key(nodeTerm(), "What should hold."),
                  }),
                ),
              ),
              "What should hold if it can.",
            ),
          }),
        ),
        "On which nodes the pods run.",
      ),
      podAffinity: key(z.optional(podAffinity()), "Beside which pods they run."),
      podAntiAffinity: key(z.optional(podAffinity()), "Away from which pods they run."),
    }),
    { object: { id: "Affinity" } },
  ),
);

const scheduling = once(() =>
  tag(
    z.strictObject({
      nodeSelector: key(z.optional(labels()), "Labels that a node must have.", {
        examples: [{ disktype: "ssd" }],
      }),
      affinity: key(z.optional(affinity()), "Where the pods run, as Kubernetes has it."),
      tolerations: key(
        z.optional(
          z.array(
            z.strictObject({
              key: key(z.optional(leaves.qualifiedName()), "The taint; none: all."),
              operator: key(z.optional(z.enum(["Exists", "Equal"])), "How its value is compared."),
              value: key(z.optional(leaves.labelValue()), "With Equal: its value."),
              effect: key(
                z.optional(z.enum(["NoSchedule", "PreferNoSchedule", "NoExecute"])),
                "Its effect; none: all.",
              ),
              tolerationSeconds: key(
                z.optional(z.int()),
                "With NoExecute: for how many seconds it is borne.",
              ),
            }),
          ),
        ),
        "Taints of nodes that the pods bear.",
      ),
      topologySpreadConstraints: key(
        z.optional(
          z.array(
            z.strictObject({
              maxSkew: key(leaves.positive(), "How unevenly pods may be spread."),
              minDomains: key(z.optional(leaves.positive()), "Over how many places at least."),
              topologyKey: key(
                leaves.qualifiedName(),
                "The label of nodes that tells one place from another.",
              ),
              whenUnsatisfiable: key(
                z.enum(["DoNotSchedule", "ScheduleAnyway"]),
                "What happens where it cannot be.",
              ),
              labelSelector: key(
                z.optional(labelSelector()),
                "The pods that are counted; none: those of the worker.",
              ),
              matchLabelKeys: key(
                z.optional(z.array(leaves.qualifiedName())),
                "Labels in which counted pods must equal this one.",
              ),
              nodeAffinityPolicy: key(
                z.optional(z.enum(["Honor", "Ignore"])),
                "Whether nodes that affinity leaves out count.",
              ),
              nodeTaintsPolicy: key(z.optional(z.enum(["Honor", "Ignore"])), "Whether tainted nodes count."),
            }),
          ),
        ),
        "How the pods are spread over nodes.",
      ),
    }),
    { object: { id: "Scheduling" } },
  ),
);

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
      node_ports: key(
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
          }),
          {},
        ),
        "Ports of every node on which services are published.",
      ),
      expose_databases: key(
        z._default(leaves.flag(), false),
        "Whether database and results cache get a NodePort, as CLP's own tools need.",
      ),
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
      secrets: key(
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

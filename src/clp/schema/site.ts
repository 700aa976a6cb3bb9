/** The keys of the site file: the facts of the place of deployment, which a machine would have to be asked. */
import * as z from "zod/mini";
import { once } from "../../base/once.ts";
import { PLACES } from "../package/places.ts";
import { DEFAULT_RELEASE, SUPPORTED } from "../releases/releases.ts";
import { key, leaves, tag } from "./vocabulary.ts";

const WORKERS = ["compression_worker", "query_worker", "reducer"] as const;
const COMPONENTS = [
  "database",
  "queue",
  "redis",
  "results_cache",
  "db_table_creator",
  "results_cache_indices_creator",
  "spider_scheduler",
  "compression_scheduler",
  "query_scheduler",
  "compression_worker",
  "query_worker",
  "reducer",
  "webui",
  "garbage_collector",
  "api_server",
  "log_ingestor",
  "mcp_server",
  "otel_collector",
  "presto_coordinator",
  "presto_worker",
] as const;

const SHARED = ["archives", "streams", "logs_input"] as const;

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

// Docker and Kubernetes both refuse larger ids.
const id = once(() => z.int().check(z.minimum(0), z.maximum(2147483647)));
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

/** Docker promises nothing: it has limits alone. */
const composeResources = once(() =>
  tag(
    z.strictObject({
      limits: key(
        z.optional(
          z.strictObject({
            cpu: key(z.optional(leaves.quantity()), "CPUs.", { examples: ["500m", 2] }),
            memory: key(z.optional(leaves.quantity()), "Bytes of memory.", { examples: ["2Gi"] }),
          }),
        ),
        "What the container gets at most.",
        { examples: [{ memory: "4Gi" }] },
      ),
    }),
    { object: { id: "ComposeResources" } },
  ),
);

const nullish = <T extends z.core.$ZodType>(build: () => T, description: string) =>
  key(z._default(z.nullable(z.lazy(build)), null), description);

function perName<const Names extends readonly string[], T extends z.core.$ZodType>(
  names: Names,
  each: (name: string) => T,
) {
  return z.strictObject(
    Object.fromEntries(names.map((name) => [name, each(name)])) as Record<Names[number], T>,
  );
}

const nullableImage = () => z._default(z.nullable(leaves.image()), null);

/** Another image of each component. */
function imagePerName<const Names extends readonly string[]>(names: Names) {
  return Object.fromEntries(
    names.map((name) => [
      name,
      key(nullableImage(), `Image of ${name}, with a tag or a digest; null: that of the release.`),
    ]),
  ) as Record<Names[number], ReturnType<typeof nullableImage>>;
}
const silence = once(() =>
  tag(
    z.strictObject({
      code: key(leaves.text(), "The code of the warning, such as CLP4030."),
      at: key(
        z.optional(leaves.text()),
        "The key that the warning is about, such as database.host; left out for one that is about no key.",
      ),
      because: key(leaves.text(), "Why it is meant to be so."),
    }),
    { object: { id: "Silence" } },
  ),
);

/** One host of several, or as many as `count` says. */
const machine = once(() =>
  tag(
    z.strictObject({
      name: key(
        leaves.hostLabel(),
        "Name of the host, and of the folder with its files; with count, {n} is the number of each.",
        { examples: ["control", "worker-{n}"] },
      ),
      count: key(
        z.optional(z.int().check(z.minimum(1), z.maximum(1000))),
        "How many hosts this is: {n} in the name counts from 1, and the address counts up.",
      ),
      address: key(leaves.ipv4(), "IPv4 address at which the other hosts reach it.", {
        examples: ["10.0.0.11"],
      }),
      components: key(
        z.array(z.enum(PLACES)),
        "What runs on it: services by their names, or groups of them. One-time jobs and spider-scheduler run beside the server that they are for, unless a host names them.",
        { examples: [["infrastructure", "schedulers", "rest"], ["workers"]] },
      ),
      cpus: key(
        z.optional(leaves.positive()),
        "CPUs of the host; workers run as many processes, or half as many where it has workers for compression and for queries. Default: host.cpus.",
      ),
      worker_concurrency: key(
        z.optional(leaves.positive()),
        "How many processes each worker runs on it. Default: host.worker_concurrency.",
      ),
      clp_home: key(
        z.optional(leaves.absolutePath()),
        "Directory of this host to which relative paths of the config belong. Default: host.clp_home.",
      ),
      uid: key(z.optional(id()), "User id of CLP's own services. Default: host.uid."),
      gid: key(z.optional(id()), "Group id of CLP's own services. Default: host.gid."),
      third_party_uid: key(
        z.optional(id()),
        "User id of database, queue, Redis and results cache. Default: host.third_party_uid.",
      ),
      third_party_gid: key(
        z.optional(id()),
        "Group id of database, queue, Redis and results cache. Default: host.third_party_gid.",
      ),
      project_name: key(
        z.optional(leaves.ruled("projectName")),
        "Name of the Compose project on this host. Default: compose.project_name.",
      ),
    }),
    { object: { id: "Host" } },
  ),
);

const sharing = once(() =>
  tag(
    z.strictObject({
      nfs: key(
        z.optional(
          z.strictObject({
            server: key(leaves.host(), "Host name or IPv4 address of the NFS server."),
            path: key(leaves.absolutePath(), "The directory that it exports."),
          }),
        ),
        "Docker mounts it from an NFS server, version 4.",
        { examples: [{ server: "10.0.0.5", path: "/export/archives" }] },
      ),
      mounted: key(
        z.optional(leaves.flag()),
        "True: somebody mounts it on every host that needs it, at the path that the config has.",
      ),
    }),
    { object: { id: "Sharing" } },
  ),
);

const presto = once(() =>
  tag(
    z.strictObject({
      deploy: key(
        z._default(leaves.flag(), true),
        "Whether Presto is a part of the deployment; false: somebody else runs it where the config's `presto` says.",
      ),
      workers: key(z._default(leaves.workers(), 1), "How many workers there are."),
      worker_memory: key(
        z._default(z.nullable(leaves.memory()), null),
        "Memory of each worker, which is also the limit of its container. A deployed Presto needs it: no default knows the machine.",
        { examples: ["8GiB"] },
      ),
      coordinator_memory: key(
        z._default(leaves.memory(), "5GiB"),
        "Memory of the coordinator, which is also the limit of its container; four fifths of it are Java's heap.",
      ),
      timestamp_keys: key(
        z.prefault(
          z.strictObject({
            default: key(
              z._default(z.nullable(leaves.ruled("prestoColumn")), null),
              "The timestamp key of all datasets that are not named below.",
              { examples: ["timestamp"] },
            ),
            datasets: key(
              z._default(
                tag(z.record(z.string(), leaves.ruled("prestoColumn")), {
                  record: { keyRules: ["prestoDataset"] },
                }),
                {},
              ),
              "The timestamp key of each dataset.",
              { examples: [{ postgresql: "timestamp" }] },
            ),
          }),
          {},
        ),
        "By which key logs are told apart by time, as it is given to compression. With it a query reads the archives of its time span alone.",
      ),
      publish: key(
        z.prefault(
          z.nullable(
            z.strictObject({
              host: key(
                z._default(leaves.host(), "127.0.0.1"),
                "Address of the host on which Docker Compose publishes the coordinator. Presto asks nobody for a password.",
              ),
              port: key(z._default(leaves.port(), 8889), "Port of the host."),
            }),
          ),
          {},
        ),
        "Where the coordinator is published, for clients of SQL; null: nowhere.",
      ),
      images: key(
        z.prefault(
          z.strictObject({
            coordinator: key(
              z._default(z.nullable(leaves.image()), null),
              "Image of the coordinator; null: that of the release.",
              { examples: ["registry.example.com/presto/coordinator:clp-v0.10.0"] },
            ),
            worker: key(
              z._default(z.nullable(leaves.image()), null),
              "Image of the workers; null: that of the release.",
              { examples: ["registry.example.com/presto/prestissimo-worker:clp-v0.10.0-fix.1"] },
            ),
          }),
          {},
        ),
        "Other images, or the same ones with their digests.",
      ),
    }),
    { object: { id: "Presto" } },
  ),
);

/** Builds the schema at its first use. */
export const siteDefinition = once(() =>
  z.strictObject({
    clp_version: key(
      z._default(
        tag(z.enum(SUPPORTED.map(({ id }) => id)), {
          choice: {
            code: "CLP2022",
            hint: `This compiler compiles for CLP ${SUPPORTED.map(({ tag }) => tag).join(", ")}`,
          },
        }),
        DEFAULT_RELEASE.id,
      ),
      "The release of CLP to compile for; also the default image tag.",
    ),
    database_general_log: key(
      z._default(leaves.flag(), true),
      "Whether the bundled database logs every statement, as CLP has it: hundreds of megabytes a day, and passwords that are set are among them.",
    ),
    images: key(
      z.prefault(
        z.strictObject({
          registry: key(
            z._default(z.nullable(leaves.ruled("registry")), null),
            "Registry that has all images under the names that the release gives them; null: that of each. What is named one by one is taken as it is.",
            { examples: ["registry.example.com:5000/mirror"] },
          ),
          package: key(
            nullableImage(),
            "Image of CLP's own services, as the config's container_image_ref; null: that of the config, or of the release.",
          ),
          ...imagePerName(COMPONENTS),
        }),
        {},
      ),
      "From where the images of containers come.",
      { examples: [{ registry: "registry.example.com" }] },
    ),
    host: key(
      z.prefault(
        z.strictObject({
          clp_home: key(
            z._default(z.nullable(leaves.absolutePath()), null),
            "Directory of the host to which relative paths of the config belong; null: the directory of the compose file.",
            { examples: ["/home/clp/clp-package"] },
          ),
          home: key(z._default(z.nullable(leaves.absolutePath()), null), "What a leading ~ means.", {
            examples: ["/home/clp"],
          }),
          uid: key(z._default(id(), 1000), "User id of CLP's own services."),
          gid: key(z._default(id(), 1000), "Group id of CLP's own services."),
          third_party_uid: key(
            z._default(id(), 1000),
            "User id of database, queue, Redis and results cache. Where prepare.sh runs as root, another than uid, such as 999: CLP's own services then cannot read the database's logs.",
          ),
          third_party_gid: key(
            z._default(id(), 1000),
            "Group id of database, queue, Redis and results cache; another than gid where third_party_uid is another than uid.",
          ),
          cpus: key(
            z._default(leaves.positive(), 2),
            "CPUs of the host; workers run half as many processes, and at least one.",
          ),
          worker_concurrency: key(
            z._default(z.nullable(leaves.positive()), null),
            "How many processes workers run; null: half of the CPUs.",
          ),
          addresses: key(
            z._default(
              tag(z.record(z.string(), leaves.ipv4()), { record: { keyRules: ["shortHost", "hostKey"] } }),
              {},
            ),
            "IPv4 addresses of hosts that the config names; localhost is known. A name on which something is published needs one; that of an external service is left to DNS without one.",
            { examples: [{ "db.example.com": "10.0.0.5" }] },
          ),
          instance_id: key(
            z._default(z.nullable(leaves.ruled("instanceId")), null),
            "Name of the deployment in the telemetry of CLP v0.13.0 and later; null: none is sent.",
            { examples: ["11111111-2222-4333-8444-555555555555"] },
          ),
          own_addresses: key(
            z._default(z.nullable(z.array(leaves.ipv4())), null),
            "The IPv4 addresses of this host itself: to publish a service on another one is then an error; null: not known.",
            { examples: [["10.0.0.5"]] },
          ),
        }),
        {},
      ),
      "The host of a Docker Compose deployment.",
    ),
    hosts: key(
      z._default(z.nullable(z.array(machine())), null),
      "The hosts of a Docker Compose deployment on several; null: it is one.",
      {
        examples: [
          [
            { name: "control", address: "10.0.0.11", components: ["infrastructure", "schedulers", "rest"] },
            { name: "worker-{n}", count: 2, address: "10.0.0.21", cpus: 16, components: ["workers"] },
          ],
        ],
      },
    ),
    shared_storage: key(
      z.prefault(
        perName(SHARED, (name) => nullish(sharing, `How all hosts that need them see the same ${name}.`)),
        {},
      ),
      "With several hosts: how those that need them see the same files, where they are not on S3.",
    ),
    firewall: key(
      z.prefault(
        z.strictObject({
          clients: key(
            z._default(z.nullable(z.array(leaves.network())), null),
            "Networks from which the ports for people are reached, such as the web UI's; null: from everywhere.",
            { examples: [["10.0.0.0/8"]] },
          ),
        }),
        {},
      ),
      "With several hosts: what firewall.nft of each host lets in.",
    ),
    compose: key(
      z.prefault(
        z.strictObject({
          project_name: key(
            z._default(leaves.ruled("projectName"), "clp-package"),
            "Name of the Compose project.",
          ),
          docker_gid: key(
            z._default(id(), 999),
            "Id of the group that may use the Docker socket, which the collector of telemetry of CLP v0.13.0 and later is given.",
          ),
          restart_policy: key(
            z._default(leaves.ruled("restartPolicy"), "on-failure:3"),
            "When Docker restarts a container.",
            { examples: ["no", "always", "unless-stopped", "on-failure", "on-failure:3"] },
          ),
          resources: key(
            z.prefault(
              perName(COMPONENTS, (name) =>
                nullish(composeResources, `Resources of the container of ${name}.`),
              ),
              {},
            ),
            "What the container of each component gets at most.",
          ),
          selinux: key(
            z._default(z.nullable(z.literal("z")), null),
            "With z, prepare.sh gives what it makes the label by which SELinux lets containers share it; null: it leaves labels alone.",
            { examples: ["z"] },
          ),
        }),
        {},
      ),
      "What is Docker Compose's alone.",
    ),
    kubernetes: key(
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
          worker_concurrency: key(
            z._default(leaves.positive(), 8),
            "How many processes a worker's pod runs.",
          ),
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
      "What is Kubernetes' and Helm's alone.",
    ),
    presto: nullish(
      presto,
      "Presto, where it answers queries; null: somebody else runs it, at presto-coordinator:8080 in the deployment's network.",
    ),
    diagnostics: key(
      z.prefault(
        z.strictObject({
          ignore: key(
            z._default(z.array(silence()), []),
            "Warnings that are meant to be as they are. One that no longer occurs is a finding itself; errors cannot be silenced.",
            {
              examples: [
                [{ code: "CLP4030", at: "database.host", because: "the firewall lets only 10.0.0.0/8 in" }],
              ],
            },
          ),
        }),
        {},
      ),
      "What is said about the inputs.",
    ),
  }),
);

/** What a cluster would refuse, and Secrets that somebody else makes. */
import type { CodeTable } from "../../base/code-entry.ts";

export const KUBERNETES_CODES = {
  CLP5202: {
    severity: "error",
    title: "Pods that would run as root",
    explanation:
      'The pods of the manifests pass the Pod Security Standard "restricted", which lets nobody run as user 0.',
    wrong: "host: {uid: 0}    # with --emit kubernetes",
    right: "host: {uid: 1000}",
    source: "kube-apiserver v1.34.1, pod-security-admission",
  },
  CLP5203: {
    severity: "error",
    title: "Volume of a node without an absolute path",
    explanation:
      "The storage class local-storage means the config's own directories on the nodes, and the log input is always one. A volume needs their paths in full, and without `host.clp_home` relative paths start beside the compose file, which no node has.",
    wrong: "kubernetes: {storage_class: local-storage}    # and no host.clp_home",
    right: "host: {clp_home: /home/clp/clp-package}",
    source: "kube-apiserver v1.34.1: a relative path passes, and means another directory to each kubelet",
  },
  CLP5205: {
    severity: "error",
    title: "Too many processes in a pod",
    explanation:
      "Each reducer, and each worker of Spider, has a container of its own, so that the end of one is seen. A pod of some thousand containers is larger than an API server takes.",
    wrong: "kubernetes: {worker_concurrency: 5000}",
    right: "kubernetes: {worker_concurrency: 50, replicas: {reducer: 100}}",
    source: "H23; the bound of 1.5 MiB on an object in etcd",
  },
  CLP5207: {
    severity: "error",
    title: "Scheduling that Kubernetes refuses",
    explanation:
      "The keys are Kubernetes' own and of the right shape, but do not go together: a toleration for all taints has no value, an expression with In has values and one with Exists has none, two spreads over one topology differ in what happens when they cannot be met.",
    wrong: "tolerations: [{key: dedicated, operator: Exists, value: clp}]",
    right: "tolerations: [{key: dedicated, operator: Equal, value: clp}]",
    source: "kube-apiserver v1.34.1, ValidatePodSpec",
  },
  CLP5208: {
    severity: "warning",
    title: "Deprecated label of nodes",
    explanation: "The API server warns of the label, and nodes of today do not carry it.",
    wrong: "nodeSelector: {beta.kubernetes.io/os: linux}",
    right: "nodeSelector: {kubernetes.io/os: linux}",
    source: "kube-apiserver v1.34.1, warnings for pods",
  },
  CLP5209: {
    severity: "error",
    title: "Path that cannot be mounted",
    explanation:
      "Log input is seen in containers at the path that it has on the nodes, below /mnt/logs, and Kubernetes mounts nothing at a path with a colon.",
    wrong: 'logs_input: {directory: "/srv/logs:2026"}',
    right: "logs_input: {directory: /srv/logs-2026}",
    source: "Kubernetes API, VolumeMount.mountPath",
  },
  CLP5210: {
    severity: "note",
    title: "One release with Spider in a namespace",
    explanation:
      "With Spider, the compression scheduler connects to database:3306 whatever its config says, so that a Service of exactly that name is needed. A namespace has one of each name.",
    wrong: "(two releases with Spider in one namespace)",
    right: "kubernetes: {namespace: clp-2}",
    source: "D12c; clp_config.py get_container_url",
  },
  CLP5211: {
    severity: "note",
    title: "A Secret that you make",
    explanation:
      "AWS profiles stand in files of the host, which a compiler does not read and a pod cannot mount. Pods wait until the Secret is there.",
    wrong: "(nothing is wrong)",
    right: "kubectl create secret generic clp-aws-config --from-file=config --from-file=credentials",
    source: "H13",
  },
  CLP5270: {
    severity: "error",
    title: "External secrets without a store",
    explanation:
      "An ExternalSecret names the store that it is filled from, and the key of each entry in it. Neither can be guessed: `kubernetes.secrets.store` has the name of a ClusterSecretStore or SecretStore, `kubernetes.secrets.key` a pattern with `{section}`.",
    wrong: "kubernetes: {secrets: {from: external-secrets}}",
    right:
      'kubernetes: {secrets: {from: external-secrets, store: {kind: ClusterSecretStore, name: vault}, key: "clp/prod/{section}"}}',
    source: "External Secrets Operator: spec.secretStoreRef, spec.data.remoteRef.key",
  },
  CLP5271: {
    severity: "warning",
    title: "Store that nothing is taken from",
    explanation:
      "`kubernetes.secrets.store` and `key` are read where `from` is `external-secrets`. With `manifests` the Secrets are made of the credentials, with `existing` somebody else makes them.",
    wrong: "kubernetes: {secrets: {from: existing, store: {name: vault}}}",
    right: 'kubernetes: {secrets: {from: external-secrets, store: {name: vault}, key: "clp/prod/{section}"}}',
    source: "docs/secrets.md",
  },
  CLP5272: {
    severity: "error",
    title: "Two Secrets under one name",
    explanation:
      "Each section has a Secret of its own, and a namespace has one of each name. One that somebody else makes may hold several sections, but not two with the same key, such as `password`. Your own, with the login of a registry or the certificate of the Ingress, would be overwritten by one of these names.",
    wrong: "kubernetes: {secrets: {names: {database: clp-login, queue: clp-login}}}",
    right: "kubernetes: {secrets: {names: {database: clp-database-login, queue: clp-queue-login}}}",
    source: "kubectl 1.34.1, kustomize: an id may be registered once",
  },
  CLP5261: {
    severity: "warning",
    title: "Presto published on every node",
    explanation:
      "`kubernetes.node_ports.presto_coordinator` gives Presto's coordinator a port of every node. Presto asks nobody for a password: whoever reaches a node reads all logs by SQL. Without the key the manifests publish it nowhere.",
    wrong:
      "kubernetes: {node_ports: {presto_coordinator: 30889}}    # with --emit kubernetes; presto deployed",
    right: "presto: {worker_memory: 8GiB}",
    source: "P10",
  },
  CLP5300: {
    severity: "error",
    title: "NodePort of a Service that has none",
    explanation:
      "A Service of the type ClusterIP is reached inside the cluster alone, or through the Ingress. So it has no port of the nodes, and one that is written would not be open.",
    wrong: "kubernetes: {node_ports: {webui: 30080}, ingress: {hosts: {webui: clp.example.com}}}",
    right: "kubernetes: {ingress: {hosts: {webui: clp.example.com}}}",
    source: "kube-apiserver v1.34.1, ValidateService",
  },
  CLP5301: {
    severity: "error",
    title: "Two services under one host name",
    explanation:
      "Each service answers below the path /, so that an Ingress can tell them apart by their host names alone.",
    wrong: "kubernetes: {ingress: {hosts: {webui: clp.example.com, api_server: clp.example.com}}}",
    right: "kubernetes: {ingress: {hosts: {webui: clp.example.com, api_server: clp-api.example.com}}}",
    source: "the paths of CLP's web UI and API server",
  },
  CLP5302: {
    severity: "note",
    title: "Ingress without a class",
    explanation:
      "Without a class the cluster's default one serves the Ingress. Where no class is marked as the default, nobody does, without a word.",
    wrong: "kubernetes: {ingress: {hosts: {webui: clp.example.com}}}",
    right: "kubernetes: {ingress: {class: nginx, hosts: {webui: clp.example.com}}}",
    source: "Kubernetes, default IngressClass",
  },
  CLP5303: {
    severity: "note",
    title: "Port that policies open to every address",
    explanation:
      "A NetworkPolicy knows addresses and no names. To a server that the inputs have by its name alone, pods may connect on its port, wherever that is. An address in the site file's `host.addresses` narrows it down. Policies see the port of the pod that answers: behind a Service of the cluster, that may be another.",
    wrong:
      "kubernetes: {network_policies: true}    # with database: {host: db.example.com}, which is not bundled",
    right: "host: {addresses: {db.example.com: 10.0.0.5}}\nkubernetes: {network_policies: true}",
    source: "Kubernetes, NetworkPolicy",
  },
  CLP5304: {
    severity: "warning",
    title: "Setting of the network without effect",
    explanation:
      "What is said of the Ingress counts where a service that runs has a host name there, and the class of a load balancer where a Service is one.",
    wrong: "kubernetes: {ingress: {class: nginx}}",
    right: "kubernetes: {ingress: {class: nginx, hosts: {webui: clp.example.com}}}",
    source: "kube-apiserver v1.34.1, ValidateService",
  },
} as const satisfies CodeTable;

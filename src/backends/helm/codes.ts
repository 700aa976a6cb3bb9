/** What CLP's Helm chart cannot carry, or does otherwise. */

import type { CodeTable } from "../../base/code-entry.ts";
import { v0_9_0 } from "../../clp/releases/v0.9.0.ts";
import { v0_10_0 } from "../../clp/releases/v0.10.0.ts";
import { v0_13_0 } from "../../clp/releases/v0.13.0.ts";

export const HELM_CODES = {
  CLP5101: {
    severity: "error",
    title: "Spider in the chart",
    explanation:
      "CLP's Helm chart has Celery alone: neither Spider's scheduler nor its worker, nor its credentials. The Kubernetes manifests run Spider.",
    wrong: "compression_scheduler: {type: spider}    # with --emit helm",
    right: "compression_scheduler: {type: celery}",
    source: "H12; the chart's templates",
  },
  CLP5102: {
    severity: "error",
    title: "Presto in the chart",
    explanation:
      "The chart's config for containers has no `presto` section, so that every Python service refuses it, and it runs CLP's own query services all the same.",
    wrong: "package: {query_engine: presto}    # with --emit helm",
    right: "package: {query_engine: clp-s}",
    source: "H8",
  },
  CLP5103: {
    severity: "error",
    title: "External service in the chart",
    explanation:
      "The chart always runs database, queue, Redis and results cache itself, and points its services at them.",
    wrong: "bundled: [queue, redis, results_cache]    # with --emit helm",
    right: "bundled: [database, queue, redis, results_cache]",
    source: "H12",
  },
  CLP5104: {
    severity: "error",
    title: "Several reducers in the chart",
    explanation:
      "All pods of the chart's reducer have one host name, so that workers send their results to any of them, and the wrong ones refuse. More processes in one pod work.",
    wrong: "kubernetes: {replicas: {reducer: 2}}    # with --emit helm",
    right: "kubernetes: {replicas: {reducer: 1}, worker_concurrency: 16}",
    source: "H2",
  },
  CLP5105: {
    severity: "error",
    title: "Host path that the chart cannot use",
    explanation:
      "The chart makes a volume of each directory, and Kubernetes takes absolute paths of nodes without `..` for that. Relative paths belong to the site file's `host.clp_home`.",
    wrong: "data_directory: var/data    # without host.clp_home, with --emit helm",
    right: "host: {clp_home: /opt/clp-data}    # in the site file",
    source: "H4; Kubernetes v1.34.1, validation of persistent volumes",
  },
  CLP5106: {
    severity: "error",
    title: "AWS profiles where the chart does not show them",
    explanation:
      "The chart mounts the directory of AWS profiles under the path that it has on the node; CLP looks in /opt/clp/.aws alone. So it works where that is the path.",
    wrong:
      "archive_output: {storage: {type: s3, s3_config: {bucket: clp-archives, key_prefix: archives/, aws_authentication: {type: profile, profile: clp}}}}\naws_config_directory: /home/clp/.aws    # with --emit helm",
    right:
      "archive_output: {storage: {type: s3, s3_config: {bucket: clp-archives, key_prefix: archives/, aws_authentication: {type: profile, profile: clp}}}}\naws_config_directory: /opt/clp/.aws",
    source: "H13",
  },
  CLP5107: {
    severity: "error",
    title: "Resources in the chart",
    explanation: "No container of the chart has requests or limits, and no value gives it any.",
    wrong: "kubernetes: {resources: {webui: {limits: {memory: 1Gi}}}}    # with --emit helm",
    right: "kubernetes: {resources: {}}",
    source: "H19",
  },
  CLP5108: {
    severity: "error",
    title: "Setting that the chart has fixed",
    explanation: "The chart's config for containers says one thing for this key, whatever the values say.",
    wrong: "database: {auto_commit: true}    # with --emit helm",
    right: "database: {auto_commit: false}",
    source: "The chart's templates/configmap.yaml",
  },
  CLP5109: {
    severity: "error",
    title: "Text that the chart spoils",
    explanation:
      'A template pastes this text into JSON or an environment variable without what it needs there: characters that are not printed are spelt as JSON does not know them, Kubernetes turns "$$" into "$" and replaces "$(NAME)".',
    wrong: 'database: {names: {clp: "a$$b"}}    # with --emit helm',
    right: "database: {names: {clp: a-b}}",
    source: "The chart's templates; kubelet v1.34.1, expansion of variables",
  },
  CLP5110: {
    severity: "error",
    title: "Secret that the chart spoils",
    explanation:
      'The chart pastes user name and password of the queue, and Redis\'s password, into URLs as they are: letters, digits and `-._~!$&\'()*+,;=` survive that, and `:` in a password. The keys for streams, like these, stand in literal environment variables, where "$$" and "$(" are changed. Only values.secret.yaml is left out.',
    wrong: "redis: {password: p@ss}    # with --emit helm",
    right: "redis: {password: p.ss}",
    source: "H12, D41; RFC 3986, userinfo",
  },
  CLP5150: {
    severity: "warning",
    title: "Defects of the chart that values cannot mend",
    explanation: `The pods of chart ${v0_9_0.chart} wait for jobs that are deleted five minutes after their end, so that none starts later; an upgrade with the same values makes the jobs again. Later charts keep the jobs, which Kubernetes does not let an upgrade change: they are deleted before one. The notes name other defects of the chart. The Kubernetes manifests have none of them.`,
    wrong: "helm/values.yaml    # which CLP's chart reads",
    right: "kubernetes/kustomization.yaml    # the same deployment without the chart",
    source: "H1, H4, H5, H7, H11, H14, H15, H16, H19, E14, E16, E19, E22, E30, E31",
  },
  CLP5151: {
    severity: "warning",
    title: "Storage class without effect in the chart",
    explanation: `The databases of chart ${v0_9_0.chart} ask for the class local-storage, whatever the values say; under another class their volumes would never be bound. The values therefore have local-storage. Claims of later charts are of the cluster's default class.`,
    wrong: "kubernetes: {storage_class: nfs}    # with --emit helm",
    right: "kubernetes: {storage_class: local-storage}",
    source: "H3",
  },
  CLP5152: {
    severity: "warning",
    title: "Streams on S3 without a region in the chart",
    explanation: 'The chart tells the web UI a region named "null", so that no stream can be viewed.',
    wrong:
      "stream_output: {storage: {type: s3, s3_config: {bucket: b, …}}}    # without region_code, with --emit helm",
    right: "stream_output: {storage: {type: s3, s3_config: {bucket: b, region_code: us-east-2, …}}}",
    source: "H10",
  },
  CLP5153: {
    severity: "warning",
    title: "Back-off without effect in the chart",
    explanation:
      "The chart writes `initial_backoff_ms` and `max_backoff_ms`; the API server reads `initial_backoff` and `max_backoff`, and takes its defaults.",
    wrong: "api_server: {query_job_polling: {max_backoff_ms: 1000}}    # with --emit helm",
    right: "api_server: {query_job_polling: {max_backoff_ms: 5000}}",
    source: "D22",
  },
  CLP5154: {
    severity: "warning",
    title: "Log input under another path in the chart",
    explanation:
      "The chart's containers see the directory of the log input as /mnt/logs itself; in Docker Compose it is /mnt/logs and the directory's own path behind it.",
    wrong: "logs_input: {directory: /srv/logs}    # with --emit helm",
    right: "logs_input: {directory: /}",
    source: "H18",
  },
  CLP5155: {
    severity: "warning",
    title: "Secret revision without effect in the chart",
    explanation:
      "The chart's pods have no annotation that a value could change, so that they do not restart.",
    wrong: 'kubernetes: {secret_revision: "2026-01"}    # with --emit helm',
    right: "kubernetes: {secret_revision: null}",
    source: "H19",
  },
  CLP5156: {
    severity: "warning",
    title: "Pull policy for CLP's own image alone",
    explanation:
      "The chart always pulls the images of database, queue, Redis and results cache, and bitnami/kubectl:latest; no value says otherwise.",
    wrong: "kubernetes: {image_pull_policy: Never}    # with --emit helm",
    right: "kubernetes: {image_pull_policy: IfNotPresent}",
    source: "H15",
  },
  CLP5157: {
    severity: "warning",
    title: "Several workers on the chart's single node",
    explanation:
      "Without `distributed` the chart supports one pod of each worker; its processes can be more.",
    wrong: "kubernetes: {distributed: false, replicas: {query_worker: 2}}    # with --emit helm",
    right: "kubernetes: {distributed: false, worker_concurrency: 16}",
    source: "The chart's values.yaml",
  },
  CLP5212: {
    severity: "warning",
    title: "General log that the chart does not switch off",
    explanation:
      "The chart has the configuration of the database's logs in itself: every statement is logged, those that set passwords among them.",
    wrong: "database_general_log: false",
    right: "database_general_log: true",
    source: "the chart's configmap.yaml",
  },
  CLP5222: {
    severity: "warning",
    title: "Results cache that names itself by the loopback",
    explanation: `From ${v0_13_0.name} on, a side-car of the chart's results cache makes 127.0.0.1:27017 the member of its replica set. Clients that follow a replica set drop the name by which they came and look for the member in their own pod. No value says another.`,
    wrong: "bundled: [database, queue, redis, results_cache, otel_collector]    # with --emit helm",
    right: "bundled: [database, queue, redis, otel_collector]\nresults_cache: {host: mongo.internal}",
    source: "E5; results-cache-statefulset.yaml",
  },
  CLP5223: {
    severity: "warning",
    title: "Reducer without a query scheduler in the chart",
    explanation:
      "The chart's reducer waits for a pod of the query scheduler, and where there is none it waits for ever. Without a query scheduler it would have nothing to do, so the values leave it out.",
    wrong: "query_scheduler: null    # with --emit helm",
    right: "query_scheduler: null\nreducer: null",
    source: "E15; reducer-deployment.yaml",
  },
  CLP5224: {
    severity: "warning",
    title: "Replica set of somebody else's server",
    explanation:
      "The chart runs CLP's job for indices on an external results cache, too. The job sets the server's replica set to one member, by the name in the values.",
    wrong: "bundled: [database, queue, redis]\nresults_cache: {host: mongo.internal}    # with --emit helm",
    right: "--emit kubernetes",
    source: "D12b; results-cache-indices-creator-job.yaml",
  },
  CLP5225: {
    severity: "warning",
    title: "Directory without effect in the chart",
    explanation: `From version ${v0_10_0.chart} on the chart mounts no directories of nodes but the log input's: archives, streams, database and results cache are in claims of its own, of the cluster's default class, and logs go to standard output.`,
    wrong: "archive_output: {storage: {type: fs, directory: /srv/archives}}    # with --emit helm",
    right: "archive_output: {storage: {type: fs}}",
    source: "the chart's templates/shared-data-archives-pvc.yaml",
  },
  CLP5226: {
    severity: "warning",
    title: "Limit of datasets without effect in the chart",
    explanation:
      "The chart's config for containers does not have the key, so that the query scheduler takes CLP's default. Where the chart tells the web UI a limit, the values never promise more than the scheduler takes.",
    wrong: "query_scheduler: {max_datasets_per_query: 50}    # with --emit helm",
    right: "query_scheduler: {max_datasets_per_query: 10}",
    source: "E17; configmap.yaml",
  },
  CLP5227: {
    severity: "warning",
    title: "AWS profiles that Helm reads",
    explanation: `The chart of ${v0_13_0.name} makes a Secret of the files of AWS profiles, whose content it takes as values. A compiler does not read them: the command that installs the chart names them. The API server and the log ingestor do not get them (E22).`,
    wrong: "(nothing is wrong)",
    right: "helm install … --set-file clpConfig.aws_config.credentials=/home/clp/.aws/credentials",
    source: "E22; aws-config-secret.yaml",
  },
  CLP5228: {
    severity: "warning",
    title: "Claims that one node at a time can mount",
    explanation: `From version ${v0_10_0.chart} on the chart's claims for archives and streams are ReadWriteOnce: pods on a second node do not start.`,
    wrong: "kubernetes: {distributed: true}    # with archives in a file system and --emit helm",
    right: "archive_output: {storage: {type: s3, …}}\nstream_output: {storage: {type: s3, …}}",
    source: "shared-data-archives-pvc.yaml",
  },
  CLP5230: {
    severity: "error",
    title: "Presto that the chart would run otherwise",
    explanation:
      "The chart's coordinator has 4 GiB of heap whatever the values say, and the host of S3 that workers are told is made of the region alone, with the bucket by its name.",
    wrong: "presto: {worker_memory: 8GiB, coordinator_memory: 8GiB}    # with --emit helm",
    right: "presto: {worker_memory: 8GiB, coordinator_memory: 5GiB}",
    source: "P11, P22, E21; configmap.yaml",
  },
  CLP5231: {
    severity: "warning",
    title: "Presto on every node",
    explanation:
      "The chart publishes Presto's coordinator by a NodePort, that of `kubernetes.node_ports.presto_coordinator` or 30889, with no way to do without. Presto asks nobody for a password. The Kubernetes manifests publish it nowhere.",
    wrong: "presto: {worker_memory: 8GiB}    # with --emit helm",
    right: "presto: {deploy: false}",
    source: "P16, P17, E20, E30; presto-coordinator-service.yaml",
  },
  CLP5240: {
    severity: "warning",
    title: "Logins of registries that the chart does not give to pods",
    explanation:
      "CLP's chart has no value for pull secrets: its pods pull with those of their service accounts, which are the namespace's `default` and one that the chart makes.",
    wrong: "kubernetes: {image_pull_secrets: [registry-login]}   # with --emit helm",
    right: "kubernetes: {image_pull_secrets: [registry-login]}   # with --emit kubernetes",
    source: "values.yaml and templates of the chart",
  },
  CLP5241: {
    severity: "error",
    title: "Image that the chart has fixed",
    explanation:
      "CLP's earlier charts have a value for the image of CLP's own services alone, and no chart has one for a single service of them: pods would run another image than the one that was asked for.",
    wrong: `images: {registry: registry.example.com}   # with --emit helm, for ${v0_9_0.name}`,
    right: `images: {package: "registry.example.com/clp-package:${v0_9_0.id}"}`,
    source: "values.yaml of the chart",
  },
  CLP5305: {
    severity: "warning",
    title: "Network of the cluster, which the chart leaves as it is",
    explanation:
      "CLP's Helm chart has no values for types of Services, an Ingress, NetworkPolicies, and labels and annotations of one's own: it publishes NodePorts. The Kubernetes manifests have all of these.",
    wrong: "kubernetes: {network_policies: true}    # with --emit helm",
    right: "kubernetes: {network_policies: true}    # with --emit kubernetes",
    source: "the chart's templates",
  },
} as const satisfies CodeTable;

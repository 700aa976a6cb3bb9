import type { CodeTable } from "./entry.ts";

/** `CLP51xx`: CLP's Helm chart. `CLP52xx`: Kubernetes manifests. */
export const TARGET_CODES = {
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
    wrong: "aws_config_directory: /home/clp/.aws    # with --emit helm",
    right: "aws_config_directory: /opt/clp/.aws",
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
      'A template pastes this text into YAML, JSON, an argument or an environment variable without what it needs there: quotes and backslashes end a quoted text early, Kubernetes turns "$$" into "$" and replaces "$(NAME)".',
    wrong: 'results_cache: {db_name: "a$$b"}    # with --emit helm',
    right: "results_cache: {db_name: a-b}",
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
    explanation:
      "The chart's pods wait for jobs that are deleted five minutes after their end, so that none starts later; `helm upgrade` makes the jobs again. The notes name its other defects. The Kubernetes manifests have none of them.",
    wrong: "clp-compile --emit helm",
    right: "clp-compile --emit kubernetes",
    source: "H1, H4, H5, H7, H11, H14, H15, H16, H19",
  },
  CLP5151: {
    severity: "warning",
    title: "Storage class without effect in the chart",
    explanation:
      "The chart's databases ask for the class local-storage, whatever the values say; under another class their volumes would never be bound. The values therefore have local-storage.",
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
} as const satisfies CodeTable<"5">;

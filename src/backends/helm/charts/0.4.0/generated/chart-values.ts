/** Made from schema/helm-values-0.4.0.schema.json by scripts/generate-helm-values.mjs: do not edit. */

export type PullPolicy = "Always" | "IfNotPresent" | "Never";
/**
 * How many pods.
 */
export type Natural = number | string;
/**
 * Processes in a pod. Needed.
 */
export type Positive = number | string;
/**
 * How many pods.
 */
export type Natural1 = number | string;
/**
 * A port of every node. In CLP's own configuration file the key of the same name is a port of one host.
 */
export type NodePort = number;
/**
 * A whole number, as a number below a million or as a string of digits.
 */
export type Natural2 = number | string;
/**
 * Read where the type is fs. Containers see it as /mnt/logs itself.
 */
export type HostPath = string;
export type Secret = string;
/**
 * A host name or an IPv4 address, read where the server is not bundled.
 */
export type Host = string;
/**
 * Bundled: the port of every node on which it is published. Not bundled: the port of the server.
 */
export type Port = number;
export type Name = string;
/**
 * Nothing of the chart uses this database.
 */
export type Name1 = string;
/**
 * A number above zero, as a number that Helm prints without an exponent or as a string.
 */
export type Seconds = number | string;
/**
 * A whole number, as a number below a million or as a string of digits.
 */
export type Natural3 = number | string;
/**
 * How much a service written in Python logs.
 */
export type PythonLevel = "INFO" | "DEBUG" | "WARN" | "WARNING" | "ERROR" | "CRITICAL";
/**
 * A whole number of 1 or more, as a number below a million or as a string of digits.
 */
export type Positive1 = number | string;
/**
 * A whole number of 1 or more that no template prints as it is, so that a number may have any size.
 */
export type Size = number | string;
export type Port1 = number;
/**
 * Bundled: the port of every node on which it is published. Not bundled: the port of the server.
 */
export type Port2 = number;
/**
 * Minutes after which something is deleted; null: never.
 */
export type Retention = null | Size;
/**
 * Seconds; 0: no limit.
 */
export type WholeNumber = number | string;
/**
 * Seconds; 0: no limit.
 */
export type WholeNumber1 = number | string;
/**
 * Seconds; 0: no limit.
 */
export type WholeNumber2 = number | string;
/**
 * Seconds; 0: no limit.
 */
export type WholeNumber3 = number | string;
/**
 * Between 0 and 1.
 */
export type Probability = number | string;
/**
 * A whole number of 1 or more, as a number below a million or as a string of digits.
 */
export type Positive2 = number | string;
/**
 * Bundled: the port of every node on which the coordinator is published. Not bundled: the port of the coordinator.
 */
export type Port3 = number;
/**
 * How much a service written in Rust logs.
 */
export type RustLevel = "ERROR" | "WARN" | "INFO" | "DEBUG" | "TRACE" | "OFF";
/**
 * A whole number of 1 or more that no template prints as it is, so that a number may have any size.
 */
export type Size1 = number | string;
/**
 * A whole number of 1 or more that no template prints as it is, so that a number may have any size.
 */
export type Size2 = number | string;
/**
 * Characters that a URL takes as they are, and no $$ or $(, which Kubernetes changes in an environment variable.
 */
export type UrlText = string;

/**
 * Every value that a template of CLP's chart 0.4.0 (CLP v0.13.0) reads, with those that the chart's values.yaml does not name. No key is required: Helm lays the files given with -f over the chart's defaults, and a null takes a default away. Helm reads numbers as floating-point numbers and writes those of a million and more as 1e+06, so whole numbers may also be strings of digits.
 */
export interface ChartValues {
  global?: {
    /**
     * The id of the deployment in its telemetry. Left out: Helm draws one at the first installation, and `helm template` one at each run.
     */
    instanceId?: string;
  };
  /**
   * Stands in for the chart's name in labels and names; empty: the chart's name.
   */
  nameOverride?: string;
  /**
   * What the names of all objects start with; empty: made of the release's name.
   */
  fullnameOverride?: string;
  /**
   * Whether database and results cache get a NodePort, as CLP's own tools on the host need.
   */
  allowHostAccessForSbinScripts?: boolean;
  image?: {
    /**
     * The image of CLP's own services. Without a tag: the chart's release of CLP.
     */
    clpPackage?: {
      repository?: string;
      pullPolicy?: PullPolicy;
      tag?: string;
      /**
       * Beats the tag.
       */
      digest?: string;
    };
    /**
     * The database, where its type is mariadb.
     */
    mariadb?: {
      repository?: string;
      pullPolicy?: PullPolicy;
      tag?: string;
      /**
       * Beats the tag.
       */
      digest?: string;
    };
    /**
     * The database, where its type is mysql.
     */
    mysql?: {
      repository?: string;
      pullPolicy?: PullPolicy;
      tag?: string;
      /**
       * Beats the tag.
       */
      digest?: string;
    };
    /**
     * With which a job sends the numbers of the deployment to the collector. Printed as repository, colon, tag.
     */
    curl?: {
      repository?: string;
      pullPolicy?: PullPolicy;
      tag?: string;
    };
    /**
     * With which pods wait for each other.
     */
    kubectl?: {
      repository?: string;
      pullPolicy?: PullPolicy;
      tag?: string;
      /**
       * Beats the tag.
       */
      digest?: string;
    };
    /**
     * The collector of telemetry. Printed as repository, colon, tag.
     */
    otelCollector?: {
      repository?: string;
      pullPolicy?: PullPolicy;
      tag?: string;
    };
    /**
     * Presto's coordinator.
     */
    prestoCoordinator?: {
      repository?: string;
      pullPolicy?: PullPolicy;
      tag?: string;
    };
    /**
     * Presto's worker.
     */
    prestoWorker?: {
      repository?: string;
      pullPolicy?: PullPolicy;
      tag?: string;
    };
    /**
     * The queue.
     */
    queue?: {
      repository?: string;
      pullPolicy?: PullPolicy;
      tag?: string;
      /**
       * Beats the tag.
       */
      digest?: string;
    };
    /**
     * Redis.
     */
    redis?: {
      repository?: string;
      pullPolicy?: PullPolicy;
      tag?: string;
      /**
       * Beats the tag.
       */
      digest?: string;
    };
    /**
     * The results cache.
     */
    resultsCache?: {
      repository?: string;
      pullPolicy?: PullPolicy;
      tag?: string;
      /**
       * Beats the tag.
       */
      digest?: string;
    };
  };
  /**
   * False: pods, but not those of jobs, may run on a tainted control-plane node. True: archives and streams in a file system need claims that all nodes can mount.
   */
  distributedDeployment?: boolean;
  scheduling?: {
    compressionWorker?: Worker;
    queryWorker?: Worker;
    reducer?: Worker;
    prestoWorker?: PrestoWorker;
    database?: Scheduling;
    queue?: Scheduling;
    redis?: Scheduling;
    resultsCache?: Scheduling;
    compressionScheduler?: Scheduling;
    logIngestor?: Scheduling;
    queryScheduler?: Scheduling;
    prestoCoordinator?: Scheduling;
    garbageCollector?: Scheduling;
    apiServer?: Scheduling;
    webui?: Scheduling;
    mcpServer?: Scheduling;
    otelCollector?: Scheduling;
  };
  resources?: {
    compressionWorker?: Resources;
    queryWorker?: Resources;
    reducer?: Resources;
    prestoWorker?: Resources;
    database?: Resources;
    queue?: Resources;
    redis?: Resources;
    resultsCache?: Resources;
    compressionScheduler?: Resources;
    logIngestor?: Resources;
    queryScheduler?: Resources;
    prestoCoordinator?: Resources;
    garbageCollector?: Resources;
    apiServer?: Resources;
    webui?: Resources;
    mcpServer?: Resources;
    otelCollector?: Resources;
    dbTableCreator?: Resources;
    prestoWorkerSetupConfigs?: Resources;
    resultsCacheIndicesCreator?: Resources;
    topologyMetricsEmitter?: Resources;
  };
  clpConfig?: ClpConfig;
  /**
   * User names and passwords; null takes the chart's own (such as the password "pass") away.
   */
  credentials?: null | Credentials;
  serviceAccount?: {
    /**
     * Of the service account of CLP's pods, such as the role that it takes on AWS.
     */
    annotations?: null | {
      [k: string]: string;
    };
  };
}
export interface Worker {
  replicas?: Natural;
  slotsPerPod?: Positive;
  nodeSelector?: {
    [k: string]: string;
  };
  affinity?: {
    [k: string]: unknown;
  };
  tolerations?: {
    [k: string]: unknown;
  }[];
  topologySpreadConstraints?: {
    [k: string]: unknown;
  }[];
}
export interface PrestoWorker {
  replicas?: Natural1;
  nodeSelector?: {
    [k: string]: string;
  };
  affinity?: {
    [k: string]: unknown;
  };
  tolerations?: {
    [k: string]: unknown;
  }[];
  topologySpreadConstraints?: {
    [k: string]: unknown;
  }[];
}
/**
 * Where the pods run, as a pod's own specification has it. Here Helm writes numbers as they are.
 */
export interface Scheduling {
  nodeSelector?: {
    [k: string]: string;
  };
  affinity?: {
    [k: string]: unknown;
  };
  tolerations?: {
    [k: string]: unknown;
  }[];
  topologySpreadConstraints?: {
    [k: string]: unknown;
  }[];
}
export interface Resources {
  requests?: Amounts;
  limits?: Amounts;
}
export interface Amounts {
  [k: string]: string | number;
}
/**
 * CLP's configuration, as far as the chart knows it.
 */
export interface ClpConfig {
  /**
   * The servers that the chart runs itself.
   */
  bundled?: ("database" | "queue" | "redis" | "results_cache" | "otel_collector" | "presto")[];
  package?: {
    storage_engine?: "clp" | "clp-s";
  };
  /**
   * Null: it does not run. With the storage engine clp it must be null.
   */
  api_server?: null | {
    port?: NodePort;
    default_max_num_query_results?: Natural2;
    /**
     * Without effect: the server reads these under other names, which the chart does not write.
     */
    query_job_polling?: {
      initial_backoff_ms?: Natural2;
      max_backoff_ms?: Natural2;
    };
  };
  logs_input?: {
    type?: "fs" | "s3";
    directory?: HostPath;
    aws_authentication?: AwsAuthentication;
  };
  database?: {
    type?: "mariadb" | "mysql";
    host?: Host;
    port?: Port;
    names?: {
      clp?: Name;
      spider?: Name1;
    };
  };
  compression_scheduler?: {
    jobs_poll_delay?: Seconds;
    max_concurrent_tasks_per_job?: Natural3;
    logging_level?: PythonLevel;
    telemetry_update_interval_ms?: Positive1;
  };
  /**
   * Null: it does not run.
   */
  query_scheduler?: null | {
    jobs_poll_delay?: Seconds;
    /**
     * What the web UI says; null: no limit. The scheduler's is always 10.
     */
    max_datasets_per_query?: null | Size;
    num_archives_to_search_per_sub_job?: Size;
    logging_level?: PythonLevel;
    scheduler_concurrency?: Size;
    telemetry_update_interval_ms?: Positive1;
  };
  queue?: {
    host?: Host;
    port?: Port1;
  };
  redis?: {
    host?: Host;
    port?: Port1;
    query_backend_database?: Natural2;
    compression_backend_database?: Natural2;
  };
  results_cache?: {
    host?: Host;
    port?: Port2;
    db_name?: Name;
    stream_collection_name?: Name;
    retention_period?: Retention;
  };
  otel_collector?: {
    host?: Host;
    port?: Port1;
  };
  compression_worker?: {
    logging_level?: PythonLevel;
    task_soft_time_limit?: WholeNumber;
    task_time_limit?: WholeNumber1;
    telemetry_update_interval_ms?: Positive1;
  };
  /**
   * Null: it does not run.
   */
  query_worker?: null | QueryWorker;
  /**
   * Null: it does not run.
   */
  reducer?: null | {
    logging_level?: PythonLevel;
    upsert_interval?: Positive2;
  };
  webui?: {
    query_engine?: "clp" | "clp-s" | "presto";
    port?: NodePort;
    presto_max_num_search_results?: Size;
    rate_limit?: Positive1;
    results_metadata_collection_name?: Name;
  };
  /**
   * Null: it does not run.
   */
  mcp_server?: null | {
    port?: NodePort;
    logging_level?: PythonLevel;
  };
  /**
   * Null: nothing is said of Presto.
   */
  presto?: null | Presto;
  /**
   * Null: it does not run. With the storage engine clp it must be null.
   */
  log_ingestor?: null | {
    port?: NodePort;
    logging_level?: RustLevel;
  };
  archive_output?: {
    storage?: Storage;
    retention_period?: Retention;
    target_archive_size?: Size;
    target_dictionaries_size?: Size;
    target_encoded_file_size?: Size;
    target_segment_size?: Size;
    compression_level?: number;
  };
  stream_output?: {
    storage?: Storage;
    target_uncompressed_size?: Size;
  };
  garbage_collector?: {
    logging_level?: PythonLevel;
    sweep_interval?: {
      archive?: Size1;
      search_result?: Size2;
    };
  };
  /**
   * AWS profiles, of which the chart makes a Secret: by `--set-file`.
   */
  aws_config?: null | {
    /**
     * Secret. The content of the file.
     */
    credentials?: string;
    /**
     * The content of the file.
     */
    config?: string;
  };
  telemetry?: {
    disable?: boolean;
    /**
     * Where the bundled collector sends to.
     */
    endpoint?: string;
  };
}
export interface AwsAuthentication {
  type?: "credentials" | "profile" | "env_vars" | "default";
  profile?: string | null;
  /**
   * Secret. They stand in the ConfigMap, and those for streams in the web UI's pod.
   */
  credentials?: null | {
    access_key_id?: Secret;
    secret_access_key?: Secret;
    session_token?: string | null;
  };
}
export interface QueryWorker {
  logging_level?: PythonLevel;
  task_soft_time_limit?: WholeNumber2;
  task_time_limit?: WholeNumber3;
  telemetry_update_interval_ms?: Positive1;
  query_trace_sampling_probability?: Probability;
}
export interface Presto {
  host?: Host;
  port?: Port3;
  /**
   * Needed where Presto is bundled.
   */
  coordinator?: {
    logging_level?: string;
    query_max_memory_gb?: Positive1;
    query_max_memory_per_node_gb?: Positive1;
  };
  /**
   * Needed where Presto is bundled.
   */
  worker?: {
    query_memory_gb?: Positive1;
    system_memory_gb?: Positive1;
  };
  /**
   * Needed where Presto is bundled: the content of its split filter file.
   */
  split_filter?: {
    [k: string]: unknown;
  };
}
export interface Storage {
  type?: "fs" | "s3";
  s3_config?: S3Config;
}
export interface S3Config {
  endpoint_url?: string | null;
  region_code?: string | null;
  bucket?: Name;
  key_prefix?: string;
  aws_authentication?: AwsAuthentication;
}
export interface Credentials {
  database?: {
    username?: Secret;
    password?: Secret;
    root_username?: Secret;
    root_password?: Secret;
  };
  /**
   * The chart pastes both into a URL as they are.
   */
  queue?: {
    username?: UrlText;
    password?: UrlText;
  };
  /**
   * The chart pastes it into a URL as it is.
   */
  redis?: {
    password?: UrlText;
  };
}

/** Made from schema/helm-values-0.2.0.schema.json by scripts/generate-helm-values.mjs: do not edit. */

export type PullPolicy = "Always" | "IfNotPresent" | "Never";
/**
 * Processes in a pod of each worker.
 */
export type Positive = number | string;
/**
 * How many pods.
 */
export type Natural = number | string;
/**
 * A port of every node. In CLP's own configuration file the key of the same name is a port of one host.
 */
export type NodePort = number;
/**
 * A whole number, as a number below a million or as a string of digits.
 */
export type Natural1 = number | string;
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
export type Natural2 = number | string;
/**
 * How much a service written in Python logs.
 */
export type PythonLevel = "INFO" | "DEBUG" | "WARN" | "WARNING" | "ERROR" | "CRITICAL";
/**
 * A whole number of 1 or more that no template prints as it is, so that a number may have any size.
 */
export type Size = number | string;
export type Port1 = number;
/**
 * Milliseconds.
 */
export type Positive1 = number | string;
/**
 * Bundled: the port of every node on which it is published. Not bundled: the port of the server.
 */
export type Port2 = number;
/**
 * Minutes after which something is deleted; null: never.
 */
export type Retention = null | Size;
/**
 * A whole number of 1 or more, as a number below a million or as a string of digits.
 */
export type Positive2 = number | string;
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
 * An absolute path of the nodes, without a step "..".
 */
export type HostPath1 = string;
/**
 * Characters that a URL takes as they are, and no $$ or $(, which Kubernetes changes in an environment variable.
 */
export type UrlText = string;

/**
 * Every value that a template of CLP's chart 0.2.0 (CLP v0.10.0) reads, with those that the chart's values.yaml does not name. No key is required: Helm lays the files given with -f over the chart's defaults, and a null takes a default away. Helm reads numbers as floating-point numbers and writes those of a million and more as 1e+06, so whole numbers may also be strings of digits.
 */
export interface ChartValues {
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
     * The image of CLP's own services. The chart has fixed all others.
     */
    clpPackage?: {
      /**
       * What stands before the last colon.
       */
      repository?: string;
      /**
       * What stands behind it; empty: the chart's release of CLP.
       */
      tag?: string;
      pullPolicy?: PullPolicy;
    };
  };
  /**
   * False: pods of workers may run on a tainted control-plane node. True: archives and streams in a file system need claims that all nodes can mount.
   */
  distributedDeployment?: boolean;
  workerConcurrency?: Positive;
  compressionWorker?: Worker;
  queryWorker?: Worker;
  reducer?: Worker;
  clpConfig?: ClpConfig;
  /**
   * User names and passwords; null takes the chart's own (such as the password "pass") away.
   */
  credentials?: null | Credentials;
}
export interface Worker {
  replicas?: Natural;
  /**
   * Where the pods run, as a pod's own specification has it. Here Helm writes numbers as they are.
   */
  scheduling?: {
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
  };
}
/**
 * CLP's configuration, as far as the chart knows it.
 */
export interface ClpConfig {
  /**
   * The servers that the chart runs itself.
   */
  bundled?: ("database" | "queue" | "redis" | "results_cache")[];
  package?: {
    storage_engine?: "clp" | "clp-s";
    /**
     * The chart does not run with presto: its configuration lacks what Presto needs.
     */
    query_engine?: "clp" | "clp-s";
  };
  /**
   * Null: it does not run. With the storage engine clp it must be null.
   */
  api_server?: null | {
    port?: NodePort;
    default_max_num_query_results?: Natural1;
    /**
     * Without effect: the server reads these under other names, which the chart does not write.
     */
    query_job_polling?: {
      initial_backoff_ms?: Natural1;
      max_backoff_ms?: Natural1;
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
    max_concurrent_tasks_per_job?: Natural2;
    logging_level?: PythonLevel;
  };
  query_scheduler?: {
    jobs_poll_delay?: Seconds;
    num_archives_to_search_per_sub_job?: Size;
    logging_level?: PythonLevel;
  };
  queue?: {
    host?: Host;
    port?: Port1;
  };
  redis?: {
    host?: Host;
    port?: Port1;
    query_backend_database?: Natural1;
    compression_backend_database?: Natural1;
  };
  reducer?: {
    logging_level?: PythonLevel;
    upsert_interval?: Positive1;
  };
  results_cache?: {
    host?: Host;
    port?: Port2;
    db_name?: Name;
    stream_collection_name?: Name;
    retention_period?: Retention;
  };
  compression_worker?: Logging;
  query_worker?: Logging;
  webui?: {
    port?: NodePort;
    results_metadata_collection_name?: Name;
    rate_limit?: Positive2;
  };
  /**
   * Null: it does not run.
   */
  mcp_server?: null | {
    port?: NodePort;
    logging_level?: PythonLevel;
  };
  /**
   * Null: it does not run. With the storage engine clp it must be null.
   */
  log_ingestor?: null | {
    port?: NodePort;
    buffer_flush_timeout?: Size;
    buffer_flush_threshold?: Size;
    channel_capacity?: Size;
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
   * The chart mounts it in containers under the path that it has on the nodes; CLP finds it at /opt/clp/.aws alone.
   */
  aws_config_directory?: null | HostPath1;
}
export interface AwsAuthentication {
  type?: "credentials" | "profile" | "env_vars" | "ec2";
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
export interface Logging {
  logging_level?: PythonLevel;
}
export interface Storage {
  type?: "fs" | "s3";
  s3_config?: S3Config;
}
export interface S3Config {
  endpoint_url?: string | null;
  /**
   * Where streams have none, the web UI is told a region named "null".
   */
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

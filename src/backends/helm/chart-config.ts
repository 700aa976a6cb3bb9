/**
 * What of CLP's configuration this backend is told, as it is read: values that know where they come from.
 * A key that some releases do not have may be missing.
 */

type PythonLevel = "INFO" | "DEBUG" | "WARN" | "WARNING" | "ERROR" | "CRITICAL";
type RustLevel = "ERROR" | "WARN" | "INFO" | "DEBUG" | "TRACE" | "OFF";
export type QueryEngine = "clp" | "clp-s" | "presto";

export interface ChartConfig {
  /** The servers that the deployment runs itself. */
  readonly bundled: readonly Bundled[];
  readonly package: {
    readonly storage_engine: "clp" | "clp-s";
    /** Of releases that have it elsewhere: undefined. */
    readonly query_engine?: QueryEngine | undefined;
  };
  readonly api_server: null | {
    readonly default_max_num_query_results: number;
    readonly query_job_polling: { readonly initial_backoff_ms: number; readonly max_backoff_ms: number };
  };
  readonly logs_input:
    | { readonly type: "fs" }
    | { readonly type: "s3"; readonly aws_authentication: AwsAuthenticationSection };
  readonly database: {
    readonly type: "mariadb" | "mysql";
    readonly names: { readonly clp: string; readonly spider?: string | undefined };
    readonly auto_commit: boolean;
    readonly compress: boolean;
    readonly ssl_cert: string | null;
  };
  readonly compression_scheduler: {
    readonly jobs_poll_delay: number;
    readonly max_concurrent_tasks_per_job: number;
    readonly logging_level: PythonLevel;
    readonly telemetry_update_interval_ms?: number | undefined;
  };
  readonly query_scheduler: null | {
    readonly jobs_poll_delay: number;
    readonly max_datasets_per_query?: number | null | undefined;
    readonly scheduler_concurrency?: number | undefined;
    readonly telemetry_update_interval_ms?: number | undefined;
    readonly num_archives_to_search_per_sub_job: number;
    readonly logging_level: PythonLevel;
  };
  /** Null where Celery does not run, which the chart cannot do without. */
  readonly redis: null | {
    readonly query_backend_database: number;
    readonly compression_backend_database: number;
  };
  readonly reducer: null | { readonly logging_level: PythonLevel; readonly upsert_interval: number };
  readonly results_cache: {
    readonly db_name: string;
    readonly stream_collection_name: string;
    readonly retention_period: number | null;
  };
  readonly compression_worker: WorkerSection;
  readonly query_worker:
    | null
    | (WorkerSection & { readonly query_trace_sampling_probability?: number | undefined });
  readonly webui: {
    /** Of releases that have it elsewhere: undefined. */
    readonly query_engine?: QueryEngine | undefined;
    readonly presto_max_num_search_results?: number | undefined;
    readonly results_metadata_collection_name: string;
    readonly rate_limit: number;
  };
  readonly presto: null | { readonly host: string; readonly port: number };
  readonly telemetry?: { readonly disable: boolean; readonly endpoint: string } | undefined;
  readonly mcp_server: null | { readonly logging_level: PythonLevel };
  readonly log_ingestor: null | {
    readonly buffer_flush_timeout?: number | undefined;
    readonly buffer_flush_threshold?: number | undefined;
    readonly channel_capacity?: number | undefined;
    readonly logging_level: RustLevel;
  };
  readonly archive_output: {
    readonly storage: StorageSection;
    readonly retention_period: number | null;
    readonly target_archive_size: number;
    readonly target_dictionaries_size: number;
    readonly target_encoded_file_size: number;
    readonly target_segment_size: number;
    readonly compression_level: number;
  };
  readonly stream_output: {
    readonly storage: StorageSection;
    readonly target_uncompressed_size: number;
  };
  readonly garbage_collector: {
    readonly logging_level: PythonLevel;
    readonly sweep_interval: { readonly archive: number; readonly search_result: number };
  };
  readonly data_directory: string;
  readonly logs_directory: string;
  readonly tmp_directory: string;
  readonly aws_config_directory: string | null;
}

export type Bundled = "database" | "queue" | "redis" | "results_cache" | "otel_collector";

/** What bounds a task, and when telemetry is sent, is of releases that have it. */
export interface WorkerSection {
  readonly logging_level: PythonLevel;
  readonly task_soft_time_limit?: number | undefined;
  readonly task_time_limit?: number | undefined;
  readonly telemetry_update_interval_ms?: number | undefined;
}

export type StorageSection =
  | { readonly type: "fs"; readonly directory: string }
  | { readonly type: "s3"; readonly s3_config: S3Section; readonly staging_directory: string };

export interface S3Section {
  readonly endpoint_url: string | null;
  readonly region_code: string | null;
  readonly bucket: string;
  readonly key_prefix: string;
  readonly aws_authentication: AwsAuthenticationSection;
}

export interface AwsAuthenticationSection {
  /** `ec2` and `default` are of different releases. */
  readonly type: "credentials" | "profile" | "env_vars" | "ec2" | "default";
  readonly profile: string | null;
}

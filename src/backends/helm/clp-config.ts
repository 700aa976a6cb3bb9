/** `clpConfig`: what the chart knows of CLP's configuration. Its ports are NodePorts (H18). */
import type { Sourced } from "../../base/origin.ts";
import type { DeploymentModel } from "../../model/model.ts";
import type { ComponentId } from "../../model/value.ts";
import { type ClusterOptions, publishedPort } from "../cluster/cluster-options.ts";
import { type ContainerConfig, containerConfig } from "./container-config.ts";
import type { AwsAuthentication, ClpConfig, S3Config, Storage } from "./generated/chart-values.ts";
import { type HostDirectory, hostDirectory } from "./host-paths.ts";
import { kept } from "./numbers.ts";
import type { Written } from "./written.ts";

/** What every deployment that the chart carries has; the keys in the order of the chart's own values. */
export function clpConfig(model: DeploymentModel, options: ClusterOptions): Written<ClpConfig> {
  const config = containerConfig(model);
  const { nodePorts } = options;
  const directory = (name: HostDirectory) => hostDirectory(model, name);
  const runs = (id: ComponentId) => model.components.some((component) => component.id === id);
  const number = (...path: readonly string[]) => kept(config.number(...path));

  return {
    package: {
      storage_engine: config.word("package", "storage_engine"),
      query_engine: config.word("package", "query_engine"),
    },
    api_server: config.has("api_server")
      ? {
          port: nodePorts.api_server,
          default_max_num_query_results: number("api_server", "default_max_num_query_results"),
          query_job_polling: {
            initial_backoff_ms: number("api_server", "query_job_polling", "initial_backoff"),
            max_backoff_ms: number("api_server", "query_job_polling", "max_backoff"),
          },
        }
      : config.absent("api_server"),
    logs_input: {
      type: config.word("logs_input", "type"),
      directory: directory("logsInput"),
      aws_authentication: config.has("logs_input", "aws_authentication")
        ? authentication(config, "logs_input")
        : undefined,
    },
    database: {
      type: config.word("database", "type"),
      port: publishedPort(options, "database"),
      names: {
        clp: config.text("database", "names", "clp"),
        spider: config.text("database", "names", "spider"),
      },
    },
    compression_scheduler: {
      jobs_poll_delay: number("compression_scheduler", "jobs_poll_delay"),
      logging_level: config.word("compression_scheduler", "logging_level"),
      max_concurrent_tasks_per_job: number("compression_scheduler", "max_concurrent_tasks_per_job"),
    },
    query_scheduler: {
      jobs_poll_delay: number("query_scheduler", "jobs_poll_delay"),
      num_archives_to_search_per_sub_job: number("query_scheduler", "num_archives_to_search_per_sub_job"),
      logging_level: config.word("query_scheduler", "logging_level"),
    },
    redis: {
      query_backend_database: number("redis", "query_backend_database"),
      compression_backend_database: number("redis", "compression_backend_database"),
    },
    reducer: {
      logging_level: config.word("reducer", "logging_level"),
      upsert_interval: number("reducer", "upsert_interval"),
    },
    results_cache: {
      port: publishedPort(options, "results_cache"),
      db_name: config.text("results_cache", "db_name"),
      stream_collection_name: config.text("results_cache", "stream_collection_name"),
      retention_period: retention(config, "results_cache"),
    },
    compression_worker: {
      logging_level: config.word("compression_worker", "logging_level"),
    },
    query_worker: {
      logging_level: config.word("query_worker", "logging_level"),
    },
    webui: {
      port: nodePorts.webui,
      results_metadata_collection_name: config.text("webui", "results_metadata_collection_name"),
      rate_limit: number("webui", "rate_limit"),
    },
    mcp_server: config.has("mcp_server")
      ? {
          port: nodePorts.mcp_server,
          logging_level: config.word("mcp_server", "logging_level"),
        }
      : config.absent("mcp_server"),
    log_ingestor: config.has("log_ingestor")
      ? {
          port: runs("log-ingestor") ? nodePorts.log_ingestor : undefined,
          buffer_flush_timeout: number("log_ingestor", "buffer_flush_timeout"),
          buffer_flush_threshold: number("log_ingestor", "buffer_flush_threshold"),
          channel_capacity: number("log_ingestor", "channel_capacity"),
          logging_level: config.word("log_ingestor", "logging_level"),
        }
      : config.absent("log_ingestor"),
    archive_output: {
      storage: storage(config, "archive_output", directory("archives"), directory("stagedArchives")),
      retention_period: retention(config, "archive_output"),
      target_archive_size: number("archive_output", "target_archive_size"),
      target_dictionaries_size: number("archive_output", "target_dictionaries_size"),
      target_encoded_file_size: number("archive_output", "target_encoded_file_size"),
      target_segment_size: number("archive_output", "target_segment_size"),
      compression_level: config.number("archive_output", "compression_level"),
    },
    stream_output: {
      storage: storage(config, "stream_output", directory("streams"), directory("stagedStreams")),
      target_uncompressed_size: number("stream_output", "target_uncompressed_size"),
    },
    garbage_collector: {
      logging_level: config.word("garbage_collector", "logging_level"),
      sweep_interval: {
        archive: number("garbage_collector", "sweep_interval", "archive"),
        search_result: number("garbage_collector", "sweep_interval", "search_result"),
      },
    },
    data_directory: directory("data"),
    logs_directory: directory("logs"),
    tmp_directory: directory("tmp"),
    aws_config_directory: directory("awsConfig") ?? config.absent("aws_config_directory"),
  };
}

function retention(
  config: ContainerConfig,
  part: "archive_output" | "results_cache",
): Sourced<number | string | null> {
  const period = config.period(part, "retention_period");
  return period.value === null ? (period as Sourced<null>) : kept(period as Sourced<number>);
}

/** Either directory is there where the storage has it; a staging directory has no default in the chart (H6). */
function storage(
  config: ContainerConfig,
  part: "archive_output" | "stream_output",
  directory: Sourced<string> | undefined,
  staging: Sourced<string> | undefined,
): Written<Storage> {
  return {
    type: config.word(part, "storage", "type"),
    directory,
    staging_directory: staging,
    s3_config: config.has(part, "storage", "s3_config") ? s3Config(config, part) : undefined,
  };
}

function s3Config(config: ContainerConfig, part: "archive_output" | "stream_output"): Written<S3Config> {
  const path = [part, "storage", "s3_config"];
  return {
    endpoint_url: given(config.optional(...path, "endpoint_url")),
    region_code: given(config.optional(...path, "region_code")),
    bucket: config.text(...path, "bucket"),
    key_prefix: config.text(...path, "key_prefix"),
    aws_authentication: authentication(config, ...path),
  };
}

/** How to authenticate; keys stand in the secret file. */
function authentication(config: ContainerConfig, ...path: readonly string[]): Written<AwsAuthentication> {
  const here = [...path, "aws_authentication"];
  return {
    type: config.word(...here, "type"),
    profile: given(config.optional(...here, "profile")),
  };
}

/** The chart has no default for it, so what is null is left out. */
function given(text: Sourced<string | null>): Sourced<string> | undefined {
  return text.value === null ? undefined : (text as Sourced<string>);
}

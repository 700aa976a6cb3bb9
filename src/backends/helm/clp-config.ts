/** `clpConfig`: what the chart knows of CLP's configuration. Its ports are NodePorts (H18). */
import { type Sourced, sourced } from "../../base/origin.ts";
import { given, pick } from "../../base/typed.ts";
import type { DeploymentModel } from "../../model/model.ts";
import type { ComponentId } from "../../model/value.ts";
import { publishedPort } from "../cluster/cluster-options.ts";
import type { AwsAuthenticationSection, S3Section, StorageSection } from "./chart-config.ts";
import type { AwsAuthentication, ClpConfig, S3Config, Storage } from "./generated/chart-values.ts";
import { kept } from "./numbers.ts";
import type { HelmOptions } from "./options.ts";
import type { Written } from "./written.ts";

/** What every deployment that the chart carries has; the keys in the order of the chart's own values. */
export function clpConfig(model: DeploymentModel, options: HelmOptions): Written<ClpConfig> {
  const { config, nodePorts } = options;
  const { directories } = model;
  const runs = (id: ComponentId) => model.components.some((component) => component.id === id);
  const { api_server: api, redis, mcp_server: mcp, log_ingestor: ingestor } = config;
  const { query_scheduler: scheduler, query_worker: worker, reducer } = config;
  if (redis === null || scheduler === null || worker === null || reducer === null)
    throw new Error(
      "the chart does not carry a deployment without Celery, or without CLP's own query services",
    );

  return {
    package: {
      storage_engine: pick(config.package, "storage_engine"),
      // The chart does not carry Presto, and is refused with it.
      query_engine: given(config.package, "query_engine") as Sourced<"clp" | "clp-s"> | undefined,
    },
    api_server:
      api === null
        ? absent(pick(config, "api_server"))
        : {
            port: nodePorts.api_server,
            default_max_num_query_results: kept(pick(api, "default_max_num_query_results")),
            query_job_polling: {
              initial_backoff_ms: kept(pick(api.query_job_polling, "initial_backoff_ms")),
              max_backoff_ms: kept(pick(api.query_job_polling, "max_backoff_ms")),
            },
          },
    logs_input: {
      type: pick(config.logs_input, "type"),
      directory: directories.logsInput,
      aws_authentication:
        config.logs_input.type === "s3" ? authentication(config.logs_input.aws_authentication) : undefined,
    },
    database: {
      type: pick(config.database, "type"),
      port: publishedPort(options, "database"),
      names: {
        clp: pick(config.database.names, "clp"),
        spider: pick(config.database.names, "spider"),
      },
    },
    compression_scheduler: {
      jobs_poll_delay: kept(pick(config.compression_scheduler, "jobs_poll_delay")),
      logging_level: pick(config.compression_scheduler, "logging_level"),
      max_concurrent_tasks_per_job: kept(pick(config.compression_scheduler, "max_concurrent_tasks_per_job")),
    },
    query_scheduler: {
      jobs_poll_delay: kept(pick(scheduler, "jobs_poll_delay")),
      num_archives_to_search_per_sub_job: kept(pick(scheduler, "num_archives_to_search_per_sub_job")),
      logging_level: pick(scheduler, "logging_level"),
    },
    redis: {
      query_backend_database: kept(pick(redis, "query_backend_database")),
      compression_backend_database: kept(pick(redis, "compression_backend_database")),
    },
    reducer: {
      logging_level: pick(reducer, "logging_level"),
      upsert_interval: kept(pick(reducer, "upsert_interval")),
    },
    results_cache: {
      port: publishedPort(options, "results_cache"),
      db_name: pick(config.results_cache, "db_name"),
      stream_collection_name: pick(config.results_cache, "stream_collection_name"),
      retention_period: retention(pick(config.results_cache, "retention_period")),
    },
    compression_worker: {
      logging_level: pick(config.compression_worker, "logging_level"),
    },
    query_worker: {
      logging_level: pick(worker, "logging_level"),
    },
    webui: {
      port: nodePorts.webui,
      results_metadata_collection_name: pick(config.webui, "results_metadata_collection_name"),
      rate_limit: kept(pick(config.webui, "rate_limit")),
    },
    mcp_server:
      mcp === null
        ? absent(pick(config, "mcp_server"))
        : { port: nodePorts.mcp_server, logging_level: pick(mcp, "logging_level") },
    log_ingestor:
      ingestor === null
        ? absent(pick(config, "log_ingestor"))
        : {
            port: runs("log-ingestor") ? nodePorts.log_ingestor : undefined,
            buffer_flush_timeout: keptWhereGiven(given(ingestor, "buffer_flush_timeout")),
            buffer_flush_threshold: keptWhereGiven(given(ingestor, "buffer_flush_threshold")),
            channel_capacity: keptWhereGiven(given(ingestor, "channel_capacity")),
            logging_level: pick(ingestor, "logging_level"),
          },
    archive_output: {
      storage: storage(config.archive_output.storage, directories.archives, directories.stagedArchives),
      retention_period: retention(pick(config.archive_output, "retention_period")),
      target_archive_size: kept(pick(config.archive_output, "target_archive_size")),
      target_dictionaries_size: kept(pick(config.archive_output, "target_dictionaries_size")),
      target_encoded_file_size: kept(pick(config.archive_output, "target_encoded_file_size")),
      target_segment_size: kept(pick(config.archive_output, "target_segment_size")),
      compression_level: pick(config.archive_output, "compression_level"),
    },
    stream_output: {
      storage: storage(config.stream_output.storage, directories.streams, directories.stagedStreams),
      target_uncompressed_size: kept(pick(config.stream_output, "target_uncompressed_size")),
    },
    garbage_collector: {
      logging_level: pick(config.garbage_collector, "logging_level"),
      sweep_interval: {
        archive: kept(pick(config.garbage_collector.sweep_interval, "archive")),
        search_result: kept(pick(config.garbage_collector.sweep_interval, "search_result")),
      },
    },
    data_directory: directories.data,
    logs_directory: directories.logs,
    tmp_directory: directories.tmp,
    aws_config_directory: directories.awsConfig ?? absent(pick(config, "aws_config_directory")),
  };
}

/** The null of what is not configured. */
function absent({ origin }: Sourced<unknown>): Sourced<null> {
  return sourced(null, origin);
}

/** Of a key that not every release has. */
function keptWhereGiven(from: Sourced<number> | undefined): Sourced<number | string> | undefined {
  return from === undefined ? undefined : kept(from);
}

function retention(period: Sourced<number | null>): Sourced<number | string | null> {
  return period.value === null ? period : kept(period as Sourced<number>);
}

/** Either directory is there where the storage has it; a staging directory has no default in the chart (H6). */
function storage(
  section: StorageSection,
  directory: Sourced<string> | undefined,
  staging: Sourced<string> | undefined,
): Written<Storage> {
  return {
    type: pick(section, "type"),
    directory,
    staging_directory: staging,
    s3_config: section.type === "s3" ? s3Config(section.s3_config) : undefined,
  };
}

function s3Config(section: S3Section): Written<S3Config> {
  return {
    endpoint_url: unlessNull(pick(section, "endpoint_url")),
    region_code: unlessNull(pick(section, "region_code")),
    bucket: pick(section, "bucket"),
    key_prefix: pick(section, "key_prefix"),
    aws_authentication: authentication(section.aws_authentication),
  };
}

/** How to authenticate; keys stand in the secret file. */
function authentication(section: AwsAuthenticationSection): Written<AwsAuthentication> {
  return {
    type: pick(section, "type") as Sourced<Exclude<AwsAuthenticationSection["type"], "default">>,
    profile: unlessNull(pick(section, "profile")),
  };
}

/** The chart has no default for it, so what is null is left out. */
function unlessNull(text: Sourced<string | null>): Sourced<string> | undefined {
  return text.value === null ? undefined : (text as Sourced<string>);
}

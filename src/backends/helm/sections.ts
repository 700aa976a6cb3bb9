/** The sections of `clpConfig` as charts have them. Ports of what is bundled are NodePorts (H18). */
import { derived, isSourced, type Sourced, sourced } from "../../base/origin.ts";
import { given, pick } from "../../base/typed.ts";
import type { External, Service } from "../../model/model.ts";
import type { ComponentId } from "../../model/value.ts";
import { publishedPort } from "../cluster/cluster-options.ts";
import type { Question } from "./chart.ts";
import type { AwsAuthenticationSection, S3Section, StorageSection, WorkerSection } from "./chart-config.ts";
import { kept } from "./numbers.ts";

/** Whether a component is in the deployment, run by it or by somebody else. */
export function has({ model }: Question, id: ComponentId): boolean {
  return model.components.some((component) => component.id === id);
}

export function externalOf({ model }: Question, id: ComponentId): External | undefined {
  return model.components.find(
    (component): component is External => component.id === id && component.kind === "external",
  );
}

/** A component that this deployment runs as a service; undefined where somebody else does, or nobody. */
export function serviceOf({ model }: Question, id: ComponentId): Service | undefined {
  return model.components.find(
    (component): component is Service => component.id === id && component.kind === "service",
  );
}

/** The null of what is not configured. */
export function absent({ origin }: Sourced<unknown>): Sourced<null> {
  return sourced(null, origin);
}

/** The null of what does not run: it takes the chart's own section away, with which it would run. */
export function withoutIt({ model }: Question, id: ComponentId): Sourced<null> {
  const without = model.absent.find((component) => component.id === id);
  if (without === undefined) throw new Error(`the component ${id} runs`);
  return sourced(null, derived("it does not run", without.origin));
}

/** For charts that always run something: a deployment without it is refused. */
export function running<T extends object>(section: T | Sourced<null>): T {
  if (isSourced(section)) throw new Error("the chart cannot do without a component");
  return section;
}

/** Of a key that not every release has. */
export function keptWhereGiven(from: Sourced<number> | undefined): Sourced<number | string> | undefined {
  return from === undefined ? undefined : kept(from);
}

export function apiServer(question: Question) {
  const { config, nodePorts } = question.options;
  const { api_server: api } = config;
  if (api === null) return absent(pick(config, "api_server"));
  if (!has(question, "api-server")) return withoutIt(question, "api-server");
  return {
    port: nodePorts.api_server,
    default_max_num_query_results: kept(pick(api, "default_max_num_query_results")),
    query_job_polling: {
      initial_backoff_ms: kept(pick(api.query_job_polling, "initial_backoff_ms")),
      max_backoff_ms: kept(pick(api.query_job_polling, "max_backoff_ms")),
    },
  };
}

export function logsInput({ model, options: { config } }: Question) {
  return {
    type: pick(config.logs_input, "type"),
    directory: model.directories.logsInput,
    aws_authentication:
      config.logs_input.type === "s3" ? authentication(config.logs_input.aws_authentication) : undefined,
  };
}

export function database(question: Question) {
  const { options } = question;
  const { database: held } = options.config;
  return {
    type: pick(held, "type"),
    ...(externalServer(question, "database") ?? { port: publishedPort(options, "database") }),
    names: { clp: pick(held.names, "clp"), spider: given(held.names, "spider") },
  };
}

/** Archives, for charts whose directories are their own. */
export function archives(question: Question) {
  const { storage } = question.options.config.archive_output;
  return { storage: storageOf(storage), ...archiveOutput(question) };
}

/** Streams, for charts whose directories are their own. */
export function streams(question: Question) {
  const { storage } = question.options.config.stream_output;
  return { storage: storageOf(storage), target_uncompressed_size: streamSize(question) };
}

/** Where a server is that somebody else runs; undefined for a bundled one, which the chart knows where to find. */
export function externalServer(question: Question, id: ComponentId) {
  const server = externalOf(question, id);
  // No pod of the chart can be taught a name: what the site file says of one is written in its place.
  return server && { host: server.address ?? server.host, port: server.port };
}

export function compressionScheduler({ options: { config } }: Question) {
  const { compression_scheduler: scheduler } = config;
  return {
    jobs_poll_delay: kept(pick(scheduler, "jobs_poll_delay")),
    logging_level: pick(scheduler, "logging_level"),
    max_concurrent_tasks_per_job: kept(pick(scheduler, "max_concurrent_tasks_per_job")),
    telemetry_update_interval_ms: keptWhereGiven(given(scheduler, "telemetry_update_interval_ms")),
  };
}

/** Null where it does not run, for charts that can do without it. */
export function queryScheduler(question: Question) {
  const { query_scheduler: scheduler } = question.options.config;
  if (scheduler === null || !has(question, "query-scheduler")) return withoutIt(question, "query-scheduler");
  return {
    jobs_poll_delay: kept(pick(scheduler, "jobs_poll_delay")),
    num_archives_to_search_per_sub_job: kept(pick(scheduler, "num_archives_to_search_per_sub_job")),
    logging_level: pick(scheduler, "logging_level"),
    scheduler_concurrency: keptWhereGiven(given(scheduler, "scheduler_concurrency")),
    telemetry_update_interval_ms: keptWhereGiven(given(scheduler, "telemetry_update_interval_ms")),
  };
}

export function redis(question: Question) {
  const { redis: held } = question.options.config;
  if (held === null) throw new Error("the chart does not carry a deployment without Celery");
  return {
    ...externalServer(question, "redis"),
    query_backend_database: kept(pick(held, "query_backend_database")),
    compression_backend_database: kept(pick(held, "compression_backend_database")),
  };
}

/** As {@link queryScheduler}. It waits for the query scheduler's pod, and would do so for ever where there is none (E15). */
export function reducer(question: Question) {
  const { reducer: section } = question.options.config;
  if (section === null || !has(question, "reducer")) return withoutIt(question, "reducer");
  if (!has(question, "query-scheduler")) {
    const { origin } = withoutIt(question, "query-scheduler");
    return sourced(null, derived("it would wait for a query scheduler for ever (E15)", origin));
  }
  return {
    logging_level: pick(section, "logging_level"),
    upsert_interval: kept(pick(section, "upsert_interval")),
  };
}

export function resultsCache(question: Question) {
  const { options } = question;
  const { results_cache: cache } = options.config;
  return {
    ...(externalServer(question, "results-cache") ?? { port: publishedPort(options, "results_cache") }),
    db_name: pick(cache, "db_name"),
    stream_collection_name: pick(cache, "stream_collection_name"),
    retention_period: retention(pick(cache, "retention_period")),
  };
}

export function compressionWorker({ options: { config } }: Question) {
  return worker(config.compression_worker);
}

/** As {@link queryScheduler}. */
export function queryWorker(question: Question) {
  const { query_worker: section } = question.options.config;
  if (section === null || !has(question, "query-worker")) return withoutIt(question, "query-worker");
  return {
    ...worker(section),
    query_trace_sampling_probability: keptWhereGiven(given(section, "query_trace_sampling_probability")),
  };
}

function worker(section: WorkerSection) {
  return {
    logging_level: pick(section, "logging_level"),
    task_soft_time_limit: keptWhereGiven(given(section, "task_soft_time_limit")),
    task_time_limit: keptWhereGiven(given(section, "task_time_limit")),
    telemetry_update_interval_ms: keptWhereGiven(given(section, "telemetry_update_interval_ms")),
  };
}

export function webui({ options: { config, nodePorts } }: Question) {
  return {
    port: nodePorts.webui,
    results_metadata_collection_name: pick(config.webui, "results_metadata_collection_name"),
    rate_limit: kept(pick(config.webui, "rate_limit")),
  };
}

export function mcpServer(question: Question) {
  const { config, nodePorts } = question.options;
  const { mcp_server: mcp } = config;
  if (mcp === null) return absent(pick(config, "mcp_server"));
  if (!has(question, "mcp-server")) return withoutIt(question, "mcp-server");
  return { port: nodePorts.mcp_server, logging_level: pick(mcp, "logging_level") };
}

export function logIngestor(question: Question) {
  const { config, nodePorts } = question.options;
  const { log_ingestor: ingestor } = config;
  if (ingestor === null) return absent(pick(config, "log_ingestor"));
  return {
    port: has(question, "log-ingestor") ? nodePorts.log_ingestor : undefined,
    buffer_flush_timeout: keptWhereGiven(given(ingestor, "buffer_flush_timeout")),
    buffer_flush_threshold: keptWhereGiven(given(ingestor, "buffer_flush_threshold")),
    channel_capacity: keptWhereGiven(given(ingestor, "channel_capacity")),
    logging_level: pick(ingestor, "logging_level"),
  };
}

/** Beside where archives are kept. */
export function archiveOutput({ options: { config } }: Question) {
  const { archive_output: output } = config;
  return {
    retention_period: retention(pick(output, "retention_period")),
    target_archive_size: kept(pick(output, "target_archive_size")),
    target_dictionaries_size: kept(pick(output, "target_dictionaries_size")),
    target_encoded_file_size: kept(pick(output, "target_encoded_file_size")),
    target_segment_size: kept(pick(output, "target_segment_size")),
    compression_level: pick(output, "compression_level"),
  };
}

export function streamSize({ options: { config } }: Question): Sourced<number | string> {
  return kept(pick(config.stream_output, "target_uncompressed_size"));
}

export function garbageCollector({ options: { config } }: Question) {
  const { garbage_collector: collector } = config;
  return {
    logging_level: pick(collector, "logging_level"),
    sweep_interval: {
      archive: kept(pick(collector.sweep_interval, "archive")),
      search_result: kept(pick(collector.sweep_interval, "search_result")),
    },
  };
}

/** For charts that mount a directory of the nodes. */
export function awsConfigDirectory({ model, options: { config } }: Question): Sourced<string | null> {
  return model.directories.awsConfig ?? absent(pick(config, "aws_config_directory"));
}

function retention(period: Sourced<number | null>): Sourced<number | string | null> {
  return period.value === null ? period : kept(period as Sourced<number>);
}

/** Where something is kept: in a file system, or on S3. */
export function storageOf(section: StorageSection) {
  return {
    type: pick(section, "type"),
    s3_config: section.type === "s3" ? s3Config(section.s3_config) : undefined,
  };
}

function s3Config(section: S3Section) {
  return {
    endpoint_url: unlessNull(pick(section, "endpoint_url")),
    region_code: unlessNull(pick(section, "region_code")),
    bucket: pick(section, "bucket"),
    key_prefix: pick(section, "key_prefix"),
    aws_authentication: authentication(section.aws_authentication),
  };
}

/** How to authenticate; keys stand in the secret file. */
function authentication(section: AwsAuthenticationSection) {
  return {
    // `ec2` is of releases with one chart, `default` of those with another: their schemas say which.
    type: pick(section, "type") as Sourced<Exclude<AwsAuthenticationSection["type"], "default" | "ec2">>,
    profile: unlessNull(pick(section, "profile")),
  };
}

/** The chart has no default for it, so what is null is left out. */
function unlessNull(text: Sourced<string | null>): Sourced<string> | undefined {
  return text.value === null ? undefined : (text as Sourced<string>);
}

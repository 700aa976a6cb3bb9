/**
 * Keys that no release has for which can be compiled: of earlier ones, of the time after the newest, and of CLP's own
 * documents. Those of the releases that can be compiled for are in the schema, with their intervals. Source: the history
 * of `clp_config.py` from v0.0.2 on.
 */
import type { ReleaseId } from "../releases/releases.ts";

/** What is known of such a key. */
export interface FormerKey {
  /** The last release that had it … */
  readonly until?: `v${string}`;
  /** … or that before the first that has it. */
  readonly after?: `v${string}`;
  /** Of neither: completes "`key` …". */
  readonly what?: string;
  /** What became of it, or where the matter stands. Undefined: there is nothing like it. */
  readonly help?: string;
  /** The same for later releases. */
  readonly later?: { readonly since: ReleaseId; readonly help: string };
  /** Of a key that will come: completes "In vX.Y.Z …". */
  readonly before?: string;
  /** The key that replaces it, beside it, with `{value}` where the written value goes. */
  readonly rename?: { readonly key: string; readonly value: string };
  /** Keys beside it that took its place: nothing is said of their absence. */
  readonly became?: readonly string[];
}

/** By file and path. */
export const FORMER_KEYS: Readonly<Record<"config" | "credentials", Readonly<Record<string, FormerKey>>>> = {
  config: {
    "database.name": {
      what: "was the name of CLP's database up to CLP v0.7.0",
      help: "Since v0.8.0 it is database.names.clp",
      rename: { key: "names", value: "{clp: {value}}" },
    },
    input_logs_directory: {
      until: "v0.3.0",
      help: "Since v0.4.0 it is logs_input.directory",
      rename: { key: "logs_input", value: "{directory: {value}}" },
    },
    scheduler: {
      until: "v0.0.2",
      help: "Since v0.1.0 it is compression_scheduler",
      became: ["compression_scheduler"],
    },
    search_scheduler: {
      until: "v0.1.1",
      help: "Since v0.1.2 it is query_scheduler",
      became: ["query_scheduler"],
    },
    search_worker: { until: "v0.1.1", help: "Since v0.1.2 it is query_worker", became: ["query_worker"] },
    ir_output: {
      until: "v0.2.0",
      help: "Since v0.2.1 it is stream_output, with its directory in storage",
      became: ["stream_output"],
    },
    log_viewer_webui: { until: "v0.3.0", help: "Remove it: since v0.4.0 the web UI shows logs, too" },
    execution_container: {
      until: "v0.5.1",
      help: "Since v0.6.0 it is container_image_ref",
      rename: { key: "container_image_ref", value: "{value}" },
    },
    "redis.search_backend_database": {
      until: "v0.1.1",
      help: "Since v0.1.2 it is query_backend_database",
      rename: { key: "query_backend_database", value: "{value}" },
    },
    "results_cache.ir_collection_name": {
      until: "v0.2.0",
      help: "Since v0.2.1 it is stream_collection_name",
      rename: { key: "stream_collection_name", value: "{value}" },
    },
    "webui.logging_level": {
      until: "v0.3.0",
      help: "Remove it: the web UI has no logging level since v0.4.0",
    },
    "archive_output.directory": {
      until: "v0.2.1",
      help: "Since v0.3.0 it is archive_output.storage.directory",
      became: ["storage"],
    },
    spider: { after: "v0.13.0", before: "it is spider_scheduler" },
    compression_coordinator: { after: "v0.13.0" },
    "spider_scheduler.logging_level": {
      what: "stands in CLP's own template, and no release ever read it",
      help: "Remove it: the Spider scheduler has no logging level",
    },
    "log_ingestor.buffer_size": {
      what: "is no key of any release of CLP",
      help: "The size at which the buffer is sent is log_ingestor.buffer_flush_threshold, in bytes",
      later: {
        since: "0.11.0",
        help: "The size at which the buffer is sent stands in each ingestion job, in buffer_config.flush_threshold_bytes",
      },
    },
    "results_cache.name": {
      what: "stands in CLP's guide to external databases, and no release ever read it",
      help: "It is results_cache.db_name",
      rename: { key: "db_name", value: "{value}" },
    },
    "logs_input.storage": {
      what: "stands in CLP's guide to several hosts, and no release ever read it",
      help: "The directory is logs_input.directory",
    },
  },
  credentials: {
    db: { until: "v0.0.2", help: "Since v0.1.0 it is database", became: ["database"] },
    "database.user": {
      what: "was the name of this key up to CLP v0.6.0",
      help: "Since v0.7.0 it is username",
      rename: { key: "username", value: "{value}" },
    },
    "queue.user": {
      what: "was the name of this key up to CLP v0.6.0",
      help: "Since v0.7.0 it is username",
      rename: { key: "username", value: "{value}" },
    },
  },
};

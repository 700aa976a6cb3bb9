/**
 * Keys and values that other releases of CLP know, so that a config of an earlier release or of a later
 * one gets a date and a way out. Source: the history of `clp_config.py` from v0.0.2 to v0.13.0.
 */
import type { DocPath } from "../base/origin.ts";

export interface OtherRelease {
  /** Completes "`key` …": what became of it. */
  readonly what: string;
  readonly help: string;
  /** The key that replaces it here, with `{value}` where the written value goes. */
  readonly rename?: { readonly key: string; readonly value: string };
  /** Keys beside it that took its place: nothing is said of their absence. */
  readonly became?: readonly string[];
}

const later = (release: string, help: string): OtherRelease => ({ what: `came with CLP ${release}`, help });

const earlier = (release: string, help: string, more: Partial<OtherRelease> = {}): OtherRelease => ({
  what: `was a key up to CLP ${release}`,
  help,
  ...more,
});

const REMOVE = "Remove it: CLP v0.9.0 has nothing like it";
const UNRELEASED = "after v0.13.0";

/** By file and path. */
const KEYS: Readonly<Record<"config" | "credentials", Readonly<Record<string, OtherRelease>>>> = {
  config: {
    "database.name": {
      what: "was the name of CLP's database up to CLP v0.7.0",
      help: "Since v0.8.0 it is database.names.clp",
      rename: { key: "names", value: "{clp: {value}}" },
    },
    input_logs_directory: earlier("v0.3.0", "Since v0.4.0 it is logs_input.directory", {
      rename: { key: "logs_input", value: "{directory: {value}}" },
    }),
    scheduler: earlier("v0.0.2", "Since v0.1.0 it is compression_scheduler", {
      became: ["compression_scheduler"],
    }),
    search_scheduler: earlier("v0.1.1", "Since v0.1.2 it is query_scheduler", {
      became: ["query_scheduler"],
    }),
    search_worker: earlier("v0.1.1", "Since v0.1.2 it is query_worker", { became: ["query_worker"] }),
    ir_output: earlier("v0.2.0", "Since v0.2.1 it is stream_output, with its directory in storage", {
      became: ["stream_output"],
    }),
    log_viewer_webui: earlier("v0.3.0", "Remove it: since v0.4.0 the web UI shows logs, too"),
    execution_container: earlier("v0.5.1", "Since v0.6.0 it is container_image_ref", {
      rename: { key: "container_image_ref", value: "{value}" },
    }),
    "redis.search_backend_database": earlier("v0.1.1", "Since v0.1.2 it is query_backend_database", {
      rename: { key: "query_backend_database", value: "{value}" },
    }),
    "results_cache.ir_collection_name": earlier("v0.2.0", "Since v0.2.1 it is stream_collection_name", {
      rename: { key: "stream_collection_name", value: "{value}" },
    }),
    "webui.logging_level": earlier("v0.3.0", "Remove it: the web UI has no logging level since v0.4.0"),
    "archive_output.directory": earlier("v0.2.1", "Since v0.3.0 it is archive_output.storage.directory", {
      became: ["storage"],
    }),
    "query_scheduler.max_datasets_per_query": later("v0.10.0", REMOVE),
    "query_scheduler.scheduler_concurrency": later("v0.12.0", REMOVE),
    "query_scheduler.telemetry_update_interval_ms": later("v0.13.0", REMOVE),
    "compression_scheduler.telemetry_update_interval_ms": later("v0.13.0", REMOVE),
    "compression_worker.telemetry_update_interval_ms": later("v0.13.0", REMOVE),
    "compression_worker.task_soft_time_limit": later("v0.13.0", REMOVE),
    "compression_worker.task_time_limit": later("v0.13.0", REMOVE),
    "query_worker.telemetry_update_interval_ms": later("v0.13.0", REMOVE),
    "query_worker.task_soft_time_limit": later("v0.13.0", REMOVE),
    "query_worker.task_time_limit": later("v0.13.0", REMOVE),
    "query_worker.query_trace_sampling_probability": later("v0.13.0", REMOVE),
    "webui.query_engine": later("v0.13.0", "In v0.9.0 it is package.query_engine"),
    "webui.presto_max_num_search_results": later("v0.13.0", REMOVE),
    otel_collector: later("v0.13.0", REMOVE),
    telemetry: later("v0.13.0", "Remove it: CLP v0.9.0 sends no telemetry"),
    spider: later(UNRELEASED, "In v0.9.0 it is spider_scheduler"),
    compression_coordinator: later(UNRELEASED, REMOVE),
    "spider_scheduler.logging_level": {
      what: "stands in CLP's own template, and no release ever read it",
      help: "Remove it: the Spider scheduler has no logging level",
    },
    "log_ingestor.buffer_size": {
      what: "is no key of any release of CLP",
      help: "The size at which the buffer is sent is log_ingestor.buffer_flush_threshold, in bytes",
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
    db: earlier("v0.0.2", "Since v0.1.0 it is database", { became: ["database"] }),
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

/** What another release knows of a key that v0.9.0 does not know. */
export function otherRelease(
  file: "config" | "credentials" | "site",
  path: DocPath,
): OtherRelease | undefined {
  if (file === "site") return undefined;
  const table = KEYS[file];
  const name = path.join(".");
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

/** What another release knows of a value that v0.9.0 does not know; `path` without list indices. */
export function otherReleaseValue(path: DocPath, value: string): OtherRelease | undefined {
  const key = path.findLast((step) => typeof step === "string");
  if (key === "bundled" && value === "otel_collector") return later("v0.13.0", REMOVE);
  if (key === "type" && value === "default" && path.at(-2) === "aws_authentication") {
    return later("v0.11.0", 'In v0.9.0 the role of an EC2 instance is the type "ec2"');
  }
  return undefined;
}

/** The config's sections on what people and programs use. */
import * as z from "zod/mini";
import { host, level, port, queryEngine } from "./config-parts.ts";
import { changing, key, leaves, since, tag, until } from "./vocabulary.ts";

const RUST_LEVELS = ["ERROR", "WARN", "INFO", "DEBUG", "TRACE", "OFF"] as const;

export const webui = () =>
  key(
    z.prefault(
      z.strictObject({
        host: host("the web UI"),
        port: port(4000, "the web UI"),
        query_engine: since("0.13.0", queryEngine()),
        results_metadata_collection_name: key(
          z._default(leaves.text(), "results-metadata"),
          "Collection of the results cache in which the web UI keeps the state of searches.",
        ),
        rate_limit: key(
          z._default(leaves.positive(), 1000),
          "How many requests a client may send in a time window.",
        ),
        presto_max_num_search_results: since(
          "0.13.0",
          key(z._default(leaves.positive(), 1000), "How many rows of one search with Presto are kept."),
        ),
      }),
      {},
    ),
    "The web UI.",
  );

export const garbageCollector = () =>
  key(
    z.prefault(
      z.strictObject({
        logging_level: level("the garbage collector"),
        sweep_interval: key(
          z.prefault(
            z.strictObject({
              archive: key(
                z._default(leaves.positive(), 60),
                "Minutes between two sweeps of expired archives.",
                { unit: "minutes" },
              ),
              search_result: key(
                z._default(leaves.positive(), 30),
                "Minutes between two sweeps of expired results of searches.",
                { unit: "minutes" },
              ),
            }),
            {},
          ),
          "How often what is expired is deleted.",
        ),
      }),
      {},
    ),
    "The garbage collector; it runs where a retention period is set.",
  );

export const apiServer = () =>
  key(
    z.prefault(
      z.nullable(
        z.strictObject({
          host: host("the API server"),
          port: port(3001, "the API server"),
          query_job_polling: key(
            z.prefault(
              tag(
                z.strictObject({
                  initial_backoff_ms: key(
                    z._default(leaves.natural(), 100),
                    "Milliseconds before the API server first asks again for a search's state. CLP's parser knows it as `initial_backoff`.",
                    { unit: "milliseconds" },
                  ),
                  max_backoff_ms: key(
                    z._default(leaves.natural(), 5000),
                    "Most milliseconds between two such questions. CLP's parser knows it as `max_backoff`.",
                    { unit: "milliseconds" },
                  ),
                }),
                {
                  object: {
                    spellings: { initial_backoff: "initial_backoff_ms", max_backoff: "max_backoff_ms" },
                  },
                },
              ),
              {},
            ),
            "How the API server waits for searches.",
          ),
          default_max_num_query_results: key(
            z._default(leaves.u32(), 1000),
            "How many results a search gives where it does not say.",
          ),
        }),
      ),
      {},
    ),
    "The API server; null: it does not run. With the storage engine clp it must be null.",
  );

export const logIngestor = () =>
  key(
    z.prefault(
      z.nullable(
        z.strictObject({
          host: host("the log ingestor"),
          port: port(3002, "the log ingestor"),
          buffer_flush_timeout: until(
            "0.10.0",
            key(
              z._default(leaves.positive(), 300),
              "Seconds after which buffered objects are compressed, however few.",
              { unit: "seconds" },
            ),
            { after: "each ingestion job says it, in buffer_config.timeout_sec" },
          ),
          buffer_flush_threshold: until(
            "0.10.0",
            changing(
              key(
                z._default(leaves.positive(), 268435456),
                "Bytes of buffered objects that are compressed at once.",
                { unit: "bytes" },
              ),
              { since: "0.10.0", default: { value: 4294967296 } },
            ),
            { after: "each ingestion job says it, in buffer_config.flush_threshold_bytes" },
          ),
          channel_capacity: until(
            "0.10.0",
            key(
              z._default(leaves.positive(), 10),
              "How many objects may wait between listing and buffering.",
            ),
            { after: "each ingestion job says it, in buffer_config.channel_capacity" },
          ),
          logging_level: key(z._default(z.enum(RUST_LEVELS), "INFO"), "How much the log ingestor logs."),
        }),
      ),
      {},
    ),
    "The log ingestor; it runs where `logs_input.type` is s3. With the storage engine clp it must be null.",
  );

export const mcpServer = () =>
  key(
    z._default(
      z.nullable(
        z.strictObject({
          host: host("the MCP server"),
          port: port(8000, "the MCP server"),
          logging_level: level("the MCP server"),
        }),
      ),
      null,
    ),
    "The MCP server; null: it does not run.",
  );

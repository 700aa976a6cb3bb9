/** What the rules of `engines.ts` report. */
import type { CodeTable } from "../../base/code-entry.ts";

export const ENGINES_CODES = {
  CLP3001: {
    severity: "error",
    title: "Query engine that cannot read what is stored",
    explanation:
      "Archives are written by `package.storage_engine` and searched by `package.query_engine`. The engine clp searches what clp stores, clp-s searches what clp-s stores, and presto works on top of clp-s alone.",
    wrong: "package: {storage_engine: clp}",
    right: "package: {storage_engine: clp, query_engine: clp}\napi_server: null\nlog_ingestor: null",
    source: "clp_config.py Package.validate_query_engine_package_compatibility; D26",
  },
  CLP3002: {
    severity: "error",
    title: "Presto without its section",
    explanation:
      "With the query engine presto CLP asks for a `presto` section with a host and a port, although it then always looks for `presto-coordinator:8080`.",
    wrong: "package: {query_engine: presto}\nresults_cache: {retention_period: null}",
    right:
      "package: {query_engine: presto}\npresto: {host: presto-coordinator, port: 8080}\nresults_cache: {retention_period: null}",
    source: "clp_config.py ClpConfig.validate_presto_config",
  },
  CLP3003: {
    severity: "error",
    title: "Retention with Presto",
    explanation:
      "CLP deletes nothing where Presto answers queries: with the query engine presto both retention periods must be null. That of `results_cache` is 60 where it is not written, so it must be written.",
    wrong: "package: {query_engine: presto}\npresto: {host: presto-coordinator, port: 8080}",
    right:
      "package: {query_engine: presto}\npresto: {host: presto-coordinator, port: 8080}\nresults_cache: {retention_period: null}",
    source: "CLP's start script, validate_retention_config; D25",
  },
  CLP3004: {
    severity: "error",
    title: "Service that the storage engine clp does not have",
    explanation:
      "The API server, the log ingestor and the MCP server work on what clp-s stores. With the storage engine clp they must be null; the first two run unless the config says so.",
    wrong: "package: {storage_engine: clp, query_engine: clp}\nlog_ingestor: null",
    right: "package: {storage_engine: clp, query_engine: clp}\napi_server: null\nlog_ingestor: null",
    source: "clp_config.py validate_api_server and validate_log_ingestor_config; D26",
  },
  CLP3005: {
    severity: "error",
    title: "S3 with the storage engine clp",
    explanation:
      "The storage engine clp reads logs from directories and writes archives and streams to directories. S3 needs clp-s.",
    wrong:
      "package: {storage_engine: clp, query_engine: clp}\napi_server: null\nlog_ingestor: null\nlogs_input: {type: s3, aws_authentication: {type: ec2}}",
    right:
      "package: {storage_engine: clp, query_engine: clp}\napi_server: null\nlog_ingestor: null\nlogs_input: {type: fs, directory: /home/clp/logs}",
    source:
      "clp_config.py validate_logs_input_config, validate_archive_output_config, validate_stream_output_config; D26",
  },
} as const satisfies CodeTable;

/** What the rules of `database-names.ts` report. */
import type { CodeTable } from "../../base/code-entry.ts";

export const DATABASE_NAMES_CODES = {
  CLP3050: {
    severity: "error",
    title: "One name for two databases",
    explanation: "CLP and Spider each have a database of their own on one server, so their names differ.",
    wrong: "database: {names: {clp: logs, spider: logs}}",
    right: "database: {names: {clp: logs, spider: spider-db}}",
    source: "D23",
  },
  CLP3051: {
    severity: "error",
    title: "Not a name for a database",
    explanation:
      "MySQL and MariaDB take at most 64 characters. CLP, the database's image and Presto write the name into SQL, so it has letters, digits, _, - and $ alone; mysql, information_schema, performance_schema and sys are the server's own.",
    wrong: 'database: {names: {clp: "clp`db"}}',
    right: "database: {names: {clp: clp-db}}",
    source: "MySQL's limits of identifiers; D23",
  },
  CLP3052: {
    severity: "error",
    title: "Not a name for a database of the results cache",
    explanation:
      "MongoDB takes at most 63 bytes. The name stands in URLs, so it has letters, digits, _ and - alone; admin, config and local are the server's own.",
    wrong: "results_cache: {db_name: clp.results}",
    right: "results_cache: {db_name: clp-results}",
    source: "MongoDB's naming restrictions; clp_config.py ResultsCache.get_uri",
  },
  CLP3053: {
    severity: "error",
    title: "Not a name for a collection of the results cache",
    explanation:
      "MongoDB takes no `$` in the name of a collection, keeps names that start with `system.` to itself, and has room for 255 bytes of database and collection together. The collection of streams is an argument of a command, so it does not start with a hyphen. A name of digits alone is that of a search: CLP keeps the results of search 7 in the collection 7, and deletes it when they expire.",
    wrong: 'results_cache: {stream_collection_name: "2026"}',
    right: "results_cache: {stream_collection_name: streams-2026}",
    source: "MongoDB's naming restrictions; CLP's search_result_garbage_collector.py",
  },
  CLP4006: {
    severity: "warning",
    title: "Renamed database that Presto's set-up does not find",
    explanation:
      "The set-up script that CLP has for Presto takes `clp-db` whatever `database.names` says, so Presto looks into a database that is not there.",
    wrong:
      "package: {query_engine: presto}\npresto: {host: presto-coordinator, port: 8080}\nresults_cache: {retention_period: null}\napi_server: null\ndatabase: {names: {clp: logs}}",
    right:
      "package: {query_engine: presto}\npresto: {host: presto-coordinator, port: 8080}\nresults_cache: {retention_period: null}\napi_server: null",
    source: "tools/deployment/presto-clp/scripts/init.py; D17",
  },
  CLP4007: {
    severity: "warning",
    title: "Collection that the MCP server does not know",
    explanation:
      "The MCP server of CLP always keeps the state of its searches in the collection `results-metadata`. With another name the web UI does not find them, and the garbage collector does not delete them.",
    wrong: "mcp_server: {}\nwebui: {results_metadata_collection_name: meta}",
    right: "mcp_server: {}\nwebui: {results_metadata_collection_name: results-metadata}",
    source: "clp_mcp_server's clp_connector.py",
  },
  CLP4008: {
    severity: "warning",
    title: "One collection for two purposes",
    explanation:
      "The list of extracted streams and the state of searches would stand in one collection of the results cache, each among what is not its own.",
    wrong: "results_cache: {stream_collection_name: clp}\nwebui: {results_metadata_collection_name: clp}",
    right:
      "results_cache: {stream_collection_name: clp}\nwebui: {results_metadata_collection_name: clp-metadata}",
    source: "the web UI's server settings",
  },
} as const satisfies CodeTable;

/** Names of databases and collections: what the servers take, and what must differ. */
import type { Sourced } from "../../base/origin.ts";
import { pick } from "../../input/typed.ts";
import { allKnown, isWritten, queryEngine, type Rule, runs, schedulerType } from "./rule.ts";

/** `CLP3050` (D23). */
const differentDatabases: Rule = ({ config, report }) => {
  const [clp, spider] = [pick(config.database.names, "clp"), pick(config.database.names, "spider")];
  if (clp.value !== spider.value) return;
  report("CLP3050", spider.origin, `Cannot give CLP and Spider one database: both names are "${clp.value}"`, {
    also: [{ origin: clp.origin, text: "CLP's database" }],
    help: "Give each a name of its own; the defaults are clp-db and spider-db",
  });
};

const SERVERS_OWN = ["mysql", "information_schema", "performance_schema", "sys"];
const LONGEST_DATABASE = 64;

/** `CLP3051` (facts: MySQL's limits; D23), and `CLP3061` for what the set-up of Spider takes (D12d). */
const databaseNames: Rule = (subject) => {
  const { config, report } = subject;
  const type = schedulerType(subject);
  for (const key of ["clp", "spider"] as const) {
    const name = pick(config.database.names, key);
    const { value } = name;
    const why = /[^\w$-]/.test(value)
      ? "it has other characters than letters, digits, _, - and $"
      : value.length > LONGEST_DATABASE
        ? `it has ${value.length} characters, and at most ${LONGEST_DATABASE} are allowed`
        : SERVERS_OWN.includes(value.toLowerCase())
          ? "the server keeps its own tables there"
          : undefined;
    if (why !== undefined) {
      report(
        "CLP3051",
        name.origin,
        `Cannot use ${JSON.stringify(value)} as the name of a database: ${why}`,
        {
          help: `Choose another, such as ${key}-db`,
        },
      );
    } else if (key === "spider" && type.value === "spider" && value.includes("$")) {
      report(
        "CLP3061",
        name.origin,
        `Cannot use "${value}" as the name of Spider's database: its set-up takes letters, digits, _ and - alone`,
        {
          also: [{ origin: type.origin, text: "compression runs on Spider" }],
          help: `Write \`spider: ${value.replaceAll("$", "-")}\``,
        },
      );
    }
  }
};

const MONGO_OWN = ["admin", "config", "local"];
const LONGEST_MONGO_DATABASE = 63;
const LONGEST_NAMESPACE = 255;

/** `CLP3052` (facts: MongoDB's naming restrictions). */
const resultsDatabase: Rule = ({ config, report }) => {
  const name = pick(config.results_cache, "db_name");
  const { value } = name;
  const why = /[^\w-]/.test(value)
    ? "it has other characters than letters, digits, _ and -"
    : value.length > LONGEST_MONGO_DATABASE
      ? `it has ${value.length} characters, and at most ${LONGEST_MONGO_DATABASE} are allowed`
      : MONGO_OWN.includes(value.toLowerCase())
        ? "it is MongoDB's own"
        : undefined;
  if (why === undefined) return;
  report(
    "CLP3052",
    name.origin,
    `Cannot use ${JSON.stringify(value)} as the database of the results cache: ${why}`,
    {
      help: "Choose another, such as clp-query-results",
    },
  );
};

/** `CLP3053` (facts: MongoDB's naming restrictions; search_result_garbage_collector.py). */
const collections: Rule = ({ config, report }) => {
  const database = config.results_cache.db_name;
  const check = (name: Sourced<string>, isArgument: boolean, example: string): void => {
    const why = wrongCollection(name.value, database, isArgument);
    if (why === undefined) return;
    report(
      "CLP3053",
      name.origin,
      `Cannot use ${JSON.stringify(name.value)} as a collection of the results cache: ${why}`,
      {
        help: `Choose another, such as ${example}`,
      },
    );
  };
  check(pick(config.results_cache, "stream_collection_name"), true, "stream-files");
  check(pick(config.webui, "results_metadata_collection_name"), false, "results-metadata");
};

function wrongCollection(name: string, database: string, isArgument: boolean): string | undefined {
  if (name.includes("$")) return "MongoDB takes no $ there";
  if (name.startsWith("system.")) return "MongoDB keeps names that start with system. to itself";
  if (/^\d+$/.test(name)) return "a number is the collection of a search's results";
  if (isArgument && name.startsWith("-")) return "a command would take it for an option";
  if (byteLength(name) + byteLength(database) + 1 > LONGEST_NAMESPACE) return "it is too long for MongoDB";
  return undefined;
}

/** Bytes of UTF-8, without a text encoder: the names are short. */
function byteLength(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const code = character.codePointAt(0)!;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}

/** `CLP4008`. */
const differentCollections: Rule = ({ config, report }) => {
  const streams = pick(config.results_cache, "stream_collection_name");
  const metadata = pick(config.webui, "results_metadata_collection_name");
  if (streams.value !== metadata.value) return;
  report(
    "CLP4008",
    metadata.origin,
    `The state of searches and the list of streams share the collection "${metadata.value}"`,
    {
      also: [{ origin: streams.origin, text: "the list of streams" }],
      help: "Give each a name of its own; the defaults are results-metadata and stream-files",
    },
  );
};

const MCP_COLLECTION = "results-metadata";

/** `CLP4007` (facts: clp_connector.py). */
const mcpCollection: Rule = (subject) => {
  const name = pick(subject.config.webui, "results_metadata_collection_name");
  if (!runs(subject, "mcp-server") || name.value === MCP_COLLECTION) return;
  if (!allKnown(queryEngine(subject).origin)) return;
  subject.report(
    "CLP4007",
    name.origin,
    `The MCP server keeps the state of its searches in ${MCP_COLLECTION}, not in "${name.value}"`,
    {
      also: [{ origin: pick(subject.config, "mcp_server").origin, text: "the MCP server" }],
      help: `Write \`results_metadata_collection_name: ${MCP_COLLECTION}\``,
    },
  );
};

const PRESTO_DATABASE = "clp-db";

/** `CLP4006` (facts: presto-clp's init.py; D17). */
const prestoDatabase: Rule = (subject) => {
  const { config, report } = subject;
  const name = pick(config.database.names, "clp");
  const engine = queryEngine(subject);
  if (engine.value !== "presto" || name.value === PRESTO_DATABASE || !isWritten(name)) return;
  report("CLP4006", name.origin, `The set-up of Presto takes ${PRESTO_DATABASE}, not "${name.value}"`, {
    also: [{ origin: engine.origin, text: "queries go to Presto" }],
    help: `Leave the name out, or set PRESTO_COORDINATOR_CLPPROPERTIES_METADATA_DATABASE_NAME=${name.value} for Presto`,
  });
};

export const nameRules: readonly Rule[] = [
  differentDatabases,
  databaseNames,
  resultsDatabase,
  collections,
  differentCollections,
  mcpCollection,
  prestoDatabase,
];

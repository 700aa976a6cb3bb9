/** Names of databases and collections: what the servers take, what must differ, and who knows one name alone. */
import type { Sourced } from "../../base/origin.ts";
import { pick } from "../../base/typed.ts";
import { referenceHelp } from "../../base/variable-references.ts";
import { spiderDatabase } from "../../clp/configuration/spider.ts";
import {
  allKnown,
  isWritten,
  queryEngine,
  type Rule,
  rule,
  runs,
  type Subject,
  schedulerType,
} from "./rule.ts";

/** What a server takes as the name of a database. */
interface NameLimits {
  readonly strange: RegExp;
  /** In words. */
  readonly usual: string;
  readonly maxLength: number;
  readonly own: readonly string[];
  readonly whyOwn: string;
}

const METADATA_LIMITS: NameLimits = {
  strange: /[^\w$-]/,
  usual: "letters, digits, _, - and $",
  maxLength: 64,
  own: ["mysql", "information_schema", "performance_schema", "sys"],
  whyOwn: "the server keeps its own tables there",
};
const RESULTS_LIMITS: NameLimits = {
  strange: /[^\w-]/,
  usual: "letters, digits, _ and -",
  maxLength: 63,
  own: ["admin", "config", "local"],
  whyOwn: "it is MongoDB's own",
};
/** The one name that the set-up of Presto takes. */
const PRESTO_DATABASE = "clp-db";

/** `CLP3050`, `CLP3051`, and what Spider and Presto make of the names. */
const databases = rule(["CLP3050", "CLP3051", "CLP3061", "CLP4006"], (subject) => {
  const { config, report } = subject;
  const clp = pick(config.database.names, "clp");
  const rightClp = takenByServer(subject, clp, "clp-db");
  if (rightClp) presto(subject, clp);
  const spider = spiderDatabase(config);
  if (spider === undefined) return;
  const rightSpider = takenByServer(subject, spider, "spider-db");
  if (rightSpider) spiderSetUp(subject, spider);
  if (!rightClp || !rightSpider || clp.value !== spider.value) return;
  report("CLP3050", spider.origin, `Cannot give CLP and Spider one database: both names are "${clp.value}"`, {
    also: [{ origin: clp.origin, text: "CLP's database" }],
    help: "Give each a name of its own; the defaults are clp-db and spider-db",
  });
});

function whyNotTaken(
  name: string,
  { strange, usual, maxLength, own, whyOwn }: NameLimits,
): string | undefined {
  if (strange.test(name)) return `it has other characters than ${usual}`;
  if (name.length > maxLength)
    return `it has ${name.length} characters, and at most ${maxLength} are allowed`;
  return own.includes(name.toLowerCase()) ? whyOwn : undefined;
}

/** `CLP3051` (facts: MySQL's limits; D23). */
function takenByServer({ report }: Subject<"CLP3051">, name: Sourced<string>, example: string): boolean {
  const { value } = name;
  const why = whyNotTaken(value, METADATA_LIMITS);
  if (why === undefined) return true;
  const shown = JSON.stringify(value);
  report("CLP3051", name.origin, `Cannot use ${shown} as the name of a database: ${why}`, {
    help: referenceHelp(value) ?? `Choose another, such as ${example}`,
  });
  return false;
}

/** `CLP3061` (facts: initialize-spider-db.py; D12d). */
function spiderSetUp(subject: Subject<"CLP3061">, name: Sourced<string>): void {
  const type = schedulerType(subject);
  if (type.value !== "spider" || !name.value.includes("$")) return;
  subject.report(
    "CLP3061",
    name.origin,
    `Cannot use "${name.value}" as the name of Spider's database: its set-up takes letters, digits, _ and - alone`,
    {
      also: [{ origin: type.origin, text: "compression runs on Spider" }],
      help: `Write \`spider: ${name.value.replaceAll("$", "-")}\``,
    },
  );
}

/** `CLP4006` (facts: presto-clp's init.py; D17). */
function presto(subject: Subject<"CLP4006">, name: Sourced<string>): void {
  const engine = queryEngine(subject);
  if (engine.value !== "presto" || name.value === PRESTO_DATABASE || !isWritten(name)) return;
  // What is deployed here is told the name (P4).
  if (runs(subject, "presto-worker")) return;
  const { value } = name;
  subject.report("CLP4006", name.origin, `The set-up of Presto takes ${PRESTO_DATABASE}, not "${value}"`, {
    also: [{ origin: engine.origin, text: "queries go to Presto" }],
    help: `Leave the name out, or set PRESTO_COORDINATOR_CLPPROPERTIES_METADATA_DATABASE_NAME=${value} for Presto`,
  });
}

/** Bytes of a database and one of its collections, with the point between them. */
const MAX_NAMESPACE_LENGTH = 255;
/** The one collection in which the MCP server keeps the state of its searches. */
const MCP_COLLECTION = "results-metadata";

/** `CLP3052` (facts: MongoDB's naming restrictions). */
const resultsDatabase = rule(["CLP3052"], ({ config, report }) => {
  const name = pick(config.results_cache, "db_name");
  const { value } = name;
  const why = whyNotTaken(value, RESULTS_LIMITS);
  if (why === undefined) return;
  const shown = JSON.stringify(value);
  report("CLP3052", name.origin, `Cannot use ${shown} as the database of the results cache: ${why}`, {
    help: referenceHelp(value) ?? "Choose another, such as clp-query-results",
  });
});

/** `CLP3053`, `CLP4007` and `CLP4008`: of two collections. */
const collections = rule(["CLP3053", "CLP4007", "CLP4008"], (subject) => {
  const { config, report } = subject;
  const streams = pick(config.results_cache, "stream_collection_name");
  const metadata = pick(config.webui, "results_metadata_collection_name");
  takenByMongo(subject, streams, true, "stream-files");
  if (!takenByMongo(subject, metadata, false, "results-metadata")) return;
  if (streams.value === metadata.value) {
    report(
      "CLP4008",
      metadata.origin,
      `The state of searches and the list of streams share the collection "${metadata.value}"`,
      {
        also: [{ origin: streams.origin, text: "the list of streams" }],
        help: "Give each a name of its own; the defaults are results-metadata and stream-files",
      },
    );
  }
  mcpCollection(subject, metadata);
});

/** `CLP3053` (facts: MongoDB's naming restrictions; search_result_garbage_collector.py). */
function takenByMongo(
  { config, report }: Subject<"CLP3053">,
  name: Sourced<string>,
  isArgument: boolean,
  example: string,
): boolean {
  const why = wrongCollection(name.value, config.results_cache.db_name, isArgument);
  if (why === undefined) return true;
  const shown = JSON.stringify(name.value);
  report("CLP3053", name.origin, `Cannot use ${shown} as a collection of the results cache: ${why}`, {
    help: referenceHelp(name.value) ?? `Choose another, such as ${example}`,
  });
  return false;
}

function wrongCollection(name: string, database: string, isArgument: boolean): string | undefined {
  if (name.includes("$")) return "MongoDB takes no $ there";
  if (name.startsWith("system.")) return "MongoDB keeps names that start with system. to itself";
  if (/^\d+$/.test(name)) return "a number is the collection of a search's results";
  if (isArgument && name.startsWith("-")) return "a command would take it for an option";
  if (byteLength(database) + 1 + byteLength(name) > MAX_NAMESPACE_LENGTH) return "it is too long for MongoDB";
  return undefined;
}

/** Bytes of UTF-8. */
function byteLength(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const code = character.codePointAt(0)!;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}

/** `CLP4007` (facts: clp_connector.py). */
function mcpCollection(subject: Subject<"CLP4007">, name: Sourced<string>): void {
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
}

export const nameRules: readonly Rule[] = [databases, resultsDatabase, collections];

/** Storage engine, query engine, and what each of them needs or rules out. */
import { pick } from "../../base/typed.ts";
import { type Facts, isWritten, queryEngine, type Rule, replacement, rule } from "./rule.ts";

/** `CLP3001` (facts: `Package.validate_query_engine_package_compatibility`; D26). */
const enginePair = rule(["CLP3001"], (subject) => {
  const { config, report } = subject;
  const storage = pick(config.package, "storage_engine");
  const query = queryEngine(subject);
  const needed = query.value === "presto" ? "clp-s" : query.value;
  if (storage.value === needed) return;
  report(
    "CLP3001",
    query.origin,
    `Cannot search with the query engine ${query.value} what the storage engine ${storage.value} stores: it searches what ${needed} stores`,
    {
      also: [{ origin: storage.origin, text: "how logs are stored" }],
      help:
        query.value === "presto"
          ? "Write `storage_engine: clp-s`, or search with `query_engine: clp`"
          : `Write \`query_engine: ${storage.value}\` to search what ${storage.value} stores, or \`storage_engine: ${needed}\``,
    },
  );
});

/** `CLP3002` (facts: `validate_presto_config`). */
const prestoSection = rule(["CLP3002"], (subject) => {
  const engine = queryEngine(subject);
  if (engine.value !== "presto" || subject.config.presto !== null) return;
  subject.report(
    "CLP3002",
    pick(subject.config, "presto").origin,
    "Cannot use Presto without the section `presto`",
    {
      also: [{ origin: engine.origin, text: "queries go to Presto" }],
      help: "Add `presto: {host: presto-coordinator, port: 8080}`, which is where CLP always looks for it",
    },
  );
});

/** `CLP3003`, for both periods (facts: `validate_retention_config`; D25). */
const prestoRetention = rule(["CLP3003"], (subject) => {
  const { config, report } = subject;
  const engine = queryEngine(subject);
  if (engine.value !== "presto") return;
  for (const section of ["results_cache", "archive_output"] as const) {
    const period = pick(config[section], "retention_period");
    if (period.value === null) continue;
    const key = `${section}.retention_period`;
    report("CLP3003", period.origin, `Cannot use Presto with ${key} ${period.value}: it must be null`, {
      also: [{ origin: engine.origin, text: "queries go to Presto" }],
      help: `Write \`${section}: {retention_period: null}\``,
      ...replacement(period, "null"),
    });
  }
});

const JSON_LOGS_ONLY = [
  { section: "api_server", name: "the API server" },
  { section: "log_ingestor", name: "the log ingestor" },
  { section: "mcp_server", name: "the MCP server" },
] as const;

/** `CLP3004`, for each service that is not null (facts: D26). */
const textServices = rule(["CLP3004"], ({ config, report }) => {
  const storage = pick(config.package, "storage_engine");
  if (storage.value !== "clp") return;
  for (const { section, name } of JSON_LOGS_ONLY) {
    const held = pick(config, section);
    if (held.value === null) continue;
    report(
      "CLP3004",
      held.origin,
      `Cannot run ${name} with the storage engine clp: ${section} must be null`,
      {
        also: [{ origin: storage.origin, text: "how logs are stored" }],
        notes: isWritten(held) ? [] : [`${section} runs unless it is null`],
        help: `Write \`${section}: null\``,
      },
    );
  }
});

/** `CLP3005`, for input, archives and streams (facts: D26). */
const textOnS3 = rule(["CLP3005"], (subject) => {
  const { config, report } = subject;
  const storage = pick(config.package, "storage_engine");
  if (storage.value !== "clp") return;
  for (const { type, what } of storageTypes(subject)) {
    if (type.value !== "s3") continue;
    report("CLP3005", type.origin, `Cannot have ${what} on S3 with the storage engine clp`, {
      also: [{ origin: storage.origin, text: "how logs are stored" }],
      help: "Write `type: fs` and a directory, or store with clp-s",
    });
  }
});

function storageTypes({ config }: Facts) {
  return [
    { type: pick(config.logs_input, "type"), what: "logs to compress" },
    { type: pick(config.archive_output.storage, "type"), what: "archives" },
    { type: pick(config.stream_output.storage, "type"), what: "streams" },
  ];
}

export const engineRules: readonly Rule[] = [
  enginePair,
  prestoSection,
  prestoRetention,
  textServices,
  textOnS3,
];

/** The rules between keys of the config that JSON Schema can say. The rules of `lower/` say them all. */
import type { Release } from "../../clp/releases/releases.ts";
import { queryEngineSection } from "./config.ts";
import type { JsonSchema } from "./json-schema.ts";
import type { ObjectSchema } from "./key-schema.ts";

/** A mapping whose key at `path` is there and is as `what` says. */
function having(path: readonly string[], what: JsonSchema): JsonSchema {
  const [key, ...rest] = path;
  if (key === undefined) return what;
  return { type: "object", properties: { [key]: having(rest, what) }, required: [key] };
}

/** A mapping whose key at `path`, if it is there, is as `what` says. */
function havingOnly(path: readonly string[], what: JsonSchema): JsonSchema {
  const [key, ...rest] = path;
  if (key === undefined) return what;
  const below = havingOnly(rest, what);
  // A section that is null is not one whose keys are wrong.
  if (rest.length === 0) return { type: "object", properties: { [key]: below } };
  // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
  return { type: "object", properties: { [key]: { if: { type: "object" }, then: below } } };
}

function rule(comment: string, condition: JsonSchema, ...then: readonly JsonSchema[]): JsonSchema {
  // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
  return { $comment: comment, if: condition, then: then.length === 1 ? then[0] : { allOf: then } };
}

const value = (text: string): JsonSchema => ({ const: text });
const NULL: JsonSchema = { type: "null" };
const MAPPING: JsonSchema = { type: "object" };

/**
 * Conditions for the `allOf` of the config's JSON Schema.
 *
 * @param config as the release has it
 */
export function configRules(config: ObjectSchema, { capabilities }: Release): readonly JsonSchema[] {
  const queryEngine = [queryEngineSection(config), "query_engine"];
  const storageEngine = ["package", "storage_engine"];
  const presto = having(queryEngine, value("presto"));
  const spider = having(["compression_scheduler", "type"], value("spider"));
  const clp = having(storageEngine, value("clp"));
  const authentications = [
    ["logs_input", "aws_authentication", "type"],
    ["archive_output", "storage", "s3_config", "aws_authentication", "type"],
    ["stream_output", "storage", "s3_config", "aws_authentication", "type"],
  ];
  const typed = (...types: readonly string[]): JsonSchema => ({
    anyOf: authentications.flatMap((path) => types.map((type) => having(path, value(type)))),
  });
  const noQueryServices = capabilities.nullableQueryServices
    ? { allOf: ["query_scheduler", "query_worker", "reducer"].map((section) => having([section], NULL)) }
    : presto;
  return [
    rule("The query engine presto needs presto.", presto, having(["presto"], MAPPING)),
    rule(
      "Presto knows no retention: results_cache.retention_period must be null, and is 60 where it is not written.",
      presto,
      having(["results_cache", "retention_period"], NULL),
      havingOnly(["archive_output", "retention_period"], NULL),
    ),
    rule(
      "The query engines clp-s and presto search archives of clp-s.",
      { not: having(queryEngine, value("clp")) },
      havingOnly(storageEngine, value("clp-s")),
    ),
    rule(
      "The query engine clp searches archives of clp.",
      having(queryEngine, value("clp")),
      having(storageEngine, value("clp")),
    ),
    rule(
      "With the storage engine clp, neither API server nor log ingestor runs, and nothing is kept in S3.",
      clp,
      having(["api_server"], NULL),
      having(["log_ingestor"], NULL),
      havingOnly(["logs_input", "type"], value("fs")),
      havingOnly(["archive_output", "storage", "type"], value("fs")),
      havingOnly(["stream_output", "storage", "type"], value("fs")),
    ),
    rule(
      "Spider needs spider_scheduler, and a database of type mariadb.",
      spider,
      having(["spider_scheduler"], MAPPING),
      havingOnly(["database", "type"], value("mariadb")),
    ),
    rule(
      "Queue and Redis may be null only with Spider and without CLP's own query services.",
      { not: { allOf: [spider, noQueryServices] } },
      havingOnly(["queue"], MAPPING),
      havingOnly(["redis"], MAPPING),
    ),
    ...directoryRules(capabilities.awsConfigDirectory, typed),
  ];
}

/** Who needs the directory with AWS profiles, and who may have it. */
function directoryRules(
  allowed: readonly string[],
  typed: (...types: readonly string[]) => JsonSchema,
): readonly JsonSchema[] {
  const needed = typed("profile");
  const directory = having(["aws_config_directory"], { type: "string" });
  const none = havingOnly(["aws_config_directory"], NULL);
  if (allowed.length === 1) {
    const comment = "Authentication by a profile needs aws_config_directory, which nothing else takes.";
    return [{ ...rule(comment, needed, directory), else: none }];
  }
  return [
    rule("Authentication by a profile needs aws_config_directory.", needed, directory),
    rule(
      `Only authentication of the types ${allowed.join(" and ")} takes aws_config_directory.`,
      { not: typed(...allowed) },
      none,
    ),
  ];
}

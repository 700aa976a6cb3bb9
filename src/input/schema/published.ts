/**
 * The JSON Schemas of the three inputs, made of the schemas by which they are read: what they refuse the
 * compiler refuses. `npm run generate` writes them into `schema/`.
 */
import * as z from "zod/mini";
import { documentationOf, factsOf, type Schema } from "./build.ts";
import { configDefinition } from "./definitions/config.ts";
import { credentialsDefinition } from "./definitions/credentials.ts";
import { siteDefinition } from "./definitions/site.ts";
import { flatten } from "./flat.ts";
import { bare, branches, elementOf, shapeOf } from "./walk.ts";

/** A JSON Schema, or a part of one. */
export interface JsonSchema {
  [keyword: string]: unknown;
  properties?: Record<string, JsonSchema>;
  required?: string[];
}

/** The published schemas by the name of their file. */
export function publishedSchemas(): Readonly<Record<"clp-config" | "credentials" | "clp-site", JsonSchema>> {
  return {
    "clp-config": {
      ...publish(
        configDefinition(),
        "clp-config.yaml of CLP v0.9.0",
        "The configuration of the CLP package, as clp-compile reads it.",
      ),
      allOf: configRules(),
    },
    credentials: publish(
      credentialsDefinition(),
      "The credentials file of CLP v0.9.0",
      "User names and passwords of the databases and queues, as clp-compile reads them.",
    ),
    "clp-site": publish(
      siteDefinition(),
      "The site file of clp-compile",
      "The facts of the place of deployment, which a machine would have to be asked.",
    ),
  };
}

/** The modules from which the program has its schemas while it runs, by the name of their file. */
export function generatedModules(): Readonly<Record<"config" | "credentials" | "site", string>> {
  const module = (name: string, schema: Schema): string =>
    `/** Made of ../definitions/${name}.ts by \`npm run generate\`. */\nexport const ${name.toUpperCase()} =\n  ${JSON.stringify(JSON.stringify(flatten(schema)))};\n`;
  return {
    config: module("config", configDefinition()),
    credentials: module("credentials", credentialsDefinition()),
    site: module("site", siteDefinition()),
  };
}

function publish(schema: z.core.$ZodType, title: string, description: string): JsonSchema {
  const metadata = z.registry<{ id?: string }>();
  nameShared(schema, metadata, new Set());
  const { $schema, ...rest } = z.toJSONSchema(schema, {
    io: "input",
    metadata,
    override: ({ zodSchema, jsonSchema, path }) => annotate(zodSchema, jsonSchema as JsonSchema, path),
  }) as JsonSchema;
  return { $schema, title, description, ...rest };
}

/** Schemas with a name are defined once, however many keys have them. */
function nameShared(
  schema: Schema,
  metadata: ReturnType<typeof z.registry<{ id?: string }>>,
  seen: Set<Schema>,
): void {
  const inner = bare(schema);
  if (seen.has(inner)) return;
  seen.add(inner);
  const { id } = factsOf(inner);
  if (id !== undefined) metadata.add(inner as z.core.$ZodType, { id });
  const below = branches(inner)?.map((branch) => branch.schema) ?? [...(shapeOf(inner)?.values() ?? [])];
  const element = elementOf(inner);
  for (const child of element === undefined ? below : [element.schema]) nameShared(child, metadata, seen);
}

/** Adds what zod does not know: titles, descriptions, examples, other spellings, the syntax of keys. */
function annotate(schema: Schema, json: JsonSchema, path: readonly (string | number)[]): void {
  const facts = factsOf(schema);
  if (facts.numberAsText === true && json["type"] === "string") {
    const { type, ...rest } = json;
    for (const keyword of Object.keys(json)) delete json[keyword];
    Object.assign(json, {
      anyOf: [
        { type, ...rest },
        { type: "number", minimum: 0 },
      ],
    });
  }
  if (facts.keyRules !== undefined) {
    json["propertyNames"] = {
      type: "string",
      allOf: facts.keyRules.map(({ pattern }) => ({ pattern: pattern.source })),
    };
  }
  for (const [spelling, key] of Object.entries(facts.spellings ?? {})) {
    const same = json.properties![key]!;
    json.properties![spelling] = { ...same, title: String(same["title"]).replace(key, spelling) };
    const both = { type: "object", properties: { [spelling]: true, [key]: true }, required: [spelling, key] };
    json["allOf"] = [...((json["allOf"] as JsonSchema[] | undefined) ?? []), { not: both }];
  }
  const known = documentationOf(schema);
  if (known === undefined) return;
  const { description, examples, deprecated } = known;
  const names = path.filter(
    (step, index) => typeof step === "string" && (path[index - 1] === "properties" || !KEYWORDS.has(step)),
  );
  // What is defined once and used in many places has no path.
  const title = names[0] === "kubernetes" && names.length > 3 ? String(names.at(-1)) : names.join(".");
  const before = { ...json };
  for (const keyword of Object.keys(json)) delete json[keyword];
  Object.assign(json, {
    ...(title === "" ? {} : { title }),
    description,
    ...(deprecated === undefined ? {} : { deprecated }),
    ...before,
    ...(examples === undefined ? {} : { examples }),
  });
}

const KEYWORDS: ReadonlySet<string> = new Set([
  "properties",
  "anyOf",
  "oneOf",
  "items",
  "additionalProperties",
]);

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

/** The rules between keys of the config that JSON Schema can say. */
function configRules(): readonly JsonSchema[] {
  const queryEngine = ["package", "query_engine"];
  const storageEngine = ["package", "storage_engine"];
  const presto = having(queryEngine, value("presto"));
  const spider = having(["compression_scheduler", "type"], value("spider"));
  const clp = having(storageEngine, value("clp"));
  const authentications = [
    ["logs_input", "aws_authentication", "type"],
    ["archive_output", "storage", "s3_config", "aws_authentication", "type"],
    ["stream_output", "storage", "s3_config", "aws_authentication", "type"],
  ];
  const profile = { anyOf: authentications.map((path) => having(path, value("profile"))) };
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
      { not: { allOf: [spider, presto] } },
      havingOnly(["queue"], MAPPING),
      havingOnly(["redis"], MAPPING),
    ),
    {
      ...rule(
        "Authentication by a profile needs aws_config_directory, which nothing else takes.",
        profile,
        having(["aws_config_directory"], { type: "string" }),
      ),
      else: havingOnly(["aws_config_directory"], NULL),
    },
  ];
}

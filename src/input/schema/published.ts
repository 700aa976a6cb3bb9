/** The JSON Schemas of the three inputs, and of layers over them, as editors and other programs are given them. */
import type { Release } from "../../clp/releases/releases.ts";
import { configSchema } from "./config.ts";
import { configRules } from "./config-rules.ts";
import { credentialsSchema } from "./credentials.ts";
import { type JsonSchema, jsonSchemaOf } from "./json-schema.ts";
import type { KeySchema } from "./key-schema.ts";
import { projectSchema } from "./project.ts";
import { siteSchema } from "./site.ts";

const SCHEMAS = {
  "clp-config": (release: Release): JsonSchema => {
    const config = configSchema(release);
    return publish(
      config,
      `clp-config.yaml of ${release.name}`,
      "The configuration of the CLP package, as clp-compile reads it.",
      { allOf: configRules(config, release) },
    );
  },
  "clp-config-layer": (release: Release): JsonSchema =>
    publishLayer(
      configSchema(release),
      `A layer over clp-config.yaml of ${release.name}`,
      "What one deployment has otherwise than the config below it: clp-compile --config BASE --config LAYER.",
    ),
  credentials: (release: Release): JsonSchema =>
    publish(
      credentialsSchema(release),
      `The credentials file of ${release.name}`,
      "User names and passwords of the databases and queues, as clp-compile reads them.",
    ),
  "clp-site": (): JsonSchema =>
    publish(
      siteSchema(),
      "The site file of clp-compile",
      "The facts of the place of deployment, which a machine would have to be asked.",
    ),
  "clp-site-layer": (): JsonSchema =>
    publishLayer(
      siteSchema(),
      "A layer over the site file of clp-compile",
      "What one deployment has otherwise than the site file below it: clp-compile --site BASE --site LAYER.",
    ),
  project: (): JsonSchema =>
    publish(
      projectSchema(),
      "clp-compile.yaml, the project file of clp-compile",
      "The deployments of a repository, and what each is compiled of. Paths are those from the folder of the file.",
    ),
};

/** The inputs that have a schema, by the name of its file. */
export type InputName = keyof typeof SCHEMAS;

const NAMES = Object.keys(SCHEMAS) as readonly InputName[];

/** The JSON Schema (2020-12) of an input, as a release has it; those of the site file and of the project file are the same for all. */
export function publishedSchema(name: InputName, release: Release): JsonSchema {
  return SCHEMAS[name](release);
}

/** All of a release, by the name of their file. */
export function publishedSchemas(release: Release): Readonly<Record<InputName, JsonSchema>> {
  return Object.fromEntries(NAMES.map((name) => [name, publishedSchema(name, release)])) as Record<
    InputName,
    JsonSchema
  >;
}

const $schema = "https://json-schema.org/draft/2020-12/schema";

function publish(schema: KeySchema, title: string, description: string, more: JsonSchema = {}): JsonSchema {
  return { $schema, title, description, ...jsonSchemaOf(schema), ...more };
}

/** The rules of a whole file say nothing of a part of it. */
function publishLayer(schema: KeySchema, title: string, description: string): JsonSchema {
  return { $schema, title, description, ...jsonSchemaOf(schema, true) };
}

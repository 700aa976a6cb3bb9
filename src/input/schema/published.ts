/**
 * What `npm run generate` writes of the schemas: the JSON Schemas of the three inputs, and the modules
 * from which the program has its schemas while it runs.
 */
import type * as z from "zod/mini";
import type { Release } from "../../clp/releases/releases.ts";
import { configDefinition } from "../../clp/schema/config.ts";
import { credentialsDefinition } from "../../clp/schema/credentials.ts";
import { projectDefinition } from "../../clp/schema/project.ts";
import { siteDefinition } from "../../clp/schema/site.ts";
import { atRelease } from "./at-release.ts";
import { configRules } from "./config-rules.ts";
import { fromZod } from "./from-zod.ts";
import { type JsonSchema, jsonSchemaOf } from "./json-schema.ts";
import type { KeySchema, ObjectSchema } from "./key-schema.ts";
import { serializeSchema } from "./serialized.ts";

/** The published schemas of a release, by the name of their file. */
export function publishedSchemas(
  release: Release,
): Readonly<
  Record<
    "clp-config" | "clp-config-layer" | "credentials" | "clp-site" | "clp-site-layer" | "project",
    JsonSchema
  >
> {
  const config = atRelease(fromZod(configDefinition()) as ObjectSchema, release.id);
  const site = fromZod(siteDefinition());
  return {
    "clp-config": publish(
      config,
      `clp-config.yaml of ${release.name}`,
      "The configuration of the CLP package, as clp-compile reads it.",
      { allOf: configRules(config, release) },
    ),
    "clp-config-layer": publishLayer(
      config,
      `A layer over clp-config.yaml of ${release.name}`,
      "What one deployment has otherwise than the config below it: clp-compile --config BASE --config LAYER.",
    ),
    credentials: publish(
      atRelease(fromZod(credentialsDefinition()), release.id),
      `The credentials file of ${release.name}`,
      "User names and passwords of the databases and queues, as clp-compile reads them.",
    ),
    "clp-site": publish(
      site,
      "The site file of clp-compile",
      "The facts of the place of deployment, which a machine would have to be asked.",
    ),
    "clp-site-layer": publishLayer(
      site,
      "A layer over the site file of clp-compile",
      "What one deployment has otherwise than the site file below it: clp-compile --site BASE --site LAYER.",
    ),
    project: publish(
      fromZod(projectDefinition()),
      "clp-compile.yaml, the project file of clp-compile",
      "The deployments of a repository, and what each is compiled of. Paths are those from the folder of the file.",
    ),
  };
}

const $schema = "https://json-schema.org/draft/2020-12/schema";

function publish(schema: KeySchema, title: string, description: string, more: JsonSchema = {}): JsonSchema {
  return { $schema, title, description, ...jsonSchemaOf(schema), ...more };
}

/** The rules of a whole file say nothing of a part of it. */
function publishLayer(schema: KeySchema, title: string, description: string): JsonSchema {
  return { $schema, title, description, ...jsonSchemaOf(schema, true) };
}

/** The modules from which the program has its schemas, by the name of their file. */
export function generatedModules(): Readonly<Record<"config" | "credentials" | "site" | "project", string>> {
  const module = (name: string, definition: z.core.$ZodType): string =>
    `/** Made of ../../../clp/schema/${name}.ts by \`npm run generate\`. */\nexport const ${name.toUpperCase()} =\n  ${JSON.stringify(serializeSchema(fromZod(definition)))};\n`;
  return {
    config: module("config", configDefinition()),
    credentials: module("credentials", credentialsDefinition()),
    site: module("site", siteDefinition()),
    project: module("project", projectDefinition()),
  };
}

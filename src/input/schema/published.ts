/**
 * What `npm run generate` writes of the schemas: the JSON Schemas of the three inputs, and the modules
 * from which the program has its schemas while it runs.
 */
import type * as z from "zod/mini";
import type { Release } from "../../clp/releases/releases.ts";
import { configDefinition } from "../../clp/schema/config.ts";
import { credentialsDefinition } from "../../clp/schema/credentials.ts";
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
): Readonly<Record<"clp-config" | "credentials" | "clp-site", JsonSchema>> {
  const config = atRelease(fromZod(configDefinition()) as ObjectSchema, release.id);
  return {
    "clp-config": publish(
      config,
      `clp-config.yaml of ${release.name}`,
      "The configuration of the CLP package, as clp-compile reads it.",
      { allOf: configRules(config, release) },
    ),
    credentials: publish(
      atRelease(fromZod(credentialsDefinition()), release.id),
      `The credentials file of ${release.name}`,
      "User names and passwords of the databases and queues, as clp-compile reads them.",
    ),
    "clp-site": publish(
      fromZod(siteDefinition()),
      "The site file of clp-compile",
      "The facts of the place of deployment, which a machine would have to be asked.",
    ),
  };
}

function publish(schema: KeySchema, title: string, description: string, more: JsonSchema = {}): JsonSchema {
  const $schema = "https://json-schema.org/draft/2020-12/schema";
  return { $schema, title, description, ...jsonSchemaOf(schema), ...more };
}

/** The modules from which the program has its schemas, by the name of their file. */
export function generatedModules(): Readonly<Record<"config" | "credentials" | "site", string>> {
  const module = (name: string, definition: z.core.$ZodType): string =>
    `/** Made of ../../../clp/schema/${name}.ts by \`npm run generate\`. */\nexport const ${name.toUpperCase()} =\n  ${JSON.stringify(serializeSchema(fromZod(definition)))};\n`;
  return {
    config: module("config", configDefinition()),
    credentials: module("credentials", credentialsDefinition()),
    site: module("site", siteDefinition()),
  };
}

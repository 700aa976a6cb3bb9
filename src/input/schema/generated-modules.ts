/** What the program has its schemas from while it runs: modules that `npm run generate` makes of the definitions. */
import type * as z from "zod/mini";
import { configDefinition } from "../../clp/schema/config.ts";
import { credentialsDefinition } from "../../clp/schema/credentials.ts";
import { projectDefinition } from "../../clp/schema/project.ts";
import { siteDefinition } from "../../clp/schema/site.ts";
import { fromZod } from "./from-zod.ts";
import { serializeSchema } from "./serialized.ts";

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

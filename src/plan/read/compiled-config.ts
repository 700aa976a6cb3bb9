/** The config that containers read, of a compiled deployment. */
import { parsed } from "./compiled-documents.ts";
import { CONTAINER_CONFIG } from "./compose-files.ts";
import type { Deployed } from "./deployed.ts";
import { isJson } from "./kubernetes-objects.ts";

/** What a key has; undefined where it is no text, or not there. */
export function configText({ files }: Deployed, path: readonly string[]): string | undefined {
  const text = files.texts.get(CONTAINER_CONFIG);
  let value: unknown = text === undefined ? undefined : parsed(CONTAINER_CONFIG, text);
  for (const key of path) value = isJson(value) ? value[key] : undefined;
  return typeof value === "string" ? value : undefined;
}

/** Where the config has the databases that `.env` names. One host of several names them in its config alone. */
const NAMES = {
  CLP_DB_NAME: ["database", "names", "clp"],
  SPIDER_DB_NAME: ["database", "names", "spider"],
  CLP_RESULTS_CACHE_DB_NAME: ["results_cache", "db_name"],
} as const;

export type DatabaseName = keyof typeof NAMES;

/** What a database is called; undefined where the deployment has none. */
export function databaseName(side: Deployed, variable: DatabaseName): string | undefined {
  const written = side.compose?.settings.get(variable);
  if (written !== undefined || (variable === "SPIDER_DB_NAME" && !side.type.startsWith("spider")))
    return written;
  return configText(side, NAMES[variable]);
}

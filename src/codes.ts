/**
 * The registry of diagnostics codes: each stands in the room of what reports it, and here is the list of them.
 * A code's meaning never changes; a code that is no longer reported is never used for something else.
 */
import { ADOPT_CODES } from "./adopt/codes.ts";
import { BACKENDS_CODES } from "./backends/codes.ts";
import { COMPOSE_CODES } from "./backends/compose/codes.ts";
import { HELM_CODES } from "./backends/helm/codes.ts";
import { KUBERNETES_CODES } from "./backends/kubernetes/codes.ts";
import type { CodeEntry } from "./base/code-entry.ts";
import { once } from "./base/once.ts";
import { CLI_CODES } from "./cli/codes.ts";
import { COMMANDS_CODES } from "./cli/commands/codes.ts";
import { FILES_CODES } from "./cli/files/codes.ts";
import { OUTPUT_CODES } from "./cli/output/codes.ts";
import { PICTURES_CODES } from "./cli/pictures/codes.ts";
import { PROJECT_CODES } from "./cli/project/codes.ts";
import { KEY_CODES } from "./clp/schema/codes.ts";
import { EMIT_CODES } from "./emit/codes.ts";
import { INPUT_CODES } from "./input/codes.ts";
import { READ_CODES } from "./input/read/codes.ts";
import { SCHEMA_CODES } from "./input/schema/codes.ts";
import { YAML_CODES } from "./input/yaml/codes.ts";
import { LOWER_CODES } from "./lower/codes.ts";
import { API_SERVER_CODES } from "./lower/rules/api-server-answers-codes.ts";
import { AWS_AUTHENTICATION_CODES } from "./lower/rules/aws-authentication-codes.ts";
import { DATABASE_LOGINS_CODES } from "./lower/rules/database-logins-codes.ts";
import { DATABASE_NAMES_CODES } from "./lower/rules/database-names-codes.ts";
import { ENGINES_CODES } from "./lower/rules/engines-codes.ts";
import { EXTERNAL_CODES } from "./lower/rules/external-codes.ts";
import { PATHS_CODES } from "./lower/rules/host-directories-codes.ts";
import { HOSTS_CODES } from "./lower/rules/hosts-codes.ts";
import { IMAGE_CODES } from "./lower/rules/image-codes.ts";
import { ORCHESTRATION_CODES } from "./lower/rules/orchestration-codes.ts";
import { OWN_ADDRESSES_CODES } from "./lower/rules/own-addresses-codes.ts";
import { PASSWORDS_CODES } from "./lower/rules/passwords-codes.ts";
import { PORTS_CODES } from "./lower/rules/ports-codes.ts";
import { PRESTO_CODES } from "./lower/rules/presto-codes.ts";
import { QUERY_SERVICES_CODES } from "./lower/rules/query-services-codes.ts";
import { REDIS_CODES } from "./lower/rules/redis-databases-codes.ts";
import { REFERENCES_CODES } from "./lower/rules/references-codes.ts";
import { S3_CODES } from "./lower/rules/s3-codes.ts";
import { SHARED_STORAGE_CODES } from "./lower/rules/shared-storage-codes.ts";
import { TELEMETRY_CODES } from "./lower/rules/telemetry-codes.ts";
import { WITHOUT_EFFECT_CODES } from "./lower/rules/without-effect-codes.ts";
import { MIGRATE_CODES } from "./migrate/codes.ts";
import { HOPS_CODES } from "./migrate/hops/codes.ts";

/** Nothing depends on their order. */
const TABLES = [
  ADOPT_CODES,
  BACKENDS_CODES,
  COMPOSE_CODES,
  HELM_CODES,
  KUBERNETES_CODES,
  CLI_CODES,
  COMMANDS_CODES,
  FILES_CODES,
  OUTPUT_CODES,
  PICTURES_CODES,
  PROJECT_CODES,
  KEY_CODES,
  EMIT_CODES,
  INPUT_CODES,
  READ_CODES,
  SCHEMA_CODES,
  YAML_CODES,
  LOWER_CODES,
  API_SERVER_CODES,
  AWS_AUTHENTICATION_CODES,
  DATABASE_NAMES_CODES,
  ENGINES_CODES,
  EXTERNAL_CODES,
  HOSTS_CODES,
  IMAGE_CODES,
  ORCHESTRATION_CODES,
  OWN_ADDRESSES_CODES,
  PASSWORDS_CODES,
  DATABASE_LOGINS_CODES,
  PATHS_CODES,
  PORTS_CODES,
  PRESTO_CODES,
  QUERY_SERVICES_CODES,
  REDIS_CODES,
  REFERENCES_CODES,
  S3_CODES,
  SHARED_STORAGE_CODES,
  TELEMETRY_CODES,
  WITHOUT_EFFECT_CODES,
  MIGRATE_CODES,
  HOPS_CODES,
] as const;

type CodesOf<Table> = Table extends unknown ? keyof Table : never;

export type Code = CodesOf<(typeof TABLES)[number]>;

/** What stands in the registry of a code. Looked for, not kept in one large table: most runs ask for a few, or for none. */
export function entryOf(code: Code): CodeEntry {
  for (const table of TABLES as readonly Readonly<Record<string, CodeEntry>>[]) {
    const entry = table[code];
    if (entry !== undefined) return entry;
  }
  throw new Error(`the registry has no ${code}`);
}

/** The codes in ascending order. */
export const allCodes: () => readonly Code[] = once(() =>
  TABLES.flatMap((table) => Object.keys(table) as Code[]).sort(),
);

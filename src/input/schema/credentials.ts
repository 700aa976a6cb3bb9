/** The credentials file as it is read: its schema while the program runs, the type of what is read, and the environment variables that may stand in for it. */
import type * as z from "zod/mini";
import { memoize } from "../../base/memoize.ts";
import { once } from "../../base/once.ts";
import type { Release } from "../../clp/releases/releases.ts";
import type { credentialsDefinition } from "../../clp/schema/credentials.ts";
import { atRelease } from "./at-release.ts";
import { CREDENTIALS } from "./generated/credentials.ts";
import { parseSchema } from "./serialized.ts";

/** With what any release has. Made of the definition by `npm run generate`, and built at its first use. */
export const credentialsOfAllReleases = once(() => parseSchema(CREDENTIALS));

/** As one release has it. */
export const credentialsSchema = memoize((release: Release) =>
  atRelease(credentialsOfAllReleases(), release.id),
);

/** Read credentials. `queue` and `redis` are null where they were not given. */
export type Credentials = z.output<ReturnType<typeof credentialsDefinition>>;

/** CLP's own names for credentials in the environment. */
export const CREDENTIAL_VARIABLES = [
  ["CLP_DB_USER", ["database", "username"]],
  ["CLP_DB_PASS", ["database", "password"]],
  ["CLP_DB_ROOT_USER", ["database", "root_username"]],
  ["CLP_DB_ROOT_PASS", ["database", "root_password"]],
  ["SPIDER_DB_USER", ["database", "spider_username"]],
  ["SPIDER_DB_PASS", ["database", "spider_password"]],
  ["CLP_QUEUE_USER", ["queue", "username"]],
  ["CLP_QUEUE_PASS", ["queue", "password"]],
  ["CLP_REDIS_PASS", ["redis", "password"]],
] as const satisfies readonly (readonly [variable: string, path: readonly [string, string]])[];

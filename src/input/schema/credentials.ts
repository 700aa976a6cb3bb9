/** The keys of the credentials file of CLP v0.9.0, and the environment variables that may give them instead. */
import * as z from "zod/mini";
import { key, leaves, once } from "./build.ts";

/** Builds the schema at its first use. */
export const credentialsSchema = once(() =>
  z.strictObject({
    database: key(
      z.strictObject({
        username: key(leaves.databaseCredential(), "User as whom CLP's services use the database."),
        password: key(leaves.databaseCredential(), "Password of that user."),
        root_username: key(
          leaves.databaseCredential(),
          "User who may create databases and users; in the bundled database it is root.",
        ),
        root_password: key(leaves.databaseCredential(), "Password of that user."),
        spider_username: key(leaves.databaseCredential(), "User as whom Spider uses its database."),
        spider_password: key(leaves.databaseCredential(), "Password of that user."),
      }),
      "Users of the database; all six keys are needed, as in CLP, whether they are used or not.",
    ),
    queue: key(
      z._default(
        z.nullable(
          z.strictObject({
            username: key(leaves.credential(), "User as whom CLP's services use the queue."),
            password: key(leaves.credential(), "Password of that user."),
          }),
        ),
        null,
      ),
      "User of the queue; needed unless the config says `queue: null`.",
    ),
    redis: key(
      z._default(
        z.nullable(z.strictObject({ password: key(leaves.credential(), "Password of Redis.") })),
        null,
      ),
      "Password of Redis; needed unless the config says `redis: null`.",
    ),
  }),
);

/** Read credentials. `queue` and `redis` are null where they were not given. */
export type Credentials = z.output<ReturnType<typeof credentialsSchema>>;

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

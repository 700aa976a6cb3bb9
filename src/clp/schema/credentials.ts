/** The keys of the credentials file, and the environment variables that may give them instead. */
import * as z from "zod/mini";
import { once } from "../../base/once.ts";
import { key, leaves } from "./vocabulary.ts";

/** Builds the schema at its first use. */
export const credentialsDefinition = once(() =>
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

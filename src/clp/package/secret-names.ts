/** The secrets of a deployment by name, and CLP's own variables for them. */

interface Credential {
  /** Its place in the credentials file. */
  readonly id: `${"database" | "queue" | "redis"}.${string}`;
  /** The variable of `.env` that carries it. */
  readonly variable: string;
  /** The one that carries it percent-encoded, as it stands in a URL. */
  readonly encodedVariable?: string;
  /** What it is, in a few words. */
  readonly title: string;
}

/** Those of the credentials file, in the order of `.env`. */
export const CREDENTIALS = [
  { id: "database.username", variable: "CLP_DB_USER", title: "user name for the database" },
  { id: "database.password", variable: "CLP_DB_PASS", title: "password for the database" },
  {
    id: "database.root_username",
    variable: "CLP_DB_ROOT_USER",
    title: "name of the database's administrator",
  },
  {
    id: "database.root_password",
    variable: "CLP_DB_ROOT_PASS",
    title: "password of the database's administrator",
  },
  {
    id: "database.spider_username",
    variable: "SPIDER_DB_USER",
    title: "Spider's user name for the database",
  },
  {
    id: "database.spider_password",
    variable: "SPIDER_DB_PASS",
    title: "Spider's password for the database",
  },
  {
    id: "queue.username",
    variable: "CLP_QUEUE_USER",
    encodedVariable: "CLP_QUEUE_USER_ENCODED",
    title: "user name for the queue",
  },
  {
    id: "queue.password",
    variable: "CLP_QUEUE_PASS",
    encodedVariable: "CLP_QUEUE_PASS_ENCODED",
    title: "password for the queue",
  },
  {
    id: "redis.password",
    variable: "CLP_REDIS_PASS",
    encodedVariable: "CLP_REDIS_PASS_ENCODED",
    title: "password for Redis",
  },
] as const satisfies readonly Credential[];

/** The keys of S3 that may stand in the config itself. */
export const S3_KEYS = ["access_key_id", "secret_access_key", "session_token"] as const;

/** Where in the config keys of S3 may stand. */
export const S3_AUTHENTICATIONS = {
  logs_input: "logs_input.aws_authentication",
  archive_output: "archive_output.storage.s3_config.aws_authentication",
  stream_output: "stream_output.storage.s3_config.aws_authentication",
} as const;

export type CredentialId = (typeof CREDENTIALS)[number]["id"];
export type S3Key = (typeof S3_KEYS)[number];
type S3Place = keyof typeof S3_AUTHENTICATIONS;
export type S3KeyId = `${(typeof S3_AUTHENTICATIONS)[S3Place]}.credentials.${S3Key}`;

/** A key of S3 by its place in the config. */
export function s3KeyId(place: S3Place, key: S3Key): S3KeyId {
  return `${S3_AUTHENTICATIONS[place]}.credentials.${key}`;
}

/** The variables of `.env` that carry the keys with which the web UI reads streams. */
export const STREAM_KEY_VARIABLES: Readonly<Partial<Record<CredentialId | S3KeyId, string>>> = {
  [s3KeyId("stream_output", "access_key_id")]: "CLP_STREAM_OUTPUT_AWS_ACCESS_KEY_ID",
  [s3KeyId("stream_output", "secret_access_key")]: "CLP_STREAM_OUTPUT_AWS_SECRET_ACCESS_KEY",
};

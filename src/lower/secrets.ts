/**
 * Which secrets there are, what they are called in `.env`, and where they come from. The model gets
 * their ids; their values travel apart, to the emitters of secret files alone.
 */
import { createReporter, hasErrors } from "../base/diagnostic.ts";
import { constant, type DocPath, formatPath, type Origin } from "../base/origin.ts";
import { pick } from "../base/typed.ts";
import { type Inputs, readInputs } from "../input/inputs.ts";
import type { Config } from "../input/schema/config.ts";
import type { Credentials } from "../input/schema/credentials.ts";
import type { Sources } from "../input/source.ts";
import type { Secret, SecretValues } from "../model/model.ts";
import type { Part, SecretId } from "../model/value.ts";

/** The credentials of `credentials.yaml` and CLP's variables for them. Those with an encoded twin stand in URLs. */
const CREDENTIALS = [
  { path: ["database", "username"], variable: "CLP_DB_USER", title: "user name for the database" },
  { path: ["database", "password"], variable: "CLP_DB_PASS", title: "password for the database" },
  {
    path: ["database", "root_username"],
    variable: "CLP_DB_ROOT_USER",
    title: "name of the database's administrator",
  },
  {
    path: ["database", "root_password"],
    variable: "CLP_DB_ROOT_PASS",
    title: "password of the database's administrator",
  },
  {
    path: ["database", "spider_username"],
    variable: "SPIDER_DB_USER",
    title: "Spider's user name for the database",
  },
  {
    path: ["database", "spider_password"],
    variable: "SPIDER_DB_PASS",
    title: "Spider's password for the database",
  },
  {
    path: ["queue", "username"],
    variable: "CLP_QUEUE_USER",
    encodedVariable: "CLP_QUEUE_USER_ENCODED",
    title: "user name for the queue",
  },
  {
    path: ["queue", "password"],
    variable: "CLP_QUEUE_PASS",
    encodedVariable: "CLP_QUEUE_PASS_ENCODED",
    title: "password for the queue",
  },
  {
    path: ["redis", "password"],
    variable: "CLP_REDIS_PASS",
    encodedVariable: "CLP_REDIS_PASS_ENCODED",
    title: "password for Redis",
  },
] as const;

/** The variables of `.env` that carry the web UI's S3 keys. */
const STREAM_KEYS: Readonly<Record<string, string>> = {
  access_key_id: "CLP_STREAM_OUTPUT_AWS_ACCESS_KEY_ID",
  secret_access_key: "CLP_STREAM_OUTPUT_AWS_SECRET_ACCESS_KEY",
};

const STREAM_CREDENTIALS = "stream_output.storage.s3_config.aws_authentication.credentials";

export function secretId(path: DocPath): SecretId {
  return formatPath(path) as SecretId;
}

/** The part of a value that stands for a secret; `percent` where it stands in a URL. */
export function secretPart(path: string, encoding: "raw" | "percent" = "raw"): Part {
  return { kind: "secret", id: path as SecretId, encoding };
}

interface S3Key {
  readonly id: SecretId;
  readonly name: "access_key_id" | "secret_access_key" | "session_token";
  readonly where: string;
  readonly value: string;
  readonly origin: Origin;
}

/** The S3 keys that stand in the config itself, in its order. */
function s3Keys(config: Config): readonly S3Key[] {
  const { logs_input: input, archive_output: archives, stream_output: streams } = config;
  const places = [
    {
      path: ["logs_input", "aws_authentication"],
      where: "log input",
      held: input.type === "s3" ? input.aws_authentication : undefined,
    },
    {
      path: ["archive_output", "storage", "s3_config", "aws_authentication"],
      where: "archives",
      held: archives.storage.type === "s3" ? archives.storage.s3_config.aws_authentication : undefined,
    },
    {
      path: ["stream_output", "storage", "s3_config", "aws_authentication"],
      where: "streams",
      held: streams.storage.type === "s3" ? streams.storage.s3_config.aws_authentication : undefined,
    },
  ];
  return places.flatMap(({ path, where, held }) => {
    const credentials = held?.credentials ?? undefined;
    if (credentials === undefined) return [];
    return (["access_key_id", "secret_access_key", "session_token"] as const).flatMap((name) => {
      const key = pick(credentials, name);
      if (typeof key.value !== "string") return [];
      return [
        { id: secretId([...path, "credentials", name]), name, where, value: key.value, origin: key.origin },
      ];
    });
  });
}

/** True where the config holds S3 keys, so that the container's config is a secret file. */
export function holdsS3Keys(config: Config): boolean {
  return s3Keys(config).length > 0;
}

/** The secrets of a deployment, in the order of `.env`. Without credentials their origin is the file that will hold them. */
export function secretsOf(config: Config, credentials: Credentials | undefined): readonly Secret[] {
  const known = CREDENTIALS.filter(
    ({ path: [section] }) => section === "database" || config[section] !== null,
  ).map(
    ({ path, variable, title, ...encoded }): Secret => ({
      id: secretId(path),
      variable,
      title,
      ...encoded,
      origin:
        credentialOf(credentials, path)?.origin ??
        constant(`${formatPath(path)} of the credentials, which were not given`),
    }),
  );
  const keys = s3Keys(config).map(({ id, name, where, origin }): Secret => {
    const variable = id.startsWith(STREAM_CREDENTIALS) ? STREAM_KEYS[name] : undefined;
    return {
      id,
      title: `S3 ${name.replaceAll("_", " ")} for ${where}`,
      origin,
      ...(variable === undefined ? {} : { variable }),
    };
  });
  return [...known, ...keys];
}

/**
 * The values of the secrets, by id, for a backend of one's own that writes secret files. They are no part
 * of a compilation, so that nobody holds them by accident. Undefined without credentials, and where the
 * inputs have errors.
 */
export function secretValues(sources: Sources): SecretValues | undefined {
  const reporter = createReporter();
  const inputs = readInputs(sources, reporter);
  return hasErrors(reporter.diagnostics) ? undefined : secretValuesOf(inputs);
}

/** The values of all secrets. Undefined without credentials. */
export function secretValuesOf({
  config,
  credentials,
}: Pick<Inputs, "config" | "credentials">): SecretValues | undefined {
  if (credentials === undefined) return undefined;
  const values = new Map<SecretId, string>();
  for (const { path } of CREDENTIALS) {
    const held = credentialOf(credentials, path);
    if (held !== undefined) values.set(secretId(path), held.value);
  }
  for (const key of s3Keys(config)) values.set(key.id, key.value);
  return values;
}

function credentialOf(credentials: Credentials | undefined, [section, key]: readonly [string, string]) {
  const held = (
    credentials as Readonly<Record<string, Readonly<Record<string, string>> | undefined>> | undefined
  )?.[section];
  return held?.[key] === undefined ? undefined : (pick(held, key) as { value: string; origin: Origin });
}

/** The S3 keys that the web UI reads streams with, where the config holds them. */
export function streamKeys(
  config: Config,
): { readonly accessKeyId: Part; readonly secretAccessKey: Part } | undefined {
  if (!s3Keys(config).some(({ id }) => id.startsWith(STREAM_CREDENTIALS))) return undefined;
  return {
    accessKeyId: secretPart(`${STREAM_CREDENTIALS}.access_key_id`),
    secretAccessKey: secretPart(`${STREAM_CREDENTIALS}.secret_access_key`),
  };
}

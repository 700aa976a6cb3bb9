/**
 * Which secrets there are, what they are called in `.env`, and where they come from. The model gets
 * their ids; their values travel apart, to the emitters of secret files alone.
 */
import { constant, isInvalid, type Origin } from "../base/origin.ts";
import { pick } from "../base/typed.ts";
import {
  CREDENTIALS,
  type CredentialId,
  S3_AUTHENTICATIONS,
  S3_KEYS,
  type S3KeyId,
  STREAM_KEY_VARIABLES,
  s3KeyId,
} from "../clp/package/secret-names.ts";
import type { Inputs } from "../input/inputs.ts";
import type { Config } from "../input/schema/config.ts";
import { type Credentials, hasCredential, stepsOf } from "../input/schema/credentials.ts";
import type { Secret, SecretValues } from "../model/model.ts";
import type { Part, SecretId } from "../model/value.ts";
import { s3Places } from "./s3-places.ts";

/** The part of a value that stands for a secret; `percent` where it stands in a URL. */
export function secretPart(id: SecretId, encoding: "raw" | "percent" = "raw"): Part {
  return { kind: "secret", id, encoding };
}

interface WrittenKey {
  readonly id: S3KeyId;
  readonly title: string;
  readonly value: string;
  readonly origin: Origin;
}

/** The S3 keys that stand in the config itself, in its order. */
export function s3Keys(config: Config): readonly WrittenKey[] {
  return s3Places(config).flatMap(({ name: place, what, authentication }) => {
    const credentials = authentication.credentials ?? undefined;
    if (credentials === undefined) return [];
    return S3_KEYS.flatMap((name): readonly WrittenKey[] => {
      const { value, origin } = pick(credentials, name);
      if (typeof value !== "string") return [];
      return [
        { id: s3KeyId(place, name), title: `S3 ${name.replaceAll("_", " ")} for ${what}`, value, origin },
      ];
    });
  });
}

/** The ids of the S3 keys that could stand in the config, where it has a place for them. */
export function possibleKeys(config: Config): readonly S3KeyId[] {
  return s3Places(config).flatMap(({ name: place, authentication }) =>
    authentication.credentials ? S3_KEYS.map((name) => s3KeyId(place, name)) : [],
  );
}

/** True where the config holds S3 keys, so that the container's config is a secret file. */
export function holdsS3Keys(config: Config): boolean {
  return s3Keys(config).length > 0;
}

/** The secrets of a deployment, in the order of `.env`. Without credentials their origin is the file that will hold them. */
export function secretsOf({
  config,
  credentials,
  release,
}: Pick<Inputs, "config" | "credentials" | "release">): readonly Secret[] {
  const known = CREDENTIALS.filter(
    ({ id }) => config[stepsOf(id)[0]] !== null && hasCredential(release, id),
  ).map(
    ({ id, ...rest }): Secret => ({
      id,
      ...rest,
      origin:
        credentialOf(credentials, id)?.origin ?? constant(`${id} of the credentials, which were not given`),
    }),
  );
  const keys = s3Keys(config).map(({ id, title, origin }): Secret => {
    const variable = STREAM_KEY_VARIABLES[id];
    return { id, title, origin, ...(variable === undefined ? {} : { variable }) };
  });
  return [...known, ...keys];
}

/** The values of all secrets. Undefined without credentials, and where one of the config is encrypted. */
export function secretValuesOf({
  config,
  credentials,
}: Pick<Inputs, "config" | "credentials">): SecretValues | undefined {
  const keys = s3Keys(config);
  if (credentials === undefined || keys.some(({ origin }) => isInvalid(origin))) return undefined;
  const values = new Map<SecretId, string>();
  for (const { id } of CREDENTIALS) {
    const held = credentialOf(credentials, id);
    if (held !== undefined) values.set(id, held.value);
  }
  for (const key of keys) values.set(key.id, key.value);
  return values;
}

function credentialOf(credentials: Credentials | undefined, id: CredentialId) {
  const [section, key] = stepsOf(id);
  const held = (
    credentials as Readonly<Record<string, Readonly<Record<string, string>> | undefined>> | undefined
  )?.[section];
  return held?.[key] === undefined ? undefined : (pick(held, key) as { value: string; origin: Origin });
}

/** The S3 keys that the web UI reads streams with, where the config holds them. */
export function streamKeys(
  config: Config,
): { readonly accessKeyId: Part; readonly secretAccessKey: Part } | undefined {
  if (!s3Keys(config).some(({ id }) => id.startsWith(S3_AUTHENTICATIONS.stream_output))) return undefined;
  return {
    accessKeyId: secretPart(s3KeyId("stream_output", "access_key_id")),
    secretAccessKey: secretPart(s3KeyId("stream_output", "secret_access_key")),
  };
}

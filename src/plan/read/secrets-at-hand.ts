/** The secrets in files that were at hand. Values are read to be compared, and for nothing else. */

import { CREDENTIALS } from "../../clp/package/secret-names.ts";
import { leavesOf } from "../compare/leaves.ts";
import type { CompiledFiles } from "../compiled-files.ts";
import { documentIn, parsed } from "./compiled-documents.ts";
import { CONTAINER_CONFIG, ENV } from "./compose-files.ts";
import { readDotenv } from "./env-file-text.ts";
import { isJson } from "./kubernetes-objects.ts";

const CHART_SECRETS = "helm/values.secret.yaml";

/** What the variables of `.env` are called by those who have none. */
export const CREDENTIAL_NAMES: Readonly<Record<string, string>> = Object.fromEntries(
  CREDENTIALS.map(({ id, variable }) => [id, variable]),
);

/** The server whose data holds a secret since its first start (D45); undefined where it is read at every start. */
export function keeperOf(secret: string): "database" | "queue" | undefined {
  if (/^(?:CLP_DB|SPIDER_DB)_/.test(secret)) return "database";
  return /^CLP_QUEUE_/.test(secret) ? "queue" : undefined;
}

/**
 * Secrets by the names of their variables, S3 keys by their paths in the config. Undefined where no
 * secret file was at hand. Where there are several, they hold the same: `.env` goes before.
 *
 * @param settings the variables of `.env` that are no secrets
 */
export function secretsIn(
  texts: CompiledFiles["texts"],
  settings: ReadonlyMap<string, string> | undefined,
): ReadonlyMap<string, string> | undefined {
  const env = texts.get(ENV);
  if (env !== undefined) {
    const config = texts.get(CONTAINER_CONFIG);
    return withRaw([
      ...[...readDotenv(env)].filter(([name]) => settings?.has(name) !== true),
      ...(config === undefined ? [] : s3Keys(parsed(CONTAINER_CONFIG, config), "")),
    ]);
  }
  const secrets = [...texts].filter(([path]) => path.startsWith("kubernetes/secrets/"));
  if (secrets.length > 0) return new Map(secrets.flatMap(([path, text]) => inSecret(parsed(path, text))));
  const values = texts.get(CHART_SECRETS);
  if (values === undefined) return undefined;
  const content = parsed(CHART_SECRETS, values);
  return new Map([
    ...[...leavesOf(content)].flatMap(([path, value]) =>
      named(path.replace(/^credentials\./, ""), String(JSON.parse(value))),
    ),
    ...s3Keys(isJson(content) ? content["clpConfig"] : undefined, ""),
  ]);
}

/** One host of several may have a secret encoded alone, as it stands in a URL. */
function withRaw(all: readonly (readonly [name: string, value: string])[]): ReadonlyMap<string, string> {
  const secrets = new Map(all);
  for (const [name, value] of all) {
    const raw = name.replace(/_ENCODED$/, "");
    if (!secrets.has(raw)) secrets.set(raw, decoded(value));
  }
  return secrets;
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

/** True for the path of a key of S3 in a config: no public hash tells of it. */
export function isS3Key(path: string): boolean {
  return /\.(?:access_key_id|secret_access_key|session_token)$/.test(path);
}

type Named = readonly (readonly [name: string, value: string])[];

function named(id: string, value: string): Named {
  return Object.hasOwn(CREDENTIAL_NAMES, id) ? [[CREDENTIAL_NAMES[id]!, value]] : [];
}

function s3Keys(value: unknown, name: string): Named {
  if (isJson(value)) {
    return Object.entries(value).flatMap(([key, item]) => s3Keys(item, name === "" ? key : `${name}.${key}`));
  }
  return isS3Key(name) && value !== null ? [[name, String(value)]] : [];
}

/** A Secret of Kubernetes; its values as the other files have them. */
function inSecret(content: unknown): Named {
  if (!isJson(content) || content["kind"] !== "Secret" || !isJson(content["data"])) return [];
  const component = JSON.parse(
    leavesOf(content).get('metadata.labels["app.kubernetes.io/component"]') ?? '""',
  ) as unknown;
  return Object.entries(content["data"]).flatMap(([key, value]) => {
    const document = documentIn(key, textOf(String(value)));
    return document === undefined
      ? named(`${String(component)}.${key}`, textOf(String(value)))
      : s3Keys(document, "");
  });
}

function textOf(base64: string): string {
  try {
    return new TextDecoder().decode(Uint8Array.from(atob(base64), (character) => character.charCodeAt(0)));
  } catch {
    return "";
  }
}

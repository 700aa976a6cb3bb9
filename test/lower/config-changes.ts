/** Every key of the config, changed in deployments in which it matters. */
import { formatPath } from "../../src/base/origin.ts";
import { releaseOf } from "../../src/clp/releases/releases.ts";
import { configSchema } from "../../src/input/schema/config.ts";
import { type KeySchema, type ObjectSchema, tagOf } from "../../src/input/schema/key-schema.ts";

import { TEST_RELEASE } from "../at-release.ts";

export type Json = { [key: string]: unknown };
type Path = readonly string[];

const KEYS = {
  type: "credentials",
  credentials: { access_key_id: "FAKE-KEY", secret_access_key: "fake-secret" },
};
const s3 = (name: string, authentication: Json = KEYS) => ({
  type: "s3",
  s3_config: {
    region_code: "us-east-2",
    bucket: `clp-${name}`,
    key_prefix: `${name}/`,
    aws_authentication: authentication,
  },
});
const PRESTO = {
  package: { query_engine: "presto" },
  presto: { host: "presto-coordinator", port: 8080 },
  results_cache: { retention_period: null },
};
const SPIDER = { compression_scheduler: { type: "spider" }, spider_scheduler: {} };

/** One deployment of each kind in which a key might matter. */
export const DEPLOYMENTS: Readonly<Record<string, Json>> = {
  full: { mcp_server: {}, archive_output: { retention_period: 100 } },
  base: { ...PRESTO, mcp_server: {} },
  "spider-full": { ...SPIDER, mcp_server: {} },
  "spider-base": { ...SPIDER, ...PRESTO },
  text: { package: { storage_engine: "clp", query_engine: "clp" }, api_server: null, log_ingestor: null },
  "S3 by keys": {
    logs_input: { type: "s3", aws_authentication: KEYS },
    archive_output: { storage: s3("archives") },
    stream_output: { storage: s3("streams") },
  },
  "S3 by profile": {
    aws_config_directory: "/home/clp/.aws",
    api_server: null,
    log_ingestor: null,
    logs_input: { type: "s3", aws_authentication: { type: "profile", profile: "clp" } },
    archive_output: { storage: s3("archives", { type: "profile", profile: "clp" }) },
    stream_output: { storage: s3("streams", { type: "profile", profile: "clp" }) },
  },
  external: {
    bundled: [],
    database: { host: "10.0.0.5" },
    queue: { host: "10.0.0.6" },
    redis: { host: "10.0.0.7" },
    results_cache: { host: "10.0.0.8" },
  },
};

/** What other strings are allowed to be, by the last step of their path. */
const TEXTS: readonly (readonly [RegExp, string])[] = [
  [/host$/, "10.0.0.99"],
  [/directory$/, "/home/clp/other"],
  [/credentials_file_path$/, "etc/other.yaml"],
  [/key_prefix$/, "other/"],
  [/endpoint_url$/, "https://other.internal"],
  [/region_code$/, "eu-west-1"],
  [/ssl_cert$/, "/other.pem"],
  [/container_image_ref$/, "registry.internal/clp:other"],
  [/./, "other"],
];

/** Values that differ from those of every deployment above. */
function others(schema: KeySchema, path: Path): readonly unknown[] {
  switch (schema.kind) {
    case "choice":
      return schema.values;
    case "number":
      if (!schema.whole) return [17.5];
      return path.at(-1)!.endsWith("_database") ? [0, 1] : [17];
    case "flag":
      return [true, false];
    case "text":
      return [TEXTS.find(([pattern]) => pattern.test(path.at(-1)!))![1]];
    case "list":
      return [["queue", "redis", "results_cache"]];
    default:
      return [];
  }
}

interface Leaf {
  readonly path: Path;
  readonly schema: KeySchema;
  /** The branches in which it stands. */
  readonly types: readonly (readonly [Path, string])[];
}

function leaves(schema: KeySchema, path: Path = [], types: Leaf["types"] = []): readonly Leaf[] {
  const below = ({ keys }: ObjectSchema, where: Leaf["types"]) =>
    [...keys].flatMap(([key, child]) => leaves(child, [...path, key], where));
  switch (schema.kind) {
    case "object":
      return below(schema, types);
    case "union":
      return schema.branches.flatMap((branch) => below(branch, [...types, [path, tagOf(branch)]]));
    case "record":
      return [{ path: [...path, "password"], schema: schema.of, types }];
    default:
      return [{ path, schema, types }];
  }
}

function at(json: unknown, path: Path): unknown {
  return path.reduce<unknown>((held, key) => (held as Json | null | undefined)?.[key], json);
}

function withValue(json: Json, [key, ...rest]: Path, value: unknown): Json {
  if (rest.length === 0) return { ...json, [key!]: value };
  return { ...json, [key!]: withValue((json[key!] as Json | undefined) ?? {}, rest, value) };
}

/** Keys that decide what else is needed: another value of theirs is an error by itself. */
export const DECISIVE =
  /^(?:package\..*|compression_scheduler\.type|aws_config_directory|bundled|database\.type|.*\.retention_period)$/;

/** What these deployments change; the others hold all keys. */
const SECTIONS: Readonly<Record<string, RegExp>> = {
  "S3 by keys": /^(?:logs_input|archive_output|stream_output)\./,
  "S3 by profile": /^(?:logs_input|archive_output|stream_output)\.|^aws_config_directory$/,
  external: /^(?:bundled|database|queue|redis|results_cache)/,
};

export interface KeyChange {
  /** The key: `webui.port`. */
  readonly name: string;
  /** The deployment's config with other values of the key. */
  readonly configs: readonly Json[];
}

/** Every key that a deployment has, with other values. */
export function keyChanges(deployment: string): readonly KeyChange[] {
  const base = DEPLOYMENTS[deployment]!;
  return leaves(configSchema(releaseOf(TEST_RELEASE))).flatMap(({ path, schema, types }) => {
    const section = at(base, path.slice(0, 1));
    const there = types.every(([where, tag]) => (at(base, [...where, "type"]) ?? "fs") === tag);
    const optional = ["presto", "mcp_server", "spider_scheduler"].includes(path[0]!);
    if (!there || section === null || (optional && path.length > 1 && section === undefined)) return [];
    const name = formatPath(path);
    if (SECTIONS[deployment]?.test(name) === false) return [];
    if (types.some(([where]) => formatPath([...where, "type"]) === name)) return [];
    // A key that must be null says so itself, and the type of an authentication is tried by its branches.
    if (schema.kind === "null") return [];
    const configs = others(schema, path)
      .filter((value) => JSON.stringify(value) !== JSON.stringify(at(base, path)))
      .map((value) => withValue(base, path, value));
    return [{ name, configs }];
  });
}

/** Generated deployments of all four types, valid by construction, for property tests and for the real programs. */
import fc from "fast-check";
import { CREDENTIALS } from "./deploy.ts";

export interface Generated {
  readonly config: string;
  readonly credentials: string;
  readonly site: string;
}

type Json = Record<string, unknown>;

/** An object that has each key or has it not. */
function some(keys: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<Json> {
  return fc.record(keys, { requiredKeys: [] });
}

const level = fc.constantFrom("INFO", "DEBUG", "WARN", "WARNING", "ERROR", "CRITICAL");
const bindHost = fc.constantFrom("localhost", "127.0.0.1", "10.0.0.20", "web.internal");
const retention = fc.option(fc.integer({ min: 1, max: 500_000 }));
const size = fc.integer({ min: 1, max: 2 ** 40 });
const collection = fc.constantFrom("stream-files", "streams", "files_2");

/** Ports that collide with no default and with each other. */
const ports = fc.uniqueArray(fc.integer({ min: 20_000, max: 29_999 }), { minLength: 9, maxLength: 9 });

const keys = {
  type: "credentials",
  credentials: { access_key_id: "FAKE-KEY", secret_access_key: "fake-secret" },
};

function s3(bucket: string, authentication: unknown = keys): Json {
  return {
    type: "s3",
    s3_config: { region_code: "us-east-2", bucket, key_prefix: "logs/", aws_authentication: authentication },
  };
}

const storage = (bucket: string, directory: string) =>
  fc.oneof(
    fc.constant({ type: "fs" }),
    fc.constant({ type: "fs", directory: `/home/clp/${directory}` }),
    fc.constant(s3(bucket)),
  );

interface Choices {
  readonly spider: boolean;
  readonly engine: "clp" | "clp-s" | "presto";
  readonly external: readonly string[];
  readonly ports: readonly number[];
  readonly archives: Json;
  readonly streams: Json;
  readonly fromS3: boolean;
  readonly mcp: boolean;
  readonly api: boolean;
}

const choices: fc.Arbitrary<Choices> = fc.record({
  spider: fc.boolean(),
  engine: fc.constantFrom("clp", "clp-s", "clp-s", "presto"),
  external: fc.subarray(["database", "queue", "redis", "results_cache"]),
  ports,
  archives: storage("clp-archives", "archives"),
  streams: storage("clp-streams", "streams"),
  fromS3: fc.boolean(),
  mcp: fc.boolean(),
  api: fc.boolean(),
});

const tuning = fc.record({
  compression_scheduler: some({
    jobs_poll_delay: fc.constantFrom(0.1, 0.5, 2),
    max_concurrent_tasks_per_job: fc.integer({ min: 0, max: 64 }),
    logging_level: level,
  }),
  query_scheduler: some({
    jobs_poll_delay: fc.constantFrom(0.1, 1),
    num_archives_to_search_per_sub_job: fc.integer({ min: 1, max: 64 }),
    logging_level: level,
  }),
  reducer: some({ logging_level: level, upsert_interval: fc.integer({ min: 1, max: 5_000_000 }) }),
  compression_worker: some({ logging_level: level }),
  query_worker: some({ logging_level: level }),
  webui: some({
    host: bindHost,
    rate_limit: fc.integer({ min: 1, max: 5_000_000 }),
    results_metadata_collection_name: collection,
  }),
  results_cache: some({ stream_collection_name: collection, retention_period: retention }),
  archive_output: some({
    target_archive_size: size,
    compression_level: fc.integer({ min: 1, max: 19 }),
    retention_period: retention,
  }),
  garbage_collector: some({ logging_level: level }),
});

const site = fc.record({
  kubernetes: some({
    release_name: fc.constantFrom("clp", "logs", "a", "clp-2"),
    namespace: fc.constantFrom("default", "observability", "team-1"),
    distributed: fc.boolean(),
    storage_class: fc.constantFrom("local-storage", "fast-rwx"),
    expose_databases: fc.boolean(),
    replicas: some({
      compression_worker: fc.integer({ min: 1, max: 3 }),
      query_worker: fc.integer({ min: 1, max: 3 }),
      reducer: fc.integer({ min: 1, max: 3 }),
    }),
  }),
  compose: some({ restart_policy: fc.constantFrom("no", "always", "on-failure:5") }),
});

/** Of those whose queries go to Presto: who runs it, and how. */
const presto = fc.oneof(
  fc.constant(null),
  fc.constant({ deploy: false }),
  fc
    .record({
      workers: fc.integer({ min: 1, max: 4 }),
      worker_memory: fc.constantFrom("2GiB", "8GiB", "12345MiB", "16G"),
      more: some({
        coordinator_memory: fc.constantFrom("2GiB", "4GiB", "9999MB"),
        timestamp_keys: some({
          default: fc.constantFrom("timestamp", "log.time"),
          datasets: fc.constant({ web: "ts", postgresql: "timestamp" }),
        }),
        publish: fc.constantFrom(null, { host: "web.internal", port: 8889 }, { port: 30_001 }),
        images: some({
          coordinator: fc.constant("registry.example.com/presto/coordinator:clp-v0.10.0"),
          worker: fc.constant("registry.example.com:5000/presto/worker:clp-v0.10.0-fix.1"),
        }),
      }),
    })
    .map(({ more, ...rest }) => ({ deploy: true, ...rest, ...more })),
);

function configOf(choice: Choices, tuned: Json & { readonly [section: string]: Json }): Json {
  const presto = choice.engine === "presto";
  const text = choice.engine === "clp";
  const [database, queue, redis, cache, webui, api, ingestor, mcp, spider] = choice.ports;
  // With Spider, the port of an external database must be 3306 (D12c).
  const databasePort = choice.spider && choice.external.includes("database") ? 3306 : database;
  const host = (name: string) =>
    choice.external.includes(name) ? `${name.replace("_", "-")}.internal` : "localhost";
  return {
    ...tuned,
    package: { storage_engine: text ? "clp" : "clp-s", query_engine: choice.engine },
    bundled: ["database", "queue", "redis", "results_cache"].filter(
      (name) => !choice.external.includes(name),
    ),
    database: { host: host("database"), port: databasePort },
    queue: { host: host("queue"), port: queue },
    redis: { host: host("redis"), port: redis },
    results_cache: {
      ...tuned["results_cache"],
      host: host("results_cache"),
      port: cache,
      ...(presto ? { retention_period: null } : {}),
    },
    archive_output: {
      ...tuned["archive_output"],
      ...(presto ? { retention_period: null } : {}),
      storage: text ? { type: "fs" } : choice.archives,
    },
    stream_output: { storage: text ? { type: "fs" } : choice.streams },
    logs_input:
      text || !choice.fromS3
        ? { type: "fs", directory: "/home/clp/logs" }
        : { type: "s3", aws_authentication: keys },
    webui: { ...tuned["webui"], port: webui },
    api_server: text || !choice.api ? null : { port: api },
    log_ingestor: text ? null : { port: ingestor },
    mcp_server: text || !choice.mcp ? null : { port: mcp },
    presto: presto ? { host: "presto.internal", port: 8889 } : null,
    compression_scheduler: { ...tuned["compression_scheduler"], type: choice.spider ? "spider" : "celery" },
    spider_scheduler: choice.spider ? { port: spider } : null,
  };
}

/** Deployments that compile to Compose without an error. */
export const generated: fc.Arbitrary<Generated> = fc
  .tuple(choices, tuning, site, presto)
  .map(([choice, tuned, place, section]) => ({
    config: JSON.stringify(configOf(choice, tuned as never), null, 2),
    credentials: CREDENTIALS,
    site: JSON.stringify({
      clp_version: "0.9.0",
      ...place,
      ...(choice.engine === "presto" ? { presto: section } : {}),
      host: {
        clp_home: "/home/clp/clp-package",
        home: "/home/clp",
        cpus: 8,
        own_addresses: ["10.0.0.5", "10.0.0.6", "10.0.0.7", "10.0.0.8", "10.0.0.20", "10.0.0.21"],
        addresses: {
          "database.internal": "10.0.0.5",
          "queue.internal": "10.0.0.6",
          "redis.internal": "10.0.0.7",
          "results-cache.internal": "10.0.0.8",
          "presto.internal": "10.0.0.9",
          "web.internal": "10.0.0.21",
        },
      },
    }),
  }));

/** Passwords that shells, URLs, YAML and Compose each get wrong when they are pasted. No NUL, no outer blanks. */
export const hostilePassword: fc.Arbitrary<string> = fc
  .oneof(
    fc.string({
      unit: fc.constantFrom(..."$'\"\\`#{} =:!%&@/?\n\t<>|*-abc1é世🔑"),
      minLength: 1,
      maxLength: 24,
    }),
    fc.string({ unit: "grapheme", minLength: 1, maxLength: 24 }),
  )
  .map((text) => `x${text}x`)
  .filter((text) => !text.includes("\0") && text.isWellFormed());

/** The same for a user or password of the bundled queue, which takes no character beyond U+00FF. */
export const hostileQueueLogin: fc.Arbitrary<string> = hostilePassword.map((text) =>
  text.replace(/[\u{100}-\u{10FFFF}]/gu, "é"),
);

/** Generated placements: deployments of all kinds on one to five hosts, each service on any of them. */
import fc from "fast-check";
import { CREDENTIALS } from "./deploy.ts";

/** In the config, so that each place has keys of its own. */
export const S3_SECRETS = {
  logs_input: "fake-input-secret",
  archive_output: "fake-archive-secret",
  stream_output: "fake-stream-secret",
} as const;

function authentication(place: keyof typeof S3_SECRETS) {
  return {
    type: "credentials",
    credentials: { access_key_id: `FAKE-${place}`, secret_access_key: S3_SECRETS[place] },
  };
}

function bucket(place: keyof typeof S3_SECRETS) {
  return {
    storage: {
      type: "s3",
      s3_config: {
        region_code: "us-east-2",
        bucket: `example-${place.replace("_", "-")}`,
        key_prefix: `${place}/`,
        aws_authentication: authentication(place),
      },
    },
  };
}

/** All that a placement may have to place, beyond what does not run. */
const SINGLETONS = [
  "database",
  "queue",
  "redis",
  "results-cache",
  "compression-scheduler",
  "query-scheduler",
  "api-server",
  "garbage-collector",
  "log-ingestor",
  "mcp-server",
  "webui",
  "otel-collector",
] as const;
const JOBS = ["db-table-creator", "results-cache-indices-creator", "spider-scheduler"] as const;
const WORKERS = ["compression-worker", "query-worker", "reducer"] as const;

/** Which host of some runs what, and what there is to place. */
export interface Placement {
  readonly release: "0.9.0" | "0.13.0";
  readonly spider: boolean;
  readonly presto: boolean;
  readonly s3: boolean;
  readonly externalDatabase: boolean;
  readonly externalQueue: boolean;
  readonly count: number;
  readonly singles: readonly number[];
  readonly jobs: readonly (number | null)[];
  readonly workers: readonly (readonly boolean[])[];
  readonly queuePort: number;
  readonly sharing: "nfs" | "mounted";
}

export const placements: fc.Arbitrary<Placement> = fc.integer({ min: 1, max: 5 }).chain((count) =>
  fc.record({
    release: fc.constantFrom("0.9.0", "0.13.0"),
    spider: fc.boolean(),
    presto: fc.boolean(),
    s3: fc.boolean(),
    externalDatabase: fc.boolean(),
    externalQueue: fc.boolean(),
    count: fc.constant(count),
    singles: fc.tuple(...SINGLETONS.map(() => fc.nat(count - 1))),
    jobs: fc.tuple(...JOBS.map(() => fc.option(fc.nat(count - 1)))),
    workers: fc.tuple(...WORKERS.map(() => fc.array(fc.boolean(), { minLength: count, maxLength: count }))),
    queuePort: fc.constantFrom(5672, 5673),
    sharing: fc.constantFrom("nfs", "mounted"),
  }),
);

/** The inputs in which it is written down. */
export function sourcesOf(choice: Placement) {
  const { s3, presto, spider, count } = choice;
  const native = !presto;
  const celery = !spider || native;
  const bundled = ["database", "queue", "redis", "results_cache"].filter(
    (name) =>
      !(name === "database" && choice.externalDatabase) && !(name === "queue" && choice.externalQueue),
  );
  const config = {
    bundled: choice.release === "0.13.0" ? [...bundled, "otel_collector"] : bundled,
    ...(choice.externalDatabase ? { database: { host: "10.9.9.9" } } : {}),
    ...(celery
      ? { queue: { port: choice.queuePort, ...(choice.externalQueue ? { host: "10.9.9.8" } : {}) } }
      : { queue: null, redis: null }),
    ...(spider ? { compression_scheduler: { type: "spider" }, spider_scheduler: {} } : {}),
    ...(presto
      ? choice.release === "0.9.0"
        ? { package: { query_engine: "presto" }, presto: { host: "presto-coordinator", port: 8080 } }
        : {
            webui: { query_engine: "presto" },
            query_scheduler: null,
            query_worker: null,
            reducer: null,
            presto: { host: "presto-coordinator", port: 8080 },
          }
      : { mcp_server: {} }),
    ...(presto
      ? { results_cache: { retention_period: null } }
      : { archive_output: { retention_period: 60 } }),
    ...(s3
      ? {
          logs_input: { type: "s3", aws_authentication: authentication("logs_input") },
          archive_output: { ...bucket("archive_output"), ...(presto ? {} : { retention_period: 60 }) },
          stream_output: bucket("stream_output"),
          log_ingestor: {},
        }
      : { logs_input: { type: "fs", directory: "/srv/logs" }, log_ingestor: null }),
    api_server: presto ? null : {},
  };
  const hosts = Array.from({ length: count }, (_, host) => ({
    name: `host-${host}`,
    address: `10.0.0.${host + 10}`,
    cpus: 2 + host,
    components: [
      ...SINGLETONS.filter((_name, index) => choice.singles[index] === host),
      ...JOBS.filter((_name, index) => choice.jobs[index] === host),
      ...WORKERS.filter(
        (_name, index) =>
          choice.workers[index]![host] || (host === 0 && !choice.workers[index]!.includes(true)),
      ),
    ],
  }));
  const share = (path: string) =>
    choice.sharing === "nfs" ? { nfs: { server: "10.0.0.5", path: `/export/${path}` } } : { mounted: true };
  const site = {
    clp_version: choice.release,
    host: { clp_home: "/home/clp/clp-package" },
    hosts,
    shared_storage: { archives: share("archives"), streams: share("streams"), logs_input: share("logs") },
  };
  return {
    config: { name: "clp-config.yaml", content: JSON.stringify(config) },
    credentials: { name: "credentials.yaml", content: CREDENTIALS },
    site: { name: "clp-site.yaml", content: JSON.stringify(site) },
  };
}

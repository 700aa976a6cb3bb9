/**
 * The keys of `clp-config.yaml` of all releases, with their defaults, bounds and intervals. Source of each:
 * `clp_config.py` of the package, release by release, and what the services that read the value can take.
 */
import * as z from "zod/mini";
import { once } from "../../base/once.ts";
import { RELEASES } from "../releases/releases.ts";
import { changing, key, leaves, nullableSince, since, tag, until } from "./vocabulary.ts";

const PYTHON_LEVELS = ["INFO", "DEBUG", "WARN", "WARNING", "ERROR", "CRITICAL"] as const;
const RUST_LEVELS = ["ERROR", "WARN", "INFO", "DEBUG", "TRACE", "OFF"] as const;
const BUNDLED = ["database", "queue", "redis", "results_cache", "otel_collector"] as const;
const FIRST_BUNDLED = BUNDLED.filter((name) => name !== "otel_collector");
const QUERY_ENGINES = ["clp", "clp-s", "presto"] as const;
const QUERY_ENGINE = "What searches them: the storage engine's own, or presto on top of clp-s.";

const pythonLevel = once(() => z.enum(PYTHON_LEVELS));
const rustLevel = once(() => z.enum(RUST_LEVELS));

const host = (what: string) =>
  key(z._default(leaves.host(), "localhost"), `Address of this host on which ${what} is published.`, {
    examples: ["localhost", "10.0.0.5"],
  });
/** Of what may be left out of `bundled`. */
const bundledHost = (what: string, section: string) =>
  key(
    z._default(leaves.host(), "localhost"),
    `Address of this host on which ${what} is published; without ${section} in bundled, the name or address of your own server.`,
    { examples: ["localhost", "10.0.0.5"] },
  );
const port = (fallback: number, what: string) =>
  key(z._default(leaves.port(), fallback), `Port of the host on which ${what} is published.`, {
    examples: [fallback],
  });
const level = (what: string) => key(z._default(pythonLevel(), "INFO"), `How much ${what} logs.`);
const directory = (fallback: string, description: string) =>
  key(z._default(leaves.path(), fallback), description, { examples: [fallback] });
/** What the credentials file overrules. */
const hiddenSecret = (what: string) =>
  key(
    z._default(z.nullable(leaves.hiddenSecret()), null),
    `${what}; without effect: the credentials file says it.`,
    {
      deprecated: true,
    },
  );

const telemetryInterval = () =>
  since(
    "0.13.0",
    key(z._default(leaves.positive(), 60000), "Milliseconds between two reports of telemetry.", {
      unit: "milliseconds",
    }),
  );
const taskTimeLimits = () => ({
  task_soft_time_limit: since(
    "0.13.0",
    key(z._default(leaves.natural(), 600), "Seconds after which a task is asked to end; 0: never.", {
      unit: "seconds",
    }),
  ),
  task_time_limit: since(
    "0.13.0",
    key(z._default(leaves.natural(), 1200), "Seconds after which a task is killed; 0: never.", {
      unit: "seconds",
    }),
  ),
});

const notHere = (what: string, type: string) =>
  key(z._default(z.null(), null), `${what}; only with type "${type}".`);

function awsAuthentication() {
  const noProfile = () => notHere("Name of an AWS profile", "profile");
  const noCredentials = () => notHere("Static keys", "credentials");
  return tag(
    z.discriminatedUnion("type", [
      z.strictObject({
        type: key(z.literal("credentials"), "Static keys, written in this file."),
        profile: noProfile(),
        credentials: key(
          tag(
            z.strictObject({
              access_key_id: key(leaves.secretText(), "Id of the access key."),
              secret_access_key: key(leaves.secretText(), "The secret access key."),
              session_token: key(
                z._default(z.nullable(leaves.secretText()), null),
                "Session token of temporary credentials; not every service of CLP passes it on.",
              ),
            }),
            { object: { sensitive: true } },
          ),
          "The static keys.",
        ),
      }),
      z.strictObject({
        type: key(z.literal("profile"), "A named profile of `aws_config_directory`."),
        profile: key(leaves.text(), "Name of the AWS profile.", { examples: ["default"] }),
        credentials: noCredentials(),
      }),
      z.strictObject({
        type: key(z.literal("env_vars"), "Keys from environment variables of the process."),
        profile: noProfile(),
        credentials: noCredentials(),
      }),
      tag(
        z.strictObject({
          type: key(z.literal("ec2"), "The role of the EC2 instance."),
          profile: noProfile(),
          credentials: noCredentials(),
        }),
        {
          lifetime: { until: "0.10.0", after: 'the role of an EC2 instance is found by the type "default"' },
        },
      ),
      tag(
        z.strictObject({
          type: key(
            z.literal("default"),
            "What AWS's own libraries find: environment, profile, or the role of the instance.",
          ),
          profile: noProfile(),
          credentials: noCredentials(),
        }),
        { lifetime: { since: "0.11.0", before: 'the role of an EC2 instance is the type "ec2"' } },
      ),
    ]),
    { union: { sensitive: true } },
  );
}

function s3Config(example: string) {
  return z.strictObject({
    endpoint_url: key(
      z._default(z.nullable(leaves.endpoint()), null),
      "URL of an S3-compatible endpoint; null: that of AWS.",
      { examples: ["https://s3.example.com"] },
    ),
    region_code: key(
      z._default(z.nullable(leaves.text()), null),
      "AWS region of the bucket; the web UI needs it to show streams.",
      { examples: ["us-east-2"] },
    ),
    bucket: key(leaves.text(), "Name of the bucket.", { examples: [`clp-${example}`] }),
    key_prefix: key(leaves.keyPrefix(), "Prefix of every key in the bucket; ends with /.", {
      examples: [`${example}/`],
    }),
    aws_authentication: key(awsAuthentication(), "How to authenticate with AWS."),
  });
}

function storage(what: string, directoryDefault: string, stagingDefault: string, example: string) {
  return z.discriminatedUnion("type", [
    z.strictObject({
      type: key(z._default(z.optional(z.literal("fs")), "fs"), "A directory of the host."),
      directory: directory(directoryDefault, `Directory of the host in which ${what} are kept.`),
    }),
    z.strictObject({
      type: key(z.literal("s3"), "A bucket of S3 or of a service that speaks its protocol."),
      s3_config: key(s3Config(example), `The bucket in which ${what} are kept.`),
      staging_directory: directory(
        stagingDefault,
        `Directory of the host in which ${what} wait for their upload.`,
      ),
    }),
  ]);
}

/** A section that had to be there, and since v0.13.0 says by null that its service does not run. */
function queryService<T extends z.core.$ZodType>(section: T, what: string) {
  return changing(
    key(z.prefault<z.ZodMiniNullable<T>>(nullableSince("0.13.0", section), {} as never), `${what}.`),
    {
      since: "0.13.0",
      description: `${what}; null: none run.`,
    },
  );
}

/** Builds the schema at its first use. */
export const configDefinition = once(() =>
  z.strictObject({
    container_image_ref: changing(
      key(
        z._default(z.nullable(leaves.image()), null),
        "Image of the CLP package; null: the released image of the release that is compiled for.",
      ),
      ...RELEASES.map(({ id, images }) => ({ since: id, examples: [images.package] })),
    ),
    logs_input: key(
      z.prefault(
        z.discriminatedUnion("type", [
          z.strictObject({
            type: key(z._default(z.optional(z.literal("fs")), "fs"), "Logs are files of the host."),
            directory: directory(
              "/",
              "Directory of the host below which logs to compress are found; it must be there.",
            ),
          }),
          z.strictObject({
            type: key(z.literal("s3"), "Logs are objects of S3; the bucket is said with each job."),
            aws_authentication: key(awsAuthentication(), "How to authenticate with AWS."),
          }),
        ]),
        {},
      ),
      "Where the logs to compress come from.",
    ),
    bundled: changing(
      key(
        z._default(
          z.array(tag(z.enum(BUNDLED), { choice: { lifetimes: { otel_collector: { since: "0.13.0" } } } })),
          [...FIRST_BUNDLED],
        ),
        "The databases and queues that the package runs itself; what is left out is an external service at its host and port.",
        { examples: [["queue", "redis"], []] },
      ),
      { since: "0.13.0", default: { value: [...BUNDLED] } },
    ),
    package: key(
      z.prefault(
        z.strictObject({
          storage_engine: key(
            z._default(z.enum(["clp", "clp-s"]), "clp-s"),
            "How logs are stored: clp-s for JSON logs, clp for unstructured text logs.",
          ),
          query_engine: until("0.12.0", key(z._default(z.enum(QUERY_ENGINES), "clp-s"), QUERY_ENGINE), {
            renamed: "webui.query_engine",
          }),
        }),
        {},
      ),
      "The flavour of the package.",
    ),
    database: key(
      z.prefault(
        tag(
          z.strictObject({
            type: key(
              z._default(z.enum(["mariadb", "mysql"]), "mariadb"),
              "Kind of database; Spider works with mariadb only.",
            ),
            host: bundledHost("the database", "database"),
            port: port(3306, "the database"),
            names: key(
              z.prefault(
                z.strictObject({
                  clp: key(z._default(leaves.text(), "clp-db"), "Name of CLP's database."),
                  spider: key(z._default(leaves.text(), "spider-db"), "Name of Spider's database."),
                }),
                {},
              ),
              "Names of the databases; a name that is not given keeps its default.",
            ),
            ssl_cert: key(
              z._default(z.nullable(leaves.text()), null),
              "Certificate of the database; not mounted into any container.",
              { deprecated: true },
            ),
            auto_commit: key(
              z._default(leaves.flag(), false),
              "Whether each statement of the Python services commits by itself.",
            ),
            compress: key(
              z._default(leaves.flag(), true),
              "Whether the Python services compress their database connections.",
            ),
            credentials: key(
              z._default(
                tag(z.record(z.string(), z.nullable(leaves.hiddenSecret())), { record: { sensitive: true } }),
                {},
              ),
              "User names and passwords; without effect: the credentials file says them.",
              { deprecated: true },
            ),
          }),
          { object: { sensitive: true } },
        ),
        {},
      ),
      "The metadata database.",
    ),
    queue: key(
      z.prefault(
        z.nullable(
          tag(
            z.strictObject({
              host: bundledHost("the queue", "queue"),
              port: port(5672, "the queue"),
              username: hiddenSecret("User name"),
              password: hiddenSecret("Password"),
            }),
            { object: { sensitive: true } },
          ),
        ),
        {},
      ),
      "The task queue (RabbitMQ) of Celery; null only with the Spider scheduler.",
    ),
    redis: key(
      z.prefault(
        z.nullable(
          tag(
            z.strictObject({
              host: bundledHost("Redis", "redis"),
              port: port(6379, "Redis"),
              query_backend_database: key(
                z._default(redisDatabase(), 0),
                "Redis database in which results of query tasks are kept; the bundled Redis has 0 and 1.",
              ),
              compression_backend_database: key(
                z._default(redisDatabase(), 1),
                "Redis database in which results of compression tasks are kept; the bundled Redis has 0 and 1.",
              ),
              password: hiddenSecret("Password"),
            }),
            { object: { sensitive: true } },
          ),
        ),
        {},
      ),
      "The results backend (Redis) of Celery; null only with the Spider scheduler.",
    ),
    reducer: queryService(
      z.strictObject({
        host: key(
          z._default(leaves.host(), "localhost"),
          "Address of the reducers; without effect in a compiled deployment.",
        ),
        base_port: key(
          z._default(leaves.port(), 14009),
          "First of the reducers' ports; without effect in a compiled deployment, where it is 14009.",
        ),
        logging_level: level("the reducer"),
        upsert_interval: key(
          z._default(leaves.positive(), 100),
          "Milliseconds between two writes of a running aggregation's results.",
          { unit: "milliseconds" },
        ),
      }),
      "The reducers, which aggregate results of searches",
    ),
    results_cache: key(
      z.prefault(
        z.strictObject({
          host: bundledHost("the results cache", "results_cache"),
          port: port(27017, "the results cache"),
          db_name: key(
            z._default(leaves.text(), "clp-query-results"),
            "Name of the database in the results cache.",
          ),
          stream_collection_name: key(
            z._default(leaves.text(), "stream-files"),
            "Collection that lists the extracted streams.",
          ),
          retention_period: key(
            z._default(z.nullable(leaves.positive()), 60),
            "Minutes after which results of searches are deleted; null: never. With presto it must be null.",
            { unit: "minutes", whenNull: "never delete" },
          ),
        }),
        {},
      ),
      "The results cache (MongoDB).",
    ),
    otel_collector: since(
      "0.13.0",
      key(
        z.prefault(
          z.strictObject({
            host: bundledHost("the collector of telemetry", "otel_collector"),
            port: port(4318, "the collector of telemetry"),
          }),
          {},
        ),
        "The collector of telemetry (OpenTelemetry).",
      ),
    ),
    compression_scheduler: key(
      z.prefault(
        z.strictObject({
          jobs_poll_delay: key(
            z._default(leaves.positiveNumber(), 0.1),
            "Seconds between two looks for new jobs.",
            { unit: "seconds" },
          ),
          max_concurrent_tasks_per_job: key(
            z._default(leaves.natural(), 0),
            "How many tasks of one job run at once; 0: no limit.",
          ),
          logging_level: level("the compression scheduler"),
          type: key(
            z._default(z.enum(["celery", "spider"]), "celery"),
            "What runs compression tasks; spider needs `spider_scheduler`, and a database of type mariadb.",
          ),
          telemetry_update_interval_ms: telemetryInterval(),
        }),
        {},
      ),
      "The compression scheduler.",
    ),
    spider_scheduler: key(
      z._default(
        z.nullable(
          z.strictObject({ host: host("the Spider scheduler"), port: port(6000, "the Spider scheduler") }),
        ),
        null,
      ),
      "The Spider scheduler; needed where `compression_scheduler.type` is spider.",
    ),
    query_scheduler: queryService(
      z.strictObject({
        host: key(
          z._default(leaves.host(), "localhost"),
          "Address of the query scheduler; without effect in a compiled deployment.",
        ),
        port: key(
          z._default(leaves.port(), 7000),
          "Port of the query scheduler; without effect in a compiled deployment, where it is 7000.",
        ),
        jobs_poll_delay: key(
          z._default(leaves.positiveNumber(), 0.1),
          "Seconds between two looks for new jobs.",
          { unit: "seconds" },
        ),
        max_datasets_per_query: since(
          "0.10.0",
          key(
            z._default(z.nullable(leaves.positive()), 10),
            "How many datasets one search may be about; null: any number.",
            { whenNull: "no limit" },
          ),
        ),
        num_archives_to_search_per_sub_job: key(
          z._default(leaves.positive(), 16),
          "How many archives are searched at once before their results are shown.",
        ),
        logging_level: level("the query scheduler"),
        scheduler_concurrency: since(
          "0.12.0",
          key(z._default(leaves.positive(), 4), "How many processes prepare searches at once."),
        ),
        telemetry_update_interval_ms: telemetryInterval(),
      }),
      "The query scheduler",
    ),
    compression_worker: key(
      z.prefault(
        z.strictObject({
          logging_level: level("the compression worker"),
          ...taskTimeLimits(),
          telemetry_update_interval_ms: telemetryInterval(),
        }),
        {},
      ),
      "The compression workers.",
    ),
    query_worker: queryService(
      z.strictObject({
        logging_level: level("the query worker"),
        ...taskTimeLimits(),
        telemetry_update_interval_ms: telemetryInterval(),
        query_trace_sampling_probability: since(
          "0.13.0",
          key(
            z._default(leaves.share(), 0.01),
            "The share of searches of which a trace is reported, from 0 to 1.",
          ),
        ),
      }),
      "The query workers",
    ),
    webui: key(
      z.prefault(
        z.strictObject({
          host: host("the web UI"),
          port: port(4000, "the web UI"),
          query_engine: since("0.13.0", key(z._default(z.enum(QUERY_ENGINES), "clp-s"), QUERY_ENGINE)),
          results_metadata_collection_name: key(
            z._default(leaves.text(), "results-metadata"),
            "Collection of the results cache in which the web UI keeps the state of searches.",
          ),
          rate_limit: key(
            z._default(leaves.positive(), 1000),
            "How many requests a client may send in a time window.",
          ),
          presto_max_num_search_results: since(
            "0.13.0",
            key(z._default(leaves.positive(), 1000), "How many rows of one search with Presto are kept."),
          ),
        }),
        {},
      ),
      "The web UI.",
    ),
    garbage_collector: key(
      z.prefault(
        z.strictObject({
          logging_level: level("the garbage collector"),
          sweep_interval: key(
            z.prefault(
              z.strictObject({
                archive: key(
                  z._default(leaves.positive(), 60),
                  "Minutes between two sweeps of expired archives.",
                  { unit: "minutes" },
                ),
                search_result: key(
                  z._default(leaves.positive(), 30),
                  "Minutes between two sweeps of expired results of searches.",
                  { unit: "minutes" },
                ),
              }),
              {},
            ),
            "How often what is expired is deleted.",
          ),
        }),
        {},
      ),
      "The garbage collector; it runs where a retention period is set.",
    ),
    api_server: key(
      z.prefault(
        z.nullable(
          z.strictObject({
            host: host("the API server"),
            port: port(3001, "the API server"),
            query_job_polling: key(
              z.prefault(
                tag(
                  z.strictObject({
                    initial_backoff_ms: key(
                      z._default(leaves.natural(), 100),
                      "Milliseconds before the API server first asks again for a search's state. CLP's parser knows it as `initial_backoff`.",
                      { unit: "milliseconds" },
                    ),
                    max_backoff_ms: key(
                      z._default(leaves.natural(), 5000),
                      "Most milliseconds between two such questions. CLP's parser knows it as `max_backoff`.",
                      { unit: "milliseconds" },
                    ),
                  }),
                  {
                    object: {
                      spellings: { initial_backoff: "initial_backoff_ms", max_backoff: "max_backoff_ms" },
                    },
                  },
                ),
                {},
              ),
              "How the API server waits for searches.",
            ),
            default_max_num_query_results: key(
              z._default(leaves.u32(), 1000),
              "How many results a search gives where it does not say.",
            ),
          }),
        ),
        {},
      ),
      "The API server; null: it does not run. With the storage engine clp it must be null.",
    ),
    log_ingestor: key(
      z.prefault(
        z.nullable(
          z.strictObject({
            host: host("the log ingestor"),
            port: port(3002, "the log ingestor"),
            buffer_flush_timeout: until(
              "0.10.0",
              key(
                z._default(leaves.positive(), 300),
                "Seconds after which buffered objects are compressed, however few.",
                { unit: "seconds" },
              ),
              { after: "each ingestion job says it, in buffer_config.timeout_sec" },
            ),
            buffer_flush_threshold: until(
              "0.10.0",
              changing(
                key(
                  z._default(leaves.positive(), 268435456),
                  "Bytes of buffered objects that are compressed at once.",
                  { unit: "bytes" },
                ),
                { since: "0.10.0", default: { value: 4294967296 } },
              ),
              { after: "each ingestion job says it, in buffer_config.flush_threshold_bytes" },
            ),
            channel_capacity: until(
              "0.10.0",
              key(
                z._default(leaves.positive(), 10),
                "How many objects may wait between listing and buffering.",
              ),
              { after: "each ingestion job says it, in buffer_config.channel_capacity" },
            ),
            logging_level: key(z._default(rustLevel(), "INFO"), "How much the log ingestor logs."),
          }),
        ),
        {},
      ),
      "The log ingestor; it runs where `logs_input.type` is s3. With the storage engine clp it must be null.",
    ),
    credentials_file_path: directory(
      "etc/credentials.yaml",
      "The credentials file, read where the command line names none; relative to the working directory.",
    ),
    mcp_server: key(
      z._default(
        z.nullable(
          z.strictObject({
            host: host("the MCP server"),
            port: port(8000, "the MCP server"),
            logging_level: level("the MCP server"),
          }),
        ),
        null,
      ),
      "The MCP server; null: it does not run.",
    ),
    presto: changing(
      key(
        z._default(
          z.nullable(
            z.strictObject({
              host: key(
                leaves.host(),
                "Address of the Presto coordinator; CLP always uses presto-coordinator.",
                {
                  examples: ["presto-coordinator"],
                },
              ),
              port: key(leaves.port(), "Port of the Presto coordinator; CLP always uses 8080.", {
                examples: [8080],
              }),
            }),
          ),
          null,
        ),
        "Presto; needed where `package.query_engine` is presto.",
      ),
      { since: "0.13.0", description: "Presto; needed where `webui.query_engine` is presto." },
    ),
    archive_output: key(
      z.prefault(
        z.strictObject({
          storage: key(
            z.prefault(storage("archives", "var/data/archives", "var/data/staged-archives", "archives"), {}),
            "Where archives are kept.",
          ),
          target_archive_size: key(
            z._default(leaves.positive(), 268435456),
            "Bytes of dictionaries and encoded messages after which a new archive is begun.",
            { unit: "bytes" },
          ),
          target_dictionaries_size: key(
            z._default(leaves.positive(), 33554432),
            "Bytes of dictionaries after which a new archive is begun.",
            { unit: "bytes" },
          ),
          target_encoded_file_size: key(
            z._default(leaves.positive(), 268435456),
            "Bytes of one encoded file after which a new one is begun.",
            { unit: "bytes" },
          ),
          target_segment_size: key(
            z._default(leaves.positive(), 268435456),
            "Bytes of one segment after which a new one is begun.",
            { unit: "bytes" },
          ),
          compression_level: key(
            z._default(z.int().check(z.minimum(1), z.maximum(19)), 3),
            "How hard Zstandard compresses: 1 is fast, 19 is small.",
          ),
          retention_period: key(
            z._default(z.nullable(leaves.positive()), null),
            "Minutes after which archives are deleted; null: never. With presto it must be null.",
            { examples: [43200], unit: "minutes", whenNull: "never delete" },
          ),
        }),
        {},
      ),
      "Archives: where they are kept, and how large they become.",
    ),
    stream_output: key(
      z.prefault(
        z.strictObject({
          storage: key(
            z.prefault(storage("streams", "var/data/streams", "var/data/staged-streams", "streams"), {}),
            "Where streams are kept.",
          ),
          target_uncompressed_size: key(
            z._default(leaves.positive(), 134217728),
            "Bytes after which a new stream file is begun.",
            { unit: "bytes" },
          ),
        }),
        {},
      ),
      "Streams, which the log viewer reads.",
    ),
    data_directory: directory("var/data", "Directory of the host below which databases keep their data."),
    logs_directory: directory("var/log", "Directory of the host below which services log."),
    tmp_directory: directory("var/tmp", "Directory of the host for temporary files."),
    aws_config_directory: changing(
      key(
        z._default(z.nullable(leaves.path()), null),
        "Directory of the host with AWS profiles; needed where some authentication is of type profile, null otherwise.",
        { examples: ["~/.aws"] },
      ),
      {
        since: "0.11.0",
        description:
          "Directory of the host with AWS profiles; needed where some authentication is of type profile, allowed where some is of type default, null otherwise.",
      },
    ),
    telemetry: since(
      "0.13.0",
      key(
        z.prefault(
          z.strictObject({
            disable: key(z._default(leaves.flag(), false), "Whether nothing is reported to CLP's makers."),
            endpoint: key(
              z._default(leaves.endpoint(), "https://telemetry.yscope.io"),
              "URL to which the bundled collector reports.",
              { examples: ["https://telemetry.example.com"] },
            ),
          }),
          {},
        ),
        "What CLP reports of itself.",
      ),
      { lacking: "sends no telemetry" },
    ),
  }),
);

// Redis servers have 16 databases by default; the bundled redis.conf says `databases 2`.
function redisDatabase() {
  return z.int().check(z.minimum(0), z.maximum(15));
}

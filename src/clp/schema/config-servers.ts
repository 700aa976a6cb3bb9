/** The config's sections on the servers that the package runs, or somebody else. */
import * as z from "zod/mini";
import { bundledHost, hiddenSecret, port } from "./config-parts.ts";
import { key, leaves, since, tag } from "./vocabulary.ts";

export const database = () =>
  key(
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
  );

export const queue = () =>
  key(
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
  );

export const redis = () =>
  key(
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
  );

export const resultsCache = () =>
  key(
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
  );

export const otelCollector = () =>
  since(
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
  );

export const telemetry = () =>
  since(
    "0.13.0",
    key(
      z.prefault(
        z.strictObject({
          disable: key(z._default(leaves.flag(), false), "Whether nothing is reported to CLP's makers."),
          endpoint: key(
            z._default(leaves.telemetryEndpoint(), "https://telemetry.yscope.io"),
            "URL to which the bundled collector reports.",
            { examples: ["https://telemetry.example.com"] },
          ),
        }),
        {},
      ),
      "What CLP reports of itself.",
    ),
    { lacking: "sends no telemetry" },
  );

// Redis servers have 16 databases by default; the bundled redis.conf says `databases 2`.
function redisDatabase() {
  return z.int().check(z.minimum(0), z.maximum(15));
}

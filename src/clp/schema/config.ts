/**
 * The keys of `clp-config.yaml` of all releases, with their defaults, bounds and intervals. Source of each:
 * `clp_config.py` of the package, release by release, and what the services that read the value can take.
 */
import * as z from "zod/mini";
import { once } from "../../base/once.ts";
import { RELEASES } from "../releases/releases.ts";
import { compressionScheduler, compressionWorker, spiderScheduler } from "./config-compression.ts";
import { directory, queryEngine } from "./config-parts.ts";
import { presto, queryScheduler, queryWorker, reducer } from "./config-queries.ts";
import { database, otelCollector, queue, redis, resultsCache, telemetry } from "./config-servers.ts";
import { apiServer, garbageCollector, logIngestor, mcpServer, webui } from "./config-services.ts";
import { archiveOutput, logsInput, streamOutput } from "./config-storage.ts";
import { changing, key, leaves, tag, until } from "./vocabulary.ts";

const BUNDLED = ["database", "queue", "redis", "results_cache", "otel_collector"] as const;
const FIRST_BUNDLED = BUNDLED.filter((name) => name !== "otel_collector");

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
    logs_input: logsInput(),
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
          query_engine: until("0.12.0", queryEngine(), {
            renamed: "webui.query_engine",
          }),
        }),
        {},
      ),
      "The flavour of the package.",
    ),
    database: database(),
    queue: queue(),
    redis: redis(),
    reducer: reducer(),
    results_cache: resultsCache(),
    otel_collector: otelCollector(),
    compression_scheduler: compressionScheduler(),
    spider_scheduler: spiderScheduler(),
    query_scheduler: queryScheduler(),
    compression_worker: compressionWorker(),
    query_worker: queryWorker(),
    webui: webui(),
    garbage_collector: garbageCollector(),
    api_server: apiServer(),
    log_ingestor: logIngestor(),
    credentials_file_path: directory(
      "etc/credentials.yaml",
      "The credentials file, read where the command line names none; relative to the working directory.",
    ),
    mcp_server: mcpServer(),
    presto: presto(),
    archive_output: archiveOutput(),
    stream_output: streamOutput(),
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
    telemetry: telemetry(),
  }),
);

/** CLP's own configuration in the values of this chart, and of those before it that run Presto; in the order of the charts. */
import { given, pick } from "../../../../base/typed.ts";
import type { Question } from "../../chart.ts";
import { prestoServer } from "../../chart-presto.ts";
import * as section from "../../sections.ts";
import type { Written } from "../../written.ts";
import type { ClpConfig } from "./generated/chart-values.ts";

/** Behind the list of what is bundled. What a release does not have is left out, so that one function serves several charts. */
export function clpConfig(question: Question) {
  const { config, queryEngine } = question.options;
  const { port, results_metadata_collection_name, rate_limit } = section.webui(question);
  const telemetry = given(config, "telemetry");
  return {
    package: { storage_engine: pick(config.package, "storage_engine") },
    api_server: section.apiServer(question),
    logs_input: section.logsInput(question),
    database: section.database(question),
    compression_scheduler: section.compressionScheduler(question),
    query_scheduler: section.queryScheduler(question),
    queue: section.externalServer(question, "queue"),
    redis: section.redis(question),
    results_cache: section.resultsCache(question),
    otel_collector: section.externalServer(question, "otel-collector"),
    compression_worker: section.compressionWorker(question),
    query_worker: section.queryWorker(question),
    reducer: section.reducer(question),
    webui: {
      query_engine: queryEngine,
      port,
      presto_max_num_search_results: section.keptWhereGiven(
        given(config.webui, "presto_max_num_search_results"),
      ),
      rate_limit,
      results_metadata_collection_name,
    },
    mcp_server: section.mcpServer(question),
    presto: prestoServer(question),
    log_ingestor: section.logIngestor(question),
    archive_output: section.archives(question),
    stream_output: section.streams(question),
    garbage_collector: section.garbageCollector(question),
    telemetry: telemetry && {
      disable: pick(telemetry.value, "disable"),
      endpoint: pick(telemetry.value, "endpoint"),
    },
  } satisfies Written<ClpConfig>;
}

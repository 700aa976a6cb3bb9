/** What charts have in common that have a section for each worker, in the order of the charts. */
import type { Sourced } from "../../base/origin.ts";
import { given, pick } from "../../base/typed.ts";
import type { Question } from "./chart.ts";
import { fullnameOverride } from "./chart-names.ts";
import { kept } from "./numbers.ts";
import { imageInTwo, NO_CREDENTIALS, worker } from "./pods.ts";
import * as section from "./sections.ts";

/** All values. What stands there as undefined is a chart's own, and has its place so. */
export function earlyValues<Config>({ model, options }: Question, clpConfig: Config) {
  return {
    fullnameOverride: fullnameOverride(options.releaseName),
    allowHostAccessForSbinScripts: options.exposeDatabases,
    securityContext: undefined,
    image: { clpPackage: { ...imageInTwo(model.image), pullPolicy: options.imagePullPolicy } },
    distributedDeployment: options.distributed,
    workerConcurrency: kept(options.workerConcurrency),
    compressionWorker: worker(options, "compression_worker"),
    queryWorker: worker(options, "query_worker"),
    reducer: worker(options, "reducer"),
    prestoWorker: undefined,
    storage: undefined,
    clpConfig,
    credentials: NO_CREDENTIALS,
  };
}

/** CLP's own configuration, for charts that do not carry Presto. */
export function earlyConfig(question: Question) {
  const { config } = question.options;
  return {
    package: {
      storage_engine: pick(config.package, "storage_engine"),
      // The chart does not carry Presto, and is refused with it.
      query_engine: given(config.package, "query_engine") as Sourced<"clp" | "clp-s"> | undefined,
    },
    api_server: section.apiServer(question),
    logs_input: section.logsInput(question),
    database: section.database(question),
    compression_scheduler: section.compressionScheduler(question),
    query_scheduler: section.running(section.queryScheduler(question)),
    queue: section.externalServer(question, "queue"),
    redis: section.redis(question),
    reducer: section.running(section.reducer(question)),
    results_cache: section.resultsCache(question),
    compression_worker: section.compressionWorker(question),
    query_worker: section.running(section.queryWorker(question)),
    webui: section.webui(question),
    mcp_server: section.mcpServer(question),
    log_ingestor: section.logIngestor(question),
    archive_output: section.archives(question),
    stream_output: section.streams(question),
    garbage_collector: section.garbageCollector(question),
  };
}

/** `values.yaml` for charts 0.3.0 and 0.3.1: Presto, and query services that may be absent. */
import { constant } from "../../../../base/origin.ts";
import { pick } from "../../../../base/typed.ts";
import { type Tree, tree } from "../../../../model/tree.ts";
import { type Question, titleOf } from "../../chart.ts";
import { fullnameOverride } from "../../chart-names.ts";
import { kept } from "../../numbers.ts";
import { imageInTwo, NO_CREDENTIALS, worker as workerOf } from "../../pods.ts";
import { bundled, prestoImage, prestoServer, prestoWorkers } from "../../presto.ts";
import * as section from "../../sections.ts";
import type { Written } from "../../written.ts";
import type { ChartValues, ClpConfig } from "../0.3.1/generated/chart-values.ts";

export function values(question: Question): Tree {
  const { chart, model, options } = question;
  const { imagePullPolicy: pullPolicy } = options;
  const coordinator = prestoImage(question, "presto-coordinator");
  const worker = prestoImage(question, "presto-worker");
  const workers = prestoWorkers(question);
  const all: Written<ChartValues> = {
    fullnameOverride: fullnameOverride(options.releaseName),
    allowHostAccessForSbinScripts: options.exposeDatabases,
    image: {
      clpPackage: { ...imageInTwo(model.image), pullPolicy },
      prestoCoordinator: coordinator && { ...imageInTwo(coordinator), pullPolicy },
      prestoWorker: worker && { ...imageInTwo(worker), pullPolicy },
    },
    distributedDeployment: options.distributed,
    workerConcurrency: kept(options.workerConcurrency),
    compressionWorker: workerOf(options, "compression_worker"),
    queryWorker: workerOf(options, "query_worker"),
    reducer: workerOf(options, "reducer"),
    prestoWorker: workers && { replicas: kept(workers) },
    clpConfig: clpConfig(question),
    credentials: NO_CREDENTIALS,
  };
  return tree(all, constant(`a section of the values of ${titleOf(chart)}`));
}

function clpConfig(question: Question): Written<ClpConfig> {
  const { config } = question.options;
  const { port, results_metadata_collection_name, rate_limit } = section.webui(question);
  return {
    bundled: bundled(question),
    package: { storage_engine: pick(config.package, "storage_engine") },
    api_server: section.apiServer(question),
    logs_input: section.logsInput(question),
    database: {
      type: pick(config.database, "type"),
      ...section.databaseServer(question),
      names: section.databaseNames(question),
    },
    compression_scheduler: section.compressionScheduler(question),
    query_scheduler: section.queryScheduler(question),
    queue: section.externalServer(question, "queue"),
    redis: { ...section.externalServer(question, "redis"), ...section.redisDatabases(question) },
    results_cache: { ...section.resultsCacheServer(question), ...section.resultsCache(question) },
    compression_worker: section.compressionWorker(question),
    query_worker: section.queryWorker(question),
    reducer: section.reducer(question),
    webui: {
      query_engine: section.queryEngine(question),
      port,
      rate_limit,
      results_metadata_collection_name,
    },
    mcp_server: section.mcpServer(question),
    presto: prestoServer(question),
    log_ingestor: section.logIngestor(question),
    archive_output: {
      storage: section.storageOf(config.archive_output.storage),
      ...section.archiveOutput(question),
    },
    stream_output: {
      storage: section.storageOf(config.stream_output.storage),
      target_uncompressed_size: section.streamSize(question),
    },
    garbage_collector: section.garbageCollector(question),
    aws_config_directory: section.awsConfigDirectory(question),
  };
}

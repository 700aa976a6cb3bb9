/** `values.yaml` for charts 0.3.0 and 0.3.1: Presto, and query services that may be absent. */
import { pick } from "../../../../base/typed.ts";
import type { Tree } from "../../../../model/tree.ts";
import type { Question } from "../../chart.ts";
import { fullnameOverride } from "../../chart-names.ts";
import { bundled, prestoImage, prestoServer, prestoWorkers } from "../../chart-presto.ts";
import { kept } from "../../numbers.ts";
import { imageInTwo, NO_CREDENTIALS, worker as workerOf } from "../../pods.ts";
import * as section from "../../sections.ts";
import { valuesTree, type Written } from "../../written.ts";
import type { ChartValues, ClpConfig } from "../0.3.1/generated/chart-values.ts";

export function values(question: Question): Tree {
  const { model, options } = question;
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
  return valuesTree(question, all);
}

function clpConfig(question: Question): Written<ClpConfig> {
  const { config } = question.options;
  const { port, results_metadata_collection_name, rate_limit } = section.webui(question);
  return {
    bundled: bundled(question),
    package: { storage_engine: pick(config.package, "storage_engine") },
    api_server: section.apiServer(question),
    logs_input: section.logsInput(question),
    database: section.database(question),
    compression_scheduler: section.compressionScheduler(question),
    query_scheduler: section.queryScheduler(question),
    queue: section.externalServer(question, "queue"),
    redis: section.redis(question),
    results_cache: section.resultsCacheAnywhere(question),
    compression_worker: section.compressionWorker(question),
    query_worker: section.queryWorker(question),
    reducer: section.reducer(question),
    webui: {
      query_engine: question.options.queryEngine,
      port,
      rate_limit,
      results_metadata_collection_name,
    },
    mcp_server: section.mcpServer(question),
    presto: prestoServer(question),
    log_ingestor: section.logIngestor(question),
    archive_output: section.archives(question),
    stream_output: section.streams(question),
    garbage_collector: section.garbageCollector(question),
    aws_config_directory: section.awsConfigDirectory(question),
  };
}

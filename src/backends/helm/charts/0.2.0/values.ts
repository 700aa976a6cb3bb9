/** `values.yaml` for chart 0.2.0: volumes are the chart's own claims, and servers may be somebody else's. */
import type { Sourced } from "../../../../base/origin.ts";
import { given, pick } from "../../../../base/typed.ts";
import type { Tree } from "../../../../model/tree.ts";
import type { Question } from "../../chart.ts";
import { fullnameOverride } from "../../chart-names.ts";
import { bundled } from "../../chart-presto.ts";
import { kept } from "../../numbers.ts";
import { imageInTwo, NO_CREDENTIALS, worker } from "../../pods.ts";
import * as section from "../../sections.ts";
import { valuesTree, type Written } from "../../written.ts";
import type { ChartValues, ClpConfig } from "./generated/chart-values.ts";

export function values(question: Question): Tree {
  const { model, options } = question;
  const all: Written<ChartValues> = {
    fullnameOverride: fullnameOverride(options.releaseName),
    allowHostAccessForSbinScripts: options.exposeDatabases,
    image: { clpPackage: { ...imageInTwo(model.image), pullPolicy: options.imagePullPolicy } },
    distributedDeployment: options.distributed,
    workerConcurrency: kept(options.workerConcurrency),
    compressionWorker: worker(options, "compression_worker"),
    queryWorker: worker(options, "query_worker"),
    reducer: worker(options, "reducer"),
    clpConfig: clpConfig(question),
    credentials: NO_CREDENTIALS,
  };
  return valuesTree(question, all);
}

function clpConfig(question: Question): Written<ClpConfig> {
  const { config } = question.options;
  return {
    bundled: bundled(question),
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
    results_cache: section.resultsCacheAnywhere(question),
    compression_worker: section.compressionWorker(question),
    query_worker: section.running(section.queryWorker(question)),
    webui: section.webui(question),
    mcp_server: section.mcpServer(question),
    log_ingestor: section.logIngestor(question),
    archive_output: section.archives(question),
    stream_output: section.streams(question),
    garbage_collector: section.garbageCollector(question),
    aws_config_directory: section.awsConfigDirectory(question),
  };
}

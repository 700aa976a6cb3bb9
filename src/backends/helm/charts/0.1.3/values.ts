/** `values.yaml` for chart 0.1.3. */
import { map, type Sourced } from "../../../../base/origin.ts";
import { given, pick } from "../../../../base/typed.ts";
import type { Owner } from "../../../../model/model.ts";
import type { Tree } from "../../../../model/tree.ts";
import { publishedPort } from "../../../cluster/cluster-options.ts";
import type { Question } from "../../chart.ts";
import type { StorageSection } from "../../chart-config.ts";
import { fullnameOverride } from "../../chart-names.ts";
import { kept } from "../../numbers.ts";
import { imageInTwo, NO_CREDENTIALS, worker } from "../../pods.ts";
import * as section from "../../sections.ts";
import { valuesTree, type Written } from "../../written.ts";
import type { ChartValues, ClpConfig, Storage, User } from "./generated/chart-values.ts";
import { STORAGE_CLASS } from "./storage-class.ts";

export function values(question: Question): Tree {
  const { model, options } = question;
  const { storageClass } = options;
  const all: Written<ChartValues> = {
    fullnameOverride: fullnameOverride(options.releaseName),
    allowHostAccessForSbinScripts: options.exposeDatabases,
    securityContext: { firstParty: user(question, "first-party"), thirdParty: user(question, "third-party") },
    image: { clpPackage: { ...imageInTwo(model.image), pullPolicy: options.imagePullPolicy } },
    distributedDeployment: options.distributed,
    workerConcurrency: kept(options.workerConcurrency),
    compressionWorker: worker(options, "compression_worker"),
    queryWorker: worker(options, "query_worker"),
    reducer: worker(options, "reducer"),
    storage: {
      storageClassName:
        storageClass.value === STORAGE_CLASS
          ? storageClass
          : map(storageClass, "the one class that the chart's databases ask for (H3)", () => STORAGE_CLASS),
    },
    clpConfig: clpConfig(question),
    credentials: NO_CREDENTIALS,
  };
  return valuesTree(question, all);
}

function user({ model }: Question, owner: Owner): Written<User> {
  const { uid, gid } = model.users[owner];
  return { uid: kept(uid), gid: kept(gid) };
}

function clpConfig(question: Question): Written<ClpConfig> {
  const { model, options } = question;
  const { config } = options;
  const { directories } = model;
  return {
    package: {
      storage_engine: pick(config.package, "storage_engine"),
      // The chart does not carry Presto, and is refused with it.
      query_engine: given(config.package, "query_engine") as Sourced<"clp" | "clp-s"> | undefined,
    },
    api_server: section.apiServer(question),
    logs_input: section.logsInput(question),
    database: {
      type: pick(config.database, "type"),
      port: publishedPort(options, "database"),
      names: section.databaseNames(question),
    },
    compression_scheduler: section.compressionScheduler(question),
    query_scheduler: section.running(section.queryScheduler(question)),
    redis: section.redisDatabases(question),
    reducer: section.running(section.reducer(question)),
    results_cache: {
      port: publishedPort(options, "results_cache"),
      ...section.resultsCache(question),
    },
    compression_worker: section.compressionWorker(question),
    query_worker: section.running(section.queryWorker(question)),
    webui: section.webui(question),
    mcp_server: section.mcpServer(question),
    log_ingestor: section.logIngestor(question),
    archive_output: {
      storage: storage(config.archive_output.storage, directories.archives, directories.stagedArchives),
      ...section.archiveOutput(question),
    },
    stream_output: {
      storage: storage(config.stream_output.storage, directories.streams, directories.stagedStreams),
      target_uncompressed_size: section.streamSize(question),
    },
    garbage_collector: section.garbageCollector(question),
    data_directory: directories.data,
    logs_directory: directories.logs,
    tmp_directory: directories.tmp,
    aws_config_directory: section.awsConfigDirectory(question),
  };
}

/** Either directory is there where the storage has it; a staging directory has no default in the chart (H6). */
function storage(
  held: StorageSection,
  directory: Sourced<string> | undefined,
  staging: Sourced<string> | undefined,
): Written<Storage> {
  const { type, s3_config } = section.storageOf(held);
  return { type, directory, staging_directory: staging, s3_config };
}

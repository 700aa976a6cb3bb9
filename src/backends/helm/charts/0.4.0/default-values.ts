/** What chart 0.4.0 has where nobody says anything: its own values.yaml. */
import { v0_13_0 } from "../../../../clp/releases/v0.13.0.ts";
import { type DefaultValues, imageValues, withChanges } from "../../default-values.ts";
import { DEFAULTS_0_3_1 } from "../0.3.1/default-values.ts";

/** The pods of which there is one each; nothing is said of any. */
const SERVERS: DefaultValues = {
  database: {},
  queue: {},
  redis: {},
  resultsCache: {},
  compressionScheduler: {},
  logIngestor: {},
  queryScheduler: {},
  prestoCoordinator: {},
  garbageCollector: {},
  apiServer: {},
  webui: {},
  mcpServer: {},
  otelCollector: {},
};

const { images } = v0_13_0;

export const DEFAULTS_0_4_0: DefaultValues = withChanges(DEFAULTS_0_3_1, {
  image: {
    clpPackage: { tag: "0.13.0" },
    mariadb: imageValues(images.mariadb, "Always"),
    mysql: imageValues(images.mysql, "Always"),
    curl: imageValues("curlimages/curl:8.14.1", "IfNotPresent"),
    kubectl: {
      repository: "bitnami/kubectl",
      pullPolicy: "IfNotPresent",
      digest: "sha256:98736aabcecb8d3cbcdcd7b132d14b1d67ed99bac2f06d471f06235933103df3",
    },
    otelCollector: imageValues(images.otelCollector!, "IfNotPresent"),
    queue: imageValues(images.queue, "Always"),
    redis: imageValues(images.redis, "Always"),
    resultsCache: imageValues(images.resultsCache, "Always"),
  },
  scheduling: {
    compressionWorker: { replicas: 1, slotsPerPod: 8 },
    queryWorker: { replicas: 1, slotsPerPod: 8 },
    reducer: { replicas: 1, slotsPerPod: 8 },
    prestoWorker: { replicas: 1 },
    ...SERVERS,
  },
  resources: {
    compressionWorker: {},
    queryWorker: {},
    reducer: {},
    prestoWorker: {},
    ...SERVERS,
    dbTableCreator: {},
    prestoWorkerSetupConfigs: {},
    resultsCacheIndicesCreator: {},
    topologyMetricsEmitter: {},
  },
  clpConfig: {
    bundled: ["database", "queue", "redis", "results_cache", "otel_collector", "presto"],
    compression_scheduler: { telemetry_update_interval_ms: 60000 },
    query_scheduler: { max_datasets_per_query: 10, telemetry_update_interval_ms: 60000 },
    otel_collector: { host: "localhost", port: 4318 },
    compression_worker: { task_soft_time_limit: 0, task_time_limit: 0, telemetry_update_interval_ms: 60000 },
    query_worker: {
      task_soft_time_limit: 0,
      task_time_limit: 0,
      telemetry_update_interval_ms: 60000,
      query_trace_sampling_probability: 0.01,
    },
    webui: { presto_max_num_search_results: 1000 },
    aws_config: null,
    telemetry: { disable: false, endpoint: "https://telemetry.yscope.io" },
    aws_config_directory: undefined,
  },
  workerConcurrency: undefined,
  compressionWorker: undefined,
  queryWorker: undefined,
  reducer: undefined,
  prestoWorker: undefined,
});

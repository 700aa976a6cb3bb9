/** All components of the package. A new one is one file and one line here, and its name in `clp/package/`. */

import type { ComponentDefinition } from "../../lower/definition.ts";
import type { ComponentId } from "../../model/value.ts";
import { COMPONENT_IDS } from "../package/component-ids.ts";
import { apiServer } from "./api-server.ts";
import { compressionScheduler } from "./compression-scheduler.ts";
import { compressionWorker } from "./compression-worker.ts";
import { database } from "./database.ts";
import { dbTableCreator } from "./db-table-creator.ts";
import { garbageCollector } from "./garbage-collector.ts";
import { logIngestor } from "./log-ingestor.ts";
import { mcpServer } from "./mcp-server.ts";
import { otelCollector } from "./otel-collector.ts";
import { prestoCoordinator } from "./presto-coordinator.ts";
import { prestoWorker } from "./presto-worker.ts";
import { queryScheduler } from "./query-scheduler.ts";
import { queryWorker } from "./query-worker.ts";
import { queue } from "./queue.ts";
import { redis } from "./redis.ts";
import { reducer } from "./reducer.ts";
import { resultsCache } from "./results-cache.ts";
import { resultsCacheIndicesCreator } from "./results-cache-indices-creator.ts";
import { spiderCompressionWorker } from "./spider-compression-worker.ts";
import { spiderScheduler } from "./spider-scheduler.ts";
import { webui } from "./webui.ts";

const DEFINITIONS: { readonly [Id in ComponentId]: ComponentDefinition<Id> } = {
  database,
  queue,
  redis,
  "results-cache": resultsCache,
  "db-table-creator": dbTableCreator,
  "results-cache-indices-creator": resultsCacheIndicesCreator,
  "compression-scheduler": compressionScheduler,
  "query-scheduler": queryScheduler,
  "spider-scheduler": spiderScheduler,
  "compression-worker": compressionWorker,
  "spider-compression-worker": spiderCompressionWorker,
  "query-worker": queryWorker,
  reducer,
  "api-server": apiServer,
  "garbage-collector": garbageCollector,
  "log-ingestor": logIngestor,
  "mcp-server": mcpServer,
  webui,
  "otel-collector": otelCollector,
  "presto-coordinator": prestoCoordinator,
  "presto-worker": prestoWorker,
};

/** In the order in which they are emitted. */
export const CATALOGUE: readonly ComponentDefinition[] = COMPONENT_IDS.map((id) => DEFINITIONS[id]);

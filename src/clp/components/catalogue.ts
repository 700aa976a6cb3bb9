/** All components of the package, in the order in which they are emitted. A new one is one file and one line here. */

import type { ComponentDefinition } from "../../lower/definition.ts";
import { apiServer } from "./api-server.ts";
import { compressionScheduler } from "./compression-scheduler.ts";
import { compressionWorker } from "./compression-worker.ts";
import { database } from "./database.ts";
import { dbTableCreator } from "./db-table-creator.ts";
import { garbageCollector } from "./garbage-collector.ts";
import { logIngestor } from "./log-ingestor.ts";
import { mcpServer } from "./mcp-server.ts";
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

export const CATALOGUE: readonly ComponentDefinition[] = [
  database,
  queue,
  redis,
  resultsCache,
  dbTableCreator,
  resultsCacheIndicesCreator,
  compressionScheduler,
  queryScheduler,
  spiderScheduler,
  compressionWorker,
  spiderCompressionWorker,
  queryWorker,
  reducer,
  apiServer,
  garbageCollector,
  logIngestor,
  mcpServer,
  webui,
];

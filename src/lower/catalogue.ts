/** All components of the package, in the order in which they are emitted. A new one is one file and one line here. */
import { apiServer } from "./components/api-server.ts";
import { compressionScheduler } from "./components/compression-scheduler.ts";
import { compressionWorker } from "./components/compression-worker.ts";
import { database } from "./components/database.ts";
import { dbTableCreator } from "./components/db-table-creator.ts";
import { garbageCollector } from "./components/garbage-collector.ts";
import { logIngestor } from "./components/log-ingestor.ts";
import { mcpServer } from "./components/mcp-server.ts";
import { queryScheduler } from "./components/query-scheduler.ts";
import { queryWorker } from "./components/query-worker.ts";
import { queue } from "./components/queue.ts";
import { redis } from "./components/redis.ts";
import { reducer } from "./components/reducer.ts";
import { resultsCache } from "./components/results-cache.ts";
import { resultsCacheIndicesCreator } from "./components/results-cache-indices-creator.ts";
import { spiderCompressionWorker } from "./components/spider-compression-worker.ts";
import { spiderScheduler } from "./components/spider-scheduler.ts";
import { webui } from "./components/webui.ts";
import type { ComponentDefinition } from "./definition.ts";

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

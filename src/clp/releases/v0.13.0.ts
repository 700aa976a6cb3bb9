/** CLP v0.13.0: telemetry, newer databases and queues, one file of settings for the web UI, and query services that may be null. */
import { defineRelease, type Release, thirdPartyImages } from "./release.ts";
import { v0_12_0 } from "./v0.12.0.ts";

export const v0_13_0: Release<"0.13.0"> = defineRelease({
  id: "0.13.0",
  commit: "4292b99f",
  date: "2026-07-10",
  images: {
    ...thirdPartyImages(v0_12_0),
    mariadb: "mariadb:10.11.16",
    mysql: "mysql:8.0.46",
    queue: "rabbitmq:4.2.6",
    redis: "redis:7.4.8",
    resultsCache: "mongo:8.0.21",
    otelCollector:
      "ghcr.io/open-telemetry/opentelemetry-collector-releases/opentelemetry-collector-contrib:0.152.0",
  },
  chart: "0.4.0",
  capabilities: {
    ...v0_12_0.capabilities,
    nullableQueryServices: true,
    prestoAddress: "section",
    telemetry: true,
    celeryNodes: "host",
    workerLogs: "stdout",
    webuiSettings: "one",
    webuiProgram: "dist/main.js",
    webuiStreamKeys: "CLP_STREAM_OUTPUT_AWS",
    recoveryFile: "tmp",
  },
});

/** CLP v0.9.0, the release that the specification describes. */
import { defineRelease, type Release } from "./release.ts";

export const v0_9_0: Release<"0.9.0"> = defineRelease({
  id: "0.9.0",
  commit: "8df42ec9",
  date: "2026-02-03",
  images: {
    mariadb: "mariadb:10-jammy",
    mysql: "mysql:8.0.23",
    queue: "rabbitmq:3.9.8",
    redis: "redis:7.2.4",
    resultsCache: "mongo:7.0.1",
    prestoCoordinator: "ghcr.io/y-scope/presto/coordinator:dev",
    prestoWorker: "ghcr.io/y-scope/presto/prestissimo-worker:dev",
  },
  chart: "0.1.3",
  capabilities: {
    connectPorts: false,
    extraHosts: false,
    resultsCacheHealth: "shell",
    webuiHealth: "tcp",
    apiServerStagesStreams: true,
    spiderDatabase: "fixed",
    rustAuthentication: ["credentials"],
    instanceRole: "ec2",
    awsConfigDirectory: ["profile"],
    nullableQueryServices: false,
    prestoAddress: "engine",
    telemetry: false,
    celeryNodes: "worker",
    workerLogs: "file",
    webuiSettings: "two",
    webuiProgram: "dist/src/main.js",
    webuiStreamKeys: "AWS",
    recoveryFile: "logs",
  },
});

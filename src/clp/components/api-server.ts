/** The server that takes queries from programs. It runs in all four types where it is configured (D2). */
import { pick } from "../../base/typed.ts";
import {
  mountAwsConfigByDefault,
  mountConfig,
  mountLogs,
  mountVolume,
} from "../../lower/container-mounts.ts";
import { databaseLogin, hostnameOf, published, service } from "../../lower/containers.ts";
import { completed, define } from "../../lower/definition.ts";
import { configured } from "../../lower/deployment.ts";
import { s3Destinations } from "../../lower/destinations.ts";
import { httpHealth } from "../../lower/health-checks.ts";
import { enabled } from "../../lower/package-settings.ts";
import { hostSetting, overridable } from "../../lower/settings.ts";
import { telemetryEnvironment } from "../../lower/telemetry-environment.ts";

const API_SERVER_PORT = 3001;

export const apiServer = define({
  id: "api-server",
  kind: "service",
  title: "api-server",
  description: "API server for submitting queries",
  group: "management",
  needs: [completed("db-table-creator"), completed("results-cache-indices-creator")],
  runs: ({ config }) => configured(pick(config, "api_server")),
  host: ({ config: { api_server: section } }) => (section === null ? undefined : pick(section, "host")),
  settings(deployment) {
    const section = deployment.config.api_server;
    return {
      enabled: enabled("CLP_API_SERVER_ENABLED", deployment.runs["api-server"], "0"),
      host: hostSetting(deployment, "api-server", "CLP_API_SERVER_HOST"),
      port: section === null ? undefined : overridable("CLP_API_SERVER_PORT", pick(section, "port")),
    };
  },
  lower: (deployment, { host, port }, facts) =>
    service(deployment, facts, "first-party", {
      command: [
        "/opt/clp/bin/api_server",
        "--host",
        "0.0.0.0",
        "--port",
        API_SERVER_PORT,
        "--config",
        "/etc/clp-config.yaml",
      ],
      environment: {
        CLP_LOGS_DIR: "/var/log/api_server",
        ...databaseLogin(),
        RUST_LOG: "INFO",
        ...telemetryEnvironment(deployment, facts.id),
      },
      ports: [published("http", API_SERVER_PORT, host, port)],
      mounts: [
        mountConfig(
          deployment,
          "api_server",
          "database",
          "package.storage_engine",
          "results_cache.db_name",
          "results_cache.host",
          "results_cache.port",
          "stream_output.storage",
          "telemetry",
        ),
        mountLogs(deployment, "api_server"),
        deployment.release.capabilities.apiServerStagesStreams
          ? mountVolume(deployment, "staged-streams", "/var/data/staged-streams", "rw")
          : undefined,
        mountVolume(deployment, "streams", "/var/data/streams", "rw"),
        mountAwsConfigByDefault(deployment, "stream_output"),
      ],
      destinations: s3Destinations(deployment, "stream_output"),
      health: httpHealth(hostnameOf(facts.id), API_SERVER_PORT),
    }),
});

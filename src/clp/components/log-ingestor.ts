/** Orchestrates and runs continuous ingestion of logs from S3. */
import { map } from "../../base/origin.ts";
import { pick } from "../../base/typed.ts";
import { mountAwsConfigByDefault, mountConfig, mountLogs } from "../../lower/container-mounts.ts";
import { databaseLogin, hostnameOf, published, service } from "../../lower/containers.ts";
import { completed, define } from "../../lower/definition.ts";
import { configured, every, type Outline } from "../../lower/deployment.ts";
import { s3Destinations } from "../../lower/destinations.ts";
import { httpHealth } from "../../lower/health-checks.ts";
import { enabled } from "../../lower/package-settings.ts";
import { hostSetting, overridable, settingPart } from "../../lower/settings.ts";
import { telemetryEnvironment } from "../../lower/telemetry-environment.ts";

const LOG_INGESTOR_PORT = 3002;

function runs({ config }: Outline) {
  const fromS3 = map(pick(config.logs_input, "type"), "logs come from S3", (type) => type === "s3");
  return every(
    "log-ingestor runs where it is configured and logs come from S3",
    configured(pick(config, "log_ingestor")),
    fromS3,
  );
}

export const logIngestor = define({
  id: "log-ingestor",
  kind: "service",
  title: "log-ingestor",
  description: "Server for orchestrating and running continuous log ingestion jobs",
  group: "management",
  needs: [completed("db-table-creator")],
  runs,
  host(outline) {
    const section = outline.config.log_ingestor;
    return section === null || !runs(outline).value ? undefined : pick(section, "host");
  },
  settings(deployment) {
    const section = deployment.config.log_ingestor;
    const run = deployment.runs["log-ingestor"];
    const off = enabled("CLP_LOG_INGESTOR_ENABLED", run, "0");
    if (section === null || !run.value) return { off, host: undefined, port: undefined, level: undefined };
    return {
      off,
      host: hostSetting(deployment, "log-ingestor", "CLP_LOG_INGESTOR_HOST"),
      port: overridable("CLP_LOG_INGESTOR_PORT", pick(section, "port")),
      level: overridable("CLP_LOG_INGESTOR_LOGGING_LEVEL", pick(section, "logging_level")),
    };
  },
  lower: (deployment, { host, port, level }, facts) =>
    service(deployment, facts, "first-party", {
      command: [
        "/opt/clp/bin/log-ingestor",
        "--config",
        "/etc/clp-config.yaml",
        "--host",
        "0.0.0.0",
        "--port",
        LOG_INGESTOR_PORT,
      ],
      environment: {
        CLP_LOGS_DIR: "/var/log/log_ingestor",
        ...databaseLogin(),
        RUST_LOG: level === undefined ? undefined : settingPart(level),
        ...telemetryEnvironment(deployment, facts.id),
      },
      ports: [published("http", LOG_INGESTOR_PORT, host, port)],
      mounts: [
        mountConfig(deployment, "archive_output", "database", "log_ingestor", "logs_input", "telemetry"),
        mountLogs(deployment, "log_ingestor"),
        mountAwsConfigByDefault(deployment, "logs_input"),
      ],
      destinations: s3Destinations(deployment, "logs_input"),
      health: httpHealth(hostnameOf(facts.id), LOG_INGESTOR_PORT),
    }),
});

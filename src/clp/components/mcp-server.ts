/** The server by which AI agents use CLP. It searches by CLP's own query services; where those may be null, it runs without them, too (E4). */
import { pick } from "../../base/typed.ts";
import { mountConfig, mountLogs } from "../../lower/container-mounts.ts";
import { addressOf, databaseLogin, hostnameOf, published, service } from "../../lower/containers.ts";
import { completed, define } from "../../lower/definition.ts";
import { configured, every } from "../../lower/deployment.ts";
import { httpHealth } from "../../lower/health-checks.ts";
import { enabled, PYTHONPATH } from "../../lower/package-settings.ts";
import { hostSetting, overridable, settingPart } from "../../lower/settings.ts";

const MCP_SERVER_PORT = 8000;

export const mcpServer = define({
  id: "mcp-server",
  kind: "service",
  title: "mcp-server",
  description: "MCP server for AI agent to access CLP functionalities",
  group: "ai",
  needs: [completed("db-table-creator"), completed("results-cache-indices-creator")],
  runs: ({ config, release, nativeQueries }) => {
    const there = configured(pick(config, "mcp_server"));
    return release.capabilities.nullableQueryServices
      ? there
      : every("mcp-server runs where it is configured and CLP answers queries itself", there, nativeQueries);
  },
  host: ({ config: { mcp_server: section } }) => (section === null ? undefined : pick(section, "host")),
  settings(deployment) {
    const section = deployment.config.mcp_server;
    const on = enabled("CLP_MCP_SERVER_ENABLED", configured(pick(deployment.config, "mcp_server")), "1");
    if (section === null) return { on, host: undefined, port: undefined, level: undefined };
    return {
      on,
      host: hostSetting(deployment, "mcp-server", "CLP_MCP_HOST"),
      port: overridable("CLP_MCP_PORT", pick(section, "port")),
      level: overridable("CLP_MCP_LOGGING_LEVEL", pick(section, "logging_level")),
    };
  },
  lower: (deployment, { host, port, level }, facts) =>
    service(deployment, facts, "first-party", {
      command: [
        ...["python3", "-u", "-m", "clp_mcp_server.clp_mcp_server", "--host"],
        addressOf(facts.id).host,
        "--port",
        addressOf(facts.id).port,
        ...["--config-path", "/etc/clp-config.yaml"],
      ],
      environment: {
        CLP_LOGGING_LEVEL: level === undefined ? undefined : settingPart(level),
        CLP_LOGS_DIR: "/var/log/mcp_server",
        ...databaseLogin(),
        PYTHONPATH,
      },
      ports: [published("http", MCP_SERVER_PORT, host, port)],
      mounts: [
        mountConfig(
          deployment,
          "database",
          "results_cache.db_name",
          "results_cache.host",
          "results_cache.port",
          "webui.host",
          "webui.port",
        ),
        mountLogs(deployment, "mcp_server"),
      ],
      health: httpHealth(hostnameOf(facts.id), MCP_SERVER_PORT),
      needsOwnName: true,
    }),
});

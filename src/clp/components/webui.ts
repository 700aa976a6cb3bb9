/** The web server of the user interface. */
import { constant, sourced } from "../../base/origin.ts";
import { pick } from "../../base/typed.ts";
import { mountAwsConfig, mountFile, mountLogsInput, mountVolume } from "../../lower/container-mounts.ts";
import { databaseLogin, hostnameOf, published, service } from "../../lower/containers.ts";
import { completed, define } from "../../lower/definition.ts";
import type { Deployment } from "../../lower/deployment.ts";
import { s3Destinations } from "../../lower/destinations.ts";
import { httpHealth, tcpHealth } from "../../lower/health-checks.ts";
import { streamKeys } from "../../lower/needed-secrets.ts";
import { hostSetting, informative, overridable } from "../../lower/settings.ts";
import type { GeneratedFileId } from "../../model/model.ts";
import { GENERATED_FILES } from "../package/generated-files.ts";

const WEBUI_PORT = 4000;

/** The files of settings that the release's web UI reads. */
function settingsFiles({ release }: Deployment): readonly GeneratedFileId[] {
  return release.capabilities.webuiSettings === "one"
    ? ["webui-settings"]
    : ["webui-client-settings", "webui-server-settings"];
}

export const webui = define({
  id: "webui",
  kind: "service",
  title: "webui",
  description: "Web server for the UI",
  group: "management",
  needs: [completed("db-table-creator"), completed("results-cache-indices-creator")],
  asksLater: ["presto-coordinator"],
  runs: () => sourced(true, constant("CLP always has its web UI")),
  host: ({ config }) => pick(config.webui, "host"),
  settings: (deployment) => ({
    host: hostSetting(deployment, "webui", "CLP_WEBUI_HOST"),
    port: overridable("CLP_WEBUI_PORT", pick(deployment.config.webui, "port")),
    rateLimit: informative("CLP_WEBUI_RATE_LIMIT", pick(deployment.config.webui, "rate_limit")),
  }),
  lower(deployment, settings, facts) {
    const keys = streamKeys(deployment.config);
    const { capabilities } = deployment.release;
    return service(deployment, facts, "first-party", {
      command: ["/opt/clp/bin/node-22", `/opt/clp/var/www/webui/server/${capabilities.webuiProgram}`],
      environment: {
        [`${capabilities.webuiStreamKeys}_ACCESS_KEY_ID`]: keys?.accessKeyId ?? "",
        [`${capabilities.webuiStreamKeys}_SECRET_ACCESS_KEY`]: keys?.secretAccessKey ?? "",
        ...databaseLogin(),
        HOST: "0.0.0.0",
        NODE_ENV: "production",
        NODE_PATH: "/opt/clp/var/www/webui/server/node_modules",
        PORT: WEBUI_PORT,
        RATE_LIMIT: settings.rateLimit.value,
      },
      ports: [published("http", WEBUI_PORT, settings.host, settings.port)],
      mounts: [
        mountAwsConfig(deployment),
        mountLogsInput(deployment),
        mountVolume(deployment, "streams", "/var/data/streams", "ro"),
        ...settingsFiles(deployment).map((id) =>
          mountFile(deployment, id, `/opt/clp/${GENERATED_FILES[id]}`),
        ),
      ],
      destinations: s3Destinations(deployment, "stream_output"),
      health:
        capabilities.webuiHealth === "tcp"
          ? tcpHealth(hostnameOf(facts.id), WEBUI_PORT)
          : httpHealth(hostnameOf(facts.id), WEBUI_PORT, "/"),
    });
  },
});

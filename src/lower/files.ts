/** The files that containers read and the compiler writes. */
import { constant, type Sourced, sourced } from "../base/origin.ts";
import { loggingConf } from "../clp/components/database.ts";
import { REDIS_CONF } from "../clp/components/redis.ts";
import { MONGOD_CONF } from "../clp/components/results-cache.ts";
import { WEBUI_CLIENT_SETTINGS, WEBUI_SERVER_SETTINGS } from "../clp/components/webui.ts";
import type { GeneratedFile, GeneratedFileId } from "../model/model.ts";
import { containerConfig, secretKeysOf } from "./container-config.ts";
import type { Deployment } from "./deployment.ts";
import type { ConfFacts } from "./package-settings.ts";
import { holdsS3Keys } from "./secrets.ts";
import { webuiClientSettings, webuiServerSettings } from "./webui-settings.ts";

function conf({ release }: Deployment, { id, path, lines }: ConfFacts): GeneratedFile {
  const fact = constant(`a setting that ${release.name} gives its server in ${path}`);
  const sourcedLines: readonly Sourced<string>[] = lines.map((line) =>
    typeof line === "string" ? sourced(line, fact) : line,
  );
  return {
    id: id as GeneratedFileId,
    path,
    content: { format: "text", lines: sourcedLines },
    secret: false,
    origin: fact,
  };
}

/** All files of this configuration that a running component mounts, in a stated order. */
export function filesOf(
  deployment: Deployment,
  mounted: ReadonlySet<GeneratedFileId>,
): readonly GeneratedFile[] {
  const all: readonly GeneratedFile[] = [
    {
      id: "clp-config" as GeneratedFileId,
      path: "var/log/.clp-config.yaml",
      content: { format: "yaml", template: containerConfig(deployment) },
      secret: holdsS3Keys(deployment.config),
      secretKeys: secretKeysOf(deployment),
      origin: constant("the CLP config that containers read"),
    },
    {
      id: WEBUI_CLIENT_SETTINGS.id as GeneratedFileId,
      path: WEBUI_CLIENT_SETTINGS.path,
      content: { format: "json", template: webuiClientSettings(deployment) },
      secret: false,
      origin: constant("what the web UI's page reads"),
    },
    {
      id: WEBUI_SERVER_SETTINGS.id as GeneratedFileId,
      path: WEBUI_SERVER_SETTINGS.path,
      content: { format: "json", template: webuiServerSettings(deployment) },
      secret: false,
      origin: constant("what the web UI's server reads"),
    },
    conf(deployment, loggingConf(deployment)),
    conf(deployment, REDIS_CONF),
    conf(deployment, MONGOD_CONF),
  ];
  return all.filter((file) => mounted.has(file.id));
}

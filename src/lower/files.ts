/** The files that containers read and the compiler writes. */
import { constant, derived, type Sourced, sourced } from "../base/origin.ts";
import { loggingConf } from "../clp/components/database.ts";
import { otelCollectorConf } from "../clp/components/otel-collector.ts";
import { REDIS_CONF } from "../clp/components/redis.ts";
import { MONGOD_CONF } from "../clp/components/results-cache.ts";
import { containerConfig } from "../clp/configuration/container-config.ts";
import {
  webuiClientSettings,
  webuiServerSettings,
  webuiSettings,
} from "../clp/configuration/webui-settings.ts";
import { GENERATED_FILES } from "../clp/package/generated-files.ts";
import {
  coordinatorCatalog,
  coordinatorConfig,
  coordinatorJvm,
  coordinatorLog,
  coordinatorNode,
} from "../clp/presto/coordinator-files.ts";
import { deployedSection } from "../clp/presto/place.ts";
import { splitFilter } from "../clp/presto/split-filter.ts";
import { workerCatalog, workerConfig, workerNode, workerVelox } from "../clp/presto/worker-files.ts";
import type { GeneratedFile, GeneratedFileId } from "../model/model.ts";
import { type Template, template } from "../model/tree.ts";
import type { Deployment } from "./deployment.ts";
import { holdsS3Keys, possibleKeys } from "./needed-secrets.ts";

type Content = Omit<GeneratedFile, "id" | "path">;

const CONTENTS: Readonly<Record<GeneratedFileId, (deployment: Deployment) => Content>> = {
  "clp-config": (deployment) => ({
    content: { format: "yaml", template: containerConfig(deployment) },
    secret: holdsS3Keys(deployment.config),
    secretKeys: possibleKeys(deployment.config),
    origin: constant("the CLP config that containers read"),
  }),
  "webui-client-settings": (deployment) => ({
    content: { format: "json", template: webuiClientSettings(deployment) },
    secret: false,
    origin: constant("what the web UI's page reads"),
  }),
  "webui-server-settings": (deployment) => ({
    content: { format: "json", template: webuiServerSettings(deployment) },
    secret: false,
    origin: constant("what the web UI's server reads"),
  }),
  "webui-settings": (deployment) => ({
    content: { format: "json", template: webuiSettings(deployment) },
    secret: false,
    origin: constant("what the web UI's server reads, and its page"),
  }),
  "otel-collector-conf": ({ release }) => {
    const origin = constant(`a setting that ${release.name} gives its collector of telemetry`);
    const inPods = derived("a pod is given no engine to ask (E7)", origin);
    return {
      content: { format: "yaml", template: template(otelCollectorConf("docker"), origin) },
      contentInPods: { format: "yaml", template: template(otelCollectorConf("none"), inPods) },
      secret: false,
      origin: constant("what the collector of telemetry reads"),
    };
  },
  "mysql-logging": (deployment) => conf(deployment, "mysql-logging", loggingConf(deployment)),
  "redis-conf": (deployment) => conf(deployment, "redis-conf", REDIS_CONF),
  "mongod-conf": (deployment) => conf(deployment, "mongod-conf", MONGOD_CONF),
  "presto-coordinator-config": (deployment) => properties(coordinatorConfig(deployment)),
  "presto-coordinator-node": (deployment) => properties(coordinatorNode(deployment)),
  "presto-coordinator-jvm": (deployment) => ({
    content: { format: "text", lines: coordinatorJvm(deployment) },
    secret: false,
    origin: FOR_PRESTO,
  }),
  "presto-coordinator-log": (deployment) => properties(coordinatorLog(deployment)),
  "presto-coordinator-split-filter": (deployment) => ({
    content: { format: "json", template: splitFilter(deployedSection(deployment)) },
    secret: false,
    origin: FOR_PRESTO,
  }),
  "presto-coordinator-catalog": (deployment) => ({
    content: { format: "properties", template: coordinatorCatalog(deployment) },
    secret: true,
    reader: "presto-coordinator",
    origin: FOR_PRESTO,
  }),
  "presto-worker-config": (deployment) => plainProperties(workerConfig(deployment)),
  "presto-worker-node": (deployment) => plainProperties(workerNode(deployment)),
  "presto-worker-velox": (deployment) => plainProperties(workerVelox(deployment)),
  "presto-worker-catalog": (deployment) => ({
    content: { format: "plain-properties", template: workerCatalog(deployment) },
    secret: true,
    reader: "presto-worker",
    origin: FOR_PRESTO,
  }),
};

const FOR_PRESTO = constant("a file of Presto's configuration");

function properties(content: Template): Content {
  return { content: { format: "properties", template: content }, secret: false, origin: FOR_PRESTO };
}

function plainProperties(content: Template): Content {
  return { content: { format: "plain-properties", template: content }, secret: false, origin: FOR_PRESTO };
}

/** A configuration file of a server that the package brings along; text alone is a fact of CLP's. */
function conf(
  { release }: Deployment,
  id: GeneratedFileId,
  lines: readonly (string | Sourced<string>)[],
): Content {
  const origin = constant(`a setting that ${release.name} gives its server in ${GENERATED_FILES[id]}`);
  return {
    content: {
      format: "text",
      lines: lines.map((line) => (typeof line === "string" ? sourced(line, origin) : line)),
    },
    secret: false,
    origin,
  };
}

/** All files of this configuration that a running component mounts, in a stated order. */
export function filesOf(
  deployment: Deployment,
  mounted: ReadonlySet<GeneratedFileId>,
): readonly GeneratedFile[] {
  return (Object.keys(GENERATED_FILES) as GeneratedFileId[])
    .filter((id) => mounted.has(id))
    .map((id) => ({ id, path: GENERATED_FILES[id], ...CONTENTS[id](deployment) }));
}

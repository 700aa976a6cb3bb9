/**
 * Plans queries of Presto and hands them to its workers. In the package it is a Compose project of its own,
 * which a script sets up; here it runs beside CLP's services, from files alone.
 */
import { constant, sourced } from "../../base/origin.ts";
import { pick } from "../../base/typed.ts";
import { mountFile, mountFolder } from "../../lower/container-mounts.ts";
import { externalServer, published, service } from "../../lower/containers.ts";
import { completed, define } from "../../lower/definition.ts";
import type { Deployment } from "../../lower/deployment.ts";
import { hostSetting, overridable } from "../../lower/settings.ts";
import type { HealthCheck } from "../../model/model.ts";
import { value } from "../../model/value.ts";
import { COORDINATOR_DATA, PRESTO_ETC, PRESTO_PORT } from "../presto/coordinator-files.ts";
import { coordinatorMemory } from "../presto/memory.ts";
import { deployedSection, prestoIsDeployed, prestoIsKnown, prestoSection } from "../presto/place.ts";
import { prestoImage } from "../presto/presto-version.ts";

/** It answers before it has loaded its catalogs, and says so (P20). CLP's own check has curl, too. */
const HEALTH: HealthCheck = {
  form: "shell",
  test: [value`curl -sf http://127.0.0.1:${PRESTO_PORT}/v1/info | grep -q '"starting":false'`],
  timeoutSeconds: 10,
  startSeconds: 300,
  probes: {
    ready: { kind: "http", port: PRESTO_PORT, path: "/v1/info" },
    alive: { kind: "http", port: PRESTO_PORT, path: "/v1/info" },
  },
};

/** Where it is published; undefined where it is not, or somebody else runs it. */
function publication(deployment: Parameters<typeof prestoSection>[0]) {
  const section = prestoIsDeployed(deployment).value ? prestoSection(deployment) : undefined;
  return section?.publish ?? undefined;
}

/** The address that the config has for it, where somebody else runs it. */
function elsewhere({ config }: Deployment) {
  // A config without the section has been refused.
  return config.presto === null
    ? {
        host: sourced("presto-coordinator", constant("CLP's own name for Presto's coordinator")),
        port: sourced(PRESTO_PORT, constant("the port on which Presto's coordinator listens")),
      }
    : { host: pick(config.presto, "host"), port: pick(config.presto, "port") };
}

export const prestoCoordinator = define({
  id: "presto-coordinator",
  kind: "service",
  title: "presto-coordinator",
  description: "Coordinator of Presto, which plans SQL queries for its workers",
  group: "schedulers",
  needs: [completed("db-table-creator")],
  undocumented: true,
  runs: prestoIsKnown,
  host(outline) {
    const place = publication(outline);
    return place === undefined ? undefined : pick(place, "host");
  },
  settings(deployment) {
    const place = publication(deployment);
    return place === undefined
      ? { host: undefined, port: undefined }
      : {
          host: hostSetting(deployment, "presto-coordinator", "CLP_PRESTO_HOST"),
          port: overridable("CLP_PRESTO_PORT", pick(place, "port")),
        };
  },
  lower(deployment, settings, facts) {
    const deployed = prestoIsDeployed(deployment);
    if (!deployed.value)
      return externalServer(deployment, facts, { ...elsewhere(deployment), origin: deployed.origin });
    const etc = (name: string) => `${PRESTO_ETC}/${name}`;
    return service(deployment, facts, "first-party", {
      image: prestoImage(deployment, "coordinator"),
      hostname: "presto-coordinator",
      ports: [{ ...published("http", PRESTO_PORT, settings.host, settings.port), hostsAlone: true }],
      mounts: [
        mountFile(deployment, "presto-coordinator-config", etc("config.properties")),
        mountFile(deployment, "presto-coordinator-node", etc("node.properties")),
        mountFile(deployment, "presto-coordinator-jvm", etc("jvm.config")),
        mountFile(deployment, "presto-coordinator-log", etc("log.properties")),
        mountFile(deployment, "presto-coordinator-split-filter", etc("split-filter.json")),
        mountFolder(deployment, "presto-coordinator-catalog", etc("catalog")),
      ],
      scratch: [
        sourced(COORDINATOR_DATA, constant("the coordinator's own files, which are lost with its container")),
      ],
      memory: coordinatorMemory(deployedSection(deployment)),
      health: HEALTH,
      // Each worker makes its address known to it.
      reaches: ["presto-worker"],
    });
  },
});

/**
 * Reads archives for Presto's queries: several like containers, each with files of its own (P1). With several
 * hosts there is one on each that runs it: the address that it makes known is the host's, so that it is
 * published there on the port on which it listens.
 */
import { constant, sourced } from "../../base/origin.ts";
import { pick } from "../../base/typed.ts";
import { mountFile, mountFolder, mountVolume } from "../../lower/container-mounts.ts";
import { published, service } from "../../lower/containers.ts";
import { define, healthy } from "../../lower/definition.ts";
import { s3Destinations } from "../../lower/destinations.ts";
import { hostSetting, informative } from "../../lower/settings.ts";
import type { HealthCheck } from "../../model/model.ts";
import { value } from "../../model/value.ts";
import { PRESTO_ETC, PRESTO_PORT } from "../presto/coordinator-files.ts";
import { workerMemory } from "../presto/memory.ts";
import { deployedSection, prestoIsDeployed } from "../presto/place.ts";
import { prestoImage } from "../presto/presto-version.ts";

/** The image has a shell and no HTTP client (facts: the worker's Dockerfile, which adds no tools; CLP's own script asks for bash). */
const HEALTH: HealthCheck = {
  form: "exec",
  test: [
    value`bash`,
    value`-c`,
    value`exec 3<>/dev/tcp/127.0.0.1/${PRESTO_PORT} && printf 'GET /v1/info HTTP/1.1\\r\\nHost: worker\\r\\nConnection: close\\r\\n\\r\\n' >&3 && grep -q '^HTTP/1.1 200' <&3`,
  ],
  timeoutSeconds: 10,
  startSeconds: 120,
  probes: {
    ready: { kind: "http", port: PRESTO_PORT, path: "/v1/info" },
    alive: { kind: "http", port: PRESTO_PORT, path: "/v1/info" },
  },
};

export const prestoWorker = define({
  id: "presto-worker",
  kind: "service",
  title: "presto-worker",
  description: "Native worker of Presto, which reads archives for SQL queries",
  group: "workers",
  needs: [healthy("presto-coordinator")],
  undocumented: true,
  runs: prestoIsDeployed,
  scales: true,
  samePort: true,
  settings: (deployment) =>
    deployment.placement === undefined
      ? { host: undefined, port: undefined }
      : {
          host: hostSetting(deployment, "presto-worker", "CLP_PRESTO_WORKER_HOST"),
          port: informative(
            "CLP_PRESTO_WORKER_PORT",
            sourced(PRESTO_PORT, constant("other hosts reach a worker of Presto where it listens")),
          ),
        },
  settingsWhereItRuns: true,
  lower(deployment, { host, port }, facts) {
    const section = deployedSection(deployment);
    const memory = workerMemory(section);
    const etc = (name: string) => `${PRESTO_ETC}/${name}`;
    return service(deployment, facts, "first-party", {
      image: prestoImage(deployment, "worker"),
      hostname: "presto-worker",
      ports: [{ ...published("http", PRESTO_PORT, host, port), hostsAlone: true }],
      ...(deployment.here === undefined ? {} : { advertises: deployment.here.address }),
      // A query's workers fetch from each other what they have in between.
      reaches: ["presto-worker"],
      destinations: s3Destinations(deployment, "archive_output"),
      mounts: [
        mountFile(deployment, "presto-worker-config", etc("config.properties")),
        mountFile(deployment, "presto-worker-node", etc("node.properties")),
        mountFile(deployment, "presto-worker-velox", etc("velox.properties")),
        mountFolder(deployment, "presto-worker-catalog", etc("catalog")),
        mountVolume(deployment, "archives", "/var/data/archives", "ro"),
      ],
      instances: pick(section, "workers"),
      ...(memory === undefined ? {} : { memory }),
      health: HEALTH,
    });
  },
});

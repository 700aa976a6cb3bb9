/** Where workers leave search results for the web UI. All four deployment types use it (D1). */
import { constant, sourced } from "../../base/origin.ts";
import { pick } from "../../base/typed.ts";
import { mountFile, mountVolume } from "../../lower/container-mounts.ts";
import { addressOf, external, published, service } from "../../lower/containers.ts";
import { define } from "../../lower/definition.ts";
import type { Deployment } from "../../lower/deployment.ts";
import { HEAVY_CHECK_SECONDS } from "../../lower/health-checks.ts";
import { type Lookup, lookupSettings } from "../../lower/lookup.ts";
import { volumeSetting } from "../../lower/mounted-volumes.ts";
import { confFileOnHost, enabled } from "../../lower/package-settings.ts";
import { question } from "../../lower/questions.ts";
import { informative } from "../../lower/settings.ts";
import type { HealthCheck } from "../../model/model.ts";
import { value } from "../../model/value.ts";

export const RESULTS_CACHE_PORT = 27017;

/** A replica set of one, since the web UI follows changes by the oplog. */
export const MONGOD_CONF = [
  "replication:",
  '  replSetName: "rs0"',
  "systemLog:",
  "  destination: file",
  "  path: /var/log/mongodb/mongod.log",
  "  logAppend: true",
  "  timeStampFormat: iso8601-local",
] as const;

const LOOKUP: Lookup = {
  id: "results-cache",
  section: "results_cache",
  name: "results_cache",
  unused: "noop-rc",
  prefix: "RESULTS_CACHE",
  extraHost: "RESULTS_CACHE",
};

/** CLP's test of its health. */
function pingTest({ release }: Deployment): Pick<HealthCheck, "form" | "test"> {
  const server = value`127.0.0.1:${RESULTS_CACHE_PORT}/test`;
  return release.capabilities.resultsCacheHealth === "shell"
    ? { form: "shell", test: [value`echo 'db.runCommand("ping").ok' | mongosh ${server} --quiet`] }
    : {
        form: "exec",
        test: [value`mongosh`, server, value`--quiet`, value`--eval`, value`db.runCommand('ping').ok`],
      };
}

export const resultsCache = define({
  id: "results-cache",
  kind: "service",
  title: "results-cache (MongoDB)",
  description: "Storage for the workers to return search results to the UI",
  group: "databases",
  samePort: true,
  needs: [],
  lookup: LOOKUP,
  runs: () =>
    sourced(true, constant("the web UI and the garbage collector always use the results cache (D1)")),
  host: ({ config }) => pick(config.results_cache, "host"),
  settings(deployment) {
    const section = deployment.config.results_cache;
    const bundled = deployment.bundled("results_cache");
    return {
      enabled: enabled("CLP_RESULTS_CACHE_ENABLED", bundled, "0"),
      collection: informative(
        "CLP_RESULTS_CACHE_STREAM_COLLECTION_NAME",
        pick(section, "stream_collection_name"),
      ),
      conf: bundled.value
        ? informative("CLP_RESULTS_CACHE_CONF_FILE_HOST", confFileOnHost(deployment, "mongod-conf"))
        : undefined,
      data: bundled.value
        ? volumeSetting(deployment, "CLP_RESULTS_CACHE_DATA_DIR_HOST", "results-cache-data")
        : undefined,
      logs: bundled.value
        ? volumeSetting(deployment, "CLP_RESULTS_CACHE_LOGS_DIR_HOST", "results-cache-logs")
        : undefined,
      name: informative("CLP_RESULTS_CACHE_DB_NAME", pick(section, "db_name")),
      ...lookupSettings(deployment, LOOKUP),
    };
  },
  lower(deployment, settings, facts) {
    const { host, port } = addressOf("results-cache");
    const bundled = deployment.bundled("results_cache").value;
    const questions = [
      question(
        "the results cache answers",
        [
          "import pymongo",
          // Before its job has run, the package's own server is no member of any replica set.
          `with pymongo.MongoClient(os.environ["RESULTS_CACHE_URI"], ${bundled ? "directConnection=True, " : ""}serverSelectionTimeoutMS=3000) as client:`,
          '    client.admin.command("ping")',
        ],
        { environment: { RESULTS_CACHE_URI: value`mongodb://${host}:${port}/` } },
      ),
    ];
    if (!bundled) return external(deployment, facts, "results_cache", questions);
    return service(deployment, facts, "third-party", {
      image: deployment.images.resultsCache.reference,
      command: ["--config", "/etc/mongo/mongod.conf", "--bind_ip", "0.0.0.0"],
      ports: [published("mongodb", RESULTS_CACHE_PORT, settings.host, settings.port)],
      mounts: [
        mountFile(deployment, "mongod-conf", "/etc/mongo/mongod.conf"),
        mountVolume(deployment, "results-cache-data", "/data/db", "rw"),
        mountVolume(deployment, "results-cache-logs", "/var/log/mongodb", "rw"),
      ],
      health: {
        ...pingTest(deployment),
        timeoutSeconds: HEAVY_CHECK_SECONDS,
        // No login to prove, and mongosh is heavy. To be ready must not mean to be primary: the job that makes it so waits for it.
        probes: {
          ready: { kind: "tcp", port: RESULTS_CACHE_PORT },
          alive: { kind: "tcp", port: RESULTS_CACHE_PORT },
        },
      },
      questions,
      // The member of a replica set must reach itself by the name that the set gives it, or is removed.
      needsOwnName: true,
    });
  },
});

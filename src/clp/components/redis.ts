/** Where Celery's workers leave the results of their tasks. */
import type { Sourced } from "../../base/origin.ts";
import { pick } from "../../base/typed.ts";
import { mountFile, mountVolume } from "../../lower/container-mounts.ts";
import { external, published, service } from "../../lower/containers.ts";
import { define } from "../../lower/definition.ts";
import { celeryServerBundled, celeryServerRuns, type Deployment } from "../../lower/deployment.ts";
import { type Lookup, lookupSettings } from "../../lower/lookup.ts";
import { volumeSetting } from "../../lower/mounted-volumes.ts";
import { secretPart } from "../../lower/needed-secrets.ts";
import { confFileOnHost, enabled } from "../../lower/package-settings.ts";
import { question } from "../../lower/questions.ts";
import { informative } from "../../lower/settings.ts";
import { value } from "../../model/value.ts";

export const REDIS_PORT = 6379;

/** How many numbered databases the bundled server has. */
export const REDIS_DATABASES = 2;

export const REDIS_CONF = [`databases ${REDIS_DATABASES}`, 'logfile "/var/log/redis/redis.log"'] as const;

/** The number of the database that a kind of worker uses; said of an external server too (D12). */
export function redisDatabase(
  { config: { redis: section } }: Deployment,
  kind: "compression" | "query",
): Sourced<number> | undefined {
  const key = `${kind}_backend_database` as const;
  return section === null ? undefined : pick(section, key);
}

const LOOKUP: Lookup = {
  id: "redis",
  section: "redis",
  name: "redis",
  unused: "noop-redis",
  prefix: "REDIS",
  extraHost: "REDIS",
};

export const redis = define({
  id: "redis",
  kind: "service",
  title: "redis (Redis)",
  description: "Task result storage for workers",
  group: "celery",
  needs: [],
  lookup: LOOKUP,
  runs: (deployment) => celeryServerRuns(deployment, "redis"),
  host: ({ config: { redis } }) => (redis === null ? undefined : pick(redis, "host")),
  settings(deployment) {
    const section = deployment.config.redis;
    const bundled = celeryServerBundled(deployment, "redis");
    return {
      enabled: enabled("CLP_REDIS_ENABLED", bundled, "0"),
      compression:
        section === null
          ? undefined
          : informative("CLP_REDIS_BACKEND_DB_COMPRESSION", pick(section, "compression_backend_database")),
      query:
        section === null
          ? undefined
          : informative("CLP_REDIS_BACKEND_DB_QUERY", pick(section, "query_backend_database")),
      conf: bundled.value
        ? informative("CLP_REDIS_CONF_FILE_HOST", confFileOnHost(deployment, "redis-conf"))
        : undefined,
      data: bundled.value ? volumeSetting(deployment, "CLP_REDIS_DATA_DIR_HOST", "redis-data") : undefined,
      logs: bundled.value ? volumeSetting(deployment, "CLP_REDIS_LOGS_DIR_HOST", "redis-logs") : undefined,
      ...lookupSettings(deployment, LOOKUP),
    };
  },
  lower(deployment, settings, facts) {
    const questions = [
      question(
        "Redis takes the login",
        ["import redis", 'redis.from_url(os.environ["RESULT_BACKEND"], socket_timeout=3).ping()'],
        { borrows: ["RESULT_BACKEND"] },
      ),
    ];
    if (!deployment.bundled("redis").value) return external(deployment, facts, "redis", questions);
    const password = secretPart("redis.password");
    return service(deployment, facts, "third-party", {
      image: deployment.images.redis.reference,
      command: ["redis-server", "/etc/redis/redis.conf", "--requirepass", password],
      ports: [published("redis", REDIS_PORT, settings.host, settings.port)],
      mounts: [
        mountFile(deployment, "redis-conf", "/etc/redis/redis.conf"),
        mountVolume(deployment, "redis-data", "/data", "rw"),
        mountVolume(deployment, "redis-logs", "/var/log/redis", "rw"),
      ],
      health: {
        form: "exec",
        test: [
          ...["redis-cli", "-h", "127.0.0.1", "-p", String(REDIS_PORT), "-a"].map((word) => value`${word}`),
          value`${password}`,
          value`PING`,
        ],
        // With `-a` the password is seen, and a wrong one ends with 0 all the same (H14).
        probes: {
          ready: {
            kind: "command",
            command: ["redis-cli", "-e", "-h", "127.0.0.1", "PING"],
            environment: [{ name: "REDISCLI_AUTH", value: value`${password}` }],
          },
          alive: { kind: "tcp", port: REDIS_PORT },
        },
      },
      questions,
    });
  },
});

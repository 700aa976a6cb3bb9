/** What CLP v0.9.0 gets wrong and we do not: one test for each defect that concerns Compose and the config. */
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { CREDENTIALS, deploy, SITE, serviceNames } from "../../deploy.ts";

const SPIDER = "compression_scheduler: { type: spider }\nspider_scheduler: {}\n";
const PRESTO =
  "package: { query_engine: presto }\npresto: { host: presto.internal, port: 8889 }\nresults_cache: { retention_period: null }\n";
const CONTAINER_CONFIG = "compose/var/log/.clp-config.yaml";

describe("topology", () => {
  test("D1: Spider with Presto has the results cache and its indices job, and nobody waits for what is not there", () => {
    const deployed = deploy(SPIDER + PRESTO);
    const names = serviceNames(deployed);
    expect(names).toContain("results-cache");
    expect(names).toContain("results-cache-indices-creator");
    for (const name of names)
      for (const on of Object.keys(deployed.service(name).depends_on ?? {})) expect(names).toContain(on);
  });

  test.each([SPIDER, SPIDER + PRESTO])(
    "D1: with Spider, the compression scheduler waits for neither queue nor redis",
    (config) => {
      expect(deploy(config).service("compression-scheduler").depends_on).toEqual({
        "db-table-creator": { condition: "service_completed_successfully" },
      });
    },
  );

  test("D2: a configured api-server runs in all four types", () => {
    for (const config of ["", PRESTO, SPIDER, SPIDER + PRESTO])
      expect(serviceNames(deploy(config))).toContain("api-server");
    expect(serviceNames(deploy("api_server: null"))).not.toContain("api-server");
  });

  test("D2: a configured mcp-server runs where CLP answers queries itself, and elsewhere a warning says that it does not", () => {
    for (const config of ["", SPIDER])
      expect(serviceNames(deploy(`${config}mcp_server: {}\n`))).toContain("mcp-server");
    for (const config of [PRESTO, SPIDER + PRESTO]) {
      const deployed = deploy(`${config}mcp_server: {}\n`);
      expect(serviceNames(deployed)).not.toContain("mcp-server");
      expect(
        deployed.diagnostics.some(({ severity, path }) => severity === "warning" && path[0] === "mcp_server"),
      ).toBe(true);
    }
  });

  test("D3: queue and redis may be null in Spider Base, and neither is emitted or required", () => {
    const deployed = deploy(`${SPIDER}${PRESTO}queue: null\nredis: null\n`, {
      credentials: CREDENTIALS.replace(/^(queue|redis):.*\n/gm, ""),
    });
    expect(deployed.ok).toBe(true);
    expect(deployed.text("compose/docker-compose.yaml")).not.toMatch(/CLP_(QUEUE|REDIS)/);
    expect(deployed.text("compose/.env")).not.toMatch(/CLP_(QUEUE|REDIS)_(USER|PASS)/);
  });

  test("D3: in Spider Full they may not, since its query services need them", () => {
    expect(deploy(`${SPIDER}queue: null\nredis: null\n`).ok).toBe(false);
  });

  test("D6: the log input is read-only in every container", () => {
    for (const config of ["", SPIDER]) {
      const deployed = deploy(config);
      const mounts = serviceNames(deployed).flatMap(
        (name) => deployed.service(name).volumes?.filter(({ target }) => target === "/mnt/logs") ?? [],
      );
      expect(mounts.length).toBeGreaterThanOrEqual(3);
      for (const mount of mounts) expect(mount.read_only).toBe(true);
    }
  });

  test("D10: the tables are made for the configured storage engine, with no default of another one", () => {
    expect(deploy("").service("db-table-creator").command).toEqual(
      expect.arrayContaining(["--storage-engine", "clp-s"]),
    );
    const text =
      "package: { storage_engine: clp, query_engine: clp }\napi_server: null\nlog_ingestor: null\n";
    expect(deploy(text).service("db-table-creator").command).toEqual(
      expect.arrayContaining(["--storage-engine", "clp"]),
    );
  });
});

describe("external services", () => {
  const external =
    "bundled: []\ndatabase: { host: db.internal, port: 3307 }\nqueue: { host: 10.0.0.6, port: 5673 }\nredis: { host: 10.0.0.7, port: 6380, query_backend_database: 3, compression_backend_database: 4 }\nresults_cache: { host: 10.0.0.8, port: 27018, stream_collection_name: files }\n";

  test("D11: all that use an external server are pointed at its own host and port", () => {
    const deployed = deploy(external);
    const config = deployed.data(CONTAINER_CONFIG) as Record<string, { host: string; port: number }>;
    expect(config["database"]).toMatchObject({ host: "db.internal", port: 3307 });
    expect(config["results_cache"]).toMatchObject({ host: "10.0.0.8", port: 27018 });
    expect(deployed.service("query-worker").environment?.["BROKER_URL"]).toMatch(/@10\.0\.0\.6:5673$/);
    const settings = deployed.data("compose/var/www/webui/server/dist/settings.json");
    expect(settings).toMatchObject({
      SqlDbHost: "db.internal",
      SqlDbPort: 3307,
      MongoDbHost: "10.0.0.8",
      MongoDbPort: 27018,
    });
    expect(deployed.service("webui").extra_hosts).toEqual(["db.internal:10.0.0.5"]);
    expect(serviceNames(deployed)).not.toEqual(expect.arrayContaining(["database"]));
  });

  test("D11: an external server that nothing asks keeps its own host and port in the config", () => {
    const deployed = deploy(
      `${SPIDER}${PRESTO}bundled: [database, results_cache]\nqueue: { host: 10.0.0.6, port: 5673 }\nredis: { host: 10.0.0.7, port: 6380 }\n`,
    );
    expect(deployed.data(CONTAINER_CONFIG)).toMatchObject({
      queue: { host: "10.0.0.6", port: 5673 },
      redis: { host: "10.0.0.7", port: 6380 },
    });
  });

  test("D11: a server on the host's loopback is reached by the host's gateway, with a warning", () => {
    const deployed = deploy(
      "bundled: [queue, redis, results_cache]\ndatabase: { host: localhost, port: 3310 }\n",
    );
    expect((deployed.data(CONTAINER_CONFIG) as Record<string, unknown>)["database"]).toMatchObject({
      host: "host.docker.internal",
      port: 3310,
    });
    expect(deployed.service("db-table-creator").extra_hosts).toEqual(["host.docker.internal:host-gateway"]);
    expect(
      deployed.diagnostics.some(({ severity, path }) => severity === "warning" && path[0] === "database"),
    ).toBe(true);
  });

  test("D12: an external Redis and results cache keep the user's databases and collection", () => {
    const deployed = deploy(external);
    expect(deployed.service("query-worker").environment?.["RESULT_BACKEND"]).toMatch(/@10\.0\.0\.7:6380\/3$/);
    expect(deployed.service("compression-worker").environment?.["RESULT_BACKEND"]).toMatch(
      /@10\.0\.0\.7:6380\/4$/,
    );
    expect(deployed.service("results-cache-indices-creator").command?.at(-1)).toBe("files");
  });

  test("D12b: the indices job of an external results cache makes the two indices and leaves the replica set alone", () => {
    const command = deploy(external).service("results-cache-indices-creator").command?.join("\n") ?? "";
    expect(command).not.toContain("initialize-results-cache");
    expect(command).not.toContain("replSet");
    expect(command).toContain('IndexModel(["file_split_id"])');
    expect(command).toContain('IndexModel(["orig_file_id", "begin_msg_ix", "end_msg_ix"])');
    expect(command).toContain("mongodb://10.0.0.8:27018/clp-query-results");
  });

  test("D12c: with Spider, the name `database` leads to the external server, whose port must be 3306", () => {
    const config = `${SPIDER}bundled: [queue, redis, results_cache]\ndatabase: { host: db.internal, port: PORT }\n`;
    const deployed = deploy(config.replace("PORT", "3306"));
    expect(deployed.service("compression-scheduler").extra_hosts).toEqual([
      "db.internal:10.0.0.5",
      "database:10.0.0.5",
    ]);
    expect(deployed.service("spider-scheduler").command?.at(-1)).toMatch(
      /^jdbc:mariadb:\/\/db\.internal:3306\/spider-db\?/,
    );
    expect(deploy(config.replace("PORT", "3307")).ok).toBe(false);
  });
});

describe("configuration", () => {
  test.each(["initial_backoff: 7, max_backoff: 70", "initial_backoff_ms: 7, max_backoff_ms: 70"])(
    "D22: %s reaches the api-server",
    (keys) => {
      const config = deploy(`api_server: { query_job_polling: { ${keys} } }`).data(CONTAINER_CONFIG) as {
        api_server: object;
      };
      expect(config.api_server).toMatchObject({ query_job_polling: { initial_backoff: 7, max_backoff: 70 } });
    },
  );

  test("D23: given database names are merged over the defaults", () => {
    const config = deploy("database: { names: { spider: other } }").data(CONTAINER_CONFIG) as {
      database: object;
    };
    expect(config.database).toMatchObject({ names: { clp: "clp-db", spider: "other" } });
  });

  test("D50: ~ is the site's home, and without a home an error", () => {
    const mount = deploy("data_directory: ~/data")
      .service("database")
      .volumes?.find(({ target }) => target === "/var/lib/mysql");
    expect(mount?.source).toBe("/home/clp/data/database");
    expect(deploy("data_directory: ~/data", { site: "" }).findings).toContain("error CLP3030");
  });

  test("D35: a relative aws_config_directory is a path, not the name of a volume", () => {
    const config =
      "aws_config_directory: etc/aws\narchive_output: { storage: { type: s3, s3_config: { bucket: archives-1, key_prefix: a/, aws_authentication: { type: profile, profile: clp } } } }\n";
    const mount = deploy(config)
      .service("query-worker")
      .volumes?.find(({ target }) => target === "/opt/clp/.aws");
    expect(mount).toEqual({
      type: "bind",
      source: "/home/clp/clp-package/etc/aws",
      target: "/opt/clp/.aws",
      read_only: true,
      bind: { create_host_path: false },
    });
  });
});

describe("secrets and modes", () => {
  test("D40: .env is quoted, so that a `$` or a ` #` in a password stays", () => {
    const credentials = CREDENTIALS.replace("fake-database-password", () => "'pa$$word #1'");
    expect(deploy("", { credentials }).text("compose/.env")).toContain("CLP_DB_PASS='pa$$word #1'\n");
  });

  test("D41: URLs carry percent-encoded credentials, by variables of their own", () => {
    const credentials = CREDENTIALS.replace("fake-queue-password", "'a:b/c?d#e%f@g'");
    const deployed = deploy("", { credentials });
    expect(deployed.text("compose/.env")).toContain("CLP_QUEUE_PASS='a:b/c?d#e%f@g'\n");
    expect(deployed.text("compose/.env")).toContain("CLP_QUEUE_PASS_ENCODED='a%3Ab%2Fc%3Fd%23e%25f%40g'\n");
    expect(deployed.service("query-worker").environment?.["BROKER_URL"]).toMatch(
      /^amqp:\/\/\$\{CLP_QUEUE_USER_ENCODED:\?.*\}:\$\{CLP_QUEUE_PASS_ENCODED:\?.*\}@queue:5672$/,
    );
    expect(deployed.service("queue").environment?.["RABBITMQ_DEFAULT_PASS"]).toMatch(
      /^\$\{CLP_QUEUE_PASS:\?/,
    );
  });

  test("D43: files with secrets are 0600, and the container's config is one only where it holds S3 keys", () => {
    const modes = (config: string) => new Map(deploy(config).files.map(({ path, mode }) => [path, mode]));
    expect(modes("").get("compose/.env")).toBe(0o600);
    expect(modes("").get(CONTAINER_CONFIG)).toBe(0o644);
    const keys =
      "archive_output: { storage: { type: s3, s3_config: { bucket: archives-1, key_prefix: a/, aws_authentication: { type: credentials, credentials: { access_key_id: FAKE, secret_access_key: fake-key } } } } }\n";
    expect(modes(keys).get(CONTAINER_CONFIG)).toBe(0o600);
  });

  test("D53: mounts have the long syntax, so that a colon in a path breaks nothing", () => {
    const deployed = deploy('data_directory: "/x: y/data"');
    for (const name of serviceNames(deployed))
      for (const mount of deployed.service(name).volumes ?? []) expect(mount).toHaveProperty("type", "bind");
    expect(deployed.service("database").volumes).toContainEqual({
      type: "bind",
      source: "/x: y/data/database",
      target: "/var/lib/mysql",
      bind: { create_host_path: false },
    });
  });

  test("D55: every bind source that containers write to is prepared with its owner", () => {
    const deployed = deploy("", {
      site: `${SITE.replace(" }\n", ", third_party_uid: 999, third_party_gid: 999 }\n")}`,
    });
    const script = deployed.text("compose/prepare.sh");
    for (const name of serviceNames(deployed)) {
      for (const { type, source, read_only } of deployed.service(name).volumes ?? []) {
        if (type === "bind" && read_only !== true) expect(script).toContain(`directory ${source} `);
      }
    }
    expect(script).toContain("directory /home/clp/clp-package/var/data/database 999 999 0755\n");
  });
});

test("what an operator may override is ${NAME:-value}, each secret is required, all else is the value itself", () => {
  const { services } = parse(deploy("").text("compose/docker-compose.yaml")) as {
    services: Record<string, Record<string, unknown>>;
  };
  expect(services["webui"]).toMatchObject({
    image: "${CLP_PACKAGE_CONTAINER_IMAGE_REF:-ghcr.io/y-scope/clp/clp-package:0.9.0}",
    restart: "${CLP_RESTART_POLICY:-on-failure:3}",
    user: "1000:1000",
    ports: [{ host_ip: "${CLP_WEBUI_HOST:-127.0.0.1}", published: "${CLP_WEBUI_PORT:-4000}", target: 4000 }],
    environment: { CLP_DB_PASS: "${CLP_DB_PASS:?set CLP_DB_PASS in .env}", RATE_LIMIT: "1000", PORT: "4000" },
  });
});

/** What a running engine needs of the compose file, beyond what CLP v0.9.0's own files say (R1 to R14). */
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { compile } from "../../compiler.ts";
import { deploy, serviceNames } from "../../deploy.ts";
import { okFixtures } from "../../fixtures.ts";

const SPIDER = "compression_scheduler: { type: spider }\nspider_scheduler: {}\n";

describe("mounts", () => {
  test.each(okFixtures())(
    "R2, R3: $name: no source is made by Docker, so that a colon in a path and a forgotten prepare.sh do no harm",
    ({ sources }) => {
      const { files } = compile(sources, { secrets: false, emit: ["compose"] });
      const texts = files.filter(({ path }) => path.endsWith("/docker-compose.yaml"));
      const mounts = texts.flatMap(({ text }) => {
        const { services } = parse(text) as {
          services: Record<string, { volumes?: { type: string; bind?: unknown }[] }>;
        };
        return Object.values(services).flatMap(({ volumes = [] }) => volumes);
      });
      expect(mounts.length).toBeGreaterThan(5);
      // What hosts share may be a volume of the engine's.
      for (const { bind, type } of mounts)
        expect(bind).toEqual(type === "volume" ? undefined : { create_host_path: false });
    },
  );
});

describe("services", () => {
  test("R1: RabbitMQ reads users and passwords as UTF-8", () => {
    expect(deploy("").service("queue").environment).toMatchObject({
      RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: "+fnl",
    });
  });

  test("R4: what would not heed SIGTERM as process 1 has an init, and nothing else has", () => {
    const deployed = deploy(`${SPIDER}mcp_server: {}\n`);
    const withInit = serviceNames(deployed).filter((name) => deployed.service(name).init === true);
    expect(withInit).toEqual(["query-scheduler", "reducer", "garbage-collector"]);
  });

  test("R5: health checks that start a virtual machine of their own have time for it on a busy host", () => {
    const deployed = deploy("mcp_server: {}\n");
    const patient = serviceNames(deployed).filter(
      (name) => !["2s", undefined].includes(deployed.service(name).healthcheck?.timeout),
    );
    expect(patient).toEqual(["queue", "results-cache"]);
    for (const name of patient) expect(deployed.service(name).healthcheck?.timeout).toBe("30s");
  });
});

describe("logs", () => {
  const ALL = [
    "api_server: {}\nmcp_server: {}\n",
    `${SPIDER}mcp_server: {}\n`,
    "logs_input: { type: s3, aws_authentication: { type: credentials, credentials: { access_key_id: FAKE, secret_access_key: fake-key } } }\n",
  ];

  test.each(ALL)("R6: each service sees its own directory of them, which prepare.sh makes: %s", (config) => {
    const deployed = deploy(config);
    const prepared = deployed.text("compose/prepare.sh");
    for (const name of serviceNames(deployed)) {
      const { environment = {}, volumes = [], user } = deployed.service(name);
      const mounts = volumes.filter(({ source }) => source.startsWith("/home/clp/clp-package/var/log"));
      const own = environment["CLP_LOGS_DIR"];
      if (name === "garbage-collector") {
        expect(mounts.map(({ source, target }) => [source, target])).toEqual([
          ["/home/clp/clp-package/var/log", "/var/log"],
        ]);
      } else if (own !== undefined) {
        expect(mounts.map(({ target }) => target)).toEqual(
          name === "compression-scheduler" ? [own, "/var/log/user"] : [own],
        );
        for (const { source, target } of mounts) expect(source).toBe(`/home/clp/clp-package${target}`);
      }
      for (const { source } of mounts)
        expect(prepared).toContain(`directory ${source} ${user.replace(":", " ")} 0755\n`);
      if (own !== undefined) expect(prepared).toContain(`directory /home/clp/clp-package${own} `);
    }
  });

  test("R7: Spider's scheduler may write its log file", () => {
    const { environment, volumes } = deploy(SPIDER).service("spider-scheduler");
    expect(environment).toEqual({ SPIDER_LOG_FILE: "/var/log/spider_scheduler.log" });
    expect(volumes).toEqual([
      {
        type: "bind",
        source: "/home/clp/clp-package/var/log/spider_scheduler",
        target: "/var/log",
        bind: { create_host_path: false },
      },
    ]);
  });

  test("logs that lie beside the compose file, or at its own place", () => {
    const site = "host: {}\n";
    const sources = (config: string) =>
      deploy(config, { site })
        .service("reducer")
        .volumes?.filter(({ target }) => target === "/var/log/reducer")
        .map(({ source }) => source);
    expect(sources("")).toEqual(["./var/log/reducer"]);
    expect(sources("logs_directory: .")).toEqual(["./reducer"]);
  });
});

describe("health", () => {
  test("R8: every service that listens on a port has a health check", () => {
    const deployed = deploy(`${SPIDER}mcp_server: {}\n`);
    for (const component of deployed.model?.components ?? []) {
      if (component.kind !== "service" || component.ports.length === 0) continue;
      expect({
        name: component.name,
        has: deployed.service(component.name).healthcheck !== undefined,
      }).toEqual({
        name: component.name,
        has: true,
      });
    }
  });

  test("R8: where a connection would do harm, the kernel is asked who listens", () => {
    const deployed = deploy(SPIDER);
    const test = (name: string) => deployed.service(name).healthcheck?.test;
    const list = ["/proc/net/tcp", "/proc/net/tcp6"];
    expect(test("spider-scheduler")).toEqual(["CMD", "grep", "-qs", ":1770 0*:0000 0A", ...list]);
    expect(test("reducer")).toEqual(["CMD", "grep", "-qs", ":36B9 0*:0000 0A", ...list]);
  });
});

describe("external servers", () => {
  const ALL =
    "bundled: []\ndatabase: { host: db.internal, port: 3307 }\nqueue: { host: 10.0.0.6, port: 5673 }\nredis: { host: 10.0.0.7 }\nresults_cache: { host: localhost, port: 27018 }\n";

  test("R12: nothing waits where all servers are the deployment's own", () => {
    expect(
      serviceNames(deploy(`${SPIDER}mcp_server: {}\n`)).filter((name) => name.startsWith("wait-")),
    ).toEqual([]);
  });

  test("R12: who needs an external server waits until it answers", () => {
    const deployed = deploy(ALL);
    const waits = serviceNames(deployed).filter((name) => name.startsWith("wait-"));
    expect(waits).toEqual([
      "wait-for-database",
      "wait-for-queue",
      "wait-for-redis",
      "wait-for-results-cache",
    ]);
    const done = { condition: "service_completed_successfully" };
    expect(deployed.service("db-table-creator").depends_on).toEqual({ "wait-for-database": done });
    expect(deployed.service("results-cache-indices-creator").depends_on).toEqual({
      "wait-for-results-cache": done,
    });
    expect(deployed.service("query-scheduler").depends_on).toEqual({
      "wait-for-queue": done,
      "wait-for-redis": done,
      "db-table-creator": done,
    });
  });

  test("R12: it asks what pods of Kubernetes ask, as the user and from the image of who needs the answer", () => {
    const deployed = deploy(ALL);
    for (const [wait, client] of [
      ["database", "db-table-creator"],
      ["queue", "compression-scheduler"],
      ["redis", "compression-scheduler"],
      ["results-cache", "results-cache-indices-creator"],
    ] as const) {
      const { command = [], image, user } = deployed.service(`wait-for-${wait}`);
      const workload = deployed.model?.components.find(({ id }) => id === client);
      if (workload === undefined || workload.kind === "external") throw new Error(client);
      const ask = workload.asks.find(({ of }) => of === wait);
      for (const line of ask?.lines ?? ["no question"]) expect(command[3]).toContain(`    ${line}\n`);
      expect([image, user]).toEqual([deployed.service(client).image, deployed.service(client).user]);
    }
    expect(deployed.service("wait-for-database").extra_hosts).toEqual(["db.internal:10.0.0.5"]);
    expect(deployed.service("wait-for-results-cache").extra_hosts).toEqual([
      "host.docker.internal:host-gateway",
    ]);
    expect(deployed.service("wait-for-results-cache").environment).toMatchObject({
      SERVER: "host.docker.internal:27018",
    });
  });

  test("R12: no secret is an argument or a part of the program", () => {
    const deployed = deploy(ALL);
    for (const name of serviceNames(deployed).filter((one) => one.startsWith("wait-"))) {
      const { command = [], environment = {} } = deployed.service(name);
      expect(command.slice(0, 3)).toEqual(["python3", "-u", "-c"]);
      expect(command.join("\n")).not.toContain("${");
      expect(environment).toHaveProperty("SERVER");
    }
    expect(deployed.service("wait-for-database").environment).toMatchObject({
      DB_PASS: "${CLP_DB_PASS:?set CLP_DB_PASS in .env}",
    });
  });

  test("R12: a server that nobody needs is not asked", () => {
    const presto =
      "package: { query_engine: presto }\npresto: { host: presto.internal, port: 8889 }\nresults_cache: { retention_period: null }\n";
    const config = `${SPIDER}${presto}bundled: [database, results_cache]\nqueue: { host: 10.0.0.6 }\nredis: { host: 10.0.0.7 }\n`;
    expect(serviceNames(deploy(config)).filter((name) => name.startsWith("wait-"))).toEqual([]);
  });
});

describe("what a host has", () => {
  const site = (more: object) => JSON.stringify({ host: { clp_home: "/home/clp/clp-package" }, ...more });
  const limited = (name: string, limits: object) =>
    deploy("", { site: site({ compose: { resources: { [name]: { limits } } } }) });

  test.each([
    [
      { cpu: "500m", memory: "2Gi" },
      { cpus: "0.5", memory: "2g" },
    ],
    [{ cpu: 2 }, { cpus: "2" }],
    [{ cpu: "1250m" }, { cpus: "1.25" }],
    [{ memory: "1536Mi" }, { memory: "1536m" }],
    [{ memory: "1500M" }, { memory: "1500000000b" }],
    [{ memory: "6Mi" }, { memory: "6m" }],
  ])("limits of a component, in Docker's units: %j", (limits, expected) => {
    expect(limited("results_cache", limits).service("results-cache").deploy).toEqual({
      resources: { limits: expected },
    });
  });

  test("limits are those of one component alone", () => {
    const deployed = limited("redis", { memory: "1Gi" });
    for (const name of serviceNames(deployed))
      expect({ name, has: deployed.service(name).deploy !== undefined }).toEqual({
        name,
        has: name === "redis",
      });
  });

  test.each([{ memory: 512 }, { memory: "1500m" }, { cpu: "1m" }])(
    "what Docker does not take is refused: %j",
    (limits) => {
      expect(limited("redis", limits).findings).toEqual(["error CLP5213"]);
    },
  );

  test("SELinux: labels are prepare.sh's to give, since Compose drops its own beside create_host_path", () => {
    const deployed = deploy("", { site: site({ compose: { selinux: "z" } }) });
    expect(deployed.text("compose/docker-compose.yaml")).not.toContain("selinux");
    expect(deployed.text("compose/prepare.sh")).toContain(
      "labelled /home/clp/clp-package/var/data/archives\n",
    );
    expect(deploy("").text("compose/prepare.sh")).not.toContain("labelled");
  });

  test("R6: the database's general log can be switched off", () => {
    const conf = (more: object) =>
      deploy("", { site: site(more) }).text("compose/etc/mysql/conf.d/logging.cnf");
    expect(conf({})).toContain("\ngeneral_log=1\n");
    expect(conf({ database_general_log: false })).toContain("\ngeneral_log=0\n");
  });
});

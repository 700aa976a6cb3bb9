/** What a running engine needs of the compose file, beyond what CLP v0.9.0's own files say (R1 to R14). */
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { compile } from "../../../src/mod.ts";
import { deploy, serviceNames } from "../../deploy.ts";
import { okFixtures } from "../../fixtures.ts";

const SPIDER = "compression_scheduler: { type: spider }\nspider_scheduler: {}\n";

describe("mounts", () => {
  test.each(okFixtures())(
    "R2, R3: $name: no source is made by Docker, so that a colon in a path and a forgotten prepare.sh do no harm",
    ({ sources }) => {
      const { files } = compile(sources, { secrets: false, emit: ["compose"] });
      const text = files.find(({ path }) => path === "compose/docker-compose.yaml")?.text ?? "";
      const { services } = parse(text) as { services: Record<string, { volumes?: { bind?: unknown }[] }> };
      const mounts = Object.values(services).flatMap(({ volumes = [] }) => volumes);
      expect(mounts.length).toBeGreaterThan(5);
      for (const { bind } of mounts) expect(bind).toEqual({ create_host_path: false });
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

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

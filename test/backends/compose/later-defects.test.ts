/** What CLP's later releases get wrong and we do not: one test for each defect that concerns Compose and the config. */
import { describe, expect, test } from "vitest";
import { RELEASES } from "../../../src/clp/releases/releases.ts";
import { deploy, SITE, serviceNames } from "../../deploy.ts";

const NEWEST = { site: `${SITE}clp_version: "0.13.0"\n` };
const OFF = "telemetry: { disable: true }\n";
const CONTAINER_CONFIG = "compose/var/log/.clp-config.yaml";

describe("telemetry", () => {
  test("E1: who opts out is heeded from the first start, whatever the shell has", () => {
    const deployed = deploy(OFF, NEWEST);
    expect(serviceNames(deployed)).not.toContain("otel-collector");
    const told = serviceNames(deployed).flatMap(
      (name) => deployed.service(name).environment?.["CLP_DISABLE_TELEMETRY"] ?? [],
    );
    expect(told).toHaveLength(5);
    // No variable of the shell has a say in it.
    for (const one of told) expect(one).toBe("true");
  });
});

describe("query services that are null", () => {
  test("E2: compression finds the section of the query worker, of which there is none", () => {
    const deployed = deploy(`${OFF}query_worker: null\n`, NEWEST);
    expect(serviceNames(deployed)).not.toContain("query-worker");
    const { query_worker } = deployed.data(CONTAINER_CONFIG) as { query_worker: object };
    expect(query_worker).toMatchObject({ logging_level: "INFO", task_time_limit: 1200 });
  });

  test("E3: nobody waits for what does not run", () => {
    const deployed = deploy(`${OFF}query_scheduler: null\n`, NEWEST);
    const names = serviceNames(deployed);
    expect(names).toContain("reducer");
    for (const name of names)
      for (const on of Object.keys(deployed.service(name).depends_on ?? {})) expect(names).toContain(on);
  });

  test("E4: what takes searches runs as CLP runs it, beside Presto, too", () => {
    const presto =
      "webui: { query_engine: presto }\npresto: { host: presto-coordinator, port: 8080 }\nresults_cache: { retention_period: null }\nquery_scheduler: null\nquery_worker: null\nreducer: null\n";
    const names = serviceNames(deploy(`${OFF}${presto}mcp_server: {}\n`, NEWEST));
    expect(names).toEqual(expect.arrayContaining(["api-server", "mcp-server"]));
  });
});

describe("the results cache", () => {
  test.each(RELEASES.slice(1).map(({ id }) => id))(
    "E6: v%s: the job that makes its indices is sent to a name, not to a word that is Compose's alone",
    (id) => {
      const off = id === "0.13.0" ? OFF : "";
      const config = `${off}bundled: [database, queue, redis]\nresults_cache: { host: localhost }\n`;
      const deployed = deploy(config, { site: `${SITE}clp_version: "${id}"\n` });
      const job = JSON.stringify(deployed.service("results-cache-indices-creator"));
      expect(job).toContain("results_cache");
      expect(job).not.toMatch(/mongodb:\/\/host-gateway|@host-gateway/);
    },
  );

  test("E5: its only member is the name that clients reach", () => {
    const { command = [] } = deploy(OFF, NEWEST).service("results-cache-indices-creator");
    expect(command[command.indexOf("--uri") + 1]).toMatch(/^mongodb:\/\/results_cache:27017\//);
  });
});

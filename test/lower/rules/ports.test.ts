import { describe, expect, test } from "vitest";
import { check, checked, codes, findings, PRESTO, SPIDER, says } from "./check.ts";

describe("D27: published ports", () => {
  test("the defaults do not collide", () => {
    check("");
    codes("mcp_server: {}");
    codes(`${SPIDER}mcp_server: {}`);
  });

  test("a default at one end is said with its rule, at the end that was written", () => {
    const [said] = checked(`
      webui: {port: 3001}
                    ^^^^ CLP3040
    `);
    expect(said!.notes).toEqual(["default of api_server.port in CLP v0.9.0: 3001"]);
    expect(said!.message).toBe("Cannot publish webui on port 3001: api-server is published there");
    // The queue's port is the default here: the database has to move.
    says(
      "database: {port: 5672}",
      "Cannot publish database on port 5672: queue is published there",
      "Give one of them another port, such as 5673",
    );
  });

  test("two written ends are both shown", () => {
    const [said] = checked(`
      webui: {port: 8080}
                    ^^^^ CLP3040
      mcp_server: {port: 8080}
    `);
    expect(said!.related).toHaveLength(1);
  });

  test("four services on one port are three findings", () => {
    codes(
      "database: {port: 9000}\nqueue: {port: 9000}\nredis: {port: 9000}\nwebui: {port: 9000}",
      "CLP3040",
      "CLP3040",
      "CLP3040",
    );
  });

  test.each([
    ["0.0.0.0", "127.0.0.1", 1],
    ["0.0.0.0", "10.0.0.5", 1],
    ["0.0.0.0", "0.0.0.0", 1],
    ["localhost", "127.0.0.1", 1],
    ["127.0.0.1", "10.0.0.5", 0],
    ["127.0.0.2", "127.0.0.1", 0],
    ["a.internal", "10.0.0.5", 1],
    ["a.internal", "10.0.0.6", 0],
  ])("%s and %s", (one, other, collisions) => {
    const config = `webui: {host: ${one}, port: 9000}\napi_server: {host: ${other}, port: 9000}`;
    codes(
      { config, site: "host: {addresses: {a.internal: 10.0.0.5}, own_addresses: [10.0.0.5, 10.0.0.6]}" },
      ...Array<string>(collisions).fill("CLP3040"),
    );
  });

  test("the addresses that meet are named", () => {
    const [said] = findings("webui: {host: 0.0.0.0, port: 3001}");
    expect(said!.message).toContain("(0.0.0.0 and 127.0.0.1 meet)");
  });

  test("what does not run does not count", () => {
    codes("webui: {port: 3002}");
    codes("webui: {port: 3001}\napi_server: null");
    codes("webui: {port: 8000}");
    codes(`${PRESTO}mcp_server: {port: 4000}`, "CLP4003");
    codes("spider_scheduler: {port: 4000}", "CLP4002");
    codes("bundled: [queue, redis, results_cache]\ndatabase: {host: 10.0.0.5, port: 4000}");
  });

  test("a port or host that is wrong is not judged", () => {
    codes("webui: {port: 99999}\napi_server: {port: 4000}", "CLP2004");
    codes("webui: {host: nowhere.internal, port: 3001}", "CLP3020");
  });
});

describe("NodePorts", () => {
  test("collide once in the cluster", () => {
    check({
      site: `
      kubernetes: {node_ports: {webui: 30301}}
                                       ^^^^^ CLP3041
    `,
    });
    check({
      site: `
      kubernetes: {node_ports: {webui: 30500, api_server: 30500}}
                                                          ^^^^^ CLP3041
    `,
    });
  });
  test("of Presto's coordinator count where it is deployed and has one", () => {
    const config =
      "webui: {query_engine: presto}\npresto: {host: p, port: 8080}\nresults_cache: {retention_period: null}";
    const of = (presto: string, port: number) =>
      findings({
        config,
        site: `clp_version: "0.13.0"\n${presto}\nkubernetes: {node_ports: {presto_coordinator: ${port}}}`,
      }).map(({ code }) => code);
    const deployed = "presto: {worker_memory: 8GiB, timestamp_keys: {default: ts}}";
    expect(of(deployed, 30000)).toContain("CLP3041");
    expect(of(deployed, 30889)).not.toContain("CLP3041");
    expect(of("", 30000)).not.toContain("CLP3041");
  });
  test("of what does not run do not count", () => {
    codes({ site: "kubernetes: {node_ports: {webui: 30800}}" });
    codes({ config: "mcp_server: {}", site: "kubernetes: {node_ports: {webui: 30800}}" }, "CLP3041");
    codes({ site: "kubernetes: {node_ports: {webui: 30306}}" });
    codes({ site: "kubernetes: {expose_databases: true, node_ports: {webui: 30306}}" }, "CLP3041", "CLP4032");
  });
});

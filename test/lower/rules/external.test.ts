import { describe, expect, test } from "vitest";
import { under } from "../../frames.ts";
import { check, checked, codes, SPIDER } from "./check.ts";

describe("external services", () => {
  test("at an address are fine", () =>
    codes("bundled: [database, results_cache]\nqueue: {host: 10.0.0.5}\nredis: {host: 10.0.0.6}"));
  test("on the loopback", () => {
    check(
      `
      bundled: [queue, redis, results_cache]
      database: {host: localhost}
                       ^^^^^^^^^ CLP4035
    `,
    );
    const [said] = checked(`
      bundled: [queue, redis, results_cache]
               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ CLP4035
    `);
    expect(said!.notes).toEqual(['default of database.host in CLP v0.9.0: "localhost"']);
    codes("bundled: [queue, redis, results_cache]\ndatabase: {host: 127.0.0.2}", "CLP4035");
  });
  test("nowhere", () => {
    check(
      `
      bundled: [queue, redis, results_cache]
      database: {host: 0.0.0.0}
                       ^^^^^^^ CLP3021
    `,
    );
    codes(
      {
        config: "bundled: [queue, redis, results_cache]\ndatabase: {host: a.b}",
        site: "host: {addresses: {a.b: 0.0.0.0}}",
      },
      "CLP3021",
    );
  });
  test("a name that only DNS knows is left to DNS", () => {
    for (const host of ["nowhere", "db.abcd.eu-west-1.rds.amazonaws.com", "clp_db.internal"])
      codes(`bundled: [database, redis, results_cache]\nqueue: {host: ${host}}`);
  });
  test("the machine itself, as containers call it", () =>
    codes("bundled: [database, redis, results_cache]\nqueue: {host: host.docker.internal}", "CLP4035"));
  test("under the name of a container", () => {
    check(`
      bundled: [database, redis, results_cache]
      queue: {host: Redis}
                    ^^^^^ CLP3063
    `);
    codes("bundled: [database, redis, results_cache]\nqueue: {host: db_table_creator}", "CLP3063");
    // Nothing runs under these names.
    codes("bundled: [database, redis, results_cache]\nqueue: {host: queue}");
    codes("bundled: [database, redis, results_cache]\nqueue: {host: mcp-server}");
    codes({
      config: "bundled: [database, redis, results_cache]\nqueue: {host: redis}",
      site: "host: {addresses: {redis: 10.0.0.5}}",
    });
  });
  test("D12c: Spider needs the database's address", () => {
    const config = `${SPIDER}bundled: [queue, redis, results_cache]\ndatabase: {host: db.internal}`;
    check(
      config,
      `
      database: {host: db.internal}
                       ^^^^^^^^^^^ CLP3062
    `,
    );
    codes({ config, site: "host: {addresses: {db.internal: 10.0.0.5}}" });
    codes(config.replace("db.internal", "localhost"), "CLP4035");
  });
  test("D12b: a results cache", () => {
    check(
      `
      bundled: [database, queue, redis]
      results_cache: {host: 10.0.0.8}
                            ^^^^^^^^ CLP4036
    `,
    );
  });
  test("where the list is wrong, nothing follows", () =>
    codes("bundled: [databse, queue, redis, results_cache]", "CLP2005"));
});

describe("D43: who can reach the databases", () => {
  test.each(["database", "queue", "redis", "results_cache"])("%s on all interfaces", (section) =>
    check(under(`${section}: {host: 0.0.0.0}`, "0.0.0.0", "CLP4030")),
  );
  test("the results cache asks for no password", () => {
    codes("results_cache: {host: 10.0.0.5}", "CLP4031", "CLP4052");
    codes("results_cache: {host: 127.0.0.1}");
    codes("database: {host: 10.0.0.5}", "CLP4052");
  });
  test("other services may be public", () => codes("webui: {host: 0.0.0.0}\napi_server: {host: 0.0.0.0}"));
  test("H11: NodePorts of databases", () =>
    check({
      site: `
      kubernetes: {expose_databases: true}
                                     ^^^^ CLP4032
    `,
    }));
});

describe("D29: numbers of Redis databases", () => {
  test("the bundled one has two", () => {
    check(`
      redis: {query_backend_database: 2}
                                      ^ CLP3017
    `);
    codes("redis: {query_backend_database: 1, compression_backend_database: 0}");
  });
  test("an external one has more", () =>
    codes("bundled: [database, queue, results_cache]\nredis: {host: 10.0.0.7, query_backend_database: 15}"));
  test("more than any has is said once", () => codes("redis: {query_backend_database: 16}", "CLP2004"));
  test("one that does not run has none", () =>
    codes(
      `${SPIDER}package: {query_engine: presto}\npresto: {host: presto-coordinator, port: 8080}\nresults_cache: {retention_period: null}\napi_server: null\nredis: {query_backend_database: 2}`,
      "CLP4002",
    ));
});

describe("the image", () => {
  const image = (ref: string) => `container_image_ref: "${ref}"`;
  test("of another release", () => {
    check(
      image("ghcr.io/y-scope/clp/clp-package:0.8.0"),
      `
      container_image_ref: "ghcr.io/y-scope/clp/clp-package:0.8.0"
                           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ CLP4050
    `,
    );
    codes(image("ghcr.io/y-scope/clp/clp-package"), "CLP4050");
    codes(image("ghcr.io/y-scope/clp/clp-package:main"), "CLP4050");
  });
  test.each([
    "ghcr.io/y-scope/clp/clp-package:0.9.0",
    `ghcr.io/y-scope/clp/clp-package@sha256:${"0".repeat(64)}`,
    "registry.internal:5000/clp/clp-package:dev",
    "clp-package:0.8.0",
  ])("%s tells no other release", (ref) => codes(image(ref)));
});

describe("the API server", () => {
  test("D22: waits between two questions", () => {
    check(`
      api_server: {query_job_polling: {initial_backoff: 0}}
                                                        ^ CLP4009
    `);
    check(`
      api_server: {query_job_polling: {max_backoff_ms: 0}}
                                                       ^ CLP4009
    `);
    check(`
      api_server: {query_job_polling: {max_backoff_ms: 50}}
                                                       ^^ CLP4009
    `);
    codes("api_server: {query_job_polling: {initial_backoff_ms: 50, max_backoff_ms: 50}}");
  });
});

import { describe, expect, test } from "vitest";
import { check, codes, findings, KEYS, PRESTO, SPIDER } from "./check.ts";

describe("D17, D28: keys that CLP overrules", () => {
  test.each([
    "reducer: {host: 10.0.0.5}",
    "reducer: {base_port: 15000}",
    "query_scheduler: {host: 10.0.0.5}",
    "query_scheduler: {port: 7001}",
  ])("%s", (config) => codes(config, "CLP4001"));
  test("what they are anyway is no mistake", () => {
    codes("reducer: {host: localhost, base_port: 14009}\nquery_scheduler: {host: localhost, port: 7000}");
  });
  test("the address of Presto, once for both keys", () => {
    check(
      PRESTO.replace("presto-coordinator, port: 8080", "presto.internal, port: 8889"),
      `
      presto: {host: presto.internal, port: 8889}
                     ^^^^^^^^^^^^^^^ CLP4001
    `,
    );
    check(
      PRESTO.replace("8080", "8889"),
      `
      presto: {host: presto-coordinator, port: 8889}
                                               ^^^^ CLP4001
    `,
    );
  });
});

describe("D32: hidden keys", () => {
  test.each([
    "queue: {username: x}",
    "queue: {password: fake-secret}",
    "redis: {password: fake-secret}",
    "database: {credentials: {password: fake-secret}}",
  ])("%s", (config) => {
    codes(config, "CLP4001");
    expect(JSON.stringify(findings(config))).not.toContain("fake-secret");
  });
  test("null says nothing", () =>
    codes("queue: {username: null, password: null}\nredis: {password: null}\ndatabase: {ssl_cert: null}"));
  test("a certificate that no container has", () =>
    check(`
      database: {ssl_cert: /x.pem}
                           ^^^^^^ CLP4005
    `));
  test("what has an effect", () => codes("database: {auto_commit: true, compress: false}"));
});

describe("sections of what does not run", () => {
  test("Spider's scheduler with Celery", () =>
    check(`
      spider_scheduler: {port: 6001}
                        ^^^^^^^^^^^^ CLP4002
    `));
  test("CLP's query services with Presto", () => {
    codes(
      `${PRESTO}query_scheduler: {logging_level: DEBUG}\nquery_worker: {}\nreducer: {base_port: 15000}`,
      "CLP4002",
      "CLP4002",
      "CLP4002",
    );
  });
  test("Presto without Presto", () => codes("presto: {host: a, port: 1}", "CLP4002"));
  test("D2: the MCP server with Presto", () => {
    check(
      `${PRESTO}mcp_server: {}`,
      `
      mcp_server: {}
                  ^^ CLP4003
    `,
    );
    codes("mcp_server: {}");
    codes(`${SPIDER}mcp_server: {}`);
  });
  test("D2: the API server with Presto runs, and answers nothing", () => {
    check(
      PRESTO.replace("api_server: null", "api_server: {}"),
      `
      api_server: {}
                  ^^ CLP4004
    `,
    );
    check(
      PRESTO.replace("api_server: null", ""),
      `
      package: {query_engine: presto}
                              ^^^^^^ CLP4004
    `,
    );
  });
  test("the log ingestor for files", () => {
    codes("log_ingestor: {port: 3102}", "CLP4002");
    codes("log_ingestor: null");
    codes(`log_ingestor: {port: 3102}\nlogs_input: {type: s3, aws_authentication: ${KEYS}}`, "CLP4015");
  });
  test("the garbage collector where nothing expires", () => {
    codes("results_cache: {retention_period: null}\ngarbage_collector: {logging_level: DEBUG}", "CLP4002");
    codes("garbage_collector: {logging_level: DEBUG, sweep_interval: {search_result: 10}}");
    codes("garbage_collector: {sweep_interval: {archive: 10}}", "CLP4001");
    codes(
      "archive_output: {retention_period: 10}\nresults_cache: {retention_period: null}\ngarbage_collector: {sweep_interval: {archive: 10, search_result: 10}}",
      "CLP4001",
    );
  });
  test("Celery's servers in Spider Base", () => {
    const base = SPIDER + PRESTO;
    codes(`${base}queue: {port: 5673}\nredis: {port: 6380}`, "CLP4002", "CLP4002");
    codes(`${base}queue: null\nredis: null`);
    codes(`${base}bundled: [database, queue, redis, results_cache]`, "CLP4002", "CLP4002");
    codes(`${base}bundled: [database, queue, results_cache]\nqueue: {port: 5673}`, "CLP4002");
  });
  test("Redis databases of tasks that Celery does not run", () => {
    codes(`${PRESTO}redis: {query_backend_database: 1}`, "CLP4001");
    codes(`${SPIDER}redis: {compression_backend_database: 0}`, "CLP4001");
  });
  test("what decides is wrong: nothing follows", () => {
    codes("log_ingestor: {port: 3102}\nlogs_input: {type: S4}", "CLP2005");
    codes("spider_scheduler: {}\ncompression_scheduler: {type: spidre}", "CLP2005");
    codes(
      "garbage_collector: {}\nresults_cache: {retention_period: null}\narchive_output: {retention_period: 0}",
      "CLP2004",
    );
  });
});

test("the number of CPUs, where the number of workers is said", () => {
  check({
    site: `
    host: {cpus: 8, worker_concurrency: 3}
                 ^ CLP4001
  `,
  });
  codes({ site: "host: {cpus: 8}" });
});

describe("what the site file says of one component", () => {
  test("that does not run, or that somebody else runs: a note at each", () => {
    check({
      site: `
    compose:
      resources: {mcp_server: {limits: {memory: 1Gi}}, webui: {limits: {memory: 1Gi}}}
                              ^^^^^^^^^^^^^^^^^^^^^^^ CLP4067
    kubernetes:
      replicas: {query_worker: 2}
      services: {mcp_server: {type: LoadBalancer}, webui: {type: NodePort}}
                             ^^^^^^^^^^^^^^^^^^^^ CLP4067
      node_ports: {webui: 30001, log_ingestor: 30002, presto_coordinator: null}
                                               ^^^^^ CLP4067
      resources: {presto_worker: {limits: {memory: 1Gi}}, redis: null}
                                 ^^^^^^^^^^^^^^^^^^^^^^^ CLP4067
  `,
    });
    codes(
      {
        config: "bundled: [queue, redis, results_cache]\ndatabase: {host: 10.0.0.5}",
        site: "kubernetes: {resources: {database: {limits: {memory: 1Gi}}}}",
      },
      "CLP4067",
    );
  });
});

import { describe, test } from "vitest";
import { check, codes, PRESTO, SPIDER } from "./check.ts";

describe("Spider", () => {
  test("is complete", () => check(SPIDER));

  test("D24: needs its scheduler, null or not written", () => {
    check("compression_scheduler: {type: spider}", "CLP3006 clp-config.yaml:1:31");
    check("compression_scheduler: {type: spider}\nspider_scheduler: null", "CLP3006 clp-config.yaml:2:19");
  });

  test("needs MariaDB", () => {
    check(`${SPIDER}database: {type: mysql}`, "CLP3007 clp-config.yaml:3:18");
    codes("database: {type: mysql}");
  });

  test("a scheduler that is none says nothing else", () => {
    codes("compression_scheduler: {type: spidr}\nqueue: null\ndatabase: {type: mysql}", "CLP2005");
  });
});

describe("D3: queue and Redis", () => {
  test("are needed by Celery", () => {
    check("queue: null\nredis: null", "CLP3008 clp-config.yaml:1:8", "CLP3008 clp-config.yaml:2:8");
    check(`${PRESTO}queue: null`, "CLP3008 clp-config.yaml:5:8");
  });

  test("are needed by query tasks with Spider too", () => {
    check(`${SPIDER}queue: null\nredis: ~`, "CLP3008 clp-config.yaml:3:8", "CLP3008 clp-config.yaml:4:8");
  });

  test("may be null with Spider and Presto", () => check(`${SPIDER}${PRESTO}queue: null\nredis: null`));
});

describe("D12c: Spider with an external database", () => {
  const external = `${SPIDER}bundled: [queue, redis, results_cache]\n`;
  test("takes port 3306 alone", () => {
    check(`${external}database: {host: 10.0.0.5, port: 3307}`, "CLP3022 clp-config.yaml:4:34");
    check(`${external}database: {host: 10.0.0.5}`);
  });
  test("with Celery or its own database any port goes", () => {
    check("bundled: [queue, redis, results_cache]\ndatabase: {host: 10.0.0.5, port: 3307}");
    check(`${SPIDER}database: {port: 3307}`);
  });
});

import { describe, test } from "vitest";
import { check, codes, PRESTO, SPIDER } from "./check.ts";

describe("Spider", () => {
  test("is complete", () => check(SPIDER));

  test("D24: needs its scheduler, null or not written", () => {
    check(`
      compression_scheduler: {type: spider}
                                    ^^^^^^ CLP3006
    `);
    check(`
      compression_scheduler: {type: spider}
      spider_scheduler: null
                        ^^^^ CLP3006
    `);
  });

  test("needs MariaDB", () => {
    check(
      `${SPIDER}database: {type: mysql}`,
      `
      database: {type: mysql}
                       ^^^^^ CLP3007
    `,
    );
    codes("database: {type: mysql}");
  });

  test("a scheduler that is none says nothing else", () => {
    codes("compression_scheduler: {type: spidr}\nqueue: null\ndatabase: {type: mysql}", "CLP2005");
  });
});

describe("D3: queue and Redis", () => {
  test("are needed by Celery", () => {
    check(`
      queue: null
             ^^^^ CLP3008
      redis: null
             ^^^^ CLP3008
    `);
    check(
      `${PRESTO}queue: null`,
      `
      queue: null
             ^^^^ CLP3008
    `,
    );
  });

  test("are needed by query tasks with Spider too", () => {
    check(
      `${SPIDER}queue: null\nredis: ~`,
      `
      queue: null
             ^^^^ CLP3008
      redis: ~
             ^ CLP3008
    `,
    );
  });

  test("may be null with Spider and Presto", () => check(`${SPIDER}${PRESTO}queue: null\nredis: null`));
});

describe("D12c: Spider with an external database", () => {
  const external = `${SPIDER}bundled: [queue, redis, results_cache]\n`;
  test("takes port 3306 alone", () => {
    check(
      `${external}database: {host: 10.0.0.5, port: 3307}`,
      `
      database: {host: 10.0.0.5, port: 3307}
                                       ^^^^ CLP3022
    `,
    );
    check(`${external}database: {host: 10.0.0.5}`);
  });
  test("with Celery or its own database any port goes", () => {
    check("bundled: [queue, redis, results_cache]\ndatabase: {host: 10.0.0.5, port: 3307}");
    check(`${SPIDER}database: {port: 3307}`);
  });
});

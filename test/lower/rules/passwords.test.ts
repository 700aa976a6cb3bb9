import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { hostilePassword, hostileQueueLogin } from "../../arbitrary.ts";
import { check, checked, codes, findings, SPIDER } from "./check.ts";

const celery = (credentials: Readonly<Record<string, string>>) => ({ credentials });
const spider = (credentials: Readonly<Record<string, string>>) => ({ config: SPIDER, credentials });

describe("D12c: what Spider's URL carries", () => {
  test.each(["a&b", "a b", "a/b", "a%20", "a'b", "a+b", "é", "a:b@c"])("not %s", (text) => {
    codes(spider({ spider_password: `${text}-long-enough` }), "CLP3060");
    codes(spider({ spider_username: text }), "CLP3060");
  });
  test("letters, digits and _.~-", () => {
    codes(spider({ spider_password: "A-z_0.9~" }));
    check(
      spider({ spider_username: "a.b" }),
      `
      credentials.yaml:
          "spider_username": "a.b",
                             ^^^^^ CLP4025
    `,
    );
  });
  test("CLP's user name", () => {
    check(
      spider({ username: "a.b" }),
      `
      credentials.yaml:
          "username": "a.b",
                      ^^^^^ CLP3061
    `,
    );
    codes(spider({ username: "a@b" }), "CLP3061");
  });
  test("with Celery nothing of that matters", () =>
    codes(celery({ username: "a@b", spider_username: "a&b", spider_password: "&" })));
});

describe("passwords that anybody guesses", () => {
  test.each(["pass", "root-pass", "PASSWORD", "changeme", "12345678"])("%s is known", (password) =>
    codes(celery({ password }), "CLP4020"),
  );
  test.each([
    ["x1y2z3w", "it has fewer than 8 characters"],
    ["aaaaaaaabbbb", "it has fewer than 4 different characters"],
    ["operations", "it is the user's name"],
  ])("%s: %s", (password, why) => {
    const [said] = checked(
      celery({ username: "operations", password }),
      `
      credentials.yaml:
          "password": "${password}",
                      ${"^".repeat(password.length + 2)} CLP4021
      `,
    );
    expect(said!.message).toBe(`The password database.password is weak: ${why}`);
  });
  test("each that is used, and no other", () => {
    const all = {
      password: "pass",
      root_password: "pass",
      spider_password: "pass",
      queue_password: "pass",
      redis_password: "pass",
    };
    codes(celery(all), ...Array<string>(4).fill("CLP4020"));
    codes(spider(all), ...Array<string>(5).fill("CLP4020"));
    codes(
      { config: "bundled: [queue, redis, results_cache]\ndatabase: {host: 10.0.0.5}", credentials: all },
      ...Array<string>(3).fill("CLP4020"),
    );
  });
  test("CLP's own generated ones are strong", () => codes(celery({ password: "x3Jd_0aQ-9k" })));
  test("without credentials nothing is said", () => codes(""));
});

describe("database users", () => {
  test("D18: the bundled administrator is root", () => {
    const [said] = checked(
      celery({ root_username: "admin" }),
      `
      credentials.yaml:
          "root_username": "admin",
                           ^^^^^^^ CLP4022
    `,
    );
    expect(said!.message).toBe("The bundled database has no such administrator: its name is always root");
    codes(spider({ root_username: "admin" }), "CLP4022");
    codes({
      config: "bundled: [queue, redis, results_cache]\ndatabase: {host: 10.0.0.5}",
      credentials: { root_username: "admin" },
    });
  });
  test("a second root", () => {
    codes(celery({ username: "root" }), "CLP4023");
    codes(spider({ username: "root" }), "CLP4023");
  });
  test("one user has one password", () => {
    codes(spider({ spider_username: "clp-user" }), "CLP4024");
    codes(spider({ spider_username: "clp-user", spider_password: "fake-database-password" }));
    codes(celery({ spider_username: "clp-user" }));
  });
});

describe("the login of the queue", () => {
  test("is refused exactly where RabbitMQ's own tools cannot read it", () => {
    fc.assert(
      fc.property(fc.oneof(hostilePassword, hostileQueueLogin), hostileQueueLogin, (one, other) => {
        const said = (credentials: Readonly<Record<string, string>>) =>
          findings(celery(credentials)).filter(({ severity }) => severity === "error");
        const fails = [...one].some((character) => character.codePointAt(0)! > 0xff);
        for (const key of ["queue_username", "queue_password"]) {
          expect(
            said({ queue_username: other, queue_password: other, [key]: one }).map(({ code }) => code),
          ).toEqual(fails ? ["CLP3066"] : []);
        }
      }),
      { seed: 7 },
    );
  });
  test("of each of the two, where it stands", () => {
    const all = { queue_username: "ключ-user", queue_password: "longer-than-世界" };
    check(
      celery(all),
      `
      credentials.yaml:
          "username": "ключ-user",
                      ^^^^^^^^^^^ CLP3066
          "password": "longer-than-世界"
                      ^^^^^^^^^^^^^^^^ CLP3066
      `,
    );
  });
  test("up to U+00FF it is taken", () =>
    codes(celery({ queue_username: "ÿé", queue_password: "é\u00ff-ß§µ¶-x" })));
  test("an external queue, or none, may have any", () => {
    const credentials = { queue_username: "ключ-user", queue_password: "longer-than-世界" };
    codes({ config: "bundled: [database, redis, results_cache]\nqueue: {host: 10.0.0.5}", credentials });
    const presto = `${SPIDER}package: {query_engine: presto}\npresto: {host: presto.internal, port: 8889}\n`;
    expect(findings({ config: presto, credentials }).map(({ code }) => code)).not.toContain("CLP3066");
  });
});

describe("CLP3068: Redis takes a dash that is its last argument for its standard input", () => {
  test("where the bundled one would be told it", () =>
    check(
      celery({ redis_password: "-" }),
      `
      credentials.yaml:
          "password": "-"
                      ^^^ CLP3068
                      ^^^ CLP4021
      `,
    ));
  test.each(["--", "--requirepass", "- "])("not of %j, which it takes as it is", (password) =>
    expect(findings(celery({ redis_password: password })).map(({ code }) => code)).not.toContain("CLP3068"),
  );
  test("an external one may have it", () => {
    const config = "bundled: [database, queue, results_cache]\nredis: {host: 10.0.0.5}";
    const said = findings({ config, credentials: { redis_password: "-" } });
    expect(said.map(({ code }) => code)).not.toContain("CLP3068");
  });
});

test("no message holds a value of the credentials", () => {
  const values = {
    username: "us&er-one",
    root_username: "ad&min",
    spider_username: "us&er-one",
    spider_password: "se&cret-one",
    password: "sh&rt",
  };
  const said = JSON.stringify(findings(spider(values)));
  for (const value of Object.values(values)) expect(said).not.toContain(value);
});

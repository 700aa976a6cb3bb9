import { describe, test } from "vitest";
import { check, codes, SPIDER } from "./check.ts";

const MYSQL = "database: {type: mysql}";
const EXTERNAL = "bundled: [queue, redis, results_cache]";
const LONG = "aB3-".repeat(100);

describe("what MySQL's image cannot make", () => {
  test.each([
    ["a quote", "it's-long-enough"],
    ["a backslash", "back\\slash-long"],
    ["a line break", "two-\n-lines"],
  ])("%s, in each of the three", (_, text) => {
    for (const key of ["username", "password", "root_password"])
      codes({ config: MYSQL, credentials: { [key]: text } }, "CLP3067");
  });
  test("is told of each, where it stands", () =>
    check(
      { config: MYSQL, credentials: { username: "o'brien", root_password: "o'brien-long" } },
      `
credentials.yaml:
    "username": "o'brien",
                ^^^^^^^^^ CLP3067
    "root_password": "o'brien-long",
                     ^^^^^^^^^^^^^^ CLP3067
`,
    ));
  test("names of 33 characters, whatever they are", () => {
    codes({ config: MYSQL, credentials: { username: "é".repeat(32) } });
    codes({ config: MYSQL, credentials: { username: "é".repeat(33) } }, "CLP3067");
  });
  test("passwords of 257 bytes", () => {
    for (const key of ["password", "root_password"]) {
      codes({ config: MYSQL, credentials: { [key]: LONG.slice(0, 256) } });
      codes({ config: MYSQL, credentials: { [key]: LONG.slice(0, 257) } }, "CLP3067");
      codes({ config: MYSQL, credentials: { [key]: `é${LONG.slice(0, 255)}` } }, "CLP3067");
    }
  });
  test("takes every other sign", () =>
    codes({ config: MYSQL, credentials: { username: 'a"b`$# ;é', password: 'a"b#c`$(id) -- 世界😀;%' } }));
});

describe("what MariaDB's image cannot make", () => {
  test("names with a quote or a backslash, and of 129 characters", () => {
    codes({ credentials: { username: "o'brien" } }, "CLP3067");
    codes({ credentials: { username: "o\\brien" } }, "CLP3067");
    codes({ credentials: { username: "é".repeat(128) } });
    codes({ credentials: { username: "é".repeat(129) } }, "CLP3067");
  });
  test("passwords are escaped, and of any length", () =>
    codes({ credentials: { password: `it's \\ ${LONG}`, root_password: `it's \\ ${LONG}` } }));
});

test("an external database has been given its logins by somebody else", () => {
  for (const type of ["mysql", "mariadb"])
    codes({
      config: `${EXTERNAL}\ndatabase: {type: ${type}, host: 10.0.0.5}`,
      credentials: { username: "o'brien", password: `it's-${LONG}` },
    });
});

test("Spider's user is made by CLP, which has limits of its own", () =>
  codes({ config: SPIDER, credentials: { spider_username: "a'b" } }, "CLP3060"));

import { describe, expect, test } from "vitest";
import { pick } from "../../src/base/typed.ts";
import { CREDENTIALS, check, fixed, masked, readAll } from "./check.ts";

const ENVIRONMENT = {
  CLP_DB_USER: "clp-user",
  CLP_DB_PASS: "a",
  CLP_DB_ROOT_USER: "root",
  CLP_DB_ROOT_PASS: "b",
  SPIDER_DB_USER: "spider-user",
  SPIDER_DB_PASS: "c",
  CLP_QUEUE_USER: "clp-user",
  CLP_QUEUE_PASS: "d",
  CLP_REDIS_PASS: "e",
};

describe("the credentials file", () => {
  test("is read, or left out", () => {
    const { credentials } = check({ credentials: CREDENTIALS });
    expect(credentials!.database.root_password).toBe("root-password");
    expect(pick(credentials!.redis!, "password").origin).toMatchObject({
      kind: "source",
      path: ["redis", "password"],
    });
    expect(check({}).credentials).toBeUndefined();
  });

  test("needs queue and redis where the config has them", () => {
    const database = CREDENTIALS.slice(0, CREDENTIALS.indexOf("queue:"));
    check(
      { credentials: database },
      `
      credentials.yaml:
      database:
      ^ CLP2003
    `,
    );
    check(
      { credentials: database, config: "queue: null" },
      `
      credentials.yaml:
      database:
      ^ CLP2003
    `,
    );
    const { credentials } = check({ credentials: database, config: "queue: null\nredis: null" });
    expect(credentials).toMatchObject({ queue: null, redis: null });
    check(
      { credentials: `${database}queue: null\nredis:`, config: "redis: null" },
      `
      credentials.yaml:
      queue: null
             ^^^^ CLP2008
    `,
    );
    check({
      credentials: database,
      config: `
      queue: 5
             ^ CLP2002
      redis: null
    `,
    });
  });

  test("needs all six keys of the database", () => {
    check({
      credentials: `

      ^ CLP2003
    `,
      config: "queue: null\nredis: null",
    });
    const { findings } = check(
      { credentials: CREDENTIALS.replace(/ {2}(?:root|spider).*\n/g, "") },
      `
      credentials.yaml:
      database:
      ^^^^^^^^ CLP2003
    `,
    );
    expect(findings[0]!.message).toBe(
      'Cannot find the keys "root_username", "root_password", "spider_username" and "spider_password": database needs them',
    );
  });

  test.each([
    ["12345", "CLP2002"],
    ["0123", "CLP2006"],
    ["yes", "CLP2006"],
    ["2024-01-01", "CLP2006"],
    ["true", "CLP2002"],
    ["~", "CLP2008"],
    ["", "CLP2008"],
    ['""', "CLP2007"],
    ['" x"', "CLP2014"],
    ['"x\\t"', "CLP2014"],
    ['"x\\0y"', "CLP2013"],
    ['"\\ud800"', "CLP1018"],
    ["[x]", "CLP2002"],
  ])("a database password %s is refused (D42)", (value, code) => {
    const { findings } = readAll({ credentials: CREDENTIALS.replace("database-password", value) });
    expect(findings.map((finding) => finding.code)).toEqual([code]);
  });

  test.each([['" x "'], ["'$x #'"], ['"x\\ny"'], ["é😀"], ["pa$$word"]])(
    "a queue password %s is taken as it is",
    (value) => {
      check({ credentials: CREDENTIALS.replace("queue-password", value) });
    },
  );

  test.each(["987654", "0123456", "yes", "1e5", "1.50", "true", "2001-01-01", "0x1F"])(
    "%s is quoted, as it is written, and never said",
    (value) => {
      const credentials = CREDENTIALS.replace("queue-password", value);
      expect(fixed({ credentials }, "credentials")).toBe(CREDENTIALS.replace("queue-password", `"${value}"`));
      expect(
        JSON.stringify(readAll({ credentials }).findings.map(({ fix: _, ...said }) => said)),
      ).not.toContain(value);
    },
  );

  test("has no other keys, and names one only where it is near, or made of the words of keys", () => {
    const { findings } = check(
      { credentials: `${CREDENTIALS}  usrname: x\n  hunter2: y\n  password:hunter2: z\n` },
      `
      credentials.yaml:
        usrname: x
        ^^^^^^^ CLP2001
        hunter2: y
        ^^^^^^^ CLP2001
        password:hunter2: z
        ^^^^^^^^^^^^^^^^ CLP2001
    `,
    );
    expect(findings.map(({ message }) => message)).toEqual([
      'Unknown key "usrname" in redis',
      "Unknown key in redis",
      "Unknown key in redis",
    ]);
    expect(JSON.stringify(findings)).not.toContain("hunter2");
    check(
      { credentials: CREDENTIALS.replace("username: clp-user", "user: clp-user") },
      `
      credentials.yaml:
        user: clp-user
        ^^^^ CLP2009
    `,
    );
  });

  test("is masked, but for its keys", () => {
    const shown = masked(
      { credentials: `# a comment: hunter2\n${CREDENTIALS}unknown: {deep: hunter2}\n` },
      "credentials",
    );
    expect(shown).toBe(
      [
        "…",
        "database:",
        ...[
          "username",
          "password",
          "root_username",
          "root_password",
          "spider_username",
          "spider_password",
        ].map((key) => `  ${key}: …`),
        "queue:",
        "  username: …",
        "  password: …",
        "redis:",
        "  password: …",
        "… {…}",
        "",
      ].join("\n"),
    );
    expect(
      masked({ credentials: '{database: {password: "hunter2", hunter2}, redis: [hunter2]}' }, "credentials"),
    ).not.toContain("hunter2");
    expect(
      masked({ credentials: 'database:\n  password: "hunter2\n  x: hunter2\n' }, "credentials"),
    ).not.toContain("hunter2");
    expect(
      masked(
        { credentials: Uint8Array.from([...new TextEncoder().encode("password: hunter2 "), 0xff]) },
        "credentials",
      ),
    ).not.toContain("hunter2");
  });
});

describe("credentials from the environment", () => {
  test("have CLP's names", () => {
    const { credentials } = check({ environment: ENVIRONMENT });
    expect(credentials!.database).toEqual({
      username: "clp-user",
      password: "a",
      root_username: "root",
      root_password: "b",
      spider_username: "spider-user",
      spider_password: "c",
    });
    expect(pick(credentials!.queue!, "password").origin).toEqual({
      kind: "environment",
      variable: "CLP_QUEUE_PASS",
      path: ["queue", "password"],
    });
  });

  test("are needed as those of the file are", () => {
    const { CLP_DB_PASS: _, CLP_REDIS_PASS: __, ...rest } = ENVIRONMENT;
    check({ environment: rest }, "CLP2027", "CLP2027");
    check({ environment: rest, config: "redis: null" }, "CLP2027");
    check({ environment: { ...ENVIRONMENT, CLP_DB_PASS: "" } }, "CLP2027");
    check({ environment: { ...ENVIRONMENT, CLP_DB_PASS: " a" } }, "CLP2014");
  });
});

describe("secrets in the config", () => {
  const s3 = `archive_output:
  storage:
    type: s3
    s3_config:
      bucket: hidden-no
      key_prefix: p/
      aws_authentication:
        type: credentials
        credentials: {access_key_id: hunter2, secret_acess_key: hunter2, hunter2: hunter2}
`;
  test("are masked, known key or not, and what is public is not", () => {
    const shown = masked({ config: s3 }, "config");
    expect(shown).not.toContain("hunter2");
    expect(shown).toContain("bucket: hidden-no");
    expect(shown).toContain("type: credentials");
  });

  test.each([
    "queue: {host: q, password: hunter2, passwort: hunter2}",
    "queue: hunter2",
    "redis: {port: hunter2}",
    "database: {credentials: {password: hunter2}, password: hunter2, port: [hunter2]}",
    "quue: {password: hunter2}",
    "x-common: &secret hunter2-password\nredis: {password: *secret}",
    "anchors: {pass: &secret hunter2}\nredis: {password: *secret}",
    "x: &x {password: hunter2}\nredis: {<<: *x}",
    "queue: # password: hunter2\n  host: q\n",
    "redis:\n  password: |\n    hunter2\n    hunter2\n",
    "redis: {password: 'a\n  hunter2'}",
    'redis: {password: "hunter2"',
    "redis:\n\tpassword: hunter2",
    "redis: {host: q, password: !hunter2 x}",
    "redis: {host: q, password: &hunter2 x}",
    "redis: {host: q, password: *hunter2}",
    "webui: {password: hunter2}",
    "api_key: hunter2",
    "logs_input: {type: s3, aws_authentication: {type: hunter2}}".replace(
      "type: hunter2",
      "credentials: hunter2",
    ),
  ])("%j", (config) => {
    expect(masked({ config }, "config")).not.toContain("hunter2");
    expect(JSON.stringify(readAll({ config }).findings)).not.toContain("hunter2");
  });
});

test("white space around a credential has a way out", () => {
  const helps = (password: string) =>
    readAll({ credentials: CREDENTIALS.replace("database-password", password) }).findings.map(
      ({ help }) => help,
    );
  expect(helps('" abcdefgh"')).toEqual(["Remove the white space"]);
  expect(helps("|\n    abcdefgh\n    ijkl")).toEqual([
    "Write |- in place of |, which keeps the last line break",
  ]);
  expect(helps("|-\n    abcdefgh\n    ijkl")).toEqual([]);
});

/** Deployments with `database.type: mysql`, on MySQL's own server. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { stringify } from "yaml";
import { FIXTURES } from "../../fixtures-folder.ts";
import { type Deployment, deployment } from "../deployment.ts";
import { startEngine, wipe } from "../engine.ts";
import { type Machine, ok } from "../machine.ts";
import { CLASSES, type Class, credentials, type Place, refusal } from "../passwords.ts";
import { expectSound } from "../sound.ts";

let machine: Machine;
beforeAll(async () => {
  machine = await startEngine();
});
afterEach(() => wipe(machine));
afterAll(() => machine?.stop());

const FIXTURE = join(FIXTURES, "ok/08-mcp-mysql-retention");
const SITE = readFileSync(join(FIXTURE, "clp-site.yaml"), "utf8");
const TYPE = "database: { type: mysql }\n";

/** What a statement gives, of the administrator by the network, with the password from the environment. */
async function sql(it: Deployment, query: string): Promise<readonly string[]> {
  const command = 'MYSQL_PWD="$MYSQL_ROOT_PASSWORD" mysql -N -h 127.0.0.1 -uroot -e "$1"';
  const { stdout } = await ok(it.compose(["exec", "-T", "database", "sh", "-c", command, "sh", query]));
  return stdout.trim().split("\n");
}

test("is well, has its user, tables and logs; the MCP server answers where it is published", async () => {
  const it = deployment(machine, FIXTURE);
  await it.start();
  await expectSound(it);
  expect((await sql(it, "SELECT VERSION()"))[0]).not.toMatch(/MariaDB/i);
  expect(await sql(it, "SELECT user, host FROM mysql.user WHERE user = 'clp-user'")).toEqual(["clp-user\t%"]);
  expect(await sql(it, "SHOW TABLES IN metadata")).toContain("standin_visits");
  // Who logs in is known by a question of its own, not by what a server without users would answer.
  const wrong = await it.compose([
    "exec",
    "-T",
    "database",
    "mysqladmin",
    "-h",
    "127.0.0.1",
    "-uclp-user",
    "status",
  ]);
  expect(wrong.code).not.toBe(0);
  expect(await sql(it, "SELECT @@general_log, @@general_log_file, @@log_error")).toEqual([
    "1\t/var/log/mysql/mysql.log\t/var/log/mysql/mysql-error.log",
  ]);
  expect(it.log("database/mysql.log")).toContain("standin_visits");
  expect(it.log("database/mysql-error.log")).toContain("ready for connections");

  await ok(machine.run(["curl", "--fail", "--silent", "http://127.0.0.1:8100/health"]));
  const other = await machine.run(["curl", "--fail", "--silent", "http://127.0.0.1:8000/health"]);
  expect(other.code).not.toBe(0);

  await ok(it.compose(["down", "--volumes"]));
  await ok(it.up());
  await expectSound(it);
  expect(await sql(it, "SHOW TABLES IN metadata")).toContain("standin_visits");
  await it.remove();
});

test("the general log is off where the site file says so", async () => {
  const it = deployment(machine, FIXTURE);
  it.edit({ "clp-config.yaml": TYPE, "clp-site.yaml": `${SITE}\ndatabase_general_log: false\n` });
  await startDatabase(it);
  expect(await sql(it, "SELECT @@general_log")).toEqual(["0"]);
  expect(existsSync(machine.path(join(it.logs(), "database/mysql.log")))).toBe(false);
  expect(it.log("database/mysql-error.log")).toContain("ready for connections");
  await it.remove();
});

const PLACES = ["database.password", "database.root_password"] as const satisfies readonly Place[];
const NAMES = Object.keys(CLASSES) as Class[];

describe.each(NAMES)("the password class %s", (name) => {
  const refusals = new Set(PLACES.map((place) => refusal(name, place, "mysql")));
  test(refusals.has(undefined) ? "arrives" : `is refused: ${[...refusals].join(", ")}`, async () => {
    const it = deployment(machine, FIXTURE);
    it.edit({ "clp-config.yaml": TYPE });
    for (const place of PLACES) {
      it.edit({
        "credentials.yaml": stringify(credentials((one) => (one === place ? CLASSES[name] : undefined))),
      });
      const { code, stderr } = await it.compile();
      const [, refused] = /error\[(CLP\d{4})\]/.exec(stderr) ?? [];
      const expected = refusal(name, place, "mysql");
      expect({ place, code, refused }).toEqual({
        place,
        code: expected === undefined ? 0 : 1,
        refused: expected,
      });
    }
    if (refusals.has(undefined)) {
      it.edit({
        "credentials.yaml": stringify(
          credentials((one) => ((PLACES as readonly Place[]).includes(one) ? CLASSES[name] : undefined)),
        ),
      });
      await startDatabase(it);
      // It logs in as CLP's user, by CLP's own client library.
      await ok(it.compose(["run", "--rm", "--no-deps", "-T", "db-table-creator"]));
      expect(await sql(it, "SHOW TABLES IN `clp-db`")).toContain("standin_visits");
    }
    await it.remove();
  });
});

/** Compiles, prepares and starts the database alone, until it is healthy. */
async function startDatabase(it: Deployment): Promise<void> {
  await ok(it.compile());
  await it.surround();
  await ok(it.prepare());
  await ok(it.compose(["up", "--detach", "--wait", "database"]));
}

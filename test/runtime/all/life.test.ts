import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { FIXTURES } from "../../fixtures-folder.ts";
import { type Deployment, deployment } from "../deployment.ts";
import { restartEngine, startEngine, wipe } from "../engine.ts";
import { type Machine, ok } from "../machine.ts";
import { expectSound } from "../sound.ts";

let machine: Machine;
beforeAll(async () => {
  machine = await startEngine();
});
afterEach(() => wipe(machine));
afterAll(() => machine?.stop());

const FULL = join(FIXTURES, "ok/01-full");
const BASE = join(FIXTURES, "ok/02-base");

async function sql(it: Deployment, query: string): Promise<string> {
  const command = `MYSQL_PWD="$MYSQL_ROOT_PASSWORD" mariadb -N -uroot -D "$MYSQL_DATABASE" -e "$1"`;
  const { stdout } = await ok(it.compose(["exec", "-T", "database", "sh", "-c", command, "sh", query]));
  return stdout.trim();
}

test("what ran goes on: stopped, down and up, a service killed, the engine restarted and killed", async () => {
  const it = deployment(machine, FULL);
  await it.start();
  await expectSound(it);
  await sql(it, "CREATE TABLE kept (n INT); INSERT INTO kept VALUES (42)");

  await ok(it.compose(["stop"]));
  await ok(it.up());
  await expectSound(it, { restarted: true });
  expect(await sql(it, "SELECT n FROM kept")).toBe("42");

  await ok(it.compose(["down", "--volumes"]));
  await ok(it.up());
  await expectSound(it);
  expect(await sql(it, "SELECT n FROM kept")).toBe("42");

  // `docker kill` would be an operator's own wish, after which nothing is started again.
  const before = await it.states();
  for (const service of ["query-scheduler", "database", "compression-worker"]) {
    const id = before.find(({ name }) => name === service)?.id ?? "";
    const { stdout } = await ok(machine.run(["docker", "inspect", "--format", "{{.State.Pid}}", id]));
    await ok(machine.run(["kill", "-KILL", stdout.trim()]));
  }
  await expect
    .poll(async () => (await it.states()).filter(({ restarts }) => restarts > 0).length, {
      timeout: 60_000,
      interval: 1000,
    })
    .toBeGreaterThan(1);
  await expectSound(it, { restarted: true });

  // A restart policy of on-failure starts nothing after the engine's own restart: `up` does.
  await restartEngine(machine);
  await ok(it.up());
  await expectSound(it, { restarted: true });
  await restartEngine(machine, "-KILL");
  await ok(it.up());
  await expectSound(it, { restarted: true });
  expect(await sql(it, "SELECT n FROM kept")).toBe("42");
  await it.remove();
});

test("with restart: always, everything is back by itself after the engine's restart", async () => {
  const it = deployment(machine, BASE);
  const site = readFileSync(join(BASE, "clp-site.yaml"), "utf8");
  it.edit({ "clp-site.yaml": `${site}\ncompose: { restart_policy: always }\n` });
  await it.start();
  await expectSound(it);
  await restartEngine(machine);
  await expectSound(it, { restarted: true });
  await it.remove();
});

test("an override file adds to what is compiled, and survives a compilation", async () => {
  const it = deployment(machine, BASE);
  await ok(it.compile());
  const override = machine.path(join(it.folder, "docker-compose.override.yaml"));
  writeFileSync(
    override,
    "services:\n  webui:\n    environment: { RATE_LIMIT: '7' }\n    labels: { mine: yes-it-is }\n",
  );
  await it.start();
  await expectSound(it);
  const { stdout } = await ok(it.compose(["exec", "-T", "webui", "sh", "-c", "echo $RATE_LIMIT"]));
  expect(stdout.trim()).toBe("7");
  expect(existsSync(override)).toBe(true);
  await it.remove();
});

test("a port that is taken is named, and nothing of the deployment is lost by it", async () => {
  const it = deployment(machine, BASE);
  await ok(it.compile());
  await it.surround();
  await ok(it.prepare());
  const taken = await ok(
    machine.run(["docker", "run", "--detach", "--publish", "127.0.0.1:4000:6379", "clp-compile.test/redis"]),
  );
  const { code, stderr } = await it.up();
  expect(code).not.toBe(0);
  expect(stderr).toMatch(/4000.*(in use|already allocated)|(in use|already allocated).*4000/);
  await ok(machine.run(["docker", "rm", "--force", "--volumes", taken.stdout.trim()]));
  await ok(it.up());
  await expectSound(it);
  await it.remove();
});

test("without .env nothing starts, and what is missing is named", async () => {
  const it = deployment(machine, BASE);
  await ok(it.compile());
  rmSync(machine.path(join(it.folder, ".env")));
  const { code, stderr } = await it.up();
  expect(code).not.toBe(0);
  expect(stderr).toMatch(/set CLP_\w+ in \.env/);
  await ok(it.compile());
  await it.remove();
});

test("a forgotten prepare.sh and a mistyped directory are clear errors, at once", async () => {
  const it = deployment(machine, BASE);
  await ok(it.compile());
  await it.surround();
  const forgotten = await it.up();
  expect(forgotten.code).not.toBe(0);
  expect(forgotten.stderr).toMatch(/bind source path does not exist: \/home\/clp\/clp-package\/var\//);

  await ok(it.prepare());
  it.edit({ "clp-config.yaml": "logs_input: { directory: /srv/no-such-logs }\n" });
  await ok(it.compile());
  await ok(it.prepare());
  const mistyped = await it.up();
  expect(mistyped.code).not.toBe(0);
  expect(mistyped.stderr).toMatch(/bind source path does not exist: \/srv\/no-such-logs/);
  expect(existsSync(machine.path("/srv/no-such-logs"))).toBe(false);
  await it.remove();
});

test("prepare.sh says so when its user cannot read .env, and changes nothing when it is run again", async () => {
  const it = deployment(machine, BASE);
  await it.start();
  await expectSound(it);
  const list = ["find", "/home/clp", it.home, "-printf", "%p %m %U:%G\n"];
  const before = (await ok(machine.run(list))).stdout
    .split("\n")
    .filter((line) => !line.includes("/var/data/"))
    .sort();
  await ok(it.prepare());
  const after = (await ok(machine.run(list))).stdout
    .split("\n")
    .filter((line) => !line.includes("/var/data/"))
    .sort();
  expect(after).toEqual(before);
  const env = machine.path(join(it.folder, ".env"));
  chmodSync(env, 0o600);
  const refused = await it.prepare({ user: "operator" });
  expect(refused.code).not.toBe(0);
  expect(refused.stderr).toContain(".env");
  await it.remove();
});

test("the garbage collector goes on with what it was removing when it was killed", async () => {
  const it = deployment(machine, FULL);
  const config = readFileSync(join(FULL, "clp-config.yaml"), "utf8");
  it.edit({ "clp-config.yaml": config });
  await it.start();
  await expectSound(it);
  const archives = machine.path("/home/clp/clp-package/var/data/archives");
  mkdirSync(join(archives, "old-archive"));
  const pause = machine.path(join(it.logs(), "garbage_collector/pause"));
  writeFileSync(pause, "");
  await sql(it, "INSERT INTO clp_default_archives VALUES ('old-archive', 1)");
  const recovery = machine.path(join(it.logs(), "archive-garbage-collector.tmp"));
  await expect.poll(() => existsSync(recovery), { timeout: 60_000, interval: 1000 }).toBe(true);

  await ok(it.compose(["kill", "garbage-collector"]));
  expect(existsSync(join(archives, "old-archive"))).toBe(true);
  rmSync(pause);
  await ok(it.up());
  await expect
    .poll(() => existsSync(join(archives, "old-archive")), { timeout: 60_000, interval: 1000 })
    .toBe(false);
  await expect.poll(() => existsSync(recovery), { timeout: 60_000, interval: 1000 }).toBe(false);
  expect(it.log("garbage_collector/garbage_collector.log")).toContain("Recovers the removal of 1 archives");
  await expectSound(it, { restarted: true });
  await it.remove();
});

/** The commands of docs/running.md on back-up and restore, in this order. */
function documented(): readonly [string, string] {
  const page = readFileSync(join(import.meta.dirname, "../../../docs/running.md"), "utf8");
  const [, section = ""] = /\n## Back up and restore\n([\s\S]*?)\n## /.exec(page) ?? [];
  const blocks = [...section.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, block = ""]) => block);
  const [backUp, restore] = blocks;
  if (backUp === undefined || restore === undefined || blocks.length !== 2)
    throw new Error("docs/running.md tells of back-up and restore in another way than this test knows");
  return [backUp, restore];
}

test("what is backed up by the documented commands is there again after they restored it", async () => {
  const [backUp, restore] = documented();
  const it = deployment(machine, FULL);
  await it.start();
  await expectSound(it);
  await sql(it, "CREATE TABLE kept (n INT); INSERT INTO kept VALUES (42)");
  await ok(machine.run(["mkdir", "/backup"]));
  await ok(machine.run(["sh", "-euc", backUp], { cwd: it.folder }));
  await expectSound(it, { restarted: true });

  // Another host: nothing is there but the inputs.
  await it.remove();
  const other = deployment(machine, FULL);
  await ok(other.compile());
  await other.surround();
  await ok(machine.run(["sh", "-euc", restore], { cwd: other.folder }));
  await expectSound(other);
  expect(await sql(other, "SELECT n FROM kept")).toBe("42");
  await other.remove();
});

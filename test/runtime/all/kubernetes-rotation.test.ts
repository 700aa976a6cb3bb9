/**
 * docs/secrets.md on rotation, by its own commands, on a real node with Secrets of the manifests: one test after the
 * other. Nobody is restarted who need not be, and whoever has the old passwords gets in no more.
 */
import { symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  blocks,
  credentialsOf,
  files,
  type Login,
  type Logins,
  NEW,
  OLD,
} from "../../conformance/rotation-page.ts";
import { type Node, startNode } from "../kubernetes/node.ts";
import { type Release, releaseIn } from "../kubernetes/release.ts";
import { expectSound } from "../kubernetes/sound.ts";
import { ok } from "../machine.ts";

const HOME = "/home/rotation";
// The release and the namespace of the page.
const INPUTS = {
  config:
    "logs_input: { directory: /srv/input }\ncompression_scheduler: { type: spider }\nspider_scheduler: { host: localhost }\ntelemetry: { disable: true }\n",
  release: "0.13.0",
};
const [LEARN, TELL, RESTART, FORGET] = blocks("kubernetes").map(({ text }) => text);

let node: Node;
let it: Release;
beforeAll(async () => {
  node = await startNode();
  it = releaseIn(node, HOME, "clp");
  it.edit({ ...INPUTS, credentials: credentialsOf(OLD) });
  await it.start();
  // The page is followed where `init` has put the inputs.
  symlinkSync(".", node.path(join(HOME, "etc")));
  for (const { info, text } of files) writeFileSync(node.path(join(HOME, info)), text, { mode: 0o600 });
  await expectSound(it);
});
afterAll(() => node?.stop());

async function paste(text: string | undefined): Promise<void> {
  await ok(node.run(["bash", "-euo", "pipefail", "-c", text!], { cwd: HOME }));
}

/** Who of these gets in. */
async function whoGetsIn(logins: Logins): Promise<readonly string[]> {
  const inside = (component: string, script: string, ...words: readonly string[]) =>
    it.exec(component, "sh", "-c", script, "sh", ...words);
  const database = ({ user, password }: Login) =>
    inside("database", `MYSQL_PWD="$2" mysql -h 127.0.0.1 -u "$1" -e 'SELECT 1'`, user, password);
  const asked = {
    database: database(logins.database),
    spider: database(logins.spider),
    root: database({ user: "root", password: logins.root }),
    queue: inside(
      "queue",
      `printf %s "$2" | rabbitmqctl -q authenticate_user -- "$1"`,
      logins.queue.user,
      logins.queue.password,
    ),
    redis: inside("redis", `REDISCLI_AUTH="$1" redis-cli -e PING 2>&1 | grep -qx PONG`, logins.redis),
  };
  const answers = await Promise.all(
    Object.entries(asked).map(async ([name, answer]) => ((await answer).code === 0 ? [name] : [])),
  );
  return answers.flat();
}

const ALL = ["database", "spider", "root", "queue", "redis"];
const SERVICES = ALL.filter((name) => name !== "root");

/** Which pods there are, by their uid, and of what. */
async function pods(): Promise<ReadonlyMap<string, string>> {
  return new Map(
    (await it.pods())
      .filter(({ metadata }) => metadata.deletionTimestamp === undefined)
      .map(({ metadata }) => [metadata.uid, metadata.labels["app.kubernetes.io/component"]]),
  );
}

let before: ReadonlyMap<string, string>;

test("the servers learn the new passwords, and CLP the Secrets: both log in, and nobody is restarted", async () => {
  before = await pods();
  await paste(LEARN);
  expect(await whoGetsIn(OLD)).toEqual(SERVICES);
  expect(await whoGetsIn(NEW)).toEqual(ALL);
  it.edit({ ...INPUTS, credentials: credentialsOf(NEW) });
  await paste(TELL);
  // The page compiles for Kubernetes alone; these inputs have been compiled for Compose, too.
  await ok(it.compile());
  expect((await it.settle()).filter(({ restarts }) => restarts > 0)).toEqual([]);
  expect(await pods()).toEqual(before);
});

test("pods start anew, all but the queue, and come by the new users", async () => {
  const forgotten = `MYSQL_PWD="$1" mysql -h 127.0.0.1 -uroot -D "$MYSQL_DATABASE" -e "DELETE FROM standin_visits WHERE component <> 'db_table_creator'"`;
  await ok(it.exec("database", "sh", "-c", forgotten, "sh", NEW.root));
  await paste(RESTART);
  await expectSound(it, { restarted: true });
  const kept = [...(await pods())].filter(([uid]) => before.has(uid)).map(([, component]) => component);
  expect(kept.sort()).toEqual(["db-table-creator", "queue", "results-cache-indices-creator"]);
});

test("the old ones go: all is well without them", async () => {
  await paste(FORGET);
  expect(await whoGetsIn(OLD)).toEqual([]);
  expect(await whoGetsIn(NEW)).toEqual(ALL);
  const users = `MYSQL_PWD="$MYSQL_ROOT_PASSWORD" mysql -N -h 127.0.0.1 -uroot -e 'SELECT DISTINCT user FROM information_schema.processlist'`;
  const { stdout } = await ok(it.exec("database", "sh", "-c", users));
  expect(stdout.split("\n")).not.toEqual(expect.arrayContaining([OLD.database.user]));
  expect(stdout.split("\n")).not.toEqual(expect.arrayContaining([OLD.spider.user]));
  await expectSound(it, { restarted: true });
});

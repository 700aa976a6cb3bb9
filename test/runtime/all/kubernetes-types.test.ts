/** The types that the core leaves out, and log input that is mounted later, under the Pod Security Standard `restricted`. */
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Node, startNode } from "../kubernetes/node.ts";
import { expectRemoval, release } from "../kubernetes/release.ts";
import { expectSound } from "../kubernetes/sound.ts";
import { ok } from "../machine.ts";

const INPUT = "logs_input: { directory: /srv/input }\n";
const PRESTO =
  "package: { query_engine: presto }\npresto: { host: presto.internal, port: 8889 }\nresults_cache: { retention_period: null }\n";
const SPIDER = "compression_scheduler: { type: spider }\nspider_scheduler: {}\n";

let node: Node;
beforeAll(async () => {
  node = await startNode();
});
afterAll(() => node?.stop());

describe.each([
  ["base", `${INPUT}${PRESTO}api_server: null\n`],
  ["spider-base", `${INPUT}${PRESTO}${SPIDER}queue: null\nredis: null\napi_server: null\n`],
])("%s", (name, config) => {
  test("is well, has done its work, keeps its secrets, and leaves nothing when it is removed", async () => {
    const it = release(node, name, { config });
    await it.start();
    await expectSound(it);
    await expectRemoval(it);
  });
});

test("what is mounted below the log input while pods run is seen by them, and may not be written", async () => {
  const it = release(node, "mounts", { config: INPUT + SPIDER + PRESTO });
  await it.start();
  await it.settle();
  await ok(
    node.run([
      "sh",
      "-euc",
      'mkdir "$1"; mount -t tmpfs late "$1"; echo line >"$1/log"',
      "sh",
      "/srv/input/late",
    ]),
  );
  const inside = join("/mnt/logs/srv/input/late/log");
  const seen = await ok(it.exec("compression-scheduler", "cat", inside));
  expect(seen.stdout).toBe("line\n");
  const written = await it.exec("compression-scheduler", "sh", "-c", `echo >/mnt/logs/srv/input/new`);
  expect(written.stderr).toContain("Read-only file system");
  await expectRemoval(it);
});

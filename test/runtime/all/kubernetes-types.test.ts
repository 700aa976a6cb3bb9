/** The types that the core leaves out, MySQL, S3, volumes of a class, the newest release, and log input that is mounted later: under the Pod Security Standard `restricted`. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { FIXTURES } from "../../fixtures-folder.ts";
import { type Node, startNode } from "../kubernetes/node.ts";
import { expectRemoval, type ReleaseInputs, release } from "../kubernetes/release.ts";
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

/** The config of a fixture. */
function configOf(name: string): string {
  return readFileSync(join(FIXTURES, "ok", name, "clp-config.yaml"), "utf8");
}

const CASES: readonly (readonly [name: string, inputs: ReleaseInputs])[] = [
  ["base", { config: `${INPUT}${PRESTO}api_server: null\n` }],
  ["spider-base", { config: `${INPUT}${PRESTO}${SPIDER}queue: null\nredis: null\napi_server: null\n` }],
  ["mysql", { config: `${INPUT}database: { type: mysql }\n` }],
  ["s3-by-keys", { config: configOf("06-s3-credentials") }],
  ["s3-by-profile", { config: configOf("07-s3-profile"), host: { home: "/home/clp" } }],
  [
    "class-of-volumes",
    {
      config: configOf("14-kubernetes-distributed"),
      kubernetes: { distributed: true, storage_class: "fast-rwx", expose_databases: true },
    },
  ],
  // The newest release.
  ["newest-spider-full", { config: `${INPUT}${SPIDER}telemetry: { disable: false }\n`, release: "0.13.0" }],
  [
    "newest-by-default-chain",
    { config: configOf("26-release-0.13.0-default-auth"), host: { home: "/home/clp" }, release: "0.13.0" },
  ],
];

describe.each(CASES)("%s", (name, inputs) => {
  test("is well, has done its work, keeps its secrets, and leaves nothing when it is removed", async () => {
    const it = release(node, name, inputs);
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

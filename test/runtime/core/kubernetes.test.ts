/** The manifests on a real node, in a namespace that enforces the Pod Security Standard `restricted`. */
import { afterAll, beforeAll, describe, test } from "vitest";
import { type Node, startNode } from "../kubernetes/node.ts";
import { expectRemoval, release } from "../kubernetes/release.ts";
import { expectSound } from "../kubernetes/sound.ts";

const INPUT = "logs_input: { directory: /srv/input }\n";
const SPIDER = "compression_scheduler: { type: spider }\nspider_scheduler: {}\n";

let node: Node;
beforeAll(async () => {
  node = await startNode();
});
afterAll(() => node?.stop());

describe.each([
  ["full", INPUT, "0.9.0"],
  ["spider-full", INPUT + SPIDER, "0.9.0"],
  ["newest-full", `${INPUT}telemetry: { disable: false }\n`, "0.13.0"],
])("%s", (name, config, clp) => {
  test("is well, has done its work, keeps its secrets, and leaves nothing when it is removed", async () => {
    const it = release(node, name, { config, release: clp });
    await it.start();
    await expectSound(it);
    await expectRemoval(it);
  });
});

/** Servers that somebody else runs, on a real node: by address, by a name of the site file, by a name of DNS alone. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Node, startNode } from "../kubernetes/node.ts";
import { expectRemoval, type ReleaseInputs, release } from "../kubernetes/release.ts";
import { expectSound } from "../kubernetes/sound.ts";
import { startExternal, stopExternal } from "../kubernetes/surroundings.ts";
import type { External } from "../surroundings.ts";

const INPUT = "logs_input: { directory: /srv/input }\n";
const SPIDER = "compression_scheduler: { type: spider }\nspider_scheduler: {}\n";

let node: Node;
beforeAll(async () => {
  node = await startNode();
});
afterAll(() => node?.stop());

const CASES: readonly (readonly [name: string, externals: readonly External[], inputs: ReleaseInputs])[] = [
  [
    "all-outside",
    ["database", "queue", "redis", "results_cache"],
    {
      config: `${INPUT}bundled: []
database: { host: db.internal, port: 3307 }
queue: { host: mq.internal, port: 5673 }
redis: { host: 10.0.0.7, port: 6380 }
results_cache: { host: mongo.internal, port: 27018 }
`,
      // The other two names are known to DNS alone.
      host: { addresses: { "db.internal": "10.0.0.5" } },
    },
  ],
  [
    "spider-outside",
    ["database"],
    {
      config: `${INPUT}${SPIDER}bundled: [queue, redis, results_cache]\ndatabase: { host: db.internal }\n`,
      host: { addresses: { "db.internal": "10.0.0.5" } },
    },
  ],
];

describe.each(CASES)("%s", (name, externals, inputs) => {
  test("is waited for, however late it comes, and used", async () => {
    const it = release(node, name, inputs);
    await it.start({ without: externals });
    const asked = async (): Promise<readonly string[]> => {
      const pods = await it.pods();
      return pods
        .flatMap(({ status }) => status.initContainerStatuses ?? [])
        .filter(({ state }) => state.running !== undefined)
        .map((container) => container.name as string);
    };
    const first = `wait-for-${externals[0]!.replace("_", "-")}`;
    await expect.poll(asked, { timeout: 120_000, interval: 1000 }).toContain(first);
    for (const one of externals) await startExternal(it, one);
    await expectSound(it);
    await expectRemoval(it);
    for (const one of externals) await stopExternal(it, one);
  });
});

/** What `plan` says of another release of CLP is done on a real node, there and back: one test after the other. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Node, startNode } from "../kubernetes/node.ts";
import { expectRemoval, type Release, type ReleaseInputs, release } from "../kubernetes/release.ts";
import { expectSound } from "../kubernetes/sound.ts";
import { ok } from "../machine.ts";

const CONFIG = "logs_input: { directory: /srv/input }\narchive_output: { retention_period: 43200 }\n";
const FIRST: ReleaseInputs = { config: CONFIG, release: "0.9.0" };
const NEWEST: ReleaseInputs = { config: `${CONFIG}telemetry: { disable: false }\n`, release: "0.13.0" };

interface Plan {
  readonly kubernetes: {
    readonly steps: readonly { readonly text: string; readonly commands: readonly string[] }[];
  };
}

let node: Node;
let it: Release;
beforeAll(async () => {
  node = await startNode();
  it = release(node, "raised", FIRST);
});
afterAll(() => node?.stop());

async function sql(query: string): Promise<string> {
  const command = `MYSQL_PWD="$MYSQL_ROOT_PASSWORD" mariadb -N -h 127.0.0.1 -uroot -D "$MYSQL_DATABASE" -e "$1"`;
  const { stdout } = await ok(it.exec("database", "sh", "-c", command, "sh", query));
  return stdout.trim();
}

/** Runs commands where an operator does, beside the inputs. */
async function perform(commands: readonly string[]): Promise<void> {
  for (const command of commands) {
    if (command.startsWith("clp-compile")) {
      await ok(it.compile());
      await it.surround();
    } else await ok(node.run(["sh", "-euc", command], { cwd: it.home }));
  }
}

test("the first release is well, and has data", async () => {
  await it.start();
  await expectSound(it);
  await sql("CREATE TABLE kept (n INT); INSERT INTO kept VALUES (42)");
});

let wayBack: readonly string[];

test("the newest release comes by what plan says, to the same data", async () => {
  it.edit(NEWEST);
  const { kubernetes } = JSON.parse((await ok(it.plan())).stdout) as Plan;
  const [back] = kubernetes.steps.filter(({ text }) => text.startsWith("The way back"));
  wayBack = back!.commands;
  for (const { text, commands } of kubernetes.steps) {
    // The others are for another case than the usual one.
    if (commands !== wayBack && !text.startsWith("If ")) await perform(commands);
  }
  await expectSound(it, { restarted: true });
  expect(await sql("SELECT n FROM kept")).toBe("42");
});

test("the way back, as plan says, leads to the data of before", async () => {
  await sql("UPDATE kept SET n = 43");
  it.edit(FIRST);
  await perform(wayBack);
  await expectSound(it, { restarted: true });
  expect(await sql("SELECT n FROM kept")).toBe("42");
  await expectRemoval(it);
});

/**
 * What Flux applies from Git runs on a real node, and what `plan` says of it is done there: pods start anew, Jobs run
 * again, volumes move with what they hold. One test after the other.
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Any } from "../../backends/kubernetes/manifests.ts";
import { type Operator, startOperator } from "../../conformance/gitops-operator.ts";
import { type Node, startNode } from "../kubernetes/node.ts";
import { type Release, type ReleaseInputs, release, untilEnded } from "../kubernetes/release.ts";
import { expectSound } from "../kubernetes/sound.ts";
import { ok } from "../machine.ts";

const CONFIG = "logs_input: { directory: /srv/input }\ntelemetry: { disable: true }\n";
const INPUTS: ReleaseInputs = {
  config: CONFIG,
  // What is in Git is in the directory of the inputs.
  host: { clp_home: "/home/data" },
  kubernetes: { gitops: "flux" },
  release: "0.13.0",
};

interface Plan {
  readonly kubernetes: {
    readonly objects: readonly { readonly name: string; readonly restartsPods: boolean }[];
    readonly steps: readonly { readonly text: string; readonly commands: readonly string[] }[];
  };
}

let node: Node;
let it: Release;
let operator: Operator;
beforeAll(async () => {
  node = await startNode();
  it = release(node, "git", INPUTS);
  const compile = async () => {
    await ok(it.compile());
    await it.surround();
  };
  const run = (text: string, cwd: string) => node.run(["bash", "-euo", "pipefail", "-c", text], { cwd });
  operator = await startOperator({ home: it.home, kubectl: node.kubectl, run, compile }, "flux");
  await ok(it.prepare());
});
afterAll(() => node?.stop());

/** The pods of services that run, and the Jobs that have ended, with who they are. */
async function identities(): Promise<ReadonlyMap<string, string>> {
  const owned = (await it.pods()).filter(({ metadata }) => metadata.ownerReferences[0].kind !== "Job");
  const jobs: readonly Any[] = JSON.parse(await it.kubectl("get", "jobs", "--output", "json")).items;
  return new Map(
    [...owned, ...jobs].map(({ metadata }) => [metadata.uid, metadata.labels["app.kubernetes.io/component"]]),
  );
}

/** Which components have other pods, or ran again, since then. */
async function anew(before: ReadonlyMap<string, string>): Promise<readonly string[]> {
  const now = [...(await identities())].filter(([uid]) => !before.has(uid)).map(([, component]) => component);
  return [...new Set(now)].sort();
}

async function follow(inputs: ReleaseInputs): Promise<Plan["kubernetes"]> {
  it.edit(inputs);
  const plan = (JSON.parse((await ok(it.plan())).stdout) as Plan).kubernetes;
  for (const { commands } of plan.steps) for (const command of commands) await operator.perform(command);
  await it.settle();
  await untilEnded(it);
  return plan;
}

async function sql(query: string): Promise<string> {
  const command = `MYSQL_PWD="$MYSQL_ROOT_PASSWORD" mariadb -N -h 127.0.0.1 -uroot -D "$MYSQL_DATABASE" -e "$1"`;
  return (await ok(it.exec("database", "sh", "-c", command, "sh", query))).stdout.trim();
}

test("applied before its Secrets are there, it waits for them, and starts", async () => {
  await operator.sync();
  const waits = async (): Promise<boolean> =>
    JSON.stringify(await it.pods("database")).includes('"reason":"CreateContainerConfigError"');
  await expect.poll(waits, { timeout: 120_000 }).toBe(true);
  await ok(node.kubectl(["apply", "-k", `${it.home}/out/kubernetes/secrets`]));
  await expectSound(it);
  await sql("CREATE TABLE kept (n INT); INSERT INTO kept VALUES (42)");
});

test("a second sync restarts nothing", async () => {
  const before = await identities();
  await operator.sync();
  await it.settle();
  expect(await anew(before)).toEqual([]);
});

const IMAGE = `${CONFIG}container_image_ref: registry.internal/clp:1\n`;

test("another image: Jobs run again, and the pods that plan names are others", async () => {
  const before = await identities();
  const plan = await follow({ ...INPUTS, config: IMAGE });
  await expectSound(it);
  const restarted = plan.objects.filter(({ restartsPods }) => restartsPods).map(({ name }) => name.slice(4));
  expect(await anew(before)).toEqual(
    ["db-table-creator", "results-cache-indices-creator", ...restarted].sort(),
  );
});

test("another directory: all of it is taken down, and comes back with its data", async () => {
  const before = await identities();
  await follow({ ...INPUTS, config: `${IMAGE}data_directory: /mnt/elsewhere\n` });
  await expectSound(it);
  expect(await sql("SELECT n FROM kept")).toBe("42");
  expect([...(await identities()).keys()].filter((uid) => before.has(uid))).toEqual([]);
});

/** The life of a release on a real node, as docs/kubernetes.md tells it: one test after the other, on one release. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Any } from "../../backends/kubernetes/manifests.ts";
import { FIXTURES } from "../../fixtures-folder.ts";
import { type Node, startNode } from "../kubernetes/node.ts";
import { expectRemoval, logOf, type Release, release } from "../kubernetes/release.ts";
import { expectSound } from "../kubernetes/sound.ts";
import { ok } from "../machine.ts";

const CONFIG = "logs_input: { directory: /srv/input }\nmcp_server: {}\n";
const HOSTILE = readFileSync(join(FIXTURES, "ok/12-hostile-passwords/credentials.yaml"), "utf8");
const SEVERAL = { replicas: { compression_worker: 2, query_worker: 2, reducer: 2 } };

let node: Node;
let it: Release;
let inputs: { config: string; credentials: string; kubernetes: typeof SEVERAL };

beforeAll(async () => {
  node = await startNode();
  inputs = { config: CONFIG, credentials: HOSTILE, kubernetes: SEVERAL };
  it = release(node, "life", inputs);
  await it.start();
});
afterAll(() => node?.stop());

/** The pods that run, by name, with when their containers started. */
async function running(of = it): Promise<ReadonlyMap<string, string>> {
  const pods = await of.pods();
  return new Map(
    pods
      .filter(
        ({ metadata, status }) => metadata.deletionTimestamp === undefined && status.phase === "Running",
      )
      .map(({ metadata, status }) => [
        metadata.name,
        status.containerStatuses.map(({ state }: Any) => state.running?.startedAt).join(),
      ]),
  );
}

async function recompiled(change: Partial<typeof inputs>): Promise<void> {
  inputs = { ...inputs, ...change };
  it.edit(inputs);
  await ok(it.compile());
}

async function difference(): Promise<void> {
  for (const tree of ["kubernetes/secrets", "kubernetes"]) {
    expect((await ok(node.kubectl(["diff", "-k", join(it.home, "out", tree)]))).stdout).toBe("");
  }
}

test("hostile passwords reach every client, and nothing of them is seen", async () => {
  await expectSound(it);
});

/** Expects that so many workers of each kind answer, by the names of their pods. */
async function expectWorkers(counts: Readonly<Record<string, number>>): Promise<void> {
  const command = [
    "python3",
    "/opt/clp/lib/python3/site-packages/bin/celery",
    "-A",
    "job_orchestration.executor.compress",
    ...["inspect", "ping", "--json", "--timeout", "30"],
  ];
  const { stdout } = await it.exec("compression-worker", ...command);
  const names: string[] = [];
  for (const [component, count] of Object.entries(counts)) {
    const pods = await it.pods(component);
    expect([component, pods.length]).toEqual([component, count]);
    names.push(...pods.map(({ metadata }) => `${component}@${metadata.name}`));
  }
  expect(Object.keys(JSON.parse(stdout)).sort()).toEqual(names.sort());
}

/** Where the reducers of so many pods listen, as the query scheduler knows them. */
async function reducersKnown(count: number): Promise<readonly string[]> {
  const said = logOf(it, "query_scheduler/query_scheduler.log");
  const known = [...said.matchAll(/A reducer says (\S+)\./g)].map(([, address]) => address);
  const pods = await it.pods("reducer");
  const addresses = pods.flatMap(({ status }) => [14009, 14010].map((port) => `${status.podIP}:${port}`));
  expect(new Set(addresses).size).toBe(2 * count);
  expect(known).toEqual(expect.arrayContaining(addresses));
  return addresses;
}

test("several workers have a name each, and answer by it", async () => {
  await expectWorkers({ "compression-worker": 2, "query-worker": 2 });
});

test("several reducers are known to the query scheduler by an address each, at which they listen", async () => {
  const addresses = await reducersKnown(2);
  const ask =
    "import socket, sys\nfor one in sys.argv[1:]:\n host, port = one.split(':')\n socket.create_connection((host, int(port)), 10).close()";
  await ok(it.exec("query-worker", "python3", "-c", ask, ...addresses));
});

test("what is scaled by hand works, restarts nobody, and is as compiled after the next apply", async () => {
  const before = await running();
  const scaled = { "compression-worker": 4, "query-worker": 1, reducer: 3 };
  for (const [component, count] of Object.entries(scaled)) {
    await it.kubectl("scale", "deployment", `life-${component}`, "--replicas", `${count}`);
  }
  await expectSound(it);
  // A worker that is ready may not have told the others of itself yet; one that goes may still be there.
  const { reducer, ...workers } = scaled;
  await expect
    .poll(() => expectWorkers(workers).then(() => "all"), { timeout: 120_000, interval: 1000 })
    .toBe("all");
  await expect
    .poll(() => reducersKnown(reducer).then((all) => all.length), { timeout: 120_000, interval: 1000 })
    .toBe(2 * reducer);
  // Whoever runs on has not been restarted.
  for (const [name, started] of await running()) expect(before.get(name) ?? started).toBe(started);

  const { code, stdout } = await node.kubectl(["diff", "-k", join(it.home, "out/kubernetes")]);
  expect(code).toBe(1);
  const changed = stdout.split("\n").filter((line) => /^[+-] /.test(line) && !/\bgeneration:/.test(line));
  expect(changed.map((line) => line.replace(/\d+$/, "N").trim())).toEqual(
    Object.keys(scaled).flatMap(() => ["-  replicas: N", "+  replicas: N"]),
  );
  const lines = (await it.apply()).trim().split("\n");
  const configured = lines.filter((line) => !line.endsWith(" unchanged"));
  expect(configured.sort()).toEqual(
    Object.keys(scaled).map((component) => `deployment.apps/life-${component} configured`),
  );
  await expectSound(it);
  await expect
    .poll(() => expectWorkers({ "compression-worker": 2, "query-worker": 2 }).then(() => "all"), {
      timeout: 120_000,
      interval: 1000,
    })
    .toBe("all");
  await reducersKnown(2);
  await difference();
});

test("a second apply changes nothing, and a diff is empty", async () => {
  for (const line of (await it.apply()).trim().split("\n")) expect(line).toMatch(/ unchanged$/);
  await difference();
});

test("the kubelet is restarted: nothing else is", async () => {
  const before = await running();
  await node.restart("kubelet");
  await it.settle();
  expect(await running()).toEqual(before);
  for (const line of (await it.apply()).trim().split("\n")) expect(line).toMatch(/ unchanged$/);
  await difference();
});

test("a config that changes restarts those that read it, and only them", async () => {
  const marks = () =>
    new Map(
      it
        .objects()
        .filter(({ kind }) => kind === "Deployment" || kind === "StatefulSet")
        .map(({ metadata, spec }) => [
          metadata.labels["app.kubernetes.io/component"] as string,
          JSON.stringify(spec.template),
        ]),
    );
  const before = marks();
  const pods = await running();
  const config = `${CONFIG}archive_output: { compression_level: 7 }\ncompression_scheduler: { max_concurrent_tasks_per_job: 3 }\n`;
  await recompiled({ config });
  const changed = [...marks()]
    .filter(([component, mark]) => before.get(component) !== mark)
    .map(([name]) => name);
  expect(changed.sort()).toEqual(["compression-scheduler", "webui"]);
  await it.apply();
  await it.settle();
  for (const [name, started] of await running()) {
    const isChanged = changed.some((component) => name.startsWith(`life-${component}-`));
    expect([name, pods.get(name) === started]).toEqual([name, !isChanged]);
  }
  await expectSound(it);
});

test("a rotation, as it is documented, is through when pods have been restarted", async () => {
  const credentials = HOSTILE.replace(
    /^queue:[\s\S]*/m,
    () =>
      'queue: { username: "--other user", password: "fake: rotated é $X" }\nredis: { password: "fake: rotated, too 😀" }\n',
  );
  expect(credentials).not.toBe(HOSTILE);
  await recompiled({ credentials });
  const said = await it.apply();
  // Nothing public has changed.
  for (const line of said
    .trim()
    .split("\n")
    .filter((line) => !line.startsWith("secret/"))) {
    expect(line).toMatch(/ unchanged$/);
  }
  await it.kubectl(
    "rollout",
    "restart",
    "deployment,statefulset",
    "--selector",
    "app.kubernetes.io/instance=life",
  );
  await it.kubectl(
    "rollout",
    "status",
    "deployment,statefulset",
    "--selector",
    "app.kubernetes.io/instance=life",
    "--timeout",
    "6m",
  );
  await expectSound(it, { restarted: true });
});

/** Sends the signal by which a pod is stopped to a container, and waits until it ends by it. */
async function expectEndBySigterm(
  component: string,
  kind: "initContainerStatuses" | "containerStatuses",
  name?: string,
) {
  const [pod] = await it.pods(component);
  const find = ({ status }: Any) => status[kind].find((one: Any) => name === undefined || one.name === name);
  const { containerID, name: found } = find(pod);
  const id = containerID.replace("containerd://", "");
  await ok(node.run(["ctr", "--namespace", "k8s.io", "tasks", "kill", "--signal", "SIGTERM", id]));
  const ended = async (): Promise<number | undefined> => {
    const pods = await it.pods(component);
    const same = pods.find(({ metadata }) => metadata.uid === pod.metadata.uid);
    return same?.status[kind].find((one: Any) => one.name === found).lastState.terminated?.exitCode;
  };
  // 128 and the number of the signal: nothing has killed it.
  await expect.poll(ended, { timeout: 120_000, interval: 1000 }).toBe(143);
}

test("what would not heed SIGTERM as process 1 ends by it", async () => {
  for (const component of ["garbage-collector", "query-scheduler", "reducer"]) {
    await expectEndBySigterm(component, "containerStatuses");
  }
  await expectSound(it, { restarted: true });
});

test("a pod that waits ends by SIGTERM, too", async () => {
  await it.kubectl("scale", "statefulset", "life-queue", "--replicas", "0");
  await it.kubectl("delete", "pod", "--selector", "app.kubernetes.io/component=compression-scheduler");
  const waits = async (): Promise<boolean> => {
    const [pod] = await it.pods("compression-scheduler");
    const all: readonly Any[] = pod?.status.initContainerStatuses ?? [];
    return all.some(({ name, state }) => name === "wait-for-queue" && state.running !== undefined);
  };
  await expect.poll(waits, { timeout: 120_000, interval: 1000 }).toBe(true);
  await expectEndBySigterm("compression-scheduler", "initContainerStatuses", "wait-for-queue");
  await it.apply();
  await expectSound(it, { restarted: true });
});

test("all pods deleted at once are back without a restart", async () => {
  await it.kubectl("delete", "pods", "--selector", "app.kubernetes.io/instance=life");
  await expectSound(it);
});

test("stopped, and started again, as it is documented", async () => {
  const all = ["--selector", "app.kubernetes.io/instance=life"];
  await it.kubectl("scale", "deployment,statefulset", ...all, "--replicas", "0");
  await it.kubectl(
    "wait",
    "--for",
    "delete",
    "pods",
    ...all,
    "--field-selector",
    "status.phase=Running",
    "--timeout",
    "5m",
  );
  await it.apply();
  await expectSound(it);
});

test("a second release shares the node and the namespace, and goes by itself", async () => {
  const ports = { webui: 31000, api_server: 31301, log_ingestor: 31302, mcp_server: 31800 };
  const second = release(node, "second", { config: CONFIG, kubernetes: { node_ports: ports } });
  await second.start();
  await expectSound(second);
  // The first one's pods still find their node.
  await it.kubectl("delete", "pod", "life-redis-0");
  await expectSound(it, { restarted: true });
  await expectRemoval(second);
  await expectSound(it, { restarted: true });
});

test("removed with a job that another has replaced, nothing is left", async () => {
  await recompiled({ config: `${CONFIG}container_image_ref: registry.internal/clp:1\n` });
  await it.surround();
  await it.apply();
  expect(JSON.parse(await it.kubectl("get", "jobs", "--output", "json")).items.length).toBeGreaterThan(2);
  await expectRemoval(it);
});

/**
 * CLP's own charts with our values, on a real node. They are not ours to bring along: `CLP_HELM_CHART` names the
 * folder of one (in y-scope/clp: tools/deployment/package-helm), or one with a folder for each version.
 */
import { cpSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { parseAllDocuments, stringify } from "yaml";
import { RELEASES } from "../../../src/clp/releases/releases.ts";
import type { Any } from "../../backends/kubernetes/manifests.ts";
import { CHART_FOLDERS, notAtHand } from "../../conformance/programs/charts.ts";
import { program, type RunResult } from "../../conformance/programs/programs.ts";
import { WORK } from "../deployment.ts";
import { NODE, type Node, startNode } from "../kubernetes/node.ts";
import { type Release, release } from "../kubernetes/release.ts";
import { nameImage, provide, providedDirectory } from "../kubernetes/surroundings.ts";
import { ok } from "../machine.ts";
import { secretSearch } from "../sound.ts";

const CONFIG = "logs_input: { directory: /srv/input }\nmcp_server: {}\n";

/** What a release's config has beside. The results cache of chart 0.4.0 is not found under its own name (E5). */
const MORE: Readonly<Record<string, string>> = {
  "0.13.0":
    "bundled: [database, queue, redis, otel_collector]\nresults_cache: { host: 10.0.0.7 }\ntelemetry: { disable: false }\n",
};

/** In which namespace and by which name it is installed. */
const NAME = "charted";

/** What is not CLP's and yet asked for by the charts, and what stands for it. */
const TOOLS: readonly (readonly [RegExp, string])[] = [
  [/^bitnami\/kubectl[:@]/, "clp-compile.test/kubectl:latest"],
  [/^curlimages\/curl[:@]/, "clp-compile.test/package:0.13.0"],
];

let node: Node | undefined;
afterEach(async () => {
  await node?.stop();
  node = undefined;
});

describe.each(RELEASES.map(({ id, chart }) => ({ id, chart })))("chart $chart", ({ id, chart }) => {
  const folder = CHART_FOLDERS.get(chart);
  if (folder === undefined) {
    test(`not run: ${notAtHand(chart)}`, ({ skip }) => skip(notAtHand(chart)));
    return;
  }
  test("is well with our values, and its services do their work", async () => {
    node = await startNode();
    const it = release(node, NAME, { config: CONFIG + (MORE[id] ?? ""), release: id });
    await ok(it.compile());
    // The chart's job initiates it.
    await it.surround({ replicaSet: true });
    await ok(it.prepare());
    await ok(node.kubectl(["label", "node", NODE, "node-role.kubernetes.io/control-plane="]));
    await ok(node.kubectl(["create", "namespace", NAME]));
    const objects = await rendered(it, folder);
    await nameTools(node, objects);
    await provideClaims(it, objects);
    const list = objects.map((object) => stringify(object)).join("---\n");
    await ok(node.kubectl(["apply", "--namespace", NAME, "-f", "-"], { input: list }));
    await settled(node, objects);
    await ok(compiler(it, "check"));
    const secrets = secretSearch(node, it.home);
    const { stdout } = await ok(node.kubectl(["--namespace", NAME, "get", "pods", "--output", "name"]));
    for (const pod of stdout.trim().split("\n")) {
      const said = await ok(node.kubectl(["--namespace", NAME, "logs", pod, "--all-containers"]));
      secrets.search(`the output of ${pod}`, said.stdout);
    }
    expect(secrets.found).toEqual([]);
  });
});

/** Where the values are. */
const outputsOf = ({ home }: Release) => join(home, NAME);

function compiler(it: Release, ...command: readonly string[]): Promise<RunResult> {
  const inputs = ["--config", "clp-config.yaml", "--credentials", "credentials.yaml"];
  const args = [...command, ...inputs, "--emit", "helm", "--out", outputsOf(it)];
  return it.node.run(["clp-compile", ...args], { cwd: it.home });
}

/** What the chart makes of our values. */
async function rendered(it: Release, folder: string): Promise<readonly Any[]> {
  const { node, home } = it;
  await ok(compiler(it));
  const chart = join(home, "chart");
  mkdirSync(node.path(chart));
  cpSync(folder, node.path(chart), { recursive: true });
  const values = ["values.yaml", "values.secret.yaml"].flatMap((file) => [
    "-f",
    join(outputsOf(it), "helm", file),
  ]);
  const { stdout } = await ok(
    node.run([program("helm"), "template", NAME, chart, "--namespace", NAME, ...values]),
  );
  return parseAllDocuments(stdout)
    .map((document) => document.toJS())
    .filter((object) => object !== null)
    .map(withoutPulling);
}

function containersOf(object: Any): readonly Any[] {
  const { containers = [], initContainers = [] } = object.spec?.template?.spec ?? {};
  return [...containers, ...initContainers];
}

/** Some charts always pull images of third parties, which are here and nowhere else. */
function withoutPulling(object: Any): Any {
  for (const container of containersOf(object)) container.imagePullPolicy = "Never";
  return object;
}

async function nameTools(node: Node, objects: readonly Any[]): Promise<void> {
  const images = new Set<string>(objects.flatMap(containersOf).map(({ image }) => image));
  for (const image of images) {
    const [, by] = TOOLS.find(([pattern]) => pattern.test(image)) ?? [];
    if (by !== undefined) await nameImage(node, by, image);
  }
}

/** Volumes for a chart that has none, as a class makes them that lets every user write. */
async function provideClaims(it: Release, objects: readonly Any[]): Promise<void> {
  if (objects.some(({ kind }) => kind === "PersistentVolume")) return;
  const charted = {
    ...it,
    node: it.node,
    home: it.home,
    name: NAME,
    namespace: NAME,
    objects: () => objects,
  };
  await provide(charted);
  await ok(it.node.run(["sh", "-euc", 'chmod 777 "$1"/*', "sh", join(providedDirectory(charted, "."))]));
}

/** Until all is ready and has done its work; what is not, says why when the test gives up. */
async function settled(node: Node, objects: readonly Any[]): Promise<void> {
  const owners = objects.filter((object) => ["Deployment", "StatefulSet", "Job"].includes(object.kind));
  expect(owners.length).toBeGreaterThan(10);
  const of = async (...args: readonly string[]) =>
    (await ok(node.kubectl(["--namespace", NAME, ...args]))).stdout;
  const waiting = async (): Promise<readonly string[]> => {
    const { items } = JSON.parse(
      await of("get", "deployments,statefulsets,jobs,pods", "--output", "json"),
    ) as { items: readonly Any[] };
    const notReady = items
      .filter(({ kind }) => kind !== "Pod")
      .filter(({ kind, spec, status }) =>
        kind === "Job" ? status.succeeded !== 1 : (status.readyReplicas ?? 0) !== spec.replicas,
      )
      .map(({ kind, metadata }) => `${kind} ${metadata.name}`);
    const idle: string[] = [];
    // Reducers are one process to a container; the query scheduler knows whether they came.
    for (const [component, [, line]] of Object.entries(WORK)) {
      if (
        component === "reducer" ||
        !items.some(({ metadata }) => metadata.name === `${NAME}-clp-${component}`)
      )
        continue;
      const said = await of("logs", "--selector", `app.kubernetes.io/component=${component}`, "--tail", "-1");
      if (!said.includes(line)) idle.push(`${component} does not tell of its work`);
    }
    const failing = items
      .filter(({ kind }) => kind === "Pod")
      .flatMap(({ metadata, status }) =>
        (status.containerStatuses ?? [])
          .filter(({ state }: Any) => state.waiting?.reason === "CrashLoopBackOff")
          .map(({ name }: Any) => `${metadata.name}: ${name} fails again and again`),
      );
    return [...notReady, ...idle, ...failing];
  };
  await expect.poll(waiting, { timeout: 500_000, interval: 2000 }).toEqual([]);
}

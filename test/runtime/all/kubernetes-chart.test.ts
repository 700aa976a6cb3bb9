/**
 * CLP's own chart with our values, on a real node. It is not ours to bring along: `CLP_HELM_CHART` names its
 * folder (in y-scope/clp at v0.9.0: tools/deployment/package-helm).
 */
import { cpSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parseAllDocuments, stringify } from "yaml";
import type { Any } from "../../backends/kubernetes/manifests.ts";
import { CHART_FOLDERS, notAtHand } from "../../conformance/programs/charts.ts";
import { program } from "../../conformance/programs/programs.ts";
import { WORK } from "../deployment.ts";
import { NODE, type Node, startNode } from "../kubernetes/node.ts";
import { logOf, type Release, release } from "../kubernetes/release.ts";
import { nameImage } from "../kubernetes/surroundings.ts";
import { ok } from "../machine.ts";

const CHART = CHART_FOLDERS.get("0.1.3") ?? "";
const NOT_RUN = notAtHand("0.1.3");

let node: Node;
beforeAll(async () => {
  if (CHART !== "") node = await startNode();
});
afterAll(() => node?.stop());

if (CHART === "") test(`CLP's chart: not run, since ${NOT_RUN}`, ({ skip }) => skip(NOT_RUN));
else
  test("CLP's chart is well with our values, and its services do their work", async () => {
    const it = release(node, "charted", {
      config: "logs_input: { directory: /srv/input }\nmcp_server: {}\n",
    });
    await ok(it.compile());
    await it.surround();
    await ok(it.prepare());
    const outputs = join(it.home, "charted");
    const inputs = ["--config", "clp-config.yaml", "--credentials", "credentials.yaml"];
    await ok(node.run(["clp-compile", ...inputs, "--emit", "helm", "--out", outputs], { cwd: it.home }));
    await ok(node.kubectl(["label", "node", NODE, "node-role.kubernetes.io/control-plane="]));

    const chart = join(it.home, "chart");
    mkdirSync(node.path(chart));
    cpSync(CHART, node.path(chart), { recursive: true });
    const values = ["values.yaml", "values.secret.yaml"].flatMap((file) => [
      "-f",
      join(outputs, "helm", file),
    ]);
    const helm = [program("helm"), "template", "charted", chart, "--namespace", "charted", ...values];
    const { stdout } = await ok(node.run(helm));
    await nameImage(node, "clp-compile.test/kubectl:latest", "bitnami/kubectl:latest");
    await ok(node.kubectl(["create", "namespace", "charted"]));
    const objects = parseAllDocuments(stdout).map((document) => withoutPulling(document.toJS()));
    const list = objects.map((object) => stringify(object)).join("---\n");
    await ok(node.kubectl(["apply", "--namespace", "charted", "-f", "-"], { input: list }));

    await settled(it, objects);
  });

/** The chart always pulls images of third parties, which are here and nowhere else. */
function withoutPulling(object: Any): Any {
  const { containers = [], initContainers = [] } = object?.spec?.template?.spec ?? {};
  for (const container of [...containers, ...initContainers]) container.imagePullPolicy = "Never";
  return object;
}

/** Until all is ready and has done its work; what is not, says why when the test gives up. */
async function settled(it: Release, objects: readonly Any[]): Promise<void> {
  const owners = objects.filter((object) => ["Deployment", "StatefulSet", "Job"].includes(object?.kind));
  expect(owners.length).toBeGreaterThan(10);
  const waiting = async (): Promise<readonly string[]> => {
    const kinds = ["--namespace", "charted", "get", "deployments,statefulsets,jobs", "--output", "json"];
    const { items } = JSON.parse((await ok(node.kubectl(kinds))).stdout) as { items: readonly Any[] };
    const notReady = items
      .filter(({ kind, spec, status }) =>
        kind === "Job" ? status.succeeded !== 1 : (status.readyReplicas ?? 0) !== spec.replicas,
      )
      .map(({ kind, metadata }) => `${kind} ${metadata.name}`);
    const idle = Object.entries(WORK)
      // Reducers are one process to a container; the query scheduler knows whether they came.
      .filter(
        ([component]) =>
          component !== "reducer" && items.some(({ metadata }) => metadata.name.endsWith(`-${component}`)),
      )
      .filter(([, [log, line]]) => !logOf(it, log).includes(line))
      .map(([component]) => `${component} does not tell of its work`);
    return [...notReady, ...idle];
  };
  await expect.poll(waiting, { timeout: 500_000, interval: 2000 }).toEqual([]);
}

/** What a real API server, kubectl and its kustomize say of the manifests. */
import { rmSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parseAllDocuments } from "yaml";
import { generated } from "../arbitrary.ts";
import { type Any, type Manifests, manifests, manifestsOf } from "../backends/kubernetes/manifests.ts";
import { okFixtures } from "../fixtures.ts";
import { type Cluster, STRICT, startCluster, treesOf } from "./applying.ts";

let cluster: Cluster;

beforeAll(async () => {
  cluster = await startCluster();
});

afterAll(() => cluster?.stop());

/** The fixtures that this target carries. */
const FIXTURES = okFixtures()
  .map(({ name, sources }) => ({ name, made: manifestsOf(sources) }))
  .filter(({ made }) => made.carried);

/** Removes what was applied. There are no controllers, so that what they guard must be let go by hand. */
async function remove(root: string, made: Manifests): Promise<void> {
  const free = ["--type=merge", '--patch={"metadata":{"finalizers":null}}'];
  for (const kind of ["PersistentVolume", "PersistentVolumeClaim"]) {
    const some = made.objects.filter((object) => object.kind === kind);
    if (some.length === 0) continue;
    const namespace = some[0].metadata.namespace ?? "default";
    const names = some.map(({ metadata }) => `${kind}/${metadata.name}`);
    await cluster.kubectl(["patch", ...names, "--namespace", namespace, ...free]);
  }
  await cluster.kubectl(["delete", "--wait=false", "-k", root]);
}

describe.each(FIXTURES)("$name", ({ name, made }) => {
  test("is created without a warning, and applied again without a change", async () => {
    await cluster.ensureNamespace(made);
    const root = cluster.write(name, made);
    const created = await cluster.kubectl(["apply", ...STRICT, "-k", root]);
    for (const line of created.trim().split("\n")) expect(line).toMatch(/ created$/);
    const again = await cluster.kubectl(["apply", ...STRICT, "-k", root]);
    for (const line of again.trim().split("\n")) expect(line).toMatch(/ unchanged$/);
    expect(await cluster.kubectl(["diff", "-k", root])).toBe("");
    await remove(root, made);
    rmSync(root, { recursive: true });
  });

  test("is built by kustomize as it stands in the files", async () => {
    const root = cluster.write(name, made);
    for (const tree of treesOf(made)) {
      const isSecret = tree === "kubernetes/secrets";
      const expected = made.objects.filter(({ kind }) => (kind === "Secret") === isSecret);
      const built = parseAllDocuments(await cluster.kubectl(["kustomize", join(root, tree)])).map((one) =>
        one.toJS(),
      );
      expect(byName(built)).toEqual(byName(expected));
    }
    const list = await cluster.kubectl(["apply", "--dry-run=client", "-o", "json", "-k", root]);
    const { items } = JSON.parse(list) as Any;
    expect(byName(items).map(identity)).toEqual(byName(made.objects).map(identity));
    rmSync(root, { recursive: true });
  });
});

function identity({ apiVersion, kind, metadata }: Any): string {
  return `${apiVersion} ${kind} ${metadata.namespace ?? ""}/${metadata.name}`;
}

function byName(objects: readonly Any[]): readonly Any[] {
  return [...objects].sort((a, b) => (identity(a) < identity(b) ? -1 : 1));
}

test("all of them are taken by a strict dry run, with pods that pass the standard `restricted`", async () => {
  await cluster.takesEach(new Map(FIXTURES.map(({ name, made }) => [name, made])));
});

test("the longest names are taken, of every kind", async () => {
  const longest = { release_name: `r${"x".repeat(52)}`, namespace: "n".repeat(63) };
  const spider = "compression_scheduler: { type: spider }\nspider_scheduler: {}\nmcp_server: {}";
  const made = manifests(spider, { kubernetes: longest });
  await cluster.takesEach(new Map([["longest", made]]));
});

describe("100 generated deployments", () => {
  const types = ["full", "base", "spider-full", "spider-base"];

  test.each(types)("25 of type %s are taken by a strict dry run", async (type) => {
    const made = new Map<string, Manifests>();
    for (const { config, credentials, site } of fc.sample(generated, { seed: 11, numRuns: 400 })) {
      if (made.size === 25) break;
      if (typeOf(config) !== type) continue;
      const one = manifestsOf({
        config: { name: "clp-config.yaml", content: config },
        credentials: { name: "credentials.yaml", content: credentials },
        site: { name: "clp-site.yaml", content: site },
      });
      if (one.carried) made.set(`${type}-${made.size}`, one);
    }
    await cluster.takesEach(made);
    expect(made.size).toBe(25);
  });
});

/** CLP's table: compression scheduler × query engine. */
function typeOf(config: string): string {
  const { compression_scheduler: scheduler, package: engines } = JSON.parse(config);
  const isBase = engines.query_engine === "presto";
  if (scheduler.type === "spider") return isBase ? "spider-base" : "spider-full";
  return isBase ? "base" : "full";
}

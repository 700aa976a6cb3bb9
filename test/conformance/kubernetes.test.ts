/** What a real API server, kubectl and its kustomize say of the manifests. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parseAllDocuments } from "yaml";
import { generated } from "../arbitrary.ts";
import {
  type Any,
  type Manifests,
  manifests,
  manifestsOf,
  podOf,
  podOwners,
} from "../backends/kubernetes/manifests.ts";
import { okFixtures } from "../fixtures.ts";
import { type ApiServer, startApiServer } from "./programs/api-server.ts";

let server: ApiServer;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "clp-compile-kubernetes-"));
  server = await startApiServer();
});

afterAll(async () => {
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** The fixtures that this target carries. */
const FIXTURES = okFixtures()
  .map(({ name, sources }) => ({ name, made: manifestsOf(sources) }))
  .filter(({ made }) => made.carried);

/** In the order in which they are applied: the manifests refer to the Secrets. */
const TREES = ["kubernetes/secrets", "kubernetes"] as const;

function written(name: string, { files }: Manifests): string {
  const root = join(folder, name);
  for (const { path, text } of files) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

/** Runs kubectl, which must succeed without a word on stderr: a warning is a failure. */
async function kubectl(args: readonly string[], input?: string): Promise<string> {
  const { code, stdout, stderr } = await server.kubectl(args, input === undefined ? {} : { input });
  expect({ args, code, stderr }).toEqual({ args, code: 0, stderr: "" });
  return stdout;
}

const namespaces = new Set(["default"]);

async function ensureNamespace(name: string, labels: Readonly<Record<string, string>> = {}): Promise<void> {
  if (namespaces.has(name)) return;
  namespaces.add(name);
  const object = { apiVersion: "v1", kind: "Namespace", metadata: { name, labels } };
  await kubectl(["create", "-f", "-"], JSON.stringify(object));
}

function namespaceOf({ options }: Manifests): string {
  return options.namespace.value;
}

const STRICT = ["--validate=strict", "--warnings-as-errors"];

async function dryRun(name: string, made: Manifests): Promise<void> {
  const root = written(name, made);
  for (const tree of TREES) await kubectl(["apply", "--dry-run=server", ...STRICT, "-k", join(root, tree)]);
  rmSync(root, { recursive: true });
}

/** Removes what was applied. There are no controllers, so that what they guard must be let go by hand. */
async function remove(root: string, { objects }: Manifests): Promise<void> {
  const free = ["--type=merge", '--patch={"metadata":{"finalizers":null}}'];
  for (const kind of ["PersistentVolume", "PersistentVolumeClaim"]) {
    const some = objects.filter((object) => object.kind === kind);
    if (some.length === 0) continue;
    const namespace = some[0].metadata.namespace ?? "default";
    const names = some.map(({ metadata }) => `${kind}/${metadata.name}`);
    await kubectl(["patch", ...names, "--namespace", namespace, ...free]);
  }
  for (const tree of [...TREES].reverse()) await kubectl(["delete", "--wait=false", "-k", join(root, tree)]);
}

describe.each(FIXTURES)("$name", ({ name, made }) => {
  test("is taken by a strict dry run without a warning", async () => {
    await ensureNamespace(namespaceOf(made));
    await dryRun(name, made);
  });

  test("is created, and applied again without a change", async () => {
    await ensureNamespace(namespaceOf(made));
    const root = written(name, made);
    for (const tree of TREES) {
      const created = await kubectl(["apply", ...STRICT, "-k", join(root, tree)]);
      for (const line of created.trim().split("\n")) expect(line).toMatch(/ created$/);
    }
    for (const tree of TREES) {
      const again = await kubectl(["apply", ...STRICT, "-k", join(root, tree)]);
      for (const line of again.trim().split("\n")) expect(line).toMatch(/ unchanged$/);
      expect(await kubectl(["diff", "-k", join(root, tree)])).toBe("");
    }
    await remove(root, made);
    rmSync(root, { recursive: true });
  });

  test("has only pods that pass the standard `restricted`", async () => {
    await ensureNamespace("restricted", { "pod-security.kubernetes.io/enforce": "restricted" });
    const pods = podOwners(made).map((owner) => podOf(owner, "restricted"));
    const list = JSON.stringify({ apiVersion: "v1", kind: "List", items: pods });
    const answer = await kubectl(["create", "--dry-run=server", ...STRICT, "-f", "-"], list);
    expect(answer.trim().split("\n")).toHaveLength(pods.length);
  });

  test("is built by kustomize as it stands in the files", async () => {
    const root = written(name, made);
    for (const tree of TREES) {
      const isSecret = tree === "kubernetes/secrets";
      const expected = made.objects.filter(({ kind }) => (kind === "Secret") === isSecret);
      const built = parseAllDocuments(await kubectl(["kustomize", join(root, tree)])).map((one) =>
        one.toJS(),
      );
      expect(byName(built)).toEqual(byName(expected));
      const list = await kubectl(["apply", "--dry-run=client", "-o", "json", "-k", join(root, tree)]);
      const applied = JSON.parse(list) as Any;
      expect(byName(applied.kind === "List" ? applied.items : [applied]).map(identity)).toEqual(
        byName(expected).map(identity),
      );
    }
    rmSync(root, { recursive: true });
  });
});

function identity({ apiVersion, kind, metadata }: Any): string {
  return `${apiVersion} ${kind} ${metadata.namespace ?? ""}/${metadata.name}`;
}

function byName(objects: readonly Any[]): readonly Any[] {
  return [...objects].sort((a, b) => (identity(a) < identity(b) ? -1 : 1));
}

test("the longest names are taken, of every kind", async () => {
  const longest = { release_name: `r${"x".repeat(52)}`, namespace: "n".repeat(63) };
  const spider = "compression_scheduler: { type: spider }\nspider_scheduler: {}\nmcp_server: {}";
  const made = manifests(spider, { kubernetes: longest });
  await ensureNamespace(longest.namespace);
  await dryRun("longest", made);
});

describe("100 generated deployments", () => {
  const types = ["full", "base", "spider-full", "spider-base"];

  test.each(types)("25 of type %s are taken by a strict dry run", async (type) => {
    let made = 0;
    for (const { config, credentials, site } of fc.sample(generated, { seed: 11, numRuns: 400 })) {
      if (made === 25) break;
      if (typeOf(config) !== type) continue;
      const one = manifestsOf({
        config: { name: "clp-config.yaml", content: config },
        credentials: { name: "credentials.yaml", content: credentials },
        site: { name: "clp-site.yaml", content: site },
      });
      if (!one.carried) continue;
      await ensureNamespace(namespaceOf(one));
      await dryRun(`${type}-${made}`, one);
      made += 1;
    }
    expect(made).toBe(25);
  });
});

/** CLP's table: compression scheduler × query engine. */
function typeOf(config: string): string {
  const { compression_scheduler: scheduler, package: engines } = JSON.parse(config);
  const isBase = engines.query_engine === "presto";
  if (scheduler.type === "spider") return isBase ? "spider-base" : "spider-full";
  return isBase ? "base" : "full";
}

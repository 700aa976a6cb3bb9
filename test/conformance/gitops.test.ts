/**
 * The example's manifests as Argo CD and Flux apply them, on a real API server: kubectl does what the manuals of both
 * say that they do with each annotation.
 */
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { parseAllDocuments } from "yaml";
import type { Any } from "../backends/kubernetes/manifests.ts";
import { type ApiServer, startApiServer } from "./programs/api-server.ts";
import { installExternalSecrets } from "./programs/external-secrets.ts";

const EXAMPLE = join(import.meta.dirname, "../../examples/gitops");
const ARGOCD = "argocd.argoproj.io";
const FLUX = "kustomize.toolkit.fluxcd.io";

let server: ApiServer;
let folder: string;

beforeAll(async () => {
  server = await startApiServer();
  folder = mkdtempSync(join(tmpdir(), "clp-compile-gitops-"));
  await installExternalSecrets(server);
});

afterAll(async () => {
  await server?.stop();
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
});

async function kubectl(args: readonly string[], objects?: readonly Any[]): Promise<string> {
  const { code, stdout, stderr } = await server.kubectl(args, listed(objects));
  expect({ args, code, stderr }).toEqual({ args, code: 0, stderr: "" });
  return stdout;
}

function listed(objects: readonly Any[] | undefined) {
  if (objects === undefined) return {};
  return { input: JSON.stringify({ apiVersion: "v1", kind: "List", items: objects }) };
}

/** What a tool gets from a folder of the repository. */
async function built(path: string): Promise<readonly Any[]> {
  return parseAllDocuments(await kubectl(["kustomize", path])).map((one) => one.toJS());
}

function annotation({ metadata }: Any, name: string): string {
  return metadata.annotations?.[name] ?? "";
}

function options(object: Any): readonly string[] {
  return annotation(object, `${ARGOCD}/sync-options`).split(",");
}

const reference = ({ kind, apiVersion, metadata }: Any) =>
  `${kind.toLowerCase()}.${apiVersion.includes("/") ? apiVersion.split("/")[0] : ""}/${metadata.name}`.replace(
    "./",
    "/",
  );

function deletion(object: Any): readonly string[] {
  const { namespace } = object.metadata;
  const where = namespace === undefined ? [] : ["--namespace", namespace];
  return ["delete", reference(object), ...where, "--wait=false"];
}

/**
 * Argo CD: `kubectl apply` wave by wave, with `--force` for an object that asks for it; then what it applied before,
 * and is not there any more, is deleted, unless that says `Prune=false`.
 */
async function argocd(objects: readonly Any[], before: readonly Any[]): Promise<readonly string[]> {
  const said: string[] = [];
  const wave = (object: Any) => Number(annotation(object, `${ARGOCD}/sync-wave`) || 0);
  for (const number of [...new Set(objects.map(wave))].sort((a, b) => a - b)) {
    const some = objects.filter((object) => wave(object) === number);
    for (const force of [false, true]) {
      const alike = some.filter((object) => options(object).includes("Force=true") === force);
      if (alike.length === 0) continue;
      const flags = force ? ["--force"] : [];
      // Of a forced deletion kubectl warns that it is one.
      const { code, stdout, stderr } = await server.kubectl(["apply", ...flags, "-f", "-"], listed(alike));
      if (code !== 0) throw new Error(stderr);
      said.push(...stdout.trim().split("\n"));
    }
  }
  for (const object of gone(objects, before)) {
    if (!options(object).includes("Prune=false")) await kubectl(deletion(object));
  }
  return said;
}

/** Those whose dry run is another than what the cluster has, but for who manages which field. */
async function drifted(objects: readonly Any[], apply: readonly string[]): Promise<readonly Any[]> {
  const asked = [...apply, "--dry-run=server", "--output=json", "-f", "-"];
  const answers: readonly Any[] = JSON.parse(await kubectl(asked, objects)).items;
  const live: readonly Any[] = JSON.parse(
    (await kubectl(["get", "--ignore-not-found", "--output=json", "-f", "-"], objects)) || '{"items":[]}',
  ).items;
  const key = ({ kind, metadata }: Any) => `${kind} ${metadata.namespace ?? ""} ${metadata.name}`;
  const content = ({ status: _, metadata: { labels, annotations }, ...rest }: Any) =>
    JSON.stringify({ ...rest, metadata: { labels, annotations } });
  const there = new Map(live.map((one) => [key(one), content(one)]));
  const changed = new Set(answers.filter((one) => there.get(key(one)) !== content(one)).map(key));
  return objects.filter((one) => changed.has(key(one)));
}

/**
 * Flux: server-side apply of what differs, after a dry run of each object; one that fails since a field is immutable is deleted and
 * created where it says `force: enabled`, and stops everything where it does not.
 */
async function flux(objects: readonly Any[], before: readonly Any[]): Promise<readonly string[]> {
  const apply = ["apply", "--server-side", "--force-conflicts", "--field-manager=kustomize-controller"];
  for (const object of objects.filter(({ kind }) => kind === "Job")) {
    const { code, stderr } = await server.kubectl(
      [...apply, "--dry-run=server", "-f", "-"],
      listed([object]),
    );
    if (code === 0) continue;
    if (!/immutable/.test(stderr) || annotation(object, `${FLUX}/force`) !== "enabled")
      throw new Error(stderr);
    await kubectl(deletion(object));
  }
  const different = await drifted(objects, apply);
  const said = different.length === 0 ? "" : await kubectl([...apply, "-f", "-"], different);
  for (const object of gone(objects, before)) {
    if (annotation(object, `${FLUX}/prune`) !== "disabled") await kubectl(deletion(object));
  }
  return said.trim().split("\n");
}

function gone(objects: readonly Any[], before: readonly Any[]): readonly Any[] {
  const there = new Set(objects.map(reference));
  return before.filter((object) => !there.has(reference(object)));
}

/** What the cluster has: the uid of each object, and its version, which each write raises. */
async function state(namespace: string): Promise<ReadonlyMap<string, { uid: string; version: string }>> {
  const kinds = "configmaps,services,deployments,statefulsets,jobs,persistentvolumeclaims,externalsecrets";
  const { items } = JSON.parse(await kubectl(["get", kinds, "--namespace", namespace, "--output=json"]));
  return new Map(
    items.map((one: Any) => [
      reference(one),
      { uid: one.metadata.uid, version: one.metadata.resourceVersion },
    ]),
  );
}

/** The folder of an environment with another image by kustomize, as an overlay of a team does it. */
function withImage(environment: string, tag: string): string {
  const overlay = join(folder, `${environment}-${tag}`);
  mkdirSync(overlay);
  cpSync(join(EXAMPLE, environment, "out/kubernetes"), join(overlay, "base"), { recursive: true });
  writeFileSync(
    join(overlay, "kustomization.yaml"),
    `resources: [base]\nimages: [{name: ghcr.io/y-scope/clp/clp-package, newTag: ${tag}}]\n`,
  );
  return overlay;
}

/** The same without what is said to the tools. */
function unannotated(objects: readonly Any[]): readonly Any[] {
  return objects.map(({ metadata: { annotations: _, ...metadata }, ...object }) => ({ ...object, metadata }));
}

describe.each([
  { environment: "dev", tool: "Argo CD", sync: argocd, diff: ["diff"] },
  {
    environment: "staging",
    tool: "Flux",
    sync: flux,
    diff: ["diff", "--server-side", "--force-conflicts", "--field-manager=kustomize-controller"],
  },
])("$tool, with $environment", ({ environment, sync, diff }) => {
  const namespace = `clp-${environment}`;
  let objects: readonly Any[];

  beforeEach(async () => {
    objects = await built(join(EXAMPLE, environment, "out/kubernetes"));
    const { stdout } = await server.kubectl(["get", "namespace", namespace, "--ignore-not-found"]);
    if (stdout === "") await kubectl(["create", "namespace", namespace]);
    await sync(objects, []);
  });

  test("a second sync changes nothing", async () => {
    const first = await state(namespace);
    expect(first.size).toBeGreaterThan(25);
    await sync(objects, objects);
    expect(await state(namespace)).toEqual(first);
    expect(await kubectl([...diff, "-f", "-"], objects)).toBe("");
  });

  test("another image in an overlay goes through: its Jobs are made anew, and nothing else is", async () => {
    const before = await state(namespace);
    const changed = await built(withImage(environment, "0.13.0-1"));
    await sync(changed, objects);
    const after = await state(namespace);
    const renewed = [...after]
      .filter(([name, { uid }]) => before.get(name)?.uid !== uid)
      .map(([name]) => name);
    expect(renewed.map((name) => name.replace(/-[0-9a-f]{8}$/, "")).sort()).toEqual([
      "job.batch/clp-db-table-creator",
      "job.batch/clp-results-cache-indices-creator",
    ]);
    const pods = JSON.stringify(
      JSON.parse(await kubectl(["get", "deployments,jobs", "--namespace", namespace, "--output=json"])),
    );
    expect(pods).toContain('"image":"ghcr.io/y-scope/clp/clp-package:0.13.0-1"');
    expect(pods).not.toContain('"image":"ghcr.io/y-scope/clp/clp-package:0.13.0"');
    await sync(changed, changed);
    expect(await state(namespace)).toEqual(after);
  });

  test("without the annotations that image is refused", async () => {
    const changed = unannotated(await built(withImage(environment, "0.13.0-2")));
    await expect(sync(changed, objects)).rejects.toThrow(/immutable/);
  });

  test("what is left out is pruned, but for claims and volumes", async () => {
    const kept = (one: Any) => /^PersistentVolume/.test(one.kind);
    const changed = objects.filter((one) => !kept(one) && one.kind !== "Job");
    const claims = objects.filter(({ kind }) => kind === "PersistentVolumeClaim").map(reference);
    expect(claims.length).toBeGreaterThan(3);
    await sync(changed, objects);
    const after = await state(namespace);
    expect([...after.keys()]).toEqual(expect.arrayContaining(claims));
    expect([...after.keys()].filter((name) => name.startsWith("job."))).toEqual([]);
  });
});

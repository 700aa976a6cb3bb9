/** The example's manifests as Argo CD and Flux apply them, on a real API server. */
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { parseAllDocuments } from "yaml";
import type { Any } from "../backends/kubernetes/manifests.ts";
import { type Kubectl, quietly, reference, state, syncByArgoCd, syncByFlux } from "./gitops-tools.ts";
import { type ApiServer, startApiServer } from "./programs/api-server.ts";
import { installExternalSecrets } from "./programs/external-secrets.ts";

const EXAMPLE = join(import.meta.dirname, "../../examples/gitops");

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

const kubectl: Kubectl = (args, options) => server.kubectl(args, options);

const said = (args: readonly string[], objects?: readonly Any[]) => quietly(kubectl, args, objects);

/** What a tool gets from a folder of the repository. */
async function built(path: string): Promise<readonly Any[]> {
  return parseAllDocuments(await said(["kustomize", path])).map((one) => one.toJS());
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
  { environment: "dev", tool: "Argo CD", sync: syncByArgoCd, diff: ["diff"] },
  {
    environment: "staging",
    tool: "Flux",
    sync: syncByFlux,
    diff: ["diff", "--server-side", "--force-conflicts", "--field-manager=kustomize-controller"],
  },
])("$tool, with $environment", ({ environment, sync, diff }) => {
  const namespace = `clp-${environment}`;
  let objects: readonly Any[];

  beforeEach(async () => {
    objects = await built(join(EXAMPLE, environment, "out/kubernetes"));
    const { stdout } = await server.kubectl(["get", "namespace", namespace, "--ignore-not-found"]);
    if (stdout === "") await said(["create", "namespace", namespace]);
    await sync(kubectl, objects, []);
  });

  test("a second sync changes nothing", async () => {
    const first = await state(kubectl, namespace);
    expect(first.size).toBeGreaterThan(25);
    await sync(kubectl, objects, objects);
    expect(await state(kubectl, namespace)).toEqual(first);
    expect(await said([...diff, "-f", "-"], objects)).toBe("");
  });

  test("another image in an overlay goes through: its Jobs are made anew, and nothing else is", async () => {
    const before = await state(kubectl, namespace);
    const changed = await built(withImage(environment, "0.13.0-1"));
    await sync(kubectl, changed, objects);
    const after = await state(kubectl, namespace);
    const renewed = [...after]
      .filter(([name, { uid }]) => before.get(name)?.uid !== uid)
      .map(([name]) => name);
    expect(renewed.map((name) => name.replace(/-[0-9a-f]{8}$/, "")).sort()).toEqual([
      "job.batch/clp-db-table-creator",
      "job.batch/clp-results-cache-indices-creator",
    ]);
    const pods = JSON.stringify(
      JSON.parse(await said(["get", "deployments,jobs", "--namespace", namespace, "--output=json"])),
    );
    expect(pods).toContain('"image":"ghcr.io/y-scope/clp/clp-package:0.13.0-1"');
    expect(pods).not.toContain('"image":"ghcr.io/y-scope/clp/clp-package:0.13.0"');
    await sync(kubectl, changed, changed);
    expect(await state(kubectl, namespace)).toEqual(after);
  });

  test("without the annotations that image is refused", async () => {
    const changed = unannotated(await built(withImage(environment, "0.13.0-2")));
    await expect(sync(kubectl, changed, objects)).rejects.toThrow(/immutable/);
  });

  test("what is left out is pruned, but for claims and volumes", async () => {
    const kept = (one: Any) => /^PersistentVolume/.test(one.kind);
    const changed = objects.filter((one) => !kept(one) && one.kind !== "Job");
    const claims = objects.filter(({ kind }) => kind === "PersistentVolumeClaim").map(reference);
    expect(claims.length).toBeGreaterThan(3);
    await sync(kubectl, changed, objects);
    const after = await state(kubectl, namespace);
    expect([...after.keys()]).toEqual(expect.arrayContaining(claims));
    expect([...after.keys()].filter((name) => name.startsWith("job."))).toEqual([]);
  });
});

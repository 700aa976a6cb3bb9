/** Annotations for Argo CD and Flux: which object has which, and that none of them deletes what holds data. */
import { describe, expect, test } from "vitest";
import { compile } from "../../compiler.ts";
import { okFixtures } from "../../fixtures.ts";
import { type Any, type Manifests, manifestsOf } from "./manifests.ts";

const { sources } = okFixtures().find(({ name }) => name === "22-release-0.13.0")!;

function withTool(tool: "argocd" | "flux" | null, more = ""): Manifests {
  const layer = { name: "gitops.yaml", content: `kubernetes: {gitops: ${tool}${more}}\n` };
  return manifestsOf({ ...sources, siteLayers: [layer] });
}

const STORE = ", secrets: {from: external-secrets, store: {name: vault}, key: 'clp/{section}'}";

/** The annotations of each kind of public object: one list, since all of a kind have the same. */
function byKind({ objects }: Manifests): Readonly<Record<string, unknown>> {
  const found = new Map<string, unknown>();
  for (const { kind, metadata } of objects) {
    if (kind === "Secret") continue;
    if (found.has(kind)) expect(metadata.annotations).toEqual(found.get(kind));
    found.set(kind, metadata.annotations);
  }
  return Object.fromEntries(found);
}

test("without a tool there is none, and a written null is as none", () => {
  const made = withTool(null);
  for (const { metadata } of made.objects) expect(metadata.annotations).toBeUndefined();
  expect(made.files).toEqual(manifestsOf(sources).files);
});

test("Argo CD: Jobs are forced where they cannot be changed, storage stays, Secrets come first", () => {
  const kept = {
    "argocd.argoproj.io/sync-options": "Prune=false,Delete=false",
    "argocd.argoproj.io/compare-options": "IgnoreExtraneous",
  };
  expect(byKind(withTool("argocd", STORE))).toEqual({
    ConfigMap: undefined,
    Deployment: undefined,
    ExternalSecret: { "argocd.argoproj.io/sync-wave": "-1" },
    Job: { "argocd.argoproj.io/sync-options": "Force=true,ServerSideApply=false" },
    PersistentVolume: kept,
    PersistentVolumeClaim: kept,
    Service: undefined,
    StatefulSet: undefined,
  });
});

test("Flux: the same of Jobs and storage, and no text of a manifest is a variable", () => {
  const text = { "kustomize.toolkit.fluxcd.io/substitute": "disabled" };
  const kept = { "kustomize.toolkit.fluxcd.io/prune": "disabled", ...text };
  expect(byKind(withTool("flux", STORE))).toEqual({
    ConfigMap: text,
    Deployment: text,
    ExternalSecret: text,
    Job: { "kustomize.toolkit.fluxcd.io/force": "enabled", ...text },
    PersistentVolume: kept,
    PersistentVolumeClaim: kept,
    Service: text,
    StatefulSet: text,
  });
});

describe.each(["argocd", "flux"] as const)("%s", (tool) => {
  test("changes nothing but annotations of objects: no pod restarts, no Job runs again", () => {
    const bare = ({ objects }: Manifests) =>
      objects.map(({ metadata: { annotations: _, ...metadata }, ...object }: Any) => ({
        ...object,
        metadata,
      }));
    expect(bare(withTool(tool))).toEqual(bare(withTool(null)));
  });

  test("replaces or deletes nothing that holds data, and runs nothing as a hook", () => {
    for (const { kind, metadata } of withTool(tool, STORE).objects) {
      const annotations = JSON.stringify(metadata.annotations ?? {});
      expect(annotations).not.toMatch(/hook|Replace=|ttl/i);
      if (kind !== "Job") expect(annotations).not.toMatch(/force/i);
    }
  });

  test("is told of in the deployment's page", () => {
    const { files } = compile(
      { ...sources, siteLayers: [{ name: "gitops.yaml", content: `kubernetes: {gitops: ${tool}}\n` }] },
      { emit: ["docs"], secrets: false },
    );
    const page = files.find(({ path }) => path === "docs/deployment.md")!.text;
    expect(page).toContain(
      tool === "argocd" ? "argocd app set APPLICATION" : "flux suspend kustomization NAME",
    );
    expect(page).toContain("another word for `kubernetes.secret_revision`");
    expect(page).not.toMatch(/^kubectl apply -k kubernetes$/m);
    expect(page).not.toContain("rollout restart");
  });
});

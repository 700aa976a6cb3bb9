/** examples/gitops is what the compiler gives: nobody has to run it to believe its README. */
import { cpSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse, parseAllDocuments } from "yaml";
import * as compiler from "../src/mod.ts";
import type { Any } from "./backends/kubernetes/manifests.ts";
import { referencesOf } from "./backends/kubernetes/secret-references.ts";
import { workspace } from "./cli/workspace.ts";

const EXAMPLE = join(import.meta.dirname, "../examples/gitops");

function documents(folder: string): readonly Any[] {
  return readdirSync(join(EXAMPLE, folder))
    .filter((name) => name.endsWith(".yaml") && name !== "kustomization.yaml")
    .flatMap((name) =>
      parseAllDocuments(readFileSync(join(EXAMPLE, folder, name), "utf8")).map((one) => one.toJS()),
    );
}

/** `NAME/KEY` of what the objects of a folder hold. */
function keysOf(folder: string): readonly string[] {
  return documents(folder)
    .flatMap(({ metadata, data }) => Object.keys(data).map((key) => `${metadata.name}/${key}`))
    .sort();
}

test("what is committed is fresh, and no command needs a credential", async () => {
  const space = workspace({ compiler });
  cpSync(EXAMPLE, space.directory, { recursive: true });
  const compiled = await space.run();
  expect(compiled).toMatchObject({ code: 0, err: expect.stringContaining("3 deployments: 3 done\n") });
  expect(compiled.err).not.toMatch(/\d written/);
  const checked = await space.run("check");
  expect(checked).toMatchObject({ code: 0, err: expect.stringContaining("3 deployments: 3 done\n") });
  expect((await space.run("validate")).code).toBe(0);
});

test("the encrypted Secrets have the keys that the manifests read, and nothing in them is plain", () => {
  expect(keysOf("staging/secrets")).toEqual(expect.arrayContaining([...readFromSecrets("staging")]));
  for (const { metadata, data, sops } of documents("staging/secrets")) {
    expect(metadata.namespace).toBe("clp-staging");
    for (const value of Object.values(data)) expect(value).toMatch(/^ENC\[AES256_GCM,data:.+,type:str\]$/);
    expect(sops.encrypted_regex).toBe("^data$");
  }
  const { resources } = parse(readFileSync(join(EXAMPLE, "staging/secrets/kustomization.yaml"), "utf8"));
  const files = readdirSync(join(EXAMPLE, "staging/secrets")).filter((name) => name !== "kustomization.yaml");
  expect([...resources].sort()).toEqual(files.sort());
  const { sops: _, ...credentials } = parse(readFileSync(join(EXAMPLE, "staging/credentials.yaml"), "utf8"));
  for (const section of Object.values(credentials) as Any[])
    for (const value of Object.values(section)) expect(value).toMatch(/^ENC\[/);
});

function readFromSecrets(environment: string): readonly string[] {
  const objects = documents(`${environment}/out/kubernetes`);
  const found = referencesOf({ objects } as Parameters<typeof referencesOf>[0]);
  return found.filter((name) => name.includes("/"));
}

test("each tool applies the folder of an environment, in its namespace, with the annotations that it reads", () => {
  for (const name of ["dev", "prod"]) {
    const [{ spec }] = documents("argocd").filter(({ metadata }) => metadata.name === `clp-${name}`);
    expect(spec.source.path).toBe(`${name}/out/kubernetes`);
    expect(spec.destination.namespace).toBe(`clp-${name}`);
    expect(annotationsOf(name)).toMatch(/argocd\.argoproj\.io/);
    expect(annotationsOf(name)).not.toMatch(/fluxcd\.io/);
  }
  const flux = documents("flux").filter(({ kind }) => kind === "Kustomization");
  expect(flux.map(({ spec }) => spec.path)).toEqual(["./staging/secrets", "./staging/out/kubernetes"]);
  expect(flux[1].spec.dependsOn).toEqual([{ name: flux[0].metadata.name }]);
  expect(annotationsOf("staging")).toMatch(/fluxcd\.io/);
  expect(annotationsOf("staging")).not.toMatch(/argocd\.argoproj\.io/);
});

function annotationsOf(environment: string): string {
  return JSON.stringify(
    documents(`${environment}/out/kubernetes`).map(({ metadata }) => metadata.annotations),
  );
}

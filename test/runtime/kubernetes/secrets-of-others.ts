/** The Secrets that somebody else makes: an operator's own, or those of an operator of the cluster, from a store. */
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse, parseDocument } from "yaml";
import type { Any } from "../../backends/kubernetes/manifests.ts";
import { ok } from "../machine.ts";
import type { Node } from "./node.ts";

/** Where the manifests of a release's own Secrets are. */
const OWN = "out/kubernetes/secrets";

/** Where, in the directory of a release, those are made that others make. */
export const OTHERS = "secrets-of-others";

/** The Secrets that are compiled in `home`, as objects; none where others make them. */
export function ownSecrets(node: Node, home: string): readonly Any[] {
  const folder = node.path(join(home, OWN));
  if (!existsSync(folder)) return [];
  const { resources } = parse(readFileSync(join(folder, "kustomization.yaml"), "utf8"));
  return resources.map((file: string) => parse(readFileSync(join(folder, file), "utf8")));
}

/** What others have made for a release that makes none: the same values under the same names. */
export async function secretsOfOthers(node: Node, home: string): Promise<readonly Any[]> {
  if (existsSync(node.path(join(home, OWN)))) return [];
  const beside = join(home, OTHERS);
  mkdirSync(node.path(beside), { recursive: true });
  for (const file of ["clp-config.yaml", "credentials.yaml"])
    cpSync(node.path(join(home, file)), node.path(join(beside, file)));
  const site = parseDocument(readFileSync(node.path(join(home, "clp-site.yaml")), "utf8"));
  site.setIn(["kubernetes", "secrets", "from"], "manifests");
  for (const key of ["store", "key"]) site.deleteIn(["kubernetes", "secrets", key]);
  writeFileSync(node.path(join(beside, "clp-site.yaml")), String(site));
  const inputs = ["--config", "clp-config.yaml", "--credentials", "credentials.yaml"];
  await ok(node.run(["clp-compile", ...inputs, "--emit", "kubernetes", "--out", "out"], { cwd: beside }));
  // Nothing of theirs says that it is the release's.
  return ownSecrets(node, beside).map(({ metadata: { name, namespace }, ...rest }) => ({
    ...rest,
    metadata: { name, namespace },
  }));
}

/** Makes ExternalSecret a kind of the cluster, as its operator's set-up does; nobody does what one says. */
export async function knowExternalSecrets(node: Node): Promise<void> {
  const group = "external-secrets.io";
  const definition = {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: `externalsecrets.${group}` },
    spec: {
      group,
      scope: "Namespaced",
      names: { kind: "ExternalSecret", plural: "externalsecrets", singular: "externalsecret" },
      versions: [
        {
          name: "v1",
          served: true,
          storage: true,
          schema: { openAPIV3Schema: { type: "object", "x-kubernetes-preserve-unknown-fields": true } },
        },
      ],
    },
  };
  await ok(node.kubectl(["apply", "-f", "-"], { input: JSON.stringify(definition) }));
  const established = ["--for", "condition=Established", "--timeout", "1m"];
  await ok(node.kubectl(["wait", ...established, `crd/${definition.metadata.name}`]));
}

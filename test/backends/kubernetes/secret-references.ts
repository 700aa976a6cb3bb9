/** Deployments whose Secrets come from elsewhere, and what their manifests refer to. */
import type { Sources } from "../../../src/mod.ts";
import { type Any, type Manifests, manifestsOf } from "./manifests.ts";

const STORE = "store: {kind: ClusterSecretStore, name: vault}, key: 'clp/prod/{section}'";

export type SecretsFrom = "manifests" | "existing" | "external-secrets";

/** The same inputs with another origin of Secrets, and names of Secrets where some are given. */
export function withSecretsFrom(sources: Sources, from: SecretsFrom, names = "{}"): Sources {
  const store = from === "external-secrets" ? `${STORE}, ` : "";
  const layer = {
    name: "secrets.yaml",
    content: `kubernetes: {secrets: {from: ${from}, ${store}names: ${names}}}\nhost: {clp_home: /home/clp/clp-package}\n`,
  };
  return sources.site === undefined ? { ...sources, site: layer } : { ...sources, siteLayers: [layer] };
}

/** `NAME/KEY` of every Secret's key that a pod reads, and `NAME` alone of what it mounts. */
export function referencesOf({ objects }: Manifests): readonly string[] {
  const found = new Set<string>();
  const visit = (value: Any): void => {
    if (typeof value !== "object" || value === null) return;
    if (value.secretKeyRef !== undefined) found.add(`${value.secretKeyRef.name}/${value.secretKeyRef.key}`);
    // A profile of AWS is an operator's own.
    if (typeof value.secret?.secretName === "string" && !value.secret.secretName.endsWith("-aws-config"))
      found.add(value.secret.secretName);
    for (const child of Object.values(value)) visit(child);
  };
  for (const object of objects) if (object.kind !== "Secret") visit(object);
  return [...found].sort();
}

export function referring(
  sources: Sources,
  ...rest: Parameters<typeof withSecretsFrom> extends [Sources, ...infer R] ? R : never
): Manifests {
  return manifestsOf(withSecretsFrom(sources, ...rest));
}

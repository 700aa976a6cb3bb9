/**
 * What Argo CD and Flux are told of objects, by annotations that their manuals have. Nothing here deletes what holds
 * data, and no object is a hook: a hook runs at each sync, and is deleted by the tool.
 *
 * A Job needs no TTL and has none: one that is gone is missing to both, and they would make it again and again.
 *
 * Sources: Argo CD's user guide, "Sync Options", "Compare Options", "Sync Phases and Waves", "Resource Tracking"; Flux' Kustomization API
 * (kustomize.toolkit.fluxcd.io/v1), "Force", "Prune", "Post build variable substitution".
 */
import { GITOPS_TOOLS, type GitopsTool } from "../../base/gitops-tools.ts";
import { derived, type Sourced, sourced } from "../../base/origin.ts";
import type { ClusterOptions } from "../cluster/cluster-options.ts";

/** What an object is to who applies it. */
export type ObjectRole =
  /** It runs once, and its template cannot be changed. */
  | "job"
  /** It holds data, or is the way to them. */
  | "storage"
  /** An operator makes a Secret of it. */
  | "secret-source"
  | "any";

type Annotations = Readonly<Record<string, string>>;

/** `${…}` in a manifest is CLP's or a person's own text, and a variable of Flux' would come out empty. */
const NO_SUBSTITUTION = { "kustomize.toolkit.fluxcd.io/substitute": "disabled" };

const ANNOTATIONS: Readonly<Record<GitopsTool, Readonly<Record<ObjectRole, Annotations>>>> = {
  argocd: {
    /*
     * A Job that the compiler changes has another name, so that it is new, and the old one is pruned. An overlay that
     * changes its image leaves the name: `Force` is `kubectl apply --force`, which deletes and creates what the API
     * server will not change, and that alone. With `Replace` beside it each sync would run the Jobs again. Server-side
     * apply knows no force, so that it is not used for Jobs where the Application asks for it.
     */
    job: { [GITOPS_TOOLS.argocd.jobMark]: "Force=true,ServerSideApply=false" },
    /*
     * A claim that a change of the config leaves out, or one of an Application that is deleted, keeps its data. One
     * that is left out would keep the Application out of sync for ever: `argocd app wait` would wait, and an
     * Application that heals would sync again and again.
     */
    storage: {
      "argocd.argoproj.io/sync-options": "Prune=false,Delete=false",
      "argocd.argoproj.io/compare-options": "IgnoreExtraneous",
    },
    // Within a wave custom resources come last; the Secrets are to be there before the pods that read them.
    "secret-source": { "argocd.argoproj.io/sync-wave": "-1" },
    any: {},
  },
  flux: {
    // As above: deleted and created only where the API server will not change it.
    job: { [GITOPS_TOOLS.flux.jobMark]: "enabled", ...NO_SUBSTITUTION },
    storage: { "kustomize.toolkit.fluxcd.io/prune": "disabled", ...NO_SUBSTITUTION },
    // Flux has an order of Kustomizations alone: pods wait for their Secrets, as they do without Flux.
    "secret-source": NO_SUBSTITUTION,
    any: NO_SUBSTITUTION,
  },
};

/** What is said of such an object, by the annotation's name. */
export function gitopsAnnotations(
  { gitops }: Pick<ClusterOptions, "gitops">,
  role: ObjectRole,
): Readonly<Record<string, Sourced<string>>> {
  if (gitops.value === null) return {};
  const why = derived("what applies the manifests from Git is told", gitops.origin);
  return Object.fromEntries(
    Object.entries(ANNOTATIONS[gitops.value][role]).map(([name, value]) => [name, sourced(value, why)]),
  );
}

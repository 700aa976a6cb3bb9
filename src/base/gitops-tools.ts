/** Argo CD and Flux, which apply manifests from Git: what people type, and what tells an object that one of them applies it. */
import { type ShellCommand, shell } from "./shell.ts";

export type GitopsTool = "argocd" | "flux";

export interface GitopsToolFacts {
  readonly name: string;
  /** What of its own applies a folder, with its article. */
  readonly unit: string;
  /** The annotation that each of our Jobs has for its sake. */
  readonly jobMark: string;
  /** It undoes nothing that is done by hand, until it goes on. */
  readonly pause: ShellCommand;
  readonly resume: ShellCommand;
  /** Where `resume` sets more than it was set before: a sentence without a full stop. */
  readonly resumeNote?: string;
  /** Applies what has been pushed now, and waits until it runs. */
  readonly sync: readonly ShellCommand[];
  /** What `sync` is to one that has noticed the commit by itself: a sentence without a full stop. */
  readonly syncNote: string;
  /** The same of one that rests, which then goes on. What was pushed before is never applied again. */
  readonly syncAndResume: readonly ShellCommand[];
  /** It forgets the objects, and leaves them as they are. */
  readonly release: readonly ShellCommand[];
  /**
   * What it has given the objects for itself, where it applies server-side. It keeps no note then of what it has
   * applied, without which `kubectl apply` takes away no field that goes.
   */
  readonly labels: readonly string[];
}

const ARGOCD_SYNC = [shell`argocd app sync APPLICATION --prune`, shell`argocd app wait APPLICATION`];
// None of its three settings is kept while it rests.
const ARGOCD_RESUME = shell`argocd app set APPLICATION --sync-policy automated --auto-prune --self-heal`;
const FLUX_RESUME = shell`flux resume kustomization NAME`;

/**
 * `APPLICATION`, `NAME`, `SOURCE`: what whoever has set the tool up has called it.
 *
 * Sources: Argo CD's command reference (`argocd app set`, `sync`, `wait`, `delete`), of which `set --sync-policy none`
 * forgets `--auto-prune` and `--self-heal`, and `sync` asks Git for the newest commit, but is refused while another sync
 * runs; Flux' (`flux suspend`, `resume`, `reconcile`, `delete kustomization`), of which `resume` applies what the source
 * has fetched already, `reconcile` refuses what is suspended, and `delete` prunes nothing of that.
 */
export const GITOPS_TOOLS: Readonly<Record<GitopsTool, GitopsToolFacts>> = {
  argocd: {
    name: "Argo CD",
    unit: "an Application",
    jobMark: "argocd.argoproj.io/sync-options",
    pause: shell`argocd app set APPLICATION --sync-policy none`,
    resume: ARGOCD_RESUME,
    resumeNote: "Leave out of `--auto-prune` and `--self-heal` what it did not have before",
    sync: ARGOCD_SYNC,
    syncNote: "While it does so by itself, `sync` is refused: then `wait` alone is enough",
    syncAndResume: [...ARGOCD_SYNC, ARGOCD_RESUME],
    release: [shell`argocd app delete APPLICATION --cascade=false`],
    labels: [],
  },
  flux: {
    name: "Flux",
    unit: "a Kustomization",
    jobMark: "kustomize.toolkit.fluxcd.io/force",
    pause: shell`flux suspend kustomization NAME`,
    resume: FLUX_RESUME,
    sync: [shell`flux reconcile kustomization NAME --with-source`],
    syncNote: "Where it does so by itself, the command only waits for it",
    syncAndResume: [shell`flux reconcile source git SOURCE`, FLUX_RESUME],
    release: [shell`flux suspend kustomization NAME`, shell`flux delete kustomization NAME`],
    labels: ["kustomize.toolkit.fluxcd.io/name", "kustomize.toolkit.fluxcd.io/namespace"],
  },
};

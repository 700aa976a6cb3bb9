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
  /** Applies what has been pushed now, and waits until it runs. */
  readonly sync: readonly ShellCommand[];
  /** It forgets the objects, and leaves them as they are. */
  readonly release: readonly ShellCommand[];
}

/**
 * `APPLICATION`, `NAME`: what whoever has set the tool up has called it.
 *
 * Sources: Argo CD's command reference (`argocd app set`, `sync`, `wait`, `delete`); Flux' (`flux suspend`, `resume`,
 * `reconcile`, `delete kustomization`), whose Kustomization does not prune what it applied when it is deleted suspended.
 */
export const GITOPS_TOOLS = {
  argocd: {
    name: "Argo CD",
    unit: "an Application",
    jobMark: "argocd.argoproj.io/sync-options",
    pause: shell`argocd app set APPLICATION --sync-policy none`,
    resume: shell`argocd app set APPLICATION --sync-policy automated --auto-prune`,
    sync: [shell`argocd app sync APPLICATION --prune`, shell`argocd app wait APPLICATION`],
    release: [shell`argocd app delete APPLICATION --cascade=false`],
  },
  flux: {
    name: "Flux",
    unit: "a Kustomization",
    jobMark: "kustomize.toolkit.fluxcd.io/force",
    pause: shell`flux suspend kustomization NAME`,
    resume: shell`flux resume kustomization NAME`,
    sync: [shell`flux reconcile kustomization NAME --with-source`],
    release: [shell`flux suspend kustomization NAME`, shell`flux delete kustomization NAME`],
  },
} as const satisfies Record<GitopsTool, GitopsToolFacts>;

/** How a deployment is run where Argo CD or Flux applies its manifests: what they do, and what they would undo. */
import { shell } from "../../base/shell.ts";
import type { Line } from "../../model/text.ts";
import type { GitopsTool } from "../cluster/cluster-options.ts";
import { commandBlock } from "./command-block.ts";
import type { DocsOptions } from "./docs-options.ts";

const TOOLS = {
  argocd: {
    name: "Argo CD",
    applied: "an Application whose path is this folder `kubernetes`",
    pause: shell`argocd app set APPLICATION --sync-policy none`,
    resume: shell`argocd app set APPLICATION --sync-policy automated --auto-prune`,
  },
  flux: {
    name: "Flux",
    applied: "a Kustomization whose path is this folder `kubernetes`",
    pause: shell`flux suspend kustomization NAME`,
    resume: shell`flux resume kustomization NAME`,
  },
} as const satisfies Record<GitopsTool, unknown>;

/** In place of `kubectl apply`. */
export function appliedFromGit(tool: GitopsTool, { gitops }: DocsOptions): readonly (readonly Line[])[] {
  const { name, applied, pause, resume } = TOOLS[tool];
  const line = (text: string): Line => ({ text, origins: [gitops.origin] });
  return [
    [
      line(
        `${name} applies the manifests, by ${applied}: commit and push, and what has changed is applied. Jobs run again where they have changed, and claims are never pruned. What is done to its objects by hand, as below, it undoes; so let it rest before, and go on afterwards:`,
      ),
    ],
    commandBlock({ text: pause, origins: [gitops.origin] }, { text: resume, origins: [gitops.origin] }),
  ];
}

/** In place of `kubectl rollout restart`, which would be undone, and so restart all once more. */
export function restartedFromGit({ gitops }: DocsOptions): readonly Line[] {
  return [
    {
      text: "After a change of secrets alone, write another word for `kubernetes.secret_revision` in the site file, compile, and push: what reads them restarts.",
      origins: [gitops.origin],
    },
  ];
}

/** How a deployment is run where Argo CD or Flux applies its manifests: what they do, and what they would undo. */
import { GITOPS_TOOLS, type GitopsTool } from "../../base/gitops-tools.ts";
import type { Line } from "../../model/text.ts";
import { commandBlock } from "./command-block.ts";
import type { DocsOptions } from "./docs-options.ts";

/** In place of `kubectl apply`. */
export function appliedFromGit(tool: GitopsTool, { gitops }: DocsOptions): readonly (readonly Line[])[] {
  const { name, unit, pause, resume, resumeNote } = GITOPS_TOOLS[tool];
  const note = resumeNote === undefined ? "" : `. ${resumeNote}`;
  const line = (text: string): Line => ({ text, origins: [gitops.origin] });
  return [
    [
      line(
        `${name} applies the manifests, by ${unit} whose path is this folder \`kubernetes\`: commit and push, and what has changed is applied. Jobs run again where they have changed, and claims are never pruned. What is done to its objects by hand, as below, it undoes; so let it rest before, and go on afterwards${note}:`,
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

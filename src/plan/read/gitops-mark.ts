/** Whether Argo CD or Flux applies compiled manifests: their Jobs, which each deployment has, are marked for it. */
import { GITOPS_TOOLS, type GitopsTool } from "../../base/gitops-tools.ts";
import { isJson, type KubernetesObject } from "./kubernetes-objects.ts";

export function gitopsToolOf(objects: readonly KubernetesObject[]): GitopsTool | undefined {
  const marks = objects.flatMap(({ kind, content }) => {
    const metadata = kind === "Job" ? content["metadata"] : undefined;
    const annotations = isJson(metadata) ? metadata["annotations"] : undefined;
    return isJson(annotations) ? Object.keys(annotations) : [];
  });
  return (["argocd", "flux"] as const).find((tool) => marks.includes(GITOPS_TOOLS[tool].jobMark));
}

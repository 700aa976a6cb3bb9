/** The labels by which a component's pods are found, in the chart and in the manifests: they never change. */
import type { Sourced } from "../../base/origin.ts";

export function podLabels(release: Sourced<string>, component: string) {
  return {
    "app.kubernetes.io/name": "clp",
    "app.kubernetes.io/instance": release,
    "app.kubernetes.io/component": component,
  };
}

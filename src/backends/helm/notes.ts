/** Notes on defects of charts that several of them have. */
import type { Question } from "./chart.ts";

/** Of charts before all pods tolerate what workers do. */
export function tolerationNotes({ options: { distributed } }: Question): readonly string[] {
  return distributed.value
    ? []
    : ["on a node that is tainted as a control plane, workers alone are let in (H7, E16)"];
}

/** Of all charts: who may see or guess what. */
export function secretNotes({ model }: Question): readonly string[] {
  const holdsS3Keys = model.files.some(({ id, secret }) => id === "clp-config" && secret);
  return [
    `passwords of queue and Redis are plain values in pods${holdsS3Keys ? ", and S3 keys stand in the ConfigMap" : ""} (H11)`,
    "probes succeed with any password (H14)",
  ];
}

/** Of charts that have fixed the images of others. */
export const kubectlNote =
  "pods start with the unpinned image bitnami/kubectl:latest, and third-party images are always pulled (H15)";

/** What steps of Compose, Kubernetes and Helm have in common. */
import type { Step } from "../plan.ts";

/** Comes first on the way to another release. */
export const JOBS_END: Step = {
  text: "Let compression, search and ingestion jobs come to their end",
  commands: [],
};

/** The words of the step that has compiled files where they are read. */
export const NEW_FILES = "Put the new files in place";

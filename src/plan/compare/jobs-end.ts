/** The step that comes first on the way to another release, whatever runs the deployment. */
import type { Step } from "../plan.ts";

export const JOBS_END: Step = {
  text: "Let compression, search and ingestion jobs come to their end",
  commands: [],
};

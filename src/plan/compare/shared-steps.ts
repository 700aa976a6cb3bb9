/** Steps, and how steps begin, by which those of several hosts are put together. */
import type { Step } from "../plan.ts";

/** The step that comes first on the way to another release, whatever runs the deployment. */
export const JOBS_END: Step = {
  text: "Let compression, search and ingestion jobs come to their end",
  commands: [],
};

/** What is done before it, is done while the old deployment runs. */
export const STOP = "Stop the old deployment";

/** What is done after it, is done with the new files. */
export const FILES = "Put the new files in place";

/** Last of all, and where it is needed. */
export const WAY_BACK = "The way back";

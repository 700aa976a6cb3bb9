/** Steps by when they are done, so that those of several hosts can be put together. */
import type { Step } from "../plan.ts";

/** In their order. */
const PHASES = [
  /** Before anything else, and once for all hosts. */
  "jobsEnd",
  /** While the old deployment runs. */
  "running",
  "stop",
  /** With everything stopped, and the old files still in place. */
  "stopped",
  "files",
  /** With the new files in place, and nothing started yet. */
  "replaced",
  "start",
  /** Once the new deployment runs. */
  "started",
  /** Where it does not run as it should. */
  "wayBack",
] as const;

export type Phase = (typeof PHASES)[number];

export type StepsByPhase = Readonly<Record<Phase, readonly Step[]>>;

export function inOrder(steps: StepsByPhase): readonly Step[] {
  return PHASES.flatMap((phase) => steps[phase]);
}

/** Which targets a compilation emits: those that were asked for, or all that can carry the deployment. */
import type { Target } from "../backends/backend.ts";
import type { BackendName } from "../backends/backend-name.ts";
import { createReporter, type Reporter } from "../base/diagnostic.ts";
import type { DeploymentModel } from "../model/model.ts";
import { TARGETS, type TargetInputs } from "../targets.ts";
import type { Selection, SkippedTarget } from "./emission.ts";

/** A target that will be emitted. */
export interface SelectedTarget {
  readonly name: BackendName;
  readonly target: Target;
  /** Where it reports what it cannot write: an error only where a person asked for it by name. */
  readonly reporter: Reporter;
}

/** Asks each target whether it can carry the deployment. Reports (`CLP5xxx`, `CLP4xxx`) for named targets alone. */
export function selectTargets(
  model: DeploymentModel,
  inputs: TargetInputs,
  { emit, named = emit ?? [] }: Selection,
  reporter: Reporter,
): { readonly selected: readonly SelectedTarget[]; readonly skipped: readonly SkippedTarget[] } {
  const selected: SelectedTarget[] = [];
  const skipped: SkippedTarget[] = [];
  for (const { name, target: targetOf } of TARGETS) {
    if (emit !== undefined && !emit.includes(name)) continue;
    const target = targetOf(model, inputs);
    if (named.includes(name)) {
      if (target.supports(reporter)) selected.push({ name, target, reporter });
      continue;
    }
    // Who did not ask for a target need not read what it would warn of.
    const own = createReporter("note");
    if (target.supports(own)) selected.push({ name, target, reporter: reporter.atMost("warning") });
    else skipped.push({ name, reasons: own.diagnostics });
  }
  return { selected, skipped };
}

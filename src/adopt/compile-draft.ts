/** A draft of inputs → the compiled values in which a target has it. */
import { createReporter } from "../base/diagnostic.ts";
import { type Inputs, readInputs } from "../input/inputs.ts";
import { lower } from "../lower/lower.ts";
import type { DeploymentModel } from "../model/model.ts";
import { type Draft, sourcesOf } from "./draft.ts";
import { keyOf, type Plain } from "./plain.ts";
import type { Attempt, Compiled } from "./solve.ts";

/**
 * Compiles a draft. Where it has errors, nothing is asked of the target.
 *
 * @param credentials below those of the draft
 * @param valuesOf what the target makes of it
 */
export function compileDraft(
  draft: Draft,
  credentials: Plain,
  valuesOf: (inputs: Inputs, model: DeploymentModel) => Iterable<Compiled>,
): Attempt {
  const reporter = createReporter();
  const inputs = readInputs(sourcesOf(draft, credentials), reporter);
  const model = lower(inputs, reporter);
  const errors = reporter.diagnostics.filter(({ severity }) => severity === "error");
  const warnings = reporter.diagnostics.filter(({ severity }) => severity === "warning").length;
  if (errors.length > 0) return { compiled: new Map(), errors, warnings };
  const values = [...valuesOf(inputs, model)];
  return { compiled: new Map(values.map((one) => [keyOf(one.path), one])), errors: [], warnings };
}

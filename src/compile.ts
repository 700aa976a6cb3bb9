/** The whole story: inputs → typed configuration → deployment model → files. */

import { createReporter } from "./base/diagnostic.ts";
import type { Emission, EmitOptions } from "./emit/emission.ts";
import { emit } from "./emit/emit.ts";
import { conclude } from "./input/conclude.ts";
import { readInputs } from "./input/inputs.ts";
import type { Sources } from "./input/source.ts";
import { lower } from "./lower/lower.ts";
import { secretValuesOf } from "./lower/needed-secrets.ts";
import type { DeploymentModel } from "./model/model.ts";
import type { Validation } from "./validate.ts";

/** What to compile for, and whether with secrets. */
export interface CompileOptions extends EmitOptions {
  /** False: public files only. */
  readonly secrets: boolean;
}

/** All that a compilation gives: files where the inputs have no errors, diagnostics always. */
export interface Compilation extends Validation, Emission {
  readonly model?: DeploymentModel;
}

/**
 * Compiles. Pure: equal sources give equal bytes on every machine and runtime.
 *
 * @param sources the input files, as bytes or text, with the names that diagnostics show
 */
export function compile(sources: Sources, options: CompileOptions): Compilation {
  const reporter = createReporter();
  const inputs = readInputs(sources, reporter);
  const model = lower(inputs, reporter);
  const secrets = options.secrets ? secretValuesOf(inputs) : undefined;
  const emission = emit(model, inputs, secrets, options, reporter);
  return { ...conclude(inputs, reporter), ...emission, model };
}

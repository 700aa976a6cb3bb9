/** The whole story: inputs → typed configuration → deployment model → files. */

import {
  createReporter,
  type Diagnostic,
  hasErrors,
  type Reporter,
  sortedDiagnostics,
} from "./base/diagnostic.ts";
import type { SourceTexts } from "./base/source-text.ts";
import type { Emission, EmitOptions } from "./emit/emission.ts";
import { emit } from "./emit/emit.ts";
import { type Inputs, readInputs } from "./input/inputs.ts";
import { silence } from "./input/silence.ts";
import type { Sources } from "./input/source.ts";
import { lower } from "./lower/lower.ts";
import { secretValuesOf } from "./lower/needed-secrets.ts";
import type { DeploymentModel } from "./model/model.ts";

/** What to compile for, and whether with secrets. */
export interface CompileOptions extends EmitOptions {
  /** False: public files only. */
  readonly secrets: boolean;
}

/** What a check of the inputs gives. */
export interface Validation {
  /** False where the inputs have errors: then there are no files, and nothing may be written. */
  readonly ok: boolean;
  /** Sorted by place. */
  readonly diagnostics: readonly Diagnostic[];
  readonly texts: SourceTexts;
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

/** Checks the inputs alone, against everything that `compile` would say but what single targets cannot carry. */
export function validate(sources: Sources): Validation {
  const reporter = createReporter();
  const inputs = readInputs(sources, reporter);
  lower(inputs, reporter);
  return conclude(inputs, reporter);
}

function conclude(inputs: Inputs, { diagnostics }: Reporter): Validation {
  const ok = !hasErrors(diagnostics);
  return { ok, diagnostics: sortedDiagnostics(silence(diagnostics, inputs, ok)), texts: inputs.texts };
}

/** The story up to the model: what is wrong with the inputs. */

import {
  createReporter,
  type Diagnostic,
  hasErrors,
  type Reporter,
  sortedDiagnostics,
} from "./base/diagnostic.ts";
import type { SourceTexts } from "./base/source-text.ts";
import { type Inputs, readInputs } from "./input/inputs.ts";
import { silence } from "./input/silence.ts";
import type { Sources } from "./input/source.ts";
import { lower } from "./lower/lower.ts";

/** What a check of the inputs gives. */
export interface Validation {
  /** False where the inputs have errors: then there are no files, and nothing may be written. */
  readonly ok: boolean;
  /** Sorted by place. */
  readonly diagnostics: readonly Diagnostic[];
  readonly texts: SourceTexts;
}

/** Checks the inputs alone, against everything that `compile` would say but what single targets cannot carry. */
export function validate(sources: Sources): Validation {
  const reporter = createReporter();
  const inputs = readInputs(sources, reporter);
  lower(inputs, reporter);
  return conclude(inputs, reporter);
}

/** What was found, with what the inputs say of findings. */
export function conclude(inputs: Inputs, { diagnostics }: Reporter): Validation {
  const ok = !hasErrors(diagnostics);
  return { ok, diagnostics: sortedDiagnostics(silence(diagnostics, inputs, ok)), texts: inputs.texts };
}

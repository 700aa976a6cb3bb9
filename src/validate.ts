/** The story up to the model: what is wrong with the inputs. */

import { createReporter, type Diagnostic } from "./base/diagnostic.ts";
import type { SourceTexts } from "./base/source-text.ts";
import { conclude } from "./input/conclude.ts";
import { readInputs } from "./input/inputs.ts";
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

/** The values of secrets, for a backend that lives elsewhere. Its types are public, and know nothing of how inputs are read. */
import { createReporter, hasErrors } from "./base/diagnostic.ts";
import { readInputs } from "./input/inputs.ts";
import type { Sources } from "./input/source.ts";
import { secretValuesOf } from "./lower/needed-secrets.ts";
import type { SecretValues } from "./model/model.ts";

/**
 * The values of the secrets, by id, for a backend of one's own that writes secret files. They are no part
 * of a compilation, so that nobody holds them by accident. Undefined without credentials, and where the
 * inputs have errors.
 */
export function secretValues(sources: Sources): SecretValues | undefined {
  const reporter = createReporter();
  const inputs = readInputs(sources, reporter);
  return hasErrors(reporter.diagnostics) ? undefined : secretValuesOf(inputs);
}

/** The end of a look at inputs: what was found, with what the inputs say of findings. */
import { type Diagnostic, hasErrors, type Reporter, sortedDiagnostics } from "../base/diagnostic.ts";
import type { SourceTexts } from "../base/source-text.ts";
import type { Inputs } from "./inputs.ts";
import { silence } from "./silence.ts";

/** Findings by place, those that the site file ignores marked; whether there are errors; and the texts. */
export function conclude(
  inputs: Inputs,
  { diagnostics }: Reporter,
): { readonly ok: boolean; readonly diagnostics: readonly Diagnostic[]; readonly texts: SourceTexts } {
  const ok = !hasErrors(diagnostics);
  return { ok, diagnostics: sortedDiagnostics(silence(diagnostics, inputs, ok)), texts: inputs.texts };
}

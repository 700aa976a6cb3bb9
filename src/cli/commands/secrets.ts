/** `clp-compile secrets`: every secret by its variable, on standard output alone. */
import { compose, join, jsonText, print } from "../../base/printable.ts";
import { EXIT, type ExitCode } from "../exit.ts";
import { readInputs } from "../files/input-files.ts";
import { findingsOf, hasErrors, reportFindings } from "../findings.ts";
import type { Host } from "../host.ts";
import type { Options } from "../usage/options.ts";

/** The values as `.env` would carry them, without its quotes: those for URLs percent-encoded, under names of their own. */
export async function secretsCommand(options: Options, host: Host): Promise<ExitCode> {
  // A wrapper may give this flag to all commands.
  if (options.noSecrets) {
    host.out(jsonText({}));
    return EXIT.done;
  }
  const inputs = await readInputs(options, host);
  const given = inputs.noCredentials === undefined ? [] : [inputs.noCredentials];
  if (inputs.sources === undefined || given.length > 0) {
    await reportFindings([...inputs.findings, ...given], options, host);
    return EXIT.inputErrors;
  }
  const { compile } = await host.compiler();
  const { ok, model, diagnostics, texts } = compile(inputs.sources, { emit: ["docs"], secrets: false });
  const findings = [...inputs.findings, ...findingsOf(diagnostics, texts, options)];
  const { secretValues } = await import("../../mod.ts");
  const values = ok && !hasErrors(findings) ? secretValues(inputs.sources) : undefined;
  await reportFindings(findings, options, host);
  if (model === undefined || values === undefined) return EXIT.inputErrors;

  const variables = model.secrets.flatMap(({ id, variable, encodedVariable }): [string, string][] => {
    const value = values.get(id) ?? "";
    return [
      ...(variable === undefined ? [] : ([[variable, value]] as [string, string][])),
      ...(encodedVariable === undefined
        ? []
        : ([[encodedVariable, encodeURIComponent(value)]] as [string, string][])),
    ];
  });
  host.out(
    options.format === "json"
      ? jsonText(Object.fromEntries(variables))
      : // A string of JSON is one of YAML, too.
        join(variables.map(([name, value]) => compose`${print`${name}: `}${jsonText(value)}`)),
  );
  return EXIT.done;
}

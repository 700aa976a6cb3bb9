/** `clp-compile validate`: findings alone. */

import { EXIT, type ExitCode } from "../exit.ts";
import { findingsOf, hasErrors, reportFindings } from "../findings.ts";
import type { Host } from "../host.ts";
import { readInputs } from "../inputs.ts";
import type { Options } from "../options.ts";

export async function validateCommand(options: Options, host: Host): Promise<ExitCode> {
  const inputs = await readInputs(options, host, "optional");
  const findings = [...inputs.findings];
  if (inputs.sources !== undefined) {
    const { compile, validate } = await host.compiler();
    // Named backends are asked, too, what they cannot carry.
    const { diagnostics, texts } =
      options.emit === undefined
        ? validate(inputs.sources)
        : compile(inputs.sources, { emit: options.emit, secrets: inputs.hasCredentials });
    findings.push(...findingsOf(diagnostics, texts, options));
  }
  await reportFindings(findings, options, host);
  return hasErrors(findings) ? EXIT.inputErrors : EXIT.done;
}

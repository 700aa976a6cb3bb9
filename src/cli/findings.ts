/** Findings of a command on their way to standard error. */
import type { Diagnostic } from "../base/diagnostic.ts";
import type { SourceTexts } from "../base/source-text.ts";
import { type Finding, placeDiagnostics } from "../report/finding.ts";
import { formatFindings } from "../report/report.ts";
import { COMPILER_VERSION } from "../version.ts";
import type { Host } from "./host.ts";
import type { Options } from "./usage/options.ts";

/** Writes findings in the format that was asked for. Programs get a report even where it is empty. */
export async function reportFindings(
  findings: readonly Finding[],
  options: Pick<Options, "diagnostics"> & Partial<Pick<Options, "quiet">>,
  host: Host,
  stream: "out" | "err" = "err",
): Promise<void> {
  if (host.collect !== undefined) {
    host.collect(findings, stream);
    return;
  }
  const pretty = options.diagnostics === "pretty";
  const shown = pretty && options.quiet ? findings.filter(({ severity }) => severity === "error") : findings;
  if (shown.length === 0 && pretty) return;
  const look = pretty ? await host.terminal(stream) : { color: false, width: undefined };
  host[stream](await formatFindings(options.diagnostics, shown, { ...look, version: COMPILER_VERSION }));
}

/** Places the diagnostics of a compilation; `--strict` turns warnings into errors. */
export function findingsOf(
  diagnostics: readonly Diagnostic[],
  texts: SourceTexts,
  options: Pick<Options, "strict">,
): readonly Finding[] {
  return placeDiagnostics(diagnostics, texts).map((one) =>
    options.strict && one.severity === "warning" && one.silenced === undefined
      ? { ...one, severity: "error" }
      : one,
  );
}

/** A finding about a file rather than about a place in it. */
export function fileFinding(
  code: Finding["code"],
  name: string,
  message: string,
  more: Partial<Finding> = {},
): Finding {
  return {
    code,
    severity: "error",
    message,
    path: [],
    place: { name, text: "" },
    related: [],
    notes: [],
    ...more,
  };
}

export function hasErrors(findings: readonly Finding[]): boolean {
  return findings.some((one) => one.severity === "error");
}

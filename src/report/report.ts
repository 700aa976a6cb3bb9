/** Findings as text: for people at a terminal, for programs, for CI systems. */
import type { Diagnostic } from "../base/diagnostic.ts";
import { type Printable, verbatim } from "../base/printable.ts";
import type { SourceTexts } from "../base/source-text.ts";
import { type Finding, type PrintableFinding, placeDiagnostics, printableFinding } from "./finding.ts";

export { type Printable, type PrintableData, printable, printableData } from "../base/printable.ts";

export const FORMATS = ["pretty", "json", "sarif", "github", "junit"] as const;
export type Format = (typeof FORMATS)[number];

export interface FormatOptions {
  /** Pretty alone: with ANSI colours. */
  readonly color: boolean;
  /** Pretty alone: columns of the terminal. Undefined: text is not wrapped, only very long source lines are cut. */
  readonly width?: number | undefined;
  /** The version of the compiler, for SARIF. */
  readonly version: string;
}

/**
 * Writes the diagnostics of a run, sorted, in one of the {@link FORMATS}. Every format masks what the
 * texts mask. The result ends with a line break; it is empty where `pretty` and `github` have nothing
 * to say.
 */
export function formatDiagnostics(
  format: Format,
  diagnostics: readonly Diagnostic[],
  texts: SourceTexts,
  options: FormatOptions,
): Promise<Printable> {
  return formatFindings(format, placeDiagnostics(diagnostics, texts), options);
}

/**
 * As {@link formatDiagnostics}, of findings in the given order. Loads the code of that format alone.
 * A format is given printable text, and adds to it what is its own: line breaks, colours, syntax.
 */
export async function formatFindings(
  format: Format,
  findings: readonly Finding[],
  options: FormatOptions,
): Promise<Printable> {
  return verbatim(await formatPrintable(format, findings.map(printableFinding), options));
}

async function formatPrintable(
  format: Format,
  all: readonly PrintableFinding[],
  options: FormatOptions,
): Promise<string> {
  // A format for people has no place for what they have silenced.
  const findings =
    format === "json" || format === "sarif" ? all : all.filter(({ silenced }) => silenced === undefined);
  switch (format) {
    case "pretty":
      return findings.length === 0 ? "" : (await import("./pretty.ts")).formatPretty(findings, options);
    case "json":
      return (await import("./findings-json.ts")).formatJson(findings);
    case "sarif":
      return (await import("./sarif.ts")).formatSarif(findings, options.version);
    case "github":
      return (await import("./github.ts")).formatGithub(findings);
    case "junit":
      return (await import("./junit.ts")).formatJunit(findings);
    default:
      return format satisfies never;
  }
}

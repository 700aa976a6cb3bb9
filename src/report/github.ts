/** Findings as workflow commands of GitHub Actions, which become annotations beside the changed lines. */
import { describe, limitFindings, type PrintableFinding, titleOf } from "./finding.ts";

const COMMANDS = { error: "error", warning: "warning", note: "notice" } as const;

export function formatGithub(findings: readonly PrintableFinding[]): string {
  const { shown, hidden } = limitFindings(findings);
  const lines = shown.map(annotation);
  if (hidden.length > 0) lines.push(`::notice::${hidden.length} more findings are not shown`);
  return lines.map((line) => `${line}\n`).join("");
}

function annotation(finding: PrintableFinding): string {
  const properties: [string, string | number][] = [];
  const { place } = finding;
  if (place !== undefined) properties.push(["file", place.name]);
  if (place?.region !== undefined) {
    const { start, end } = place.region;
    properties.push(["line", start.line], ["endLine", end.line]);
    // Columns of different lines are not understood.
    if (start.line === end.line) {
      properties.push(["col", start.column]);
      if (end.column > start.column) properties.push(["endColumn", end.column]);
    }
  }
  properties.push(["title", `${finding.code}: ${titleOf(finding)}`]);
  const written = properties.map(([key, value]) => `${key}=${escapeProperty(String(value))}`).join(",");
  return `::${COMMANDS[finding.severity]} ${written}::${escapeData(describe(finding))}`;
}

function escapeData(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}

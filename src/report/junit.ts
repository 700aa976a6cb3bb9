/** Findings as a JUnit report, which most CI systems show as tests: an error is a failed test. */
import { describe, formatPlaceOf, limitFindings, type PrintableFinding, titleOf } from "./finding.ts";

export function formatJunit(findings: readonly PrintableFinding[]): string {
  const { shown, hidden } = limitFindings(findings);
  const cases =
    shown.length === 0 ? [`    <testcase classname="clp-compile" name="no findings"/>`] : shown.map(testCase);
  const failures = shown.filter((one) => one.severity === "error").length;
  const counts = `tests="${cases.length}" failures="${failures}" errors="0"`;
  return [
    `<?xml version="1.0" encoding="UTF-8"?>`,
    `<testsuites ${counts}>`,
    `  <testsuite name="clp-compile" ${counts}>`,
    ...cases,
    ...(hidden.length === 0
      ? []
      : [`    <system-out>${hidden.length} more findings are not shown</system-out>`]),
    `  </testsuite>`,
    `</testsuites>`,
    "",
  ].join("\n");
}

function testCase(finding: PrintableFinding): string {
  const place = finding.place === undefined ? "" : ` at ${formatPlaceOf(finding.place)}`;
  const file = finding.place === undefined ? "clp-compile" : finding.place.name;
  const line = finding.place?.region === undefined ? "" : ` line="${finding.place.region.start.line}"`;
  const name = `${finding.code} ${titleOf(finding)}${place}`;
  const text = `${finding.severity}[${finding.code}]${place}\n${describe(finding)}`;
  // JUnit knows no warnings: they are passed tests that say something.
  const body =
    finding.severity === "error"
      ? `<failure type="${finding.code}" message="${attribute(finding.message)}">${escapeXml(text)}</failure>`
      : `<system-out>${escapeXml(text)}</system-out>`;
  return [
    `    <testcase classname="${attribute(file)}" name="${attribute(name)}" file="${attribute(file)}"${line}>`,
    `      ${body}`,
    `    </testcase>`,
  ].join("\n");
}

function attribute(text: string): string {
  return escapeXml(text).replaceAll('"', "&quot;");
}

// XML 1.0 has no way at all to write U+FFFE and U+FFFF.
function escapeXml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replace(/[\ufffe\uffff]/g, "\ufffd");
}

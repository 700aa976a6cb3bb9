/** Findings as SARIF 2.1.0 (OASIS), which code scanning services read. */

import type {
  Fix,
  Location,
  Log,
  PhysicalLocation,
  ReportingDescriptor,
  Result,
  Region as SarifRegion,
  Suppression,
} from "sarif";
import type { Severity } from "../base/diagnostic.ts";
import { sha256Hex } from "../base/hash.ts";
import { formatPath } from "../base/origin.ts";
import { jsonText, type Printable, printable } from "../base/printable.ts";
import { type Code, entryOf } from "../codes.ts";
import {
  describe,
  limitFindings,
  type Place,
  type PlacedEdit,
  type PrintableFinding,
  type Region,
} from "./finding.ts";

const LEVELS = { error: "error", warning: "warning", note: "note" } as const satisfies Record<
  Severity,
  Result["level"]
>;

/** @param version the version of the compiler */
export function formatSarif(findings: readonly PrintableFinding[], version: string): string {
  const { shown, hidden } = limitFindings(findings);
  const codes = [...new Set(shown.map((one) => one.code))].sort();
  const fingerprints = fingerprintsOf(shown);
  const log: Log = {
    $schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "clp-compile", semanticVersion: version, rules: codes.map(rule) } },
        columnKind: "utf16CodeUnits",
        results: shown.map((one, index) => ({
          ...result(one, codes.indexOf(one.code), fingerprints[index]!),
          // All results of a run have the property, or none (SARIF 3.27.23).
          ...(shown.some(({ silenced }) => silenced !== undefined)
            ? { suppressions: suppressions(one) }
            : {}),
        })),
        ...(hidden.length === 0 ? {} : { properties: { truncated: hidden.length } }),
      },
    ],
  };
  return jsonText(log);
}

function rule(code: Code): ReportingDescriptor {
  const entry = entryOf(code);
  return {
    id: code,
    name: pascalCase(entry.title),
    shortDescription: { text: entry.title },
    fullDescription: { text: entry.explanation },
    help: {
      text: `${entry.explanation}\n\nWrong:\n${entry.wrong}\n\nRight:\n${entry.right}`,
      markdown: `${entry.explanation}\n\nWrong:\n${fence(entry.wrong)}\nRight:\n${fence(entry.right)}`,
    },
    defaultConfiguration: { level: LEVELS[entry.severity] },
  };
}

function fence(text: string): string {
  return `\`\`\`\n${text.trimEnd()}\n\`\`\`\n`;
}

/** Viewers show a rule's `name` as an identifier: `StaleOutput`. */
function pascalCase(title: string): string {
  return (title.match(/[A-Za-z0-9]+/g) ?? []).map((word) => word[0]!.toUpperCase() + word.slice(1)).join("");
}

function result(finding: PrintableFinding, ruleIndex: number, fingerprint: string): Result {
  const { place, fix } = finding;
  return {
    ruleId: finding.code,
    ruleIndex,
    level: LEVELS[finding.severity],
    message: { text: describe(finding) },
    ...(place === undefined ? {} : { locations: [location(place, finding)] }),
    ...(finding.related.length === 0
      ? {}
      : {
          relatedLocations: finding.related.map((one, id) => ({
            id,
            physicalLocation: physical(one),
            ...(one.text === "" ? {} : { message: { text: one.text } }),
          })),
        }),
    partialFingerprints: { "clpCompile/v1": fingerprint },
    ...(finding.deployments === undefined ? {} : { properties: { deployments: [...finding.deployments] } }),
    ...(fix === undefined || finding.fixHoldsSecret ? {} : { fixes: [fixOf(fix, finding.help)] }),
  };
}

function suppressions({ silenced }: PrintableFinding): Suppression[] {
  return silenced === undefined ? [] : [{ kind: "external", status: "accepted", justification: silenced }];
}

function location(place: Place<Printable>, finding: PrintableFinding): Location {
  return {
    physicalLocation: physical(place),
    ...(finding.path.length === 0
      ? {}
      : { logicalLocations: [{ fullyQualifiedName: formatPath(finding.path), kind: "member" }] }),
  };
}

function physical(place: Pick<Place<Printable>, "name" | "region">): PhysicalLocation {
  return {
    artifactLocation: { uri: toUri(place.name) },
    ...(place.region === undefined ? {} : { region: region(place.region) }),
  };
}

function region({ start, end }: Region, exact = false): SarifRegion {
  const from = { startLine: start.line, startColumn: start.column };
  // Without an end the region runs to the end of its line, which tells nothing.
  if (!exact && start.line === end.line && start.column === end.column) return from;
  return { ...from, endLine: end.line, endColumn: end.column };
}

function fixOf(edits: readonly PlacedEdit[], help: Printable | undefined): Fix {
  const names = [...new Set(edits.map((edit) => edit.source.name))];
  return {
    ...(help === undefined ? {} : { description: { text: help } }),
    artifactChanges: names.map((name) => ({
      artifactLocation: { uri: toUri(printable(name)) },
      replacements: edits
        .filter((edit) => edit.source.name === name)
        .map((edit) => ({ deletedRegion: region(edit.region, true), insertedContent: { text: edit.text } })),
    })),
  };
}

/** A relative path stays relative: services resolve it against the root of the checkout. */
function toUri(name: Printable): string {
  const path = name
    .replaceAll("\\", "/")
    .replace(/^(?:\.\/)+/, "")
    .split("/")
    .map((step) => encodeURIComponent(step))
    .join("/");
  return path.startsWith("/") ? `file://${path}` : path;
}

/**
 * What stays the same when lines are added above: file, code and key; the message where no key is
 * known. The same finding for the second time is numbered.
 */
function fingerprintsOf(findings: readonly PrintableFinding[]): readonly string[] {
  const seen = new Map<string, number>();
  return findings.map((one) => {
    const about = one.path.length === 0 ? one.message : formatPath(one.path);
    const identity = JSON.stringify([one.code, one.place?.name ?? "", about]);
    const count = seen.get(identity) ?? 0;
    seen.set(identity, count + 1);
    return `${sha256Hex(identity).slice(0, 32)}:${count + 1}`;
  });
}

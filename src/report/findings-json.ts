/** Findings as JSON, by `schema/diagnostics.schema.json`. */
import { jsonText, type Printable, printable } from "../base/printable.ts";
import { limitFindings, type Place, type PrintableFinding, titleOf } from "./finding.ts";

interface JsonRegion {
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
  readonly endLine?: number;
  readonly endColumn?: number;
}

interface JsonFinding extends Partial<JsonRegion> {
  readonly code: string;
  readonly severity: string;
  readonly title: string;
  readonly message: string;
  readonly label?: string;
  readonly path: PrintableFinding["path"];
  readonly related: readonly (JsonRegion & { readonly text: string })[];
  readonly notes: readonly string[];
  readonly help?: string;
  readonly fix?: readonly (JsonRegion & { readonly text: string })[];
  readonly choice?: true;
  readonly silenced?: string;
  readonly deployments?: readonly string[];
  readonly diff?: string;
}

export function formatJson(findings: readonly PrintableFinding[]): string {
  const { shown, hidden } = limitFindings(findings);
  const report = {
    diagnostics: shown.map(toJson),
    ...(hidden.length === 0 ? {} : { truncated: hidden.length }),
  };
  return jsonText(report);
}

function toJson(finding: PrintableFinding): JsonFinding {
  const { place, fix } = finding;
  return {
    code: finding.code,
    severity: finding.severity,
    title: titleOf(finding),
    message: finding.message,
    ...(place === undefined ? {} : regionToJson(place)),
    ...(place === undefined || place.text === "" ? {} : { label: place.text }),
    path: finding.path,
    related: finding.related.map((one) => ({ ...regionToJson(one), text: one.text })),
    notes: finding.notes,
    ...(finding.help === undefined ? {} : { help: finding.help }),
    ...(fix === undefined || finding.fixHoldsSecret
      ? {}
      : {
          fix: fix.map((edit) => ({
            ...regionToJson({ name: printable(edit.source.name), region: edit.region }),
            text: edit.text,
          })),
          ...(finding.choice === undefined ? {} : { choice: finding.choice }),
        }),
    ...(finding.silenced === undefined ? {} : { silenced: finding.silenced }),
    ...(finding.deployments === undefined ? {} : { deployments: finding.deployments }),
    ...(finding.diff === undefined ? {} : { diff: finding.diff.map((line) => `${line}\n`).join("") }),
  };
}

function regionToJson({ name, region }: Pick<Place<Printable>, "name" | "region">): JsonRegion {
  if (region === undefined) return { file: name };
  return {
    file: name,
    line: region.start.line,
    column: region.start.column,
    endLine: region.end.line,
    endColumn: region.end.column,
  };
}

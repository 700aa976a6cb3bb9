/**
 * Mistakes in YAML syntax: which of the findings of the `yaml` package are reported, and which are only
 * consequences of others.
 */
import type { CST, ErrorCode } from "yaml";
import type { Reporter } from "../../base/diagnostic.ts";
import type { LayerId } from "../../base/origin.ts";
import { findLandmarks } from "./landmarks.ts";
import { lastAtMost } from "./sorted.ts";
import { MAX_REPORTED, type StructureError } from "./structure-error.ts";
import { type Around, type SyntaxFinding, syntaxFinding } from "./syntax-findings.ts";

export interface Damage {
  /** Where the structure of the text is lost for the first time. */
  readonly from?: number;
  /** Offsets in scalars that are wrong by themselves, while the structure around them is known. */
  readonly scalars: readonly number[];
}

/** Mistakes in one scalar: the structure around it is known. */
const LOCAL: ReadonlySet<ErrorCode> = new Set([
  "BAD_DQ_ESCAPE",
  "BAD_SCALAR_START",
  "BAD_DIRECTIVE",
  "BAD_ALIAS",
  "MULTIPLE_ANCHORS",
  "MULTIPLE_TAGS",
  "ALIAS_PROPS",
]);

/** Reports what of `errors` is worth saying. */
export function reportSyntax(
  errors: readonly StructureError[],
  tokens: readonly CST.Token[],
  text: string,
  file: LayerId,
  reporter: Reporter,
): Damage {
  if (errors.length === 0) return { scalars: [] };
  const around: Around = { text, file, errors, landmarks: findLandmarks(tokens) };
  const starts = blockStarts(text);
  const sorted = [...errors].sort((a, b) => a.start - b.start || a.end - b.end);
  const scalars: number[] = [];
  // Within one block of the outermost level, the first mistake makes the others.
  const reported = new Set<number>();
  let from: number | undefined;
  let swallowed = false;
  let local = 0;
  for (const error of sorted) {
    if (LOCAL.has(error.code)) {
      scalars.push(error.start);
      if (!swallowed && ++local <= MAX_REPORTED) report(syntaxFinding(error, around), around, reporter);
      continue;
    }
    if (swallowed || reported.size >= MAX_REPORTED) continue;
    const block = lastAtMost(starts, error.start);
    if (reported.has(block)) continue;
    const finding = syntaxFinding(error, around);
    from = Math.min(from ?? finding.start, finding.start);
    const known = reported.has(lastAtMost(starts, finding.start));
    reported.add(block).add(lastAtMost(starts, finding.start));
    if (known) continue;
    report(finding, around, reporter);
    swallowed = finding.swallows === true;
  }
  return { scalars, ...(from === undefined ? {} : { from }) };
}

function report(finding: SyntaxFinding, { text, file }: Around, reporter: Reporter): void {
  const { code, start, end, message, swallows: _, ...rest } = finding;
  // What is missing at the end of the text is missed behind its last character.
  const from = Math.min(start, text.length);
  reporter.report(
    code,
    { file, start: from, end: Math.min(Math.max(end, from), text.length) },
    message,
    rest,
  );
}

/** Where lines start in column 1 with a key: each begins a block of the outermost level. */
function blockStarts(text: string): readonly number[] {
  const starts = [0];
  // What only closes a bracket begins nothing.
  for (const match of text.matchAll(/[\n\r](?=[^\s#\-\]}])/g)) starts.push(match.index + 1);
  return starts;
}

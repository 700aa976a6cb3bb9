/**
 * A finding that is ready to be printed: a {@link Diagnostic} whose places have names, lines and
 * columns. What a secret is made of, its length too, is taken out here, once for all formats, and what
 * would do more than show itself: a format is given printable text alone.
 */

import {
  compareDiagnostics,
  type Diagnostic,
  type Edit,
  type Label,
  type Severity,
} from "../base/diagnostic.ts";
import type { SourceSpan } from "../base/origin.ts";
import { compose, type Printable, printable, printableData, shortenText } from "../base/printable.ts";
import { type Position, positionAt, type SourceText, type SourceTexts } from "../base/source-text.ts";
import { maskValue } from "../base/url-secrets.ts";
import { type Code, entryOf } from "../codes.ts";

/** A half-open range; `end` equals `start` for a single place, and where the true end would tell a secret's length. */
export interface Region {
  readonly start: Position;
  readonly end: Position;
}

/** A place in an input, or in a file of the output, and what is to be said there. */
export interface Place<Text extends string = string> {
  /** The file as the user named it. */
  readonly name: Text;
  /** Absent where the whole file is meant. */
  readonly region?: Region;
  readonly text: Text;
  /** What a frame is drawn of, where there is a text to show. */
  readonly frame?: { readonly source: SourceText; readonly span: SourceSpan };
}

export interface PlacedEdit {
  readonly source: SourceText;
  readonly span: SourceSpan;
  readonly region: Region;
  /** For a program, character by character. */
  readonly text: string;
}

/** As a command makes it; for a format each text is {@link Printable}. */
export interface Finding<Text extends string = string> {
  readonly code: Code;
  readonly severity: Severity;
  readonly message: Text;
  readonly path: readonly (Text | number)[];
  readonly place?: Place<Text>;
  readonly related: readonly Place<Text>[];
  readonly notes: readonly Text[];
  readonly help?: Text;
  readonly fix?: readonly PlacedEdit[];
  /** True where the fix moves a secret about: only its masked look may be shown. */
  readonly fixHoldsSecret?: boolean;
  /** True where a person has to choose whether the fix is meant. */
  readonly choice?: true;
  /** The lines of a unified diff, for findings about the output folder. */
  readonly diff?: readonly Text[];
  /** Why the site file silences it. */
  readonly silenced?: Text;
  /** Of several deployments in one run: those that have it. */
  readonly deployments?: readonly Text[];
}

export type PrintableFinding = Finding<Printable>;

/** A finding as any format may say it: each text on one line, harmless, and not longer than one reads. */
export function printableFinding(finding: Finding): PrintableFinding {
  const { message, path, place, related, notes, help, fix, diff, silenced, deployments, ...rest } = finding;
  const said = (text: string): Printable => printable(shortenText(text));
  const placed = ({ name, text, ...where }: Place): Place<Printable> => ({
    ...where,
    name: printable(name),
    text: said(text),
  });
  return {
    ...rest,
    message: said(message),
    path: path.map((step) => (typeof step === "number" ? step : said(step))),
    ...(place === undefined ? {} : { place: placed(place) }),
    related: related.map(placed),
    notes: notes.map(said),
    ...(help === undefined ? {} : { help: said(help) }),
    ...(fix === undefined ? {} : { fix }),
    ...(diff === undefined ? {} : { diff: printableData(diff) }),
    ...(silenced === undefined ? {} : { silenced: said(silenced) }),
    ...(deployments === undefined ? {} : { deployments: deployments.map(printable) }),
  };
}

/** How many findings are printed at most. */
const MAX_FINDINGS = 100;

/** Places the diagnostics of a run in its texts, in their order. */
export function placeDiagnostics(diagnostics: readonly Diagnostic[], texts: SourceTexts): readonly Finding[] {
  return [...diagnostics].sort(compareDiagnostics).map((one) => {
    const finding = placeDiagnostic(one, texts);
    return isUntold(one, texts) ? untold(finding) : finding;
  });
}

/** True for what is wrong with a text of which nothing may be told. */
function isUntold({ code, primary }: Diagnostic, texts: SourceTexts): boolean {
  return /^CLP[12]/.test(code) && primary !== undefined && texts[primary.span.file]?.hidden === true;
}

/** A finding with its place and what it is about, and nothing of what stands there. */
function untold({ code, severity, place, related }: Finding): Finding {
  const untitled = (one: Place): Place => ({ ...one, text: "" });
  return {
    code,
    severity,
    message: entryOf(code).title,
    path: [],
    ...(place === undefined ? {} : { place: untitled(place) }),
    related: related.map(untitled),
    notes: [],
    help: "A link brings the file in from elsewhere, so that nothing of it is shown: name the file itself to see more",
  };
}

function placeDiagnostic(one: Diagnostic, texts: SourceTexts): Finding {
  const place = one.primary === undefined ? undefined : placeLabel(one.primary, texts);
  const fix = one.fix === undefined ? undefined : placeEdits(one.fix, texts);
  return {
    code: one.code,
    severity: one.severity,
    message: one.message,
    path: one.path,
    ...(place === undefined ? {} : { place }),
    related: one.related.flatMap((label) => placeLabel(label, texts) ?? []),
    notes: one.notes,
    ...(one.help === undefined ? {} : { help: one.help }),
    ...(fix === undefined
      ? {}
      : {
          fix,
          fixHoldsSecret: fix.some(
            ({ source, span, text }) => touchesMask(source, span) || maskValue(text) !== text,
          ),
        }),
    ...(one.choice === undefined ? {} : { choice: one.choice }),
    ...(one.silenced === undefined ? {} : { silenced: one.silenced }),
  };
}

function placeLabel({ span, text }: Label, texts: SourceTexts): Place | undefined {
  const source = texts[span.file];
  if (source === undefined) return undefined;
  return { name: source.name, region: regionOf(source, span), text, frame: { source, span } };
}

function placeEdits(edits: readonly Edit[], texts: SourceTexts): readonly PlacedEdit[] | undefined {
  const placed: PlacedEdit[] = [];
  for (const { span, text } of edits) {
    const source = texts[span.file];
    // Half of a fix would be a wrong one.
    if (source === undefined) return undefined;
    placed.push({ source, span, region: regionOf(source, span), text });
  }
  return placed;
}

/**
 * Line and column of a span, as they may be printed: a span that begins within a masked range begins
 * where that does, and one that runs into a masked range ends there, so that no secret's length is told.
 */
function regionOf(source: SourceText, span: SourceSpan): Region {
  let { start, end } = span;
  const around = firstMaskAfter(source, start);
  if (around !== undefined && around.start < start) start = around.start;
  if (around !== undefined && around.start < end) end = Math.max(start, around.start);
  const from = positionAt(source, start);
  return { start: from, end: end <= start ? from : positionAt(source, end) };
}

function touchesMask(source: SourceText, span: SourceSpan): boolean {
  const mask = firstMaskAfter(source, span.start - 1);
  return mask !== undefined && mask.start <= span.end;
}

/** The first masked range that ends behind an offset. */
function firstMaskAfter(source: SourceText, offset: number): SourceText["masked"][number] | undefined {
  return source.masked[firstMaskIndex(source, offset)];
}

/** Its index; the number of masked ranges where there is none. */
export function firstMaskIndex(source: SourceText, offset: number): number {
  let low = 0;
  let high = source.masked.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (source.masked[middle]!.end > offset) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** `etc/clp-config.yaml:12:9` */
export function formatPlaceOf({ name, region }: Place<Printable>): Printable {
  return region === undefined ? name : compose`${name}:${region.start.line}:${region.start.column}`;
}

/** The findings that are printed (errors are the last to be left out), in their order, and how many are not. */
export function limitFindings<F extends Pick<Finding, "severity">>(
  findings: readonly F[],
): { readonly shown: readonly F[]; readonly hidden: readonly F[] } {
  if (findings.length <= MAX_FINDINGS) return { shown: findings, hidden: [] };
  const rank = { error: 0, warning: 1, note: 2 } as const;
  const order = [...findings.keys()].sort(
    (a, b) => rank[findings[a]!.severity] - rank[findings[b]!.severity] || a - b,
  );
  const kept = new Set(order.slice(0, MAX_FINDINGS));
  return {
    shown: findings.filter((_, index) => kept.has(index)),
    hidden: findings.filter((_, index) => !kept.has(index)),
  };
}

/** `2 errors, 1 warning`; empty for no findings. */
export function countFindings(findings: readonly Pick<Finding, "severity">[]): string {
  const parts: string[] = [];
  for (const severity of ["error", "warning", "note"] as const) {
    const count = findings.filter((one) => one.severity === severity).length;
    if (count > 0) parts.push(`${count} ${severity}${count === 1 ? "" : "s"}`);
  }
  return parts.join(", ");
}

/** The title of the finding's code. */
export function titleOf(finding: Pick<Finding, "code">): string {
  return entryOf(finding.code).title;
}

/** All that a finding says, as plain text of several lines, for formats that have one field for it. */
export function describe(finding: PrintableFinding): string {
  const label = finding.place?.text ?? "";
  return [
    finding.message,
    ...(label === "" ? [] : [label]),
    ...finding.related.map(
      (place) => `${formatPlaceOf(place)}: ${place.text === "" ? "see also" : place.text}`,
    ),
    ...finding.notes.map((note) => `note: ${note}`),
    ...(finding.deployments === undefined ? [] : [`in ${finding.deployments.join(", ")}`]),
    ...(finding.help === undefined ? [] : [`help: ${finding.help}`]),
    ...(finding.diff === undefined ? [] : finding.diff),
  ].join("\n");
}

/** Findings for people: what, where with a frame, why, and the way out. */
import type { Severity } from "../base/diagnostic.ts";
import type { Printable } from "../base/printable.ts";
import { wrap } from "../base/wrap.ts";
import {
  countFindings,
  formatPlaceOf,
  limitFindings,
  type Place,
  type PlacedEdit,
  type PrintableFinding,
} from "./finding.ts";
import {
  drawEdits,
  drawFrame,
  type FramePlan,
  type FrameRow,
  type Measure,
  needsMeasure,
  planFrame,
} from "./frame.ts";
import { type Paint, paintOf } from "./paint.ts";

interface PrettyOptions {
  readonly color: boolean;
  readonly width?: number | undefined;
}

/** Columns where nobody says how wide the output is. */
const DEFAULT_WIDTH = 120;
const LEAST_WIDTH = 40;

export async function formatPretty(
  findings: readonly PrintableFinding[],
  options: PrettyOptions,
): Promise<string> {
  const { shown, hidden } = limitFindings(findings);
  const planned = shown.map((finding) => ({ finding, plans: plan(finding) }));
  const measure: Measure = planned.some(({ plans }) => [...plans.values()].some(needsMeasure))
    ? (await import("string-width")).default
    : (text) => text.length;
  const paint = paintOf(options.color);
  const blocks = planned.map(({ finding, plans }) => block(finding, plans, measure, paint, options.width));
  if (hidden.length > 0) blocks.push(`… and ${hidden.length} more: ${countFindings(hidden)}\n`);
  blocks.push(`${paint.strong(countFindings(findings))}\n`);
  return blocks.join("\n");
}

type Plans = ReadonlyMap<Place<Printable>, FramePlan>;

function plan(finding: PrintableFinding): Plans {
  const plans = new Map<Place<Printable>, FramePlan>();
  for (const place of [finding.place, ...finding.related]) {
    if (place?.frame !== undefined) plans.set(place, planFrame(place.frame.source, place.frame.span));
  }
  return plans;
}

function block(
  finding: PrintableFinding,
  plans: Plans,
  measure: Measure,
  paint: Paint,
  width: number | undefined,
): string {
  const columns = Math.max(LEAST_WIDTH, width ?? DEFAULT_WIDTH);
  const edits = finding.fix === undefined ? [] : fixLines(finding.fix);
  const numbers = [
    ...[...plans.values()].flatMap(({ lines }) => lines.map((index) => index + 1)),
    ...edits.map(({ number }) => number),
  ];
  const gutter = Math.max(1, ...numbers.map((number) => String(number).length));
  const rail = (text = ""): string =>
    `${" ".repeat(gutter)} ${paint.rail("|")}${text === "" ? "" : ` ${text}`}`;
  const fitted = (text: string, indent: number): readonly string[] =>
    width === undefined ? [text] : wrap(text, columns - indent);

  const head = `${finding.severity}[${finding.code}]`;
  const lines: string[] = fitted(`${head}: ${finding.message}`, 0).map((line, index) =>
    index === 0
      ? paint[finding.severity](line.slice(0, head.length)) + paint.strong(line.slice(head.length))
      : paint.strong(line),
  );

  const places = [...(finding.place === undefined ? [] : [finding.place]), ...finding.related];
  for (const place of places) {
    const primary = place === finding.place;
    lines.push(`${" ".repeat(gutter)}${paint.rail(primary ? "-->" : ":::")} ${formatPlaceOf(place)}`);
    const planned = plans.get(place);
    if (planned === undefined) {
      if (place.text !== "") lines.push(rail(place.text));
      continue;
    }
    lines.push(rail());
    const rows = drawFrame(planned, place.text, primary ? "^" : "-", measure, columns - gutter - 3);
    lines.push(...rows.map((row) => drawRow(row, gutter, paint, primary ? finding.severity : "rail")));
    if (place !== places.at(-1)) lines.push(rail());
  }

  const remarks = [
    ...finding.notes.map((text) => ({ word: "note", text })),
    ...(finding.help === undefined ? [] : [{ word: "help", text: finding.help }]),
  ];
  const framed = plans.size > 0;
  if (framed && remarks.length + edits.length > 0) lines.push(rail());
  for (const { word, text } of remarks) {
    const lead = `${" ".repeat(gutter)} ${paint.rail("=")} ${paint.strong(word)}: `;
    const indent = gutter + word.length + 5;
    const [first = "", ...rest] = fitted(text, indent);
    lines.push(lead + first, ...rest.map((line) => " ".repeat(indent) + line));
  }
  if (edits.length > 0) {
    lines.push(rail());
    for (const { number, sign, text } of edits) {
      const shown = `${sign} ${text}`;
      lines.push(
        `${paint.rail(String(number).padStart(gutter))} ${sign === "-" ? paint.removed(shown) : paint.added(shown)}`,
      );
    }
  }
  lines.push(...(finding.diff ?? []).map((line) => drawDiffLine(line, paint)));
  return lines.map((line) => `${line.trimEnd()}\n`).join("");
}

function drawRow(row: FrameRow, gutter: number, paint: Paint, tone: Severity | "rail"): string {
  if (row.kind === "gap") return `${paint.rail("...".padEnd(gutter + 2))} ${paint[tone](row.text)}`;
  const number = (row.number === undefined ? "" : String(row.number)).padStart(gutter);
  const text = row.kind === "marks" ? paint[tone](row.text + (row.label ? ` ${row.label}` : "")) : row.text;
  return `${paint.rail(`${number} |`)} ${text}`;
}

interface FixLine {
  readonly number: number;
  readonly sign: "-" | "+";
  readonly text: string;
}

/** The lines that a fix changes, as they are and as they will be. */
function fixLines(fix: readonly PlacedEdit[]): readonly FixLine[] {
  const sources = [...new Set(fix.map((edit) => edit.source))];
  return sources.flatMap((source) => {
    const drawn = drawEdits(
      source,
      fix.filter((edit) => edit.source === source),
    );
    if (drawn === undefined) return [];
    return [
      ...drawn.before.map((text, index): FixLine => ({ number: drawn.line + index, sign: "-", text })),
      ...drawn.after.map((text, index): FixLine => ({ number: drawn.line + index, sign: "+", text })),
    ];
  });
}

/** Colours a line of a unified diff. */
export function drawDiffLine(line: string, paint: Paint): string {
  if (line.startsWith("@@")) return paint.rail(line);
  if (line.startsWith("+")) return paint.added(line);
  if (line.startsWith("-")) return paint.removed(line);
  return line;
}

/**
 * A source frame: the lines of a place with their numbers, the keys that enclose it, and carets
 * below. Positions are computed on what is shown, not on the text: tabs are blanks, wide characters
 * take two columns, a masked range has one look whatever it hides.
 */
import type { SourceSpan } from "../base/origin.ts";
import { codePoint, commandMarks, type Printable, printable } from "../base/printable.ts";
import { lineStarts, positionAt, type SourceText } from "../base/source-text.ts";
import { MASK } from "../base/url-secrets.ts";
import { firstMaskIndex } from "./finding.ts";

/** Columns of a text at a terminal. */
export type Measure = (text: string) => number;

/** Which lines a frame shows, by index from 0 in ascending order, and which of them its span covers. */
export interface FramePlan {
  readonly source: SourceText;
  readonly span: SourceSpan;
  readonly first: number;
  readonly last: number;
  readonly lines: readonly number[];
}

/** One row of a drawn frame. `number` is absent below a line, and where lines are left out. */
export interface FrameRow {
  readonly number?: number;
  readonly kind: "line" | "marks" | "gap";
  readonly text: string;
  /** After carets. */
  readonly label?: string;
}

const TAB = "    ";
const MAX_PARENTS = 4;
const MAX_SPAN_LINES = 5;
/** Lines above in which enclosing keys are looked for. */
const PARENT_REACH = 5000;
/** UTF-16 units of a very long line, to each side of a span, that are looked at. */
const LINE_REACH = 1000;

/** Text of a line without its line break, as offsets. */
function lineRange(source: SourceText, index: number): { readonly start: number; readonly end: number } {
  const starts = lineStarts(source);
  const start = starts[index] ?? source.text.length;
  let end = starts[index + 1] ?? source.text.length;
  while (end > start && (source.text[end - 1] === "\n" || source.text[end - 1] === "\r")) end--;
  return { start, end };
}

function isBlank(source: SourceText, index: number): boolean {
  const { start, end } = lineRange(source, index);
  return source.text.slice(start, Math.min(end, start + LINE_REACH)).trim() === "";
}

/** Indentation of a line with content, in blanks; undefined for blank lines and comments. */
function indentation(source: SourceText, index: number): number | undefined {
  const { start, end } = lineRange(source, index);
  const match = /^ *(?=[^ \t#])/.exec(source.text.slice(start, Math.min(end, start + LINE_REACH)));
  return match === null ? undefined : match[0].length;
}

/** The lines that enclose a line by their indentation, outermost first. */
function parents(source: SourceText, index: number): readonly number[] {
  let indent = indentation(source, index);
  const found: number[] = [];
  if (indent === undefined) return found;
  for (let above = index - 1; above >= Math.max(0, index - PARENT_REACH) && indent > 0; above--) {
    const other = indentation(source, above);
    if (other === undefined || other >= indent) continue;
    indent = other;
    found.unshift(above);
  }
  return found.slice(-MAX_PARENTS);
}

/** Chooses the lines for a span: what encloses it, one line before and after, the ends of a long span. */
export function planFrame(source: SourceText, span: SourceSpan): FramePlan {
  const length = source.text.length;
  const start = Math.min(span.start, length);
  let end = Math.min(Math.max(span.end, start), length);
  // Mappings end where the next line begins; nobody means the blanks before it.
  while (end > start && /\s/.test(source.text[end - 1]!)) end--;
  const first = positionAt(source, start).line - 1;
  const last = positionAt(source, end).line - 1;
  const lines = new Set<number>(parents(source, first));
  if (first > 0 && !isBlank(source, first - 1)) lines.add(first - 1);
  if (last - first < MAX_SPAN_LINES) for (let index = first; index <= last; index++) lines.add(index);
  else for (const index of [first, first + 1, last - 1, last]) lines.add(index);
  if (last + 1 < lineStarts(source).length && !isBlank(source, last + 1)) lines.add(last + 1);
  // One line takes no more room than the dots that would stand for it.
  for (const index of [...lines]) if (lines.has(index - 2)) lines.add(index - 1);
  return {
    source,
    span: { file: span.file, start, end },
    first,
    last,
    lines: [...lines].sort((a, b) => a - b),
  };
}

/** True where the columns of a line to be shown are not simply its characters. */
export function needsMeasure(plan: FramePlan): boolean {
  return plan.lines.some((index) => {
    const { start, end } = shownRange(plan.source, index, plan.span);
    for (let offset = start; offset < end; offset++)
      if (plan.source.text.charCodeAt(offset) > 0x7e) return true;
    return false;
  });
}

/** The part of a line that is looked at: all of it, or of a very long one what is around the span. */
function shownRange(
  source: SourceText,
  index: number,
  span: SourceSpan,
): { readonly start: number; readonly end: number } {
  const { start, end } = lineRange(source, index);
  if (end - start <= 4 * LINE_REACH) return { start, end };
  const at = Math.min(Math.max(span.start, start), end);
  return {
    start: whole(source.text, Math.max(start, at - LINE_REACH)),
    end: whole(source.text, Math.min(end, at + 2 * LINE_REACH)),
  };
}

/** A piece of a line that is shown as a whole. */
interface Cell {
  readonly text: string;
  readonly width: number;
  readonly start: number;
  readonly end: number;
}

/** The masked ranges that a range of the text overlaps. */
function masksWithin(source: SourceText, start: number, end: number): SourceText["masked"] {
  const first = firstMaskIndex(source, start);
  let last = first;
  while (last < source.masked.length && source.masked[last]!.start < end) last++;
  return source.masked.slice(first, last);
}

let segmenter: Intl.Segmenter | undefined;

/** The cells of a range of a text; `masked` ranges are one cell each. */
function cellsOf(source: SourceText, start: number, end: number, measure: Measure): readonly Cell[] {
  const cells: Cell[] = [];
  const addText = (from: number, to: number): void => {
    const text = source.text.slice(from, to);
    const marks = commandMarks(text);
    if (/^[\x20-\x7e\t]*$/.test(text)) {
      for (let index = 0; index < text.length; index++) {
        const shown =
          text[index] === "\t" ? TAB : marks.includes(index) ? codePoint(text[index]!) : text[index]!;
        cells.push({ text: shown, width: shown.length, start: from + index, end: from + index + 1 });
      }
      return;
    }
    segmenter ??= new Intl.Segmenter("en", { granularity: "grapheme" });
    for (const { segment, index } of segmenter.segment(text)) {
      const shown = segment === "\t" ? TAB : marks.includes(index) ? codePoint(segment) : printable(segment);
      cells.push({
        text: shown,
        width: measure(shown),
        start: from + index,
        end: from + index + segment.length,
      });
    }
  };
  let offset = start;
  for (const mask of masksWithin(source, start, end)) {
    if (mask.start > offset) addText(offset, mask.start);
    offset = Math.min(mask.end, end);
    cells.push({ text: MASK, width: MASK.length, start: Math.max(mask.start, start), end: offset });
  }
  if (offset < end) addText(offset, end);
  return cells;
}

/** Columns that a span takes on a line: half-open, from 0. */
interface Columns {
  readonly from: number;
  readonly to: number;
}

interface ShownLine {
  readonly text: string;
  readonly marks: Columns;
}

/** Moves an offset out of the middle of a surrogate pair. */
function whole(text: string, offset: number): number {
  return /^[\udc00-\udfff]/.test(text.slice(offset, offset + 1)) ? offset - 1 : offset;
}

/** Shows a line, cut to `room` columns around the part of `span` on it. */
function showLine(
  source: SourceText,
  index: number,
  span: SourceSpan,
  measure: Measure,
  room: number,
): ShownLine {
  const range = lineRange(source, index);
  const { start, end } = shownRange(source, index, span);
  const cells = cellsOf(source, start, end, measure);
  const columns: number[] = [];
  let total = 0;
  for (const cell of cells) {
    columns.push(total);
    total += cell.width;
  }
  let from = total;
  let to = 0;
  for (const [position, cell] of cells.entries()) {
    const covered =
      span.start < span.end ? cell.end > span.start && cell.start < span.end : cell.end > span.start;
    if (!covered) continue;
    from = Math.min(from, columns[position]!);
    to = Math.max(to, columns[position]! + cell.width);
    if (span.start === span.end) {
      to = from + 1;
      break;
    }
  }
  if (to <= from) to = from + 1;

  const cutLeft = start > range.start;
  const cutRight = end < range.end;
  if (total <= room && !cutLeft && !cutRight)
    return { text: cells.map((cell) => cell.text).join(""), marks: { from, to } };

  // A third of the room shows what stands before; the ends take a column each.
  room = Math.max(2, room - 2);
  const left = total <= room ? 0 : Math.max(0, Math.min(from - Math.floor(room / 3), total - room));
  const shown = cells.filter((_, position) => {
    const column = columns[position]!;
    return column >= left && column + cells[position]!.width <= left + room;
  });
  const firstShown = shown.length === 0 ? 0 : columns[cells.indexOf(shown[0]!)]!;
  const before = cutLeft || firstShown > 0 ? "…" : "";
  const width = shown.reduce((sum, cell) => sum + cell.width, 0);
  const after = cutRight || firstShown + width < total ? "…" : "";
  const shift = before.length - firstShown;
  return {
    text: before + shown.map((cell) => cell.text).join("") + after,
    marks: {
      from: Math.max(0, from + shift),
      to: Math.max(from + shift + 1, Math.min(to + shift, before.length + width)),
    },
  };
}

/**
 * Draws a planned frame.
 *
 * @param mark what underlines the span: `^` for the place itself, `-` for related ones
 * @param room columns for the text of a line
 */
export function drawFrame(
  plan: FramePlan,
  label: Printable,
  mark: "^" | "-",
  measure: Measure,
  room: number,
): readonly FrameRow[] {
  const { source, span, first, last } = plan;
  const rows: FrameRow[] = [];
  const spread = last > first;
  // From the second line on a bar at the left says that the span goes on.
  const opensLine = spread && source.text.slice(lineRange(source, first).start, span.start).trim() === "";
  let previous: number | undefined;
  for (const index of plan.lines) {
    if (previous !== undefined && index > previous + 1) {
      rows.push({ kind: "gap", text: spread && previous >= first && index <= last ? "|" : "" });
    }
    previous = index;
    const inside = index >= first && index <= last;
    const line = showLine(
      source,
      index,
      inside ? span : { ...span, start: 0, end: 0 },
      measure,
      room - (spread ? 2 : 0),
    );
    if (!spread) {
      rows.push({ kind: "line", number: index + 1, text: line.text });
      if (inside) {
        const { from, to } = line.marks;
        rows.push({ kind: "marks", text: " ".repeat(from) + mark.repeat(to - from), label });
      }
      continue;
    }
    const bar = !inside ? "  " : index === first ? (opensLine ? "/ " : "  ") : "| ";
    rows.push({ kind: "line", number: index + 1, text: bar + line.text });
    if (index === first && !opensLine) {
      rows.push({ kind: "marks", text: ` ${"_".repeat(line.marks.from + 1)}${mark}` });
    }
    if (index === last) {
      rows.push({ kind: "marks", text: `|${"_".repeat(line.marks.to)}${mark}`, label });
    }
  }
  return rows;
}

/** The lines of a text as they may be shown. Quotes around what is masked stay: they are no part of it. */
export function maskedLines(source: SourceText): readonly Printable[] {
  return lineStarts(source).map((_, index) => {
    const { start, end } = lineRange(source, index);
    let shown = "";
    let offset = start;
    for (const mask of masksWithin(source, start, end)) {
      const hidden = source.text.slice(mask.start, mask.end);
      const quotes = /^(["']).*\1$/s.exec(hidden)?.[1] ?? "";
      shown += source.text.slice(offset, Math.max(offset, mask.start)) + quotes + MASK + quotes;
      offset = Math.min(mask.end, end);
    }
    return printable((shown + source.text.slice(offset, Math.max(offset, end))).replaceAll("\t", TAB));
  });
}

/** A fix as the lines that it changes, before and after, masked. Undefined where that would not help a reader. */
export function drawEdits(
  source: SourceText,
  edits: readonly { readonly span: SourceSpan; readonly text: string }[],
):
  | { readonly line: number; readonly before: readonly string[]; readonly after: readonly string[] }
  | undefined {
  const sorted = [...edits].sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  const firstEdit = sorted[0];
  const lastEdit = sorted.at(-1);
  if (firstEdit === undefined || lastEdit === undefined) return undefined;
  const firstLine = positionAt(source, firstEdit.span.start).line - 1;
  const lastLine = positionAt(source, lastEdit.span.end).line - 1;
  const start = lineRange(source, firstLine).start;
  const end = lineRange(source, lastLine).end;
  if (end - start > LINE_REACH) return undefined;

  const look = (from: number, to: number): string => {
    let text = "";
    let offset = from;
    for (const mask of masksWithin(source, from, to)) {
      text += source.text.slice(offset, Math.max(offset, mask.start)) + MASK;
      offset = Math.min(mask.end, to);
    }
    return text + source.text.slice(offset, Math.max(offset, to));
  };
  let after = "";
  let offset = start;
  for (const { span, text } of sorted) {
    if (span.start < offset) return undefined;
    const holdsSecret = masksWithin(source, span.start, span.end).length > 0;
    after += look(offset, span.start) + (holdsSecret ? MASK : text);
    offset = span.end;
  }
  after += look(offset, end);
  // What is taken out of the middle of a masked range leaves two of them.
  while (after.includes(MASK + MASK)) after = after.replaceAll(MASK + MASK, MASK);
  const before = look(start, end);
  if (before === after) return undefined;
  const lines = (text: string): readonly string[] =>
    text === "" ? [] : text.split(/\r\n|\n|\r/).map((line) => printable(line.replaceAll("\t", TAB)));
  const drawn = { line: firstLine + 1, before: lines(before), after: lines(after) };
  return drawn.before.length + drawn.after.length > 12 ? undefined : drawn;
}

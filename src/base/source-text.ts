/** An input file's text, with what is needed to show a place in it. */
import type { ByLayer, LayerId, SourceSpan } from "./origin.ts";

/** The text of an input file, with the ranges that nobody may be shown. */
export interface SourceText {
  readonly file: LayerId;
  /** As the user named it: `etc/clp-config.yaml`. */
  readonly name: string;
  /** Decoded, without a byte order mark. Offsets count UTF-16 code units of this text. */
  readonly text: string;
  /** Ranges that no frame may show: they may hold secrets. Sorted, not overlapping. */
  readonly masked: readonly { readonly start: number; readonly end: number }[];
  /** True where no finding may tell anything of the text, in its message neither. */
  readonly hidden?: boolean | undefined;
}

/** Line and column, both from 1. A column counts UTF-16 code units, as editors and LSP do. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

const lineStartsOf = new WeakMap<SourceText, readonly number[]>();

/** The offsets at which lines start. A line ends with LF, CRLF or CR, as in YAML 1.2. */
export function lineStarts(source: SourceText): readonly number[] {
  let starts = lineStartsOf.get(source);
  if (starts === undefined) {
    const found = [0];
    for (const match of source.text.matchAll(/\r\n|\n|\r/g)) found.push(match.index + match[0].length);
    lineStartsOf.set(source, found);
    starts = found;
  }
  return starts;
}

/** Where an offset stands. */
export function positionAt(source: SourceText, offset: number): Position {
  const starts = lineStarts(source);
  let low = 0;
  let high = starts.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (starts[middle]! <= offset) low = middle;
    else high = middle;
  }
  return { line: low + 1, column: offset - starts[low]! + 1 };
}

/** `etc/clp-config.yaml:12:9` */
export function formatPlace(source: SourceText, span: SourceSpan): string {
  const { line, column } = positionAt(source, span.start);
  return `${source.name}:${line}:${column}`;
}

/** The texts of a run, by file. */
export type SourceTexts = ByLayer<SourceText>;

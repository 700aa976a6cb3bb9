/** A text while a writer makes it. Of each line it keeps only what the reason of the line can be made of. */
import type { Origin } from "../base/origin.ts";
import type { Reason, Text } from "../model/text.ts";
import type { Template } from "../model/tree.ts";
import type { ComponentId, Value } from "../model/value.ts";
import type { ValueWriter } from "../model/value-writer.ts";

/** What one line comes from: an origin, that of a value, or several. */
export type LineSource = Origin | Value | (() => readonly Origin[]);
/** The same, or a text of many lines, each with its own reason. No node of a tree: those can be forgotten. */
type Source = LineSource | Text;

export interface GrowingText {
  /** The text so far. Its pieces are joined once, at the end: most of them are there already, and none is made twice. */
  readonly pieces: string[];
  /** One for each line, or for a text of many lines. */
  readonly sources: Source[];
  readonly marks: Mark[];
}

/** A text while it is written, and how values in it are. */
export interface Writing {
  readonly out: GrowingText;
  readonly values: ValueWriter;
}

/** A run of sources that is about a component. */
interface Mark {
  readonly component: ComponentId;
  readonly first: number;
  readonly end: number;
}

export function emptyText(): GrowingText {
  return { pieces: [], sources: [], marks: [] };
}

/** Adds a line, and what it comes from. */
export function addLine(out: GrowingText, text: string, source: LineSource): void {
  out.pieces.push(text, "\n");
  out.sources.push(source);
}

/** Adds all lines of a text, as they are to be written here, with the last line break. */
export function addLines(out: GrowingText, text: string, source: Text): void {
  out.pieces.push(text);
  out.sources.push(source);
}

/** Says of what was written since there were `first` sources, and of a node, which component it is about. */
export function mark({ marks, sources }: GrowingText, first: number, node: Template): void {
  if (node.kind === "value" || node.component === undefined) return;
  marks.push({ component: node.component, first, end: sources.length });
}

/** @param originOf what the text comes from that was written for a value */
export function finish({ pieces, sources, marks }: GrowingText, originOf: (value: Value) => Origin): Text {
  return { text: pieces.join(""), reasons: () => reasonsOf(sources, marks, originOf) };
}

function reasonsOf(
  sources: readonly Source[],
  marks: readonly Mark[],
  originOf: (value: Value) => Origin,
): readonly Reason[] {
  const reasons = sources.map((source): readonly Reason[] => {
    if (typeof source === "function") return [{ origins: source() }];
    if (!("kind" in source)) return source.reasons();
    return [{ origins: [source.kind === "value" ? originOf(source) : source] }];
  });
  // Inner nodes are marked before those that they stand in.
  for (const { component, first, end } of marks) {
    for (let index = first; index < end; index += 1) {
      reasons[index] = reasons[index]!.map(({ origins, components = [] }) => ({
        origins,
        components: [component, ...components],
      }));
    }
  }
  return reasons.flat();
}

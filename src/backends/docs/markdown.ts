/** The one writer of Markdown, in GitHub's dialect: no value can end its cell, or be taken for markup. */
import { constant, type Origin } from "../../base/origin.ts";
import type { Line } from "../../model/text.ts";
import type { ComponentId } from "../../model/value.ts";

const LAYOUT = constant("headings and explanations of this page are the same for every deployment");

/** A line that is there in every deployment. */
export function fixed(text: string): Line {
  return { text, origins: [LAYOUT] };
}

const EMPTY = fixed("");

/** Blocks with an empty line between each two. A block without lines is left out. */
export function blocks(...all: readonly (readonly Line[])[]): readonly Line[] {
  return all
    .filter((lines) => lines.length > 0)
    .flatMap((lines, index) => (index === 0 ? lines : [EMPTY, ...lines]));
}

export interface Row {
  /** Markdown, one for each column. */
  readonly cells: readonly string[];
  readonly origins: readonly Origin[];
  readonly components?: readonly ComponentId[];
}

/** A table, or nothing where it would have no row. */
export function table(head: readonly string[], rows: readonly Row[]): readonly Line[] {
  if (rows.length === 0) return [];
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [
    fixed(line(head)),
    fixed(line(head.map(() => "---"))),
    ...rows.map(
      ({ cells, origins, components }): Line => ({
        text: line(cells),
        origins,
        ...(components === undefined ? {} : { components }),
      }),
    ),
  ];
}

/** A fenced block; its fence is longer than any run of backticks within. */
export function codeBlock(language: string, lines: readonly Line[]): readonly Line[] {
  const longest = Math.max(
    2,
    ...lines.flatMap(({ text }) => text.match(/`+/g)?.map((run) => run.length) ?? []),
  );
  const fence = "`".repeat(longest + 1);
  return [fixed(`${fence}${language}`), ...lines, fixed(fence)];
}

/**
 * Text whose lines know why they are there. The text is made at once, and the reasons when somebody asks
 * for them: `compile` never does.
 */
import type { Origin } from "../base/origin.ts";
import type { ComponentId } from "./value.ts";

/** Why a line is there. */
export interface Reason {
  /** Never empty. */
  readonly origins: readonly Origin[];
  /** The components that it is about, where it is about some: the outermost first. */
  readonly components?: readonly ComponentId[];
}

/** One line of a file, without its line break, and what it comes from. */
export interface Line extends Reason {
  readonly text: string;
}

export interface Text {
  /** Each line ends with a line break. */
  readonly text: string;
  /** The reason of each line. */
  readonly reasons: () => readonly Reason[];
}

/** The text of lines. */
export function textOfLines(lines: readonly Line[]): Text {
  let text = "";
  for (const line of lines) text += `${line.text}\n`;
  return { text, reasons: () => lines };
}

/** One text after the other. */
export function joinTexts(...texts: readonly Text[]): Text {
  const parts = texts.map(({ reasons }) => reasons);
  return {
    text: texts.map(({ text }) => text).join(""),
    reasons: () => parts.flatMap((reasons) => reasons()),
  };
}

/**
 * A text with line feeds in place of carriage returns that stand alone; all else stays where it is. Such a one ends a
 * line for YAML, and for CLP's reader; to the `yaml` package it is text, also of a comment.
 */
export function withKnownLineEnds(text: string): string {
  return text.includes("\r") ? text.replace(/\r(?!\n)/g, "\n") : text;
}

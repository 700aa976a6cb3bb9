/**
 * `${PORT}` between brackets, and `{{ port }}`: what a shell or a template would fill in, and what YAML
 * takes for mappings. Each kind is one finding, and the rest is read around it.
 */
import type { Reporter } from "../../base/diagnostic.ts";
import type { LayerId } from "../../base/origin.ts";
import { NO_VARIABLES } from "../../base/variable-references.ts";

export interface Template {
  readonly start: number;
  readonly end: number;
  /** True where it stands alone on its line, as the condition of a template does. */
  readonly alone: boolean;
}

/** More of them in one file are left: it is no configuration. */
export const MAX_TEMPLATES = 1000;

/** A reference, and what is written to it without a blank. */
const VARIABLE = /\$\{[^{}\n\r]{1,200}\}(?:[^\s,[\]{}#]*\$\{[^{}\n\r]{1,200}\})*[^\s,[\]{}]*/y;
/** No mapping in a mapping: that has a colon, or a quote at its start. */
const FIELD =
  /(?:\{\{[^{}:\n\r]{1,200}\}\}|\{%[^{}\n\r]{1,200}%\})(?:[^\s,[\]{}]|\{\{[^{}:\n\r]{1,200}\}\})*/y;

/**
 * The template at a bracket that opens a mapping.
 *
 * @param before where the scalar begins that ends at the bracket; the bracket's own place where none does
 */
export function templateAt(text: string, at: number, before: number): Template | undefined {
  const dollar = text.charAt(at - 1) === "$";
  const pattern = dollar ? VARIABLE : FIELD;
  pattern.lastIndex = dollar ? at - 1 : at;
  const length = pattern.exec(text)?.[0].length;
  if (length === undefined) return undefined;
  const start = Math.min(before, pattern.lastIndex - length);
  const end = pattern.lastIndex;
  const alone =
    !dollar &&
    /^[ \t]*[\n\r]?$/.test(text.slice(Math.max(0, text.lastIndexOf("\n", start - 1) + 1), start)) &&
    /^[ \t]*(?:[\n\r]|$)/.test(text.slice(end, end + 200));
  return { start, end, alone };
}

/** The text with the templates as words that mean nothing to YAML; everything stays where it is. */
export function withoutTemplates(text: string, templates: readonly Template[]): string {
  let kept = "";
  let from = 0;
  for (const { start, end, alone } of templates) {
    if (start < from) continue;
    kept += text.slice(from, start) + (alone ? " " : "_").repeat(end - start);
    from = end;
  }
  return kept + text.slice(from);
}

/** Reports `CLP1021`, once for all variables and once for all fields of a template. */
export function reportTemplates(
  text: string,
  templates: readonly Template[],
  file: LayerId,
  reporter: Reporter,
): void {
  const places = [...new Map(templates.map(({ start, end }) => [start, end]))].sort(([a], [b]) => a - b);
  const isField = ([start, end]: (typeof places)[number]): boolean => /\{[{%]/.test(text.slice(start, end));
  const say = (all: typeof places, message: string, help: string): void => {
    const [first, ...others] = all;
    if (first === undefined) return;
    const [start, end] = first;
    const notes =
      others.length === 0
        ? []
        : [others.length === 1 ? "Another one follows" : `${others.length} more follow`];
    reporter.report("CLP1021", { file, start, end }, message, { notes, help });
  };
  say(
    places.filter(isField),
    "Cannot read a template: nothing fills it in",
    "Fill in the template first, and compile what it gives",
  );
  say(
    places.filter((place) => !isField(place)),
    `Cannot read a variable here: ${NO_VARIABLES}`,
    "Write the value itself; text with { and } stands in quotes",
  );
}

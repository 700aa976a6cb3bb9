/** Markdown for the comment on a pull request: nothing of the inputs is taken for markup. */

/** Inline code, whatever the text holds. */
export function code(text: string): string {
  const flat = text.replace(/\s/g, " ");
  const fence = fenceAround(flat, 1);
  const padded = flat === "" || flat.startsWith("`") || flat.endsWith("`") ? ` ${flat} ` : flat;
  return `${fence}${padded}${fence}`;
}

/** Lines of code in a language. */
export function fenced(language: string, lines: readonly string[]): string {
  const fence = fenceAround(lines.join("\n"), 3);
  return [`${fence}${language}`, ...lines, fence].join("\n");
}

/** A run of backticks that a text does not have. */
function fenceAround(text: string, least: number): string {
  const runs = text.match(/`+/g) ?? [];
  return "`".repeat(Math.max(least, ...runs.map(({ length }) => length + 1)));
}

/** Running text: nothing in it is taken for markup, a link or a mention. */
export function plain(text: string): string {
  return text.replace(/[\\`*_{}[\]()<>#|~@!&]/g, (character) => `\\${character}`).replace(/\s+/g, " ");
}

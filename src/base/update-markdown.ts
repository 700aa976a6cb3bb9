/** Keeps a diagram in a Markdown file fresh: it stands between two comments, and all else is left as it is. */

export const DIAGRAM_START = "<!-- clp-compile:diagram:start -->";
export const DIAGRAM_END = "<!-- clp-compile:diagram:end -->";

export type MarkdownUpdate =
  /**
   * The new text; equal to the old one where the diagram was fresh. `line`, from 1, is the diagram's first one in
   * it, and `old` all that stood between the markers.
   */
  | { readonly ok: true; readonly text: string; readonly line: number; readonly old: string }
  /** `problem` is a sentence without a full stop; `line`, from 1, is where it is, where there is a place. */
  | { readonly ok: false; readonly problem: string; readonly help: string; readonly line?: number };

/**
 * Puts the diagram between the markers, in a fenced block. A marker stands alone on its line, with
 * nothing but blanks around it; markers inside fenced code are examples and are left alone. Line
 * breaks are those of the line of the first marker.
 *
 * @param markdown the file's text
 * @param diagram Mermaid text
 */
export function updateMarkdown(markdown: string, diagram: string): MarkdownUpdate {
  const lines = splitLines(markdown);
  const starts: number[] = [];
  const ends: number[] = [];
  let fence: string | undefined;
  for (const [index, { text }] of lines.entries()) {
    // Between the markers there is the diagram's own fence, which is replaced whatever it looks like.
    const replaced = starts.length > ends.length;
    const mark = /^ {0,3}(`{3,}|~{3,})(.*)$/.exec(text);
    if (mark !== null && !replaced) {
      const [, marks = "", info = ""] = mark;
      if (fence === undefined) fence = marks[0] === "`" && info.includes("`") ? undefined : marks;
      else if (marks[0] === fence[0] && marks.length >= fence.length && info.trim() === "") fence = undefined;
    }
    if (fence !== undefined) continue;
    if (text.trim() === DIAGRAM_START) starts.push(index);
    if (text.trim() === DIAGRAM_END) ends.push(index);
  }

  const [start, secondStart] = starts;
  const [end, secondEnd] = ends;
  const write = `write two lines, ${DIAGRAM_START} and ${DIAGRAM_END}, where the diagram belongs`;
  if (start === undefined && end === undefined)
    return problem("The markers of the diagram are missing", write);
  if (start === undefined) return problem(`The marker ${DIAGRAM_START} is missing`, write, end);
  if (end === undefined) return problem(`The marker ${DIAGRAM_END} is missing`, write, start);
  const once = "there is one diagram in a file: remove the other markers";
  if (secondStart !== undefined)
    return problem(`The marker ${DIAGRAM_START} stands there twice`, once, secondStart);
  if (secondEnd !== undefined)
    return problem(`The marker ${DIAGRAM_END} stands there twice`, once, secondEnd);
  if (end < start)
    return problem(`The marker ${DIAGRAM_END} comes before ${DIAGRAM_START}`, "swap them", end);

  const lineBreak = lines[start]!.lineBreak;
  const indent = /^\s*/.exec(lines[start]!.text)?.[0] ?? "";
  const block = ["```mermaid", ...diagram.replace(/\n+$/, "").split("\n"), "```"].map(
    (line) => `${line === "" ? "" : indent}${line}${lineBreak}`,
  );
  const raw = (from: number, to?: number): string =>
    lines
      .slice(from, to)
      .map(({ text, lineBreak: own }) => text + own)
      .join("");
  return {
    ok: true,
    text: raw(0, start + 1) + block.join("") + raw(end),
    // Behind the marker and the fence.
    line: start + 3,
    old: raw(start + 1, end),
  };
}

function problem(text: string, help: string, index?: number): MarkdownUpdate {
  return { ok: false, problem: text, help, ...(index === undefined ? {} : { line: index + 1 }) };
}

/** Lines with their own line breaks; the last one may have none. */
function splitLines(text: string): readonly { readonly text: string; readonly lineBreak: string }[] {
  return [...text.matchAll(/([^\r\n]*)(\r\n|\n|\r|$)/g)]
    .filter(([all]) => all !== "")
    .map(([, line = "", lineBreak = ""]) => ({ text: line, lineBreak }));
}

/** What fixing has changed in a file, as a unified diff in which no secret is seen. */
import { structuredPatch } from "diff";
import { compose, type Printable, print } from "../base/printable.ts";
import type { SourceText } from "../base/source-text.ts";
import { maskedLines } from "./frame.ts";

/** Lines around a change. */
const CONTEXT = 3;
const NOTHING = print``;

/** Lines of the diff, the head among them; none where nothing changed. */
export function fixDiff(before: SourceText, after: SourceText): readonly Printable[] {
  const patch = structuredPatch("", "", linesOf(before), linesOf(after), undefined, undefined, {
    context: CONTEXT,
  });
  const shownBefore = maskedLines(before);
  const shownAfter = maskedLines(after);
  const lines: Printable[] = [];
  for (const hunk of patch.hunks) {
    lines.push(compose`@@ -${hunk.oldStart},${hunk.oldLines} +${hunk.newStart},${hunk.newLines} @@`);
    let oldIndex = hunk.oldStart - 1;
    let newIndex = hunk.newStart - 1;
    for (const line of hunk.lines) {
      const sign = line[0];
      if (sign === "+") lines.push(compose`+${shownAfter[newIndex++] ?? NOTHING}`);
      else if (sign === "-") lines.push(compose`-${shownBefore[oldIndex++] ?? NOTHING}`);
      else {
        lines.push(compose` ${shownAfter[newIndex++] ?? NOTHING}`);
        oldIndex++;
      }
    }
  }
  return lines.length === 0 ? [] : [print`--- ${before.name}`, print`+++ ${after.name}`, ...lines];
}

/** With one kind of line break, also after the last line: what differs is what stands on the lines. */
function linesOf({ text }: SourceText): string {
  const lines = text.split(/\r\n|\n|\r/);
  return `${lines.join("\n")}${lines.at(-1) === "" ? "" : "\n"}`;
}

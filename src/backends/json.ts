/** The one writer of JSON: two blanks of indentation, one value a line, so that each line has an origin of its own. */

import type { Line } from "../model/emitted-file.ts";
import type { Tree } from "../model/tree.ts";
import { type GrowingLine, mark } from "./lines.ts";

export function jsonLines(tree: Tree): readonly Line[] {
  const lines: GrowingLine[] = [];
  write(lines, tree, "", "", "");
  return lines;
}

function write(lines: GrowingLine[], tree: Tree, prefix: string, indent: string, comma: string): void {
  const first = lines.length;
  writeNode(lines, tree, prefix, indent, comma);
  mark(lines, first, tree);
}

function writeNode(lines: GrowingLine[], tree: Tree, prefix: string, indent: string, comma: string): void {
  const origins = [tree.origin];
  switch (tree.kind) {
    case "scalar":
      lines.push({ text: `${prefix}${JSON.stringify(tree.value)}${comma}`, origins });
      return;
    case "block":
      lines.push({
        text: `${prefix}${JSON.stringify(tree.lines.map((line) => `${line.text}\n`).join(""))}${comma}`,
        origins: [tree.origin, ...tree.lines.flatMap((line) => line.origins)],
      });
      return;
    case "map":
      if (tree.entries.length === 0) {
        lines.push({ text: `${prefix}{}${comma}`, origins });
        return;
      }
      lines.push({ text: `${prefix}{`, origins });
      for (const [index, [key, item]] of tree.entries.entries()) {
        write(
          lines,
          item,
          `${indent}  ${JSON.stringify(key)}: `,
          `${indent}  `,
          index + 1 < tree.entries.length ? "," : "",
        );
      }
      lines.push({ text: `${indent}}${comma}`, origins });
      return;
    case "seq":
      if (tree.items.length === 0) {
        lines.push({ text: `${prefix}[]${comma}`, origins });
        return;
      }
      lines.push({ text: `${prefix}[`, origins });
      for (const [index, item] of tree.items.entries()) {
        write(lines, item, `${indent}  `, `${indent}  `, index + 1 < tree.items.length ? "," : "");
      }
      lines.push({ text: `${indent}]${comma}`, origins });
      return;
    default:
      tree satisfies never;
  }
}

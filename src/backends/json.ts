/** The one writer of JSON: two blanks of indentation, one value a line, so that each line has an origin of its own. */

import type { Text } from "../model/text.ts";
import type { Template, Tree } from "../model/tree.ts";
import { NO_VALUES, type ValueWriter } from "../model/value-writer.ts";
import { addLine, emptyText, finish, mark, type Writing } from "./growing-text.ts";

/** Writes one document. `values` writes what is still a value in it. */
export function json(tree: Tree): Text;
export function json(template: Template, values: ValueWriter): Text;
export function json(template: Template, values = NO_VALUES): Text {
  const out = emptyText();
  write({ out, values }, template, "", "", "");
  return finish(out, values.originOf);
}

/** Writes a node behind `lead`, what already stands on its first line; `indent` is that of its last line. */
function write(writing: Writing, node: Template, indent: string, lead: string, comma: string): void {
  const { out, values } = writing;
  const first = out.sources.length;
  switch (node.kind) {
    case "value":
      addLine(out, lead + JSON.stringify(values.write(node)) + comma, node);
      return;
    case "sourced":
      addLine(out, lead + JSON.stringify(node.value) + comma, node.origin);
      break;
    case "block": {
      const { origin, content } = node;
      addLine(out, lead + JSON.stringify(content.text) + comma, () => [
        origin,
        ...content.reasons().flatMap(({ origins }) => origins),
      ]);
      break;
    }
    case "map": {
      const last = node.entries.length - 1;
      addLine(out, last < 0 ? `${lead}{}${comma}` : `${lead}{`, node.origin);
      const deeper = `${indent}  `;
      for (let index = 0; index <= last; index += 1) {
        const entry = node.entries[index]!;
        write(writing, entry[1], deeper, `${deeper}${JSON.stringify(entry[0])}: `, index < last ? "," : "");
      }
      if (last >= 0) addLine(out, `${indent}}${comma}`, node.origin);
      break;
    }
    case "seq": {
      const last = node.items.length - 1;
      addLine(out, last < 0 ? `${lead}[]${comma}` : `${lead}[`, node.origin);
      const deeper = `${indent}  `;
      for (let index = 0; index <= last; index += 1) {
        write(writing, node.items[index]!, deeper, deeper, index < last ? "," : "");
      }
      if (last >= 0) addLine(out, `${indent}]${comma}`, node.origin);
      break;
    }
    default:
      node satisfies never;
  }
  mark(out, first, node);
}

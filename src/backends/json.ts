/** The one writer of JSON: two blanks of indentation, one value a line, so that each line has an origin of its own. */

import type { Text } from "../model/text.ts";
import type { Template, Tree } from "../model/tree.ts";
import { NO_VALUES, type ValueWriter } from "../model/value-writer.ts";
import { emptyText, endLine, finish, type GrowingText, mark } from "./growing-text.ts";

/** Writes one document. `values` writes what is still a value in it. */
export function json(tree: Tree): Text;
export function json(template: Template, values: ValueWriter): Text;
export function json(template: Template, values = NO_VALUES): Text {
  const out = emptyText();
  write(out, template, values, "", "");
  return finish(out, values.originOf);
}

/** Writes a node after what already stands on its first line; `indent` is that of its last line. */
function write(out: GrowingText, node: Template, values: ValueWriter, indent: string, comma: string): void {
  const first = out.sources.length;
  const deeper = `${indent}  `;
  switch (node.kind) {
    case "value":
      endLine(out, `${JSON.stringify(values.write(node))}${comma}`, node);
      return;
    case "scalar":
      endLine(out, `${JSON.stringify(node.value)}${comma}`, node.origin);
      break;
    case "block": {
      const { origin, content } = node;
      endLine(out, `${JSON.stringify(content.text)}${comma}`, () => [
        origin,
        ...content.reasons().flatMap(({ origins }) => origins),
      ]);
      break;
    }
    case "map": {
      const last = node.entries.length - 1;
      endLine(out, last < 0 ? `{}${comma}` : "{", node.origin);
      for (const [index, [key, item]] of node.entries.entries()) {
        out.text += `${deeper}${JSON.stringify(key)}: `;
        write(out, item, values, deeper, index < last ? "," : "");
      }
      if (last >= 0) endLine(out, `${indent}}${comma}`, node.origin);
      break;
    }
    case "seq": {
      const last = node.items.length - 1;
      endLine(out, last < 0 ? `[]${comma}` : "[", node.origin);
      for (const [index, item] of node.items.entries()) {
        out.text += deeper;
        write(out, item, values, deeper, index < last ? "," : "");
      }
      if (last >= 0) endLine(out, `${indent}]${comma}`, node.origin);
      break;
    }
    default:
      node satisfies never;
  }
  mark(out, first, node);
}

/** Documents of what runs already, as data with places. */
import type { DocPath, SourceSpan } from "../base/origin.ts";
import type { DocumentNode, MapNode, ScalarNode } from "../input/yaml/node.ts";
import { keyOf, type Plain } from "./plain.ts";

/** What a node says, as programs that are no CLP read it. */
export function plainOf(node: DocumentNode): Plain {
  switch (node.kind) {
    case "scalar":
      return scalarOf(node);
    case "seq":
      return node.items.map(plainOf);
    case "map":
      return Object.fromEntries(node.entries.map(({ key, value }) => [key, plainOf(value)]));
    default:
      return node satisfies never;
  }
}

function scalarOf({ meaning, text }: ScalarNode): Plain {
  switch (meaning.kind) {
    case "null":
      return null;
    case "ambiguous":
      return meaning.bool ?? meaning.number ?? text;
    case "string":
    case "int":
    case "float":
    case "bool":
      return meaning.value;
    default:
      return meaning satisfies never;
  }
}

/** Where each value stands, by its path: the value, or the key of a section. */
export function spansOf(root: MapNode): ReadonlyMap<string, SourceSpan> {
  const spans = new Map<string, SourceSpan>();
  const visit = (map: MapNode, path: DocPath): void => {
    for (const { key, keySpan, value } of map.entries) {
      const below = [...path, key];
      const isShort = value.kind === "scalar" && value.span.end > value.span.start;
      spans.set(keyOf(below), isShort ? value.span : keySpan);
      if (value.kind === "map") visit(value, below);
    }
  };
  visit(root, []);
  return spans;
}

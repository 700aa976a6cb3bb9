/** The values of an installed chart, as Helm prints them, with their places. */
import type { Reporter } from "../../base/diagnostic.ts";
import type { DocPath, SourceSpan } from "../../base/origin.ts";
import type { SourceText } from "../../base/source-text.ts";
import { maskSecrets } from "../../input/mask.ts";
import type { ObjectSchema } from "../../input/schema/key-schema.ts";
import type { Source } from "../../input/source.ts";
import { decode } from "../../input/yaml/decode.ts";
import { readDocument } from "../../input/yaml/document.ts";
import type { DocumentNode, MapNode, ScalarNode } from "../../input/yaml/node.ts";
import { keyOf, type Plain } from "../plain.ts";

/** Values as they are written. */
export interface ValuesDocument {
  /** Undefined where nothing could be read; that has been reported. */
  readonly root: MapNode | undefined;
  /** The text, whose secrets are masked by the keys of a chart. */
  readonly textFor: (keys: ObjectSchema) => SourceText;
}

/** `helm get values` prints a line above the values, unless it is asked for YAML or JSON. */
const HEADER = /^(?:COMPUTED|USER-SUPPLIED) VALUES:(?=\r?\n|$)/;

/** Reads values. Reports `CLP1001` to `CLP1023`, as of an input. */
export function readValues(source: Source, reporter: Reporter): ValuesDocument {
  const decoded = decode(source, "running", reporter);
  const { text } = decoded;
  // A comment in its place: what stands below it keeps its place.
  const body = text.replace(HEADER, (header) => `#${header.slice(1)}`);
  const document = readDocument({ ...decoded, text: body }, "running", reporter);
  return {
    root: document.root,
    textFor: (keys) => ({
      file: "running",
      name: source.name,
      text,
      masked: maskSecrets(text, document, () => keys),
    }),
  };
}

/** What a node says, as Helm reads it. */
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

/** The one writer of properties files, for readers with escapes and without: see `base/properties-text.ts`. */
import { constant } from "../base/origin.ts";
import { isPlainValue, javaValue } from "../base/properties-text.ts";
import type { Access } from "../model/emitted-file.ts";
import type { Text } from "../model/text.ts";
import type { Template } from "../model/tree.ts";
import type { ValueWriter } from "../model/value-writer.ts";
import { addLine, emptyText, finish } from "./growing-text.ts";

const HEADER = constant("the heading of a generated file");
const HEADINGS = {
  public: "# Made by clp-compile. Change the inputs and compile again: edits here are lost.",
  secret: "# Made by clp-compile. Holds secrets: never commit it.",
} as const;

function plainValue(text: string): string {
  // A rule has refused the inputs.
  if (!isPlainValue(text)) throw new Error("a native worker cannot read a value");
  return text;
}

/** `name=value` for each entry, by how its reader unescapes; names are the program's own, and plain. */
export function properties(
  template: Template,
  values: ValueWriter,
  reader: "java" | "plain",
  access: Access,
): Text {
  if (template.kind !== "map") throw new Error("properties are a mapping");
  const escaped = reader === "java" ? javaValue : plainValue;
  const out = emptyText();
  addLine(out, HEADINGS[access], HEADER);
  for (const [name, item] of template.entries) {
    if (item.kind === "value") addLine(out, `${name}=${escaped(String(values.write(item)))}`, item);
    else if (item.kind === "sourced") addLine(out, `${name}=${escaped(String(item.value))}`, item.origin);
    else throw new Error(`the property ${name} is no text`);
  }
  return finish(out, values.originOf);
}

/** The text of a generated file, by its format. */
import type { GeneratedFile } from "../model/model.ts";
import { type Text, textOfLines } from "../model/text.ts";
import type { ValueWriter } from "../model/value-writer.ts";
import { json } from "./json.ts";
import { properties } from "./properties.ts";
import { yaml } from "./yaml.ts";

/** @param values how the target writes what is a value still */
export function textOfFile({ content, secret }: GeneratedFile, values: ValueWriter): Text {
  const access = secret ? "secret" : "public";
  switch (content.format) {
    case "text":
      return textOfLines(content.lines.map(({ value, origin }) => ({ text: value, origins: [origin] })));
    case "json":
      return json(content.template, values);
    case "yaml":
      return yaml(content.template, values);
    case "properties":
      return properties(content.template, values, "java", access);
    case "plain-properties":
      return properties(content.template, values, "plain", access);
    default:
      return content satisfies never;
  }
}

/** Inputs that somebody edits: values change, and all else of the file stays as it is. */
import { readFileSync, writeFileSync } from "node:fs";
import { parseDocument } from "yaml";

/** Writes values to their places in a file of YAML. */
export function editYaml(
  file: string,
  edits: readonly (readonly [place: readonly string[], value: unknown])[],
): void {
  const document = parseDocument(readFileSync(file, "utf8"));
  for (const [place, value] of edits) document.setIn(place, value);
  writeFileSync(file, document.toString());
}

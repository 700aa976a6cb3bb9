/** Operations in words and in YAML, for a person who makes the edit. */
import { type Data, dataAt, type KeyPath } from "./edit/editable-document.ts";
import { applyToData, type Operation } from "./edit/operation.ts";

/** ``write `database: {host: db.example.com}` ``; several with "and" between them. */
export function spelled(data: Data, operations: readonly Operation[]): string {
  let current = data;
  const parts = operations.map((operation) => {
    current = applyToData(current, operation);
    switch (operation.kind) {
      case "remove":
        return `remove ${operation.path.join(".")}`;
      case "move":
        return `move ${operation.path.join(".")} to ${operation.to.join(".")}`;
      case "set":
      case "append":
      case "drop":
        return `write ${yaml(operation.path, dataAt(current, operation.path))}`;
      default:
        return operation satisfies never;
    }
  });
  return parts.join(", and ");
}

function yaml(path: KeyPath, value: Data | undefined): string {
  const [first, second, ...more] = path;
  const text = inline(value);
  if (second === undefined) return `\`${first}: ${text}\``;
  if (more.length === 0) return `\`${first}: {${second}: ${text}}\``;
  return `\`${path.at(-1)}: ${text}\` at ${path.slice(0, -1).join(".")}`;
}

function inline(value: Data | undefined): string {
  return Array.isArray(value) ? `[${value.map(inline).join(", ")}]` : String(value);
}

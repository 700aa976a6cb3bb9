/** What people write for a value by habit, and what it was meant as: `4000;`, `${PORT}`, `never`. */
import type { DocPath } from "../../base/origin.ts";
import { referenceHelp } from "../../base/variable-references.ts";
import type { KeySchema } from "../schema/key-schema.ts";
import type { ScalarNode } from "../yaml/node.ts";
import { plainMeaning } from "../yaml/scalar.ts";
import { hostHelp } from "./wrong-hosts.ts";

/** A word or a number by which people say "never" and "without limit". */
const NEVER = /^(?:0+|-1|never|none|no|off|false|disabled?|forever|unlimited|infinit[ey]|inf|\.inf|nil|)$/i;

/** The way out for a text that only a habit explains; undefined where none does. */
export function slipHelp(
  schema: KeySchema,
  { text, meaning }: ScalarNode,
  path: DocPath,
): string | undefined {
  const { whenNull } = schema;
  if (whenNull !== undefined && NEVER.test(text)) return `Write null: ${whenNull}`;
  const key = String(path.at(-1));
  if (/(?:^|_)port$/.test(key) && /^(?:[\w.]+:)?\d+:\d+$/.test(text))
    return `Write ${text.split(":").at(-2)}, the port of the host: those in containers are CLP's own`;
  if (/(?:^|_)[ug]id$/.test(key) && /^[A-Za-z_][\w-]*\$?$/.test(text))
    return text === "root" ? "Write 0, which is root" : "Write the number: id prints it on the host";
  if (schema.kind === "choice" && /^v\d/i.test(text) && schema.values.includes(text.slice(1)))
    return `Write "${text.slice(1)}", without the ${text.charAt(0)}`;
  if (schema.kind === "text" && schema.rules?.includes("host") && meaning.kind !== "string")
    return hostHelp(text, path);
  return referenceHelp(text);
}

/** A value with a mark of another language behind it, as it is without; undefined where it has none. */
export function withoutMark(
  node: ScalarNode,
): { readonly node: ScalarNode; readonly mark: string; readonly length: number } | undefined {
  if (node.style !== "plain") return undefined;
  const [tail, mark] = node.text.match(/\s*([;,])[;,\s]*$/) ?? [];
  if (tail === undefined || mark === undefined || tail.length === node.text.length) return undefined;
  const text = node.text.slice(0, -tail.length);
  const { start, end } = node.span;
  return {
    node: {
      ...node,
      text,
      meaning: plainMeaning(text),
      span: { ...node.span, start, end: end - tail.length },
    },
    mark,
    length: tail.length,
  };
}

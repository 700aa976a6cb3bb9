/** What people write for a value by habit, and what it was meant as: `4000;`, `${PORT}`, `never`. */
import { referenceHelp } from "../base/variables.ts";
import type { ScalarNode } from "./node.ts";
import { plainMeaning } from "./scalar.ts";
import type { KeySchema } from "./schema/key-schema.ts";

/** A word or a number by which people say "never" and "without limit". */
const NEVER = /^(?:0+|-1|never|none|no|off|false|disabled?|forever|unlimited|infinit[ey]|inf|\.inf|nil|)$/i;

/** The way out for a text that only a habit explains; undefined where none does. */
export function slipHelp({ whenNull }: KeySchema, node: ScalarNode): string | undefined {
  if (whenNull !== undefined && NEVER.test(node.text)) return `Write null: ${whenNull}`;
  return referenceHelp(node.text);
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

/** What may stand where a schema stands, in words. */
import type { KeySchema, NumberSchema } from "./key-schema.ts";
import { tagOf } from "./key-schema.ts";
import { ruleOf } from "./rules.ts";

/** Completes "expected …". */
export function expectedWords(schema: KeySchema): string {
  const words = wordsOf(schema);
  return schema.nullable === true ? `${words}, or null` : words;
}

function wordsOf(schema: KeySchema): string {
  switch (schema.kind) {
    case "object":
      return `a mapping of ${some([...schema.keys.keys()])}`;
    case "union":
      return `a mapping with a type: ${some(schema.branches.map(tagOf))}`;
    case "record":
      return "a mapping";
    case "list":
      return `a list, each item ${expectedWords(schema.of)}`;
    case "text": {
      // What any string may be asked for says nothing of what is expected.
      const rule = schema.rules?.map(ruleOf).find(({ general }) => general !== true);
      return rule?.expected ?? schema.words ?? "text";
    }
    case "number":
      return numberWords(schema);
    case "flag":
      return "true or false";
    case "choice": {
      const values = schema.values.map((value) => JSON.stringify(value));
      return values.length === 1 ? values[0]! : `one of ${values.join(", ")}`;
    }
    case "null":
      return "null";
    default:
      return schema satisfies never;
  }
}

function some(names: readonly string[]): string {
  return names.length > 6 ? `${names.slice(0, 5).join(", ")} …` : names.join(", ");
}

function numberWords({ whole, minimum, maximum, above }: NumberSchema): string {
  const what = whole ? "a whole number" : "a number";
  if (above !== undefined) return `${what} greater than ${above}`;
  if (minimum !== undefined && maximum !== undefined) return `${what} from ${minimum} to ${maximum}`;
  return minimum === undefined ? what : `${what} of at least ${minimum}`;
}

/** True where a number keeps the bounds. */
export function isWithin({ whole, minimum, maximum, above }: NumberSchema, value: number): boolean {
  return (
    (whole ? Number.isSafeInteger(value) : Number.isFinite(value)) &&
    (minimum === undefined || value >= minimum) &&
    (maximum === undefined || value <= maximum) &&
    (above === undefined || value > above)
  );
}

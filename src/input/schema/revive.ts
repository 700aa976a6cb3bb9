/** Builds a schema from data. */
import { describe, know, type Rule, type Schema } from "./build.ts";
import type { FlatNode, FlatSchema } from "./flat.ts";

/** @param text a {@link FlatSchema} as JSON, which takes less time to read than a module of objects */
export function revive(text: string): Schema {
  const { nodes, rules: flatRules } = JSON.parse(text) as FlatSchema;
  const rules = flatRules.map(({ code, pattern, expected }): Rule => {
    let compiled: RegExp | undefined;
    return {
      code,
      expected,
      get pattern() {
        compiled ??= new RegExp(pattern, "u");
        return compiled;
      },
    };
  });
  const schemas: Schema[] = [];
  for (const node of nodes) {
    const schema: Schema = {
      _zod: { def: definition(node, schemas), ...(node.values && { values: node.values }) },
    };
    if (node.facts !== undefined || node.rules !== undefined || node.keyRules !== undefined) {
      know(schema, {
        ...node.facts,
        ...(node.rules && { rules: node.rules.map((index) => rules[index]!) }),
        ...(node.keyRules && { keyRules: node.keyRules.map((index) => rules[index]!) }),
      });
    }
    if (node.documentation !== undefined) describe(schema, node.documentation);
    schemas.push(schema);
  }
  return schemas.at(-1)!;
}

/** A definition with the names of zod's, as `walk.ts` reads them. */
function definition(node: FlatNode, schemas: readonly Schema[]): Schema["_zod"]["def"] {
  const { type, of, shape, options, checks, format, defaultValue } = node;
  const inner = of === undefined ? undefined : schemas[of]!;
  switch (type) {
    case "object":
      return {
        type,
        shape: Object.fromEntries(Object.entries(shape!).map(([key, index]) => [key, schemas[index]!])),
      } as Named;
    case "union":
      return { type, options: options!.map((index) => schemas[index]!) } as Named;
    case "array":
      return { type, element: inner } as Named;
    case "record":
      return { type, valueType: inner } as Named;
    case "lazy":
      return { type, getter: () => inner } as Named;
    default:
      return {
        type,
        innerType: inner,
        format,
        defaultValue,
        checks: checks?.map((def) => ({ _zod: { def } })),
      } as Named;
  }
}

type Named = Schema["_zod"]["def"];

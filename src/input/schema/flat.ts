/**
 * A schema as data: what is left of zod's schemas when the program runs. To build some hundred schemas
 * takes zod longer than everything else that is done with them, so it is done by `npm run generate`.
 */
import { type Documentation, documentationOf, type Facts, factsOf, type Rule, type Schema } from "./build.ts";

/** A rule with the text of its pattern. */
export interface FlatRule extends Omit<Rule, "pattern"> {
  readonly pattern: string;
}

/** A schema; others are meant by their places in the list of all. */
export interface FlatNode {
  readonly type: string;
  readonly format?: string;
  readonly checks?: readonly {
    readonly check: string;
    readonly value: number;
    readonly inclusive: boolean;
  }[];
  readonly values?: readonly unknown[];
  readonly defaultValue?: unknown;
  /** What a wrapper, a list or a record is of. */
  readonly of?: number;
  readonly shape?: Readonly<Record<string, number>>;
  readonly options?: readonly number[];
  readonly facts?: Omit<Facts, "rules" | "keyRules" | "id">;
  readonly rules?: readonly number[];
  readonly keyRules?: readonly number[];
  readonly documentation?: Documentation;
}

export interface FlatSchema {
  /** The last is the whole schema; each stands behind those that it is made of, but for lazy ones. */
  readonly nodes: readonly FlatNode[];
  readonly rules: readonly FlatRule[];
}

/** The definition of a schema, as zod's own tools read it. */
interface Definition {
  readonly type: string;
  readonly innerType?: Schema;
  readonly getter?: () => Schema;
  readonly defaultValue?: unknown;
  readonly shape?: Readonly<Record<string, Schema>>;
  readonly element?: Schema;
  readonly valueType?: Schema;
  readonly options?: readonly Schema[];
  readonly format?: string;
  readonly checks?: readonly { readonly _zod: { readonly def: Readonly<Record<string, unknown>> } }[];
}

/** Writes a schema of zod as data. */
export function flatten(schema: Schema): FlatSchema {
  const nodes: FlatNode[] = [];
  const rules: FlatRule[] = [];
  const places = new Map<Schema, number>();

  const ruleIndex = ({ code, pattern, expected }: Rule): number => {
    const known = rules.findIndex((one) => one.code === code && one.pattern === pattern.source);
    return known === -1 ? rules.push({ code, pattern: pattern.source, expected }) - 1 : known;
  };

  const visit = (one: Schema): number => {
    const known = places.get(one);
    if (known !== undefined) return known;
    const { _zod: zod } = one as Schema & { readonly _zod: { readonly values?: Iterable<unknown> } };
    const definition = zod.def as Definition;
    const { type, format, getter, shape, options } = definition;
    const inner = definition.innerType ?? definition.element ?? definition.valueType ?? getter?.();
    const bounds = (definition.checks ?? []).flatMap(({ _zod: { def } }) =>
      def["check"] === "less_than" || def["check"] === "greater_than"
        ? [{ check: def["check"], value: Number(def["value"]), inclusive: def["inclusive"] === true }]
        : [],
    );
    const { rules: own, keyRules, id: _, ...facts } = factsOf(one);
    const documentation = documentationOf(one);
    const node: FlatNode = {
      type,
      ...(type === "number" && format !== undefined ? { format } : {}),
      ...(bounds.length > 0 ? { checks: bounds } : {}),
      ...(type === "enum" || type === "literal" ? { values: [...zod.values!] } : {}),
      ...(type === "default" ? { defaultValue: definition.defaultValue } : {}),
      ...(inner === undefined ? {} : { of: visit(inner) }),
      ...(type !== "object"
        ? {}
        : { shape: Object.fromEntries(Object.entries(shape!).map(([key, child]) => [key, visit(child)])) }),
      ...(type === "union" ? { options: options!.map(visit) } : {}),
      ...(Object.keys(facts).length > 0 ? { facts } : {}),
      ...(own === undefined ? {} : { rules: own.map(ruleIndex) }),
      ...(keyRules === undefined ? {} : { keyRules: keyRules.map(ruleIndex) }),
      ...(documentation === undefined ? {} : { documentation }),
    };
    const place = nodes.push(node) - 1;
    places.set(one, place);
    return place;
  };

  visit(schema);
  return { nodes, rules };
}

/** Questions to a schema: what is expected at a place, and what stands below it. */
import { factsOf, type Schema } from "./build.ts";

/** What may stand somewhere, for reading and for messages. */
export interface Expectation {
  readonly kind: "mapping" | "list" | "string" | "int" | "number" | "bool" | "choice" | "null";
  readonly nullable: boolean;
  /** Completes "expected …". */
  readonly words: string;
  /** True where a secret stands somewhere below. */
  readonly holdsSecrets: boolean;
}

export interface Branch {
  readonly tag: string;
  /** True for the branch that is meant where no type is written. */
  readonly byDefault: boolean;
  readonly schema: Schema;
  readonly shape: ReadonlyMap<string, Schema>;
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
  readonly checks?: readonly {
    readonly _zod: {
      readonly def: { readonly check: string; readonly value: number; readonly inclusive: boolean };
    };
  }[];
}

function definitionOf(schema: Schema): Definition {
  return schema._zod.def as unknown as Definition;
}

/** Calculates once per schema. */
function memo<T>(calculate: (schema: Schema) => T): (schema: Schema) => T {
  const known = new WeakMap<Schema, { readonly value: T }>();
  return (schema) => {
    let found = known.get(schema);
    if (found === undefined) {
      found = { value: calculate(schema) };
      known.set(schema, found);
    }
    return found.value;
  };
}

/** The schema without defaults, null and laziness around it. */
export function bare(schema: Schema): Schema {
  const definition = definitionOf(schema);
  switch (definition.type) {
    case "default":
    case "prefault":
    case "optional":
    case "nullable":
      return bare(definition.innerType!);
    case "lazy":
      return bare(definition.getter!());
    default:
      return schema;
  }
}

/** The default of a key: a value, or what is built of the defaults below it. */
export function defaultOf(
  schema: Schema,
): { readonly kind: "value"; readonly value: unknown } | { readonly kind: "built" } | undefined {
  const definition = definitionOf(schema);
  if (definition.type === "default") return { kind: "value", value: definition.defaultValue };
  return definition.type === "prefault" ? { kind: "built" } : undefined;
}

export function isOptional(schema: Schema): boolean {
  return definitionOf(schema).type === "optional";
}

function isNullable(schema: Schema): boolean {
  const definition = definitionOf(schema);
  return (
    definition.type === "nullable" || (definition.innerType !== undefined && isNullable(definition.innerType))
  );
}

/** The keys of an object in the order of the schema. */
export const shapeOf = memo((schema: Schema): ReadonlyMap<string, Schema> | undefined => {
  const { type, shape } = definitionOf(schema);
  return type === "object" ? new Map(Object.entries(shape!)) : undefined;
});

/** The alternatives of a mapping whose keys depend on its `type`. */
export const branches = memo((schema: Schema): readonly Branch[] | undefined => {
  const { type, options } = definitionOf(schema);
  if (type !== "union") return undefined;
  return options!.map((option) => {
    const shape = shapeOf(option)!;
    const tag = shape.get("type")!;
    return {
      tag: String(valuesOf(bare(tag))![0]),
      byDefault: defaultOf(tag) !== undefined,
      schema: option,
      shape,
    };
  });
});

/** What a list or a record holds. */
export function elementOf(
  schema: Schema,
): { readonly kind: "list" | "record"; readonly schema: Schema } | undefined {
  const { type, element, valueType } = definitionOf(schema);
  if (type === "array") return { kind: "list", schema: element! };
  return type === "record" ? { kind: "record", schema: valueType! } : undefined;
}

/** The words of which one must stand there. */
export const valuesOf = memo((schema: Schema): readonly unknown[] | undefined => {
  const { type } = definitionOf(schema);
  return type === "enum" || type === "literal"
    ? [...(schema._zod as { readonly values?: Iterable<unknown> }).values!]
    : undefined;
});

/** True where a secret stands somewhere below. */
export const secretsBelow = memo((schema: Schema): boolean => {
  const inner = bare(schema);
  if (factsOf(inner).secret === true) return true;
  const below = shapeOf(inner)?.values() ?? branches(inner)?.map((branch) => branch.schema);
  if (below !== undefined) return [...below].some(secretsBelow);
  const element = elementOf(inner);
  return element !== undefined && secretsBelow(element.schema);
});

// What any string may be asked for says nothing of what is expected.
const GENERAL: ReadonlySet<string> = new Set([
  "CLP2007",
  "CLP2013",
  "CLP2014",
  "CLP2029",
  "CLP2030",
  "CLP2031",
]);

/** What may stand where a schema stands. */
export const expectationOf = memo((schema: Schema): Expectation => {
  const inner = bare(schema);
  const nullable = isNullable(schema);
  const finish = (kind: Expectation["kind"], words: string): Expectation => ({
    kind,
    nullable,
    words: nullable ? `${words}, or null` : words,
    holdsSecrets: secretsBelow(inner),
  });
  const { type } = definitionOf(inner);
  switch (type) {
    case "object":
      return finish("mapping", `a mapping of ${some([...shapeOf(inner)!.keys()])}`);
    case "union":
      return finish(
        "mapping",
        `a mapping with a type: ${some(branches(inner)!.map((branch) => branch.tag))}`,
      );
    case "record":
      return finish("mapping", "a mapping");
    case "array":
      return finish("list", `a list, each item ${expectationOf(elementOf(inner)!.schema).words}`);
    case "string":
      return finish(
        "string",
        factsOf(inner).rules?.find((rule) => !GENERAL.has(rule.code))?.expected ??
          factsOf(inner).words ??
          "text",
      );
    case "number":
      return finish(definitionOf(inner).format === undefined ? "number" : "int", numberWords(inner));
    case "boolean":
      return finish("bool", "true or false");
    case "null":
      return finish("null", "null");
    case "enum":
    case "literal": {
      const values = valuesOf(inner)!.map((value) => JSON.stringify(value));
      return finish("choice", values.length === 1 ? values[0]! : `one of ${values.join(", ")}`);
    }
    default:
      throw new Error(`a schema of a kind that is not used here: ${type}`);
  }
});

function some(names: readonly string[]): string {
  return names.length > 6 ? `${names.slice(0, 5).join(", ")} …` : names.join(", ");
}

/** The numbers that a schema takes. */
export function boundsOf(schema: Schema): {
  readonly whole: boolean;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly above?: number;
} {
  let bounds: Omit<ReturnType<typeof boundsOf>, "whole"> = {};
  for (const { _zod } of definitionOf(schema).checks ?? []) {
    const { check, value, inclusive } = _zod.def;
    if (check === "less_than") bounds = { ...bounds, maximum: value };
    else if (check === "greater_than") bounds = { ...bounds, [inclusive ? "minimum" : "above"]: value };
  }
  return { ...bounds, whole: definitionOf(schema).format !== undefined };
}

function numberWords(schema: Schema): string {
  const { whole, minimum, maximum, above } = boundsOf(schema);
  const what = whole ? "a whole number" : "a number";
  if (above !== undefined) return `${what} greater than ${above}`;
  if (minimum !== undefined && maximum !== undefined) return `${what} from ${minimum} to ${maximum}`;
  return minimum === undefined ? what : `${what} of at least ${minimum}`;
}

/** True where a value of the right kind keeps the bounds; the rules of strings are in their facts. */
export function isWithin(schema: Schema, value: unknown): boolean {
  if (typeof value !== "number") return true;
  const { whole, minimum, maximum, above } = boundsOf(schema);
  return (
    (whole ? Number.isSafeInteger(value) : Number.isFinite(value)) &&
    (minimum === undefined || value >= minimum) &&
    (maximum === undefined || value <= maximum) &&
    (above === undefined || value > above)
  );
}

/** A schema that takes one of some words. */
export function choiceOf(values: readonly string[]): Schema {
  const zod = { def: { type: "enum" }, values };
  return { _zod: zod };
}

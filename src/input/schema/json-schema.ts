/** Schemas as plain data → JSON Schema (2020-12), for editors and for programs that write inputs. */
import {
  isRequired,
  type KeySchema,
  type NumberSchema,
  type ObjectSchema,
  type TextSchema,
} from "./key-schema.ts";
import { RULES, type RuleName } from "./rules.ts";

/** A JSON Schema, or a part of one. */
export interface JsonSchema {
  [keyword: string]: unknown;
}

/**
 * The JSON Schema of a whole file. What has an `id` is defined once, under `$defs`.
 *
 * @param layer true for a layer over such a file: it may leave out what the file has
 */
export function jsonSchemaOf(schema: KeySchema, layer = false): JsonSchema {
  const shared = new Map<string, JsonSchema>();
  const json = convert(schema, { title: "", layer }, shared);
  return { ...json, ...(shared.size === 0 ? {} : { $defs: Object.fromEntries(shared) }) };
}

/** How a key is called in its title. */
interface Naming {
  readonly title: string;
  /** True in what stands in many places, and has no path of its own. */
  readonly pathless?: boolean;
  /** True where nothing is required. */
  readonly layer: boolean;
}
type Shared = Map<string, JsonSchema>;

function named(key: string, { title, pathless, layer }: Naming): Naming {
  return pathless === true
    ? { title: key, pathless, layer }
    : { title: title === "" ? key : `${title}.${key}`, layer };
}

function convert(schema: KeySchema, naming: Naming, shared: Shared): JsonSchema {
  const { description, deprecated, examples } = schema;
  const { title } = naming;
  const bare = shapeOf(schema, naming, shared);
  const fallback = schema.default;
  return {
    ...(description === undefined || title === "" ? {} : { title }),
    ...(description === undefined ? {} : { description }),
    ...(deprecated === true ? { deprecated } : {}),
    ...(fallback === undefined ? {} : { default: "value" in fallback ? fallback.value : {} }),
    ...(schema.nullable === true ? { anyOf: [bare, { type: "null" }] } : bare),
    ...(examples === undefined ? {} : { examples }),
  };
}

function shapeOf(schema: KeySchema, naming: Naming, shared: Shared): JsonSchema {
  switch (schema.kind) {
    case "object":
      return schema.id === undefined
        ? ofObject(schema, naming, shared)
        : reference(schema, schema.id, naming, shared);
    case "union": {
      const branches = schema.branches.map((branch) => convert(branch, naming, shared));
      // A layer need not say which branch it is of.
      return naming.layer ? { anyOf: branches } : { oneOf: branches };
    }
    case "record": {
      const { keyRules = [] } = schema;
      const propertyNames =
        keyRules.length === 0 ? { type: "string" } : { type: "string", allOf: keyRules.map(patternOf) };
      return { type: "object", propertyNames, additionalProperties: convert(schema.of, naming, shared) };
    }
    case "list":
      return { type: "array", items: convert(schema.of, naming, shared) };
    case "text":
      return ofText(schema);
    case "number":
      return ofNumber(schema);
    case "flag":
      return { type: "boolean" };
    case "choice": {
      const [only, ...others] = schema.values;
      return others.length === 0 ? { type: "string", const: only } : { type: "string", enum: schema.values };
    }
    case "null":
      return { type: "null" };
    default:
      return schema satisfies never;
  }
}

function reference(schema: ObjectSchema, id: string, { layer }: Naming, shared: Shared): JsonSchema {
  if (!shared.has(id)) {
    shared.set(id, {});
    shared.set(id, ofObject(schema, { title: "", pathless: true, layer }, shared));
  }
  return { $ref: `#/$defs/${id}` };
}

function ofObject(schema: ObjectSchema, naming: Naming, shared: Shared): JsonSchema {
  const properties: Record<string, JsonSchema> = {};
  for (const [key, child] of schema.keys) properties[key] = convert(child, named(key, naming), shared);
  const required = naming.layer
    ? []
    : [...schema.keys].filter(([, child]) => isRequired(child)).map(([key]) => key);
  const doubled: JsonSchema[] = [];
  for (const [spelling, key] of Object.entries(schema.spellings ?? {})) {
    properties[spelling] = convert(schema.keys.get(key)!, named(spelling, naming), shared);
    const both = { [spelling]: true, [key]: true };
    doubled.push({ not: { type: "object", properties: both, required: [spelling, key] } });
  }
  return {
    type: "object",
    properties,
    ...(required.length === 0 ? {} : { required }),
    additionalProperties: false,
    ...(doubled.length === 0 ? {} : { allOf: doubled }),
  };
}

function ofText({ rules = [], numberAsText }: TextSchema): JsonSchema {
  const patterns = rules.map(patternOf);
  const text = {
    type: "string",
    ...(patterns.length === 1 ? patterns[0] : patterns.length === 0 ? {} : { allOf: patterns }),
  };
  return numberAsText === true ? { anyOf: [text, { type: "number", minimum: 0 }] } : text;
}

function patternOf(name: RuleName): JsonSchema {
  return { pattern: RULES[name].pattern.source };
}

function ofNumber({ whole, minimum, maximum, above }: NumberSchema): JsonSchema {
  if (!whole)
    return {
      type: "number",
      ...(above === undefined ? {} : { exclusiveMinimum: above }),
      ...(minimum === undefined ? {} : { minimum }),
      ...(maximum === undefined ? {} : { maximum }),
    };
  return {
    type: "integer",
    minimum: minimum ?? Number.MIN_SAFE_INTEGER,
    maximum: maximum ?? Number.MAX_SAFE_INTEGER,
  };
}

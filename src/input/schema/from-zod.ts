/**
 * The definitions in zod → schemas as plain data, at generation time. This is the one place that looks
 * into a schema of zod: through `_zod.def`, which zod documents for those who build on it.
 */
import type * as z from "zod/mini";
import { compareReleases } from "../../clp/releases/releases.ts";
import { metadataOf } from "../../clp/schema/vocabulary.ts";
import type {
  Change,
  ChoiceSchema,
  Documentation,
  KeySchema,
  Lifetime,
  NumberSchema,
  ObjectSchema,
  Presence,
} from "./key-schema.ts";

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** Reads a schema of zod. Throws for a kind that the vocabulary does not have. */
export function fromZod(schema: z.core.$ZodType): KeySchema {
  const presence: Mutable<Presence> = {};
  let documentation: Documentation = {};
  let lifetime: Lifetime | undefined;
  const changes: Change[] = [];
  let inner = schema as z.core.$ZodTypes;
  for (;;) {
    const own = metadataOf(inner);
    documentation = { ...own.documentation, ...documentation };
    lifetime ??= own.lifetime;
    changes.push(...(own.changes ?? []));
    const { def } = inner._zod;
    switch (def.type) {
      case "default":
        presence.default ??= { value: def.defaultValue };
        break;
      case "prefault":
        presence.default ??= { built: true };
        break;
      case "optional":
        // What has a default is always there, and what is only missing in other releases, too.
        if (presence.default === undefined && own.lifetime === undefined) presence.optional = true;
        break;
      case "nullable":
        if (own.nullableSince === undefined) presence.nullable = true;
        else changes.push({ since: own.nullableSince, nullable: true });
        break;
      case "lazy":
        inner = def.getter() as z.core.$ZodTypes;
        continue;
      default:
        return {
          ...shapeOf(inner),
          ...documentation,
          ...presence,
          ...(lifetime === undefined ? {} : { lifetime }),
          ...(changes.length === 0 ? {} : { changes: byRelease(changes) }),
        };
    }
    inner = def.innerType as z.core.$ZodTypes;
  }
}

/** One for each release in which something changes, in their order. */
function byRelease(changes: readonly Change[]): readonly Change[] {
  const merged = new Map<string, Change>();
  for (const change of changes) merged.set(change.since, { ...merged.get(change.since), ...change });
  return [...merged.values()].sort((a, b) => compareReleases(a.since, b.since));
}

function shapeOf(schema: z.core.$ZodTypes): KeySchema {
  const { def } = schema._zod;
  const metadata = metadataOf(schema);
  switch (def.type) {
    case "object":
      return { kind: "object", keys: keysOf(def.shape), ...metadata.object };
    case "union":
      return {
        kind: "union",
        branches: def.options.map((option) => fromZod(option) as ObjectSchema),
        ...metadata.union,
      };
    case "record":
      return { kind: "record", of: fromZod(def.valueType), ...metadata.record };
    case "array":
      return { kind: "list", of: fromZod(def.element) };
    case "string":
      return { kind: "text", ...metadata.text };
    case "number":
      return { kind: "number", ...boundsOf(schema as z.core.$ZodNumber), ...metadata.number };
    case "boolean":
      return { kind: "flag", ...metadata.flag };
    case "enum":
      return { kind: "choice", values: Object.values(def.entries) as string[], ...metadata.choice };
    case "literal":
      return { kind: "choice", values: def.values as ChoiceSchema["values"], ...metadata.choice };
    case "null":
      return { kind: "null" };
    default:
      throw new Error(`the vocabulary of the schemas has no ${def.type}`);
  }
}

function keysOf(shape: Readonly<Record<string, z.core.$ZodType>>): ObjectSchema["keys"] {
  return new Map(Object.entries(shape).map(([key, schema]) => [key, fromZod(schema)]));
}

type Bounds = Pick<NumberSchema, "whole" | "minimum" | "maximum" | "above">;

function boundsOf(schema: z.core.$ZodNumber): Bounds {
  const { def } = schema._zod;
  const bounds: Mutable<Bounds> = { whole: "format" in def };
  for (const check of def.checks ?? []) {
    const { def: bound } = (check as z.core.$ZodCheckLessThan | z.core.$ZodCheckGreaterThan)._zod;
    if (bound.check === "less_than") bounds.maximum = Number(bound.value);
    else if (bound.inclusive) bounds.minimum = Number(bound.value);
    else bounds.above = Number(bound.value);
  }
  return bounds;
}

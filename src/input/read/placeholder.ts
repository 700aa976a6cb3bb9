/** Placeholders of values that are not there, or wrong: their defaults, or what a schema names. */
import { type DocPath, formatPath, type Origin, type SchemaId, type SourceSpan } from "../../base/origin.ts";
import { withOrigins } from "../../base/typed.ts";
import { isDefaultBranch, type KeySchema } from "../schema/key-schema.ts";

/** A value of the typed result, and where it comes from. */
export interface Read {
  readonly value: unknown;
  readonly origin: Origin;
}

/** Whose defaults they are. */
export interface Defaults {
  readonly file: SchemaId;
  /** As a rule says it: the release of CLP, or `the site file`. */
  readonly defaultsOf: string;
}

/** The typed object of a file that is not there: all defaults. */
export function allDefaults<T>(schema: KeySchema, defaults: Defaults): T {
  return defaultRead(schema, [], defaults).value as T;
}

/**
 * The last default made of each schema. Nothing but a memory of `defaultRead`, which may be lost at any time:
 * `memoize` would keep one for every path, and those below names that users choose have no end.
 */
const lastDefaults = new WeakMap<
  KeySchema,
  { readonly path: DocPath; readonly defaultsOf: string; readonly read: Read }
>();

/** The default of a key that is not written. Equal for all compilations of a release, so made once. */
export function defaultRead(schema: KeySchema, path: DocPath, { file, defaultsOf }: Defaults): Read {
  const earlier = lastDefaults.get(schema);
  if (
    earlier !== undefined &&
    earlier.defaultsOf === defaultsOf &&
    earlier.path.length === path.length &&
    earlier.path.every((step, index) => step === path[index])
  ) {
    return earlier.read;
  }
  const read = placeholder(schema, path, defaulted(file, defaultsOf));
  lastDefaults.set(schema, { path, defaultsOf, read });
  return read;
}

export type OriginOf = (path: DocPath, value: unknown) => Origin;

/** Origins of defaults. */
function defaulted(file: SchemaId, defaultsOf: string): OriginOf {
  return (path, value) => {
    const shown =
      value === null || typeof value !== "object" || Array.isArray(value) ? `: ${JSON.stringify(value)}` : "";
    return {
      kind: "default",
      file,
      path,
      rule: `default of ${formatPath(path) || "the file"} in ${defaultsOf}${shown}`,
    };
  };
}

/** Origins of placeholders for something wrong at a span. */
export function invalidAt(span: SourceSpan | undefined): OriginOf {
  return (path) => ({ kind: "invalid", path, span });
}

/** The value of a key that is not there, or wrong: of its default, or a placeholder. */
export function placeholder(schema: KeySchema, path: DocPath, originOf: OriginOf): Read {
  const fallback = schema.default;
  if (fallback !== undefined) {
    if ("value" in fallback) return withOriginsBelow(fallback.value, path, originOf);
  } else if (schema.optional === true) return { value: undefined, origin: originOf(path, undefined) };
  switch (schema.kind) {
    case "union":
      return placeholder(schema.branches.find(isDefaultBranch) ?? schema.branches[0]!, path, originOf);
    case "object": {
      const section: Record<string, unknown> = {};
      const origins = new Map<PropertyKey, Origin>();
      for (const [key, child] of schema.keys) {
        const made = placeholder(child, [...path, key], originOf);
        if (made.value !== undefined) section[key] = made.value;
        origins.set(key, made.origin);
      }
      return { value: withOrigins(section, origins), origin: originOf(path, section) };
    }
    case "list":
    case "record": {
      const empty = schema.kind === "list" ? [] : {};
      return { value: withOrigins(empty, new Map()), origin: originOf(path, empty) };
    }
    case "choice":
      return { value: schema.values[0], origin: originOf(path, schema.values[0]) };
    case "text":
    case "number":
    case "flag": {
      const value = schema.placeholder ?? null;
      return { value, origin: originOf(path, value) };
    }
    case "null":
      return { value: null, origin: originOf(path, null) };
    default:
      return schema satisfies never;
  }
}

function withOriginsBelow(value: unknown, path: DocPath, originOf: OriginOf): Read {
  const origin = originOf(path, value);
  if (value === null || typeof value !== "object") return { value, origin };
  const copy: object = Array.isArray(value) ? [] : {};
  const origins = new Map<PropertyKey, Origin>();
  for (const [name, item] of Object.entries(value)) {
    const key = Array.isArray(value) ? Number(name) : name;
    const made = withOriginsBelow(item, [...path, key], originOf);
    Object.assign(copy, { [key]: made.value });
    origins.set(key, made.origin);
  }
  return { value: withOrigins(copy, origins), origin };
}

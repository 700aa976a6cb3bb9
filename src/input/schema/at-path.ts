/** What a schema has at a path. */
import type { DocPath } from "../../base/origin.ts";
import type { KeySchema, ObjectSchema } from "./key-schema.ts";

/** The mappings with known keys that may stand somewhere: one of each type, where a `type` says which. */
export function mappingsOf(schema: KeySchema): readonly ObjectSchema[] {
  return schema.kind === "union" ? schema.branches : schema.kind === "object" ? [schema] : [];
}

/** All that may stand at a path, with any type. */
export function schemasAt(schema: KeySchema, [step, ...rest]: DocPath): readonly KeySchema[] {
  if (step === undefined) return [schema];
  const below =
    schema.kind === "list" || schema.kind === "record"
      ? [schema.of]
      : mappingsOf(schema).flatMap(({ keys }) => keys.get(String(step)) ?? []);
  return below.flatMap((child) => schemasAt(child, rest));
}

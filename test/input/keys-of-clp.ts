/** All key paths of a schema, as people write them. */
import type { KeySchema } from "../../src/input/schema/key-schema.ts";

export interface KeyOfSchema {
  readonly path: readonly string[];
  readonly schema: KeySchema;
}

/** The keys of a schema in its order; those of all alternatives, each path once. */
export function keysOf(schema: KeySchema): readonly KeyOfSchema[] {
  const found = new Map<string, KeyOfSchema>();
  const visit = (at: KeySchema, path: readonly string[]): void => {
    if (at.kind === "list" || at.kind === "record") visit(at.of, path);
    const mappings = at.kind === "union" ? at.branches : at.kind === "object" ? [at] : [];
    for (const { keys } of mappings) {
      for (const [key, child] of keys) {
        const below = [...path, key];
        if (!found.has(below.join("."))) found.set(below.join("."), { path: below, schema: child });
        visit(child, below);
      }
    }
  };
  visit(schema, []);
  return [...found.values()];
}

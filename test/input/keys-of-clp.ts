/** All key paths of a schema, as people write them. */
import type { Schema } from "../../src/input/schema/build.ts";
import { bare, branches, elementOf, shapeOf } from "../../src/input/schema/walk.ts";

export interface KeyOfSchema {
  readonly path: readonly string[];
  readonly schema: Schema;
}

/** The keys of a schema in its order; those of all alternatives, each path once. */
export function keysOf(schema: Schema): readonly KeyOfSchema[] {
  const found = new Map<string, KeyOfSchema>();
  const visit = (at: Schema, path: readonly string[]): void => {
    const inner = bare(at);
    const element = elementOf(inner);
    if (element !== undefined) visit(element.schema, path);
    for (const shape of branches(inner)?.map((branch) => branch.shape) ?? [shapeOf(inner)]) {
      for (const [key, child] of shape ?? []) {
        const below = [...path, key];
        if (!found.has(below.join("."))) found.set(below.join("."), { path: below, schema: child });
        visit(child, below);
      }
    }
  };
  visit(schema, []);
  return [...found.values()];
}

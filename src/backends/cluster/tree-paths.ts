/** Looks into a tree, and changes it, by paths. */
import type { Tree } from "../../model/tree.ts";

/** Changes what stands at a path, if anything does. */
export function within(from: Tree, [step, ...rest]: readonly string[], change: (found: Tree) => Tree): Tree {
  if (step === undefined) return change(from);
  if (from.kind === "seq" && step === "*")
    return { ...from, items: from.items.map((item) => within(item, rest, change)) };
  if (from.kind !== "map") return from;
  return {
    ...from,
    entries: from.entries.map(
      ([key, item]) => [key, key === step ? within(item, rest, change) : item] as const,
    ),
  };
}

/** All that stands at a path. */
export function at(from: Tree, path: readonly string[]): readonly Tree[] {
  const found: Tree[] = [];
  within(from, path, (one) => {
    found.push(one);
    return one;
  });
  return found;
}

export function get(from: Tree | undefined, key: string): Tree | undefined {
  return from?.kind === "map" ? from.entries.find(([name]) => name === key)?.[1] : undefined;
}

export function textAt(from: Tree, key: string): string | undefined {
  const held = get(from, key);
  return held?.kind === "sourced" && held.value !== null ? String(held.value) : undefined;
}

export function countAt(from: Tree, key: string): number {
  const held = get(from, key);
  return held?.kind === "seq" ? held.items.length : 0;
}

/** In which keys and defaults releases differ, as the schema has them. */
import { type ReleaseId, releaseOf } from "../../clp/releases/releases.ts";
import { configSchema } from "../../input/schema/config.ts";
import type { KeySchema } from "../../input/schema/key-schema.ts";
import { type KeyPath, pathOf } from "../edit/editable-document.ts";

/** The keys that one release has and another has not; of a section that it has not, the section alone. */
export function keysOnlyIn(one: ReleaseId, other: ReleaseId): readonly string[] {
  return newKeys(configSchema(releaseOf(other)), configSchema(releaseOf(one)), []).map((path) =>
    path.join("."),
  );
}

function newKeys(other: KeySchema, one: KeySchema, above: KeyPath): readonly KeyPath[] {
  const known = keysOf(other);
  const found = [...keysOf(one)].flatMap(([key, children]): readonly KeyPath[] => {
    const there = known.get(key);
    const path = [...above, key];
    if (there === undefined) return [path];
    return children.flatMap((child, index) => newKeys(there[index] ?? there[0]!, child, path));
  });
  return [...new Map(found.map((path) => [path.join("."), path])).values()];
}

/** The keys of a section; of one that depends on its type, those of all types. */
function keysOf(schema: KeySchema): ReadonlyMap<string, readonly KeySchema[]> {
  const keys = new Map<string, KeySchema[]>();
  const branches = schema.kind === "union" ? schema.branches : schema.kind === "object" ? [schema] : [];
  for (const branch of branches)
    for (const [key, child] of branch.keys) keys.set(key, [...(keys.get(key) ?? []), child]);
  return keys;
}

/** The default of a key that is a number in a release. */
export function defaultNumber(release: ReleaseId, path: string): number {
  let schema: KeySchema | undefined = configSchema(releaseOf(release));
  for (const key of pathOf(path)) schema = schema === undefined ? undefined : keysOf(schema).get(key)?.[0];
  const fallback = schema?.default;
  const value = fallback !== undefined && "value" in fallback ? fallback.value : undefined;
  if (typeof value !== "number") throw new Error(`${path} of CLP v${release} has no number as its default`);
  return value;
}

/** In which keys and defaults releases differ, as the schema has them. */
import { type ReleaseId, releaseOf } from "../../clp/releases/releases.ts";
import { mappingsOf, schemasAt } from "../../input/schema/at-path.ts";
import { configSchema } from "../../input/schema/config.ts";
import type { KeySchema } from "../../input/schema/key-schema.ts";
import { type KeyPath, pathOf } from "../edit/editable-document.ts";
import { remove } from "../edit/operation.ts";
import { type Hop, isWritten, type Rule } from "./hop.ts";
import { change, fact, loss } from "./outcomes.ts";

const KEYS_BY_RELEASE = fact("keys-by-release");

/** The last rule of each hop on the way back: keys that the earlier release does not have go, and each is told as lost. */
export function newKeysGo({ before, release, isHarmless }: Hop): Rule {
  return (view) =>
    keysOnlyIn(release, before)
      .filter((path) => isWritten(view, path))
      .flatMap((path) => [
        change(
          [remove(path)],
          `CLP v${before} has no ${path}, and ignores it without a word`,
          KEYS_BY_RELEASE,
        ),
        ...(isHarmless?.(view, path) ? [] : [loss(path, `${path} has no effect in CLP v${before}`)]),
      ]);
}

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
  for (const branch of mappingsOf(schema))
    for (const [key, child] of branch.keys) keys.set(key, [...(keys.get(key) ?? []), child]);
  return keys;
}

/** The default of a key that is a number in a release. */
export function defaultNumber(release: ReleaseId, path: string): number {
  const fallback = schemasAt(configSchema(releaseOf(release)), pathOf(path))[0]?.default;
  const value = fallback !== undefined && "value" in fallback ? fallback.value : undefined;
  if (typeof value !== "number") throw new Error(`${path} of CLP v${release} has no number as its default`);
  return value;
}

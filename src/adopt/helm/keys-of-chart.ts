/** Of which chart values are: by the keys that its templates read. */
import { memoize } from "../../base/memoize.ts";
import { once } from "../../base/once.ts";
import type { DocPath, SourceSpan } from "../../base/origin.ts";
import { RELEASES, type Release } from "../../clp/releases/releases.ts";
import { atRelease } from "../../input/schema/at-release.ts";
import type { KeySchema, ObjectSchema } from "../../input/schema/key-schema.ts";
import { parseSchema } from "../../input/schema/serialized.ts";
import type { MapNode } from "../../input/yaml/node.ts";
import { CHART_KEYS } from "../generated/chart-keys.ts";

/** The keys of the values of all charts, each in the releases whose chart has it. */
const keysOfCharts = once(() => parseSchema(CHART_KEYS));

/** The keys of the values of a release's chart. */
export const chartKeys = memoize((release: Release): ObjectSchema => atRelease(keysOfCharts(), release.id));

/** A key that no template of a chart reads. */
export interface UnknownValue {
  readonly path: DocPath;
  readonly span: SourceSpan;
  /** The keys that may stand beside it. */
  readonly allowed: readonly string[];
}

export function unknownValues(root: MapNode, keys: ObjectSchema): readonly UnknownValue[] {
  const found: UnknownValue[] = [];
  const visit = (map: MapNode, schema: ObjectSchema, path: DocPath): void => {
    for (const { key, keySpan, value } of map.entries) {
      const below = [...path, key];
      const known = schema.keys.get(key);
      if (known === undefined) found.push({ path: below, span: keySpan, allowed: [...schema.keys.keys()] });
      else if (known.kind === "object" && value.kind === "map") visit(value, known, below);
    }
  };
  visit(root, keys, []);
  return found;
}

/** What a chart takes at a path; undefined where it reads nothing. */
export function chartKeyAt(keys: ObjectSchema, path: DocPath): KeySchema | undefined {
  let found: KeySchema | undefined = keys;
  for (const step of path) found = found?.kind === "object" ? found.keys.get(String(step)) : undefined;
  return found;
}

/** The release that values are of, and why. */
export interface Guessed {
  readonly release: Release;
  readonly why: string;
}

/**
 * The release whose chart reads all keys. Of several it is the one whose own image the values name, or else the
 * newest; of none, the newest that reads the most.
 *
 * @param tag the tag of the image of CLP's own services, where the values name it
 */
export function guessRelease(root: MapNode, tag: string | undefined): Guessed {
  const rated = RELEASES.map((release) => ({
    release,
    unknown: unknownValues(root, chartKeys(release)).length,
  })).reverse();
  const least = Math.min(...rated.map(({ unknown }) => unknown));
  const best = rated.filter(({ unknown }) => unknown === least).map(({ release }) => release);
  const [newest] = best;
  const named = best.find(({ id }) => id === tag);
  const reads = least === 0 ? "all keys" : "the most of the keys";
  if (best.length === 1) return { release: newest!, why: `it is the only one whose chart reads ${reads}` };
  if (named !== undefined)
    return { release: named, why: `its chart reads ${reads}, and the image has its tag` };
  return { release: newest!, why: `it is the newest whose chart reads ${reads}` };
}

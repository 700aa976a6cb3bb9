/**
 * What other releases of CLP know of a key, a value or a null that the release which is compiled for does not have, so
 * that a config of an earlier release or of a later one gets a date and a way out. All of it follows from the intervals
 * of the schema, but for keys that no release has for which can be compiled.
 */
import { type DocPath, formatPath } from "../base/origin.ts";
import { compareReleases, type Release, releaseAfter, releaseOf } from "../clp/releases/releases.ts";
import { FORMER_KEYS, type FormerKey } from "../clp/schema/former-keys.ts";
import { mappingsOf, schemasAt } from "./schema/at-path.ts";
import { isIn } from "./schema/at-release.ts";
import { configOfAllReleases } from "./schema/config.ts";
import { credentialsOfAllReleases } from "./schema/credentials.ts";
import { type KeySchema, type Lifetime, type ObjectSchema, tagOf } from "./schema/key-schema.ts";

export interface OtherRelease {
  /** Completes "`key` …": what became of it. */
  readonly what: string;
  readonly help: string;
  /** The key that replaces it here, with `{value}` where the written value goes. */
  readonly rename?: { readonly key: string; readonly value: string };
  /** Keys beside it that took its place: nothing is said of their absence. */
  readonly became?: readonly string[];
}

type ReleasedFile = "config" | "credentials";

const SCHEMAS = { config: configOfAllReleases, credentials: credentialsOfAllReleases } as const;

/** What another release knows of a key that this one does not know. */
export function keyOfOtherRelease(
  file: ReleasedFile,
  path: DocPath,
  release: Release,
): OtherRelease | undefined {
  const name = path.join(".");
  const former = FORMER_KEYS[file];
  if (Object.hasOwn(former, name)) return saidOfFormer(former[name]!, release);
  const found = schemasAt(SCHEMAS[file](), path).find(
    ({ lifetime }) => lifetime !== undefined && !isIn(lifetime, release.id),
  );
  return found?.lifetime && saidOf("key", found.lifetime, release, predecessorOf(file, name));
}

/** What another release knows of a word, or of a `type`, that this one does not know there. */
export function valueOfOtherRelease(
  file: ReleasedFile,
  path: DocPath,
  value: string,
  release: Release,
): OtherRelease | undefined {
  for (const schema of [...schemasAt(SCHEMAS[file](), path), ...branchesAt(file, path, value)]) {
    const lifetime = schema.kind === "choice" ? schema.lifetimes?.[value] : schema.lifetime;
    if (lifetime !== undefined && !isIn(lifetime, release.id)) return saidOf("value", lifetime, release);
  }
  return undefined;
}

/** The first release in which null may stand at a place, where this one does not take it. */
export function nullSince(file: ReleasedFile, path: DocPath, release: Release): Release | undefined {
  const later = schemasAt(SCHEMAS[file](), path)
    .flatMap(({ changes = [] }) => changes)
    .find(({ nullable, since }) => nullable === true && !isIn({ since }, release.id));
  return later && releaseOf(later.since);
}

/** The branches of the union of which a path says the `type`. */
function branchesAt(file: ReleasedFile, path: DocPath, type: string): readonly ObjectSchema[] {
  if (path.at(-1) !== "type") return [];
  return schemasAt(SCHEMAS[file](), path.slice(0, -1)).flatMap((schema) =>
    schema.kind === "union" ? schema.branches.filter((branch) => tagOf(branch) === type) : [],
  );
}

/** The key that this one is the new name of. */
function predecessorOf(file: ReleasedFile, name: string): string | undefined {
  const search = (schema: KeySchema, path: DocPath): string | undefined => {
    if (schema.lifetime?.renamed === name) return formatPath(path);
    for (const { keys } of mappingsOf(schema))
      for (const [key, child] of keys) {
        const found = search(child, [...path, key]);
        if (found !== undefined) return found;
      }
    return undefined;
  };
  return search(SCHEMAS[file](), []);
}

function saidOf(
  what: "key" | "value",
  lifetime: Lifetime,
  release: Release,
  predecessor?: string,
): OtherRelease {
  const { since, until, renamed, before, after, lacking } = lifetime;
  if (since !== undefined && compareReleases(release.id, since) < 0) {
    const here = predecessor === undefined ? before : `it is ${predecessor}`;
    return {
      what: `came with ${releaseOf(since).name}`,
      help: here === undefined ? removed(release, lacking) : `In ${release.tag} ${here}`,
    };
  }
  const next = releaseAfter(until!)!;
  const now = renamed === undefined ? after : `it is ${renamed}`;
  return {
    what: `was a ${what} up to ${releaseOf(until!).name}`,
    help: now === undefined ? removed(release, lacking) : `Since ${next.tag} ${now}`,
  };
}

function saidOfFormer(key: FormerKey, release: Release): OtherRelease {
  const { until, after, what, before, later, rename, became } = key;
  const help = later !== undefined && isIn(later, release.id) ? later.help : key.help;
  return {
    what: what ?? (until === undefined ? `came with CLP after ${after}` : `was a key up to CLP ${until}`),
    help: help ?? (before === undefined ? removed(release) : `In ${release.tag} ${before}`),
    ...(rename === undefined ? {} : { rename }),
    ...(became === undefined ? {} : { became }),
  };
}

function removed(release: Release, lacking = "has nothing like it"): string {
  return `Remove it: ${release.name} ${lacking}`;
}

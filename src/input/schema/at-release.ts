/**
 * The schema of all releases of CLP → that of one: keys, values and types that the release does not have
 * are left out, and what has changed since is changed. What is the same in all is the same object.
 */
import { compareReleases, type ReleaseId } from "../../clp/releases/releases.ts";
import type { Change, ChoiceSchema, Interval, KeySchema, ObjectSchema } from "./key-schema.ts";

/** True where a release lies in an interval; without one, always. */
export function isIn(interval: Interval | undefined, release: ReleaseId): boolean {
  const { since, until } = interval ?? {};
  return (
    (since === undefined || compareReleases(release, since) >= 0) &&
    (until === undefined || compareReleases(release, until) <= 0)
  );
}

/** What the release has of a schema that it has. */
export function atRelease<S extends KeySchema>(schema: S, release: ReleaseId): S {
  const below = shapeAt(schema, release);
  if (below.lifetime === undefined && below.changes === undefined) return below as S;
  const { lifetime: _lifetime, changes = [], ...rest } = below;
  return changes.filter(({ since }) => isIn({ since }, release)).reduce(changed, rest as KeySchema) as S;
}

function changed(schema: KeySchema, { since: _since, ...change }: Change): KeySchema {
  return { ...schema, ...change };
}

function shapeAt(schema: KeySchema, release: ReleaseId): KeySchema {
  switch (schema.kind) {
    case "object":
      return objectAt(schema, release);
    case "union": {
      const there = schema.branches.filter(({ lifetime }) => isIn(lifetime, release));
      const branches = there.map((branch) => atRelease(branch, release));
      return isSame(branches, schema.branches) ? schema : { ...schema, branches };
    }
    case "record":
    case "list": {
      const of = atRelease(schema.of, release);
      return of === schema.of ? schema : { ...schema, of };
    }
    case "choice":
      return choiceAt(schema, release);
    case "text":
    case "number":
    case "flag":
    case "null":
      return schema;
    default:
      return schema satisfies never;
  }
}

function objectAt(schema: ObjectSchema, release: ReleaseId): ObjectSchema {
  const there = [...schema.keys].filter(([, { lifetime }]) => isIn(lifetime, release));
  const keys = there.map(([key, child]) => [key, atRelease(child, release)] as const);
  const children = keys.map(([, child]) => child);
  return isSame(children, [...schema.keys.values()]) ? schema : { ...schema, keys: new Map(keys) };
}

function choiceAt(schema: ChoiceSchema, release: ReleaseId): ChoiceSchema {
  const { lifetimes, ...rest } = schema;
  if (lifetimes === undefined) return schema;
  return { ...rest, values: schema.values.filter((value) => isIn(lifetimes[value], release)) };
}

function isSame(these: readonly KeySchema[], those: readonly KeySchema[]): boolean {
  return these.length === those.length && these.every((one, index) => one === those[index]);
}

/** Differences between two documents, leaf by leaf. */
import { type DocPath, formatPath } from "../../base/origin.ts";

/** Stands for a part of a document that is shown as one. */
export const PART = "{…}";

export interface LeafChange {
  readonly path: string;
  /** Absent where the leaf was not there. */
  readonly before?: string;
  /** Absent where the leaf is no more. */
  readonly after?: string;
}

/**
 * The scalars of a document by their paths, in its order. Items of a list that have names are known by these; of
 * several with one name, as a volume that is mounted twice, each but the first has its place behind the name, too.
 */
export function leavesOf(document: unknown): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const visit = (value: unknown, path: DocPath): void => {
    if (Array.isArray(value)) {
      // Of a list of scalars, the list is what people look at.
      if (value.every((item) => typeof item !== "object" || item === null)) {
        found.set(formatPath(path), JSON.stringify(value));
        return;
      }
      const names = value.map(nameOf);
      for (const [index, item] of value.entries()) {
        const name = names[index];
        if (name === undefined) visit(item, [...path, index]);
        else visit(item, names.indexOf(name) === index ? [...path, name] : [...path, name, index]);
      }
    } else if (typeof value === "object" && value !== null) {
      const entries = Object.entries(value);
      if (entries.length === 0) found.set(formatPath(path), "{}");
      for (const [key, item] of entries) visit(item, [...path, key]);
    } else found.set(formatPath(path), JSON.stringify(value) ?? "null");
  };
  visit(document, []);
  return found;
}

/** The text of a leaf; undefined where there is none. */
export function textOf(leaves: ReadonlyMap<string, string>, path: string): string | undefined {
  const leaf = leaves.get(path);
  return leaf === undefined ? undefined : String(JSON.parse(leaf));
}

function nameOf(item: unknown): string | undefined {
  if (typeof item !== "object" || item === null || Array.isArray(item)) return undefined;
  const { name } = item as { readonly name?: unknown };
  return typeof name === "string" ? name : undefined;
}

/** What differs, in the order of the later document, then what only the earlier one has. */
export function leafChanges(before: unknown, after: unknown): readonly LeafChange[] {
  return changesBetween(leavesOf(before), leavesOf(after));
}

/** The same for leaves that are known already. */
export function changesBetween(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): readonly LeafChange[] {
  const changes = condense(mapChanges(before, after), before, after);
  const gone = changes.filter((change) => change.after === undefined).map(({ path }) => path);
  const added = changes.filter((change) => change.before === undefined).map(({ path }) => path);
  const [aboveGone, aboveAdded] = [gone, added].map((paths) => new Set(paths.flatMap(sectionsAbove)));
  const isAdded = new Set(added);
  return changes.flatMap((change): readonly LeafChange[] => {
    // A section that was null is shown by what is in it now; one that becomes null by that alone.
    if (change.after === undefined && aboveAdded!.has(change.path)) return [];
    if (change.before === undefined && aboveGone!.has(change.path)) return [{ ...change, before: PART }];
    if (change.after === undefined && sectionsAbove(change.path).some((above) => isAdded.has(above)))
      return [];
    return [change];
  });
}

/** What differs between two maps of texts, one by one. */
export function mapChanges(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): readonly LeafChange[] {
  const changed = [...after].flatMap(([path, value]): readonly LeafChange[] => {
    const old = before.get(path);
    if (old === value) return [];
    return [old === undefined ? { path, after: value } : { path, before: old, after: value }];
  });
  const gone = [...before].flatMap(([path, value]) => (after.has(path) ? [] : [{ path, before: value }]));
  return [...changed, ...gone];
}

const STEP = /\[(?:\d+|"(?:[^"\\]|\\.)*")\]|[^.[]+/g;

/** `a`, `a.b`, `a.b[0]`: all that a path leads through, itself last. */
function stations(path: string): readonly string[] {
  return [...path.matchAll(STEP)].map((match) => path.slice(0, match.index + match[0].length));
}

/** The mappings that a path leads through: `a` and `a.b[0]` of `a.b[0].c`. */
function sectionsAbove(path: string): readonly string[] {
  return stations(path).filter((station) => path[station.length] === ".");
}

/** Tells a part of a document that is new, or gone, as one, where the other side has nothing of it. */
function condense(
  changes: readonly LeafChange[],
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): readonly LeafChange[] {
  const [had, has] = [before, after].map((leaves) => new Set([...leaves.keys()].flatMap(stations)));
  const found = new Map<string, LeafChange>();
  for (const change of changes) {
    const other = change.before === undefined ? had! : change.after === undefined ? has! : undefined;
    const whole = other === undefined ? undefined : stations(change.path).find((path) => !other.has(path));
    if (whole === undefined || whole === change.path) found.set(change.path, change);
    else
      found.set(
        whole,
        change.before === undefined ? { path: whole, after: PART } : { path: whole, before: PART },
      );
  }
  return [...found.values()];
}

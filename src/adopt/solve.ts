/**
 * What runs → inputs of which it would be compiled. Nothing here knows which key a value comes from: a draft is
 * compiled, and the origin of each compiled value that differs from the one that runs names the key to write.
 * That goes on until nothing differs, or nothing more can be done about what does.
 */
import type { Diagnostic } from "../base/diagnostic.ts";
import { type DocPath, fileOf, formatPath, type Origin, roots, type SourceSpan } from "../base/origin.ts";
import type { Release } from "../clp/releases/releases.ts";
import { isMapping } from "../input/schema/key-schema.ts";
import { type Assignment, asKeyTakes, type Draft, draftKey, schemaAt } from "./draft.ts";
import { isPlainMap, keyOf, type Leaf, meansSame } from "./plain.ts";

/** A value of what runs. */
export interface Wanted extends Leaf {
  /** Undefined where nobody wrote it. */
  readonly span: SourceSpan | undefined;
  /** True for what CLP itself wrote down, where other values are made of it. */
  readonly certain?: true;
}

/** A compiled value, with where it comes from. */
export interface Compiled extends Leaf {
  readonly origin: Origin;
}

export interface Attempt {
  readonly compiled: ReadonlyMap<string, Compiled>;
  /** Of the draft itself. Where there are some, nothing is compiled. */
  readonly errors: readonly Diagnostic[];
  /** How many warnings there are of the draft. */
  readonly warnings: number;
}

export interface Problem {
  readonly release: Release;
  readonly wanted: readonly Wanted[];
  readonly compile: (draft: Draft) => Attempt;
  /** The keys that may be meant by a value of which nothing compiled tells. */
  readonly guess: (wanted: Wanted) => readonly Assignment[];
}

/** A value that is another than the one that runs. */
export interface Difference {
  readonly path: DocPath;
  readonly wanted: Wanted | undefined;
  readonly compiled: Compiled | undefined;
  /** The section that it stands in, where what is compiled has none. */
  readonly section: DocPath | undefined;
  /** Why the key that would say it cannot be written. */
  readonly reason: string | undefined;
}

export interface Solution {
  readonly draft: Draft;
  readonly left: readonly Difference[];
  /** Where even the first draft does not compile. */
  readonly errors: readonly Diagnostic[];
}

/**
 * @param first what is known without asking
 * @param fixed keys that stay whatever they change
 */
export function solve(
  problem: Problem,
  first: readonly Assignment[],
  fixed: readonly Assignment[],
): Solution {
  const reasons = new Map<string, string>();
  let state = extended(
    problem,
    { draft: new Map(), compiled: new Map(), errors: [], warnings: 0 },
    [[...fixed, ...first]],
    reasons,
  );
  const tried = new Set<string>();
  while (state.errors.length === 0) {
    const { draft, compiled } = state;
    const open = differences(problem, state, reasons);
    const isNew = (one: Assignment): boolean => !draft.has(draftKey(one)) && !tried.has(spelled(one));
    const told = keysTold(problem, open, compiled).filter(
      // A section that is there already is not emptied.
      (one) => !tried.has(spelled(one)) && !(isPlainMap(one.value) && draft.has(draftKey(one))),
    );
    const guessed = open
      .flatMap(({ wanted }) => (wanted === undefined ? [] : problem.guess(wanted)))
      .filter(isNew);
    const steps = told.length > 0 ? [told, guessed] : [guessed];
    if (guessed.length + told.length === 0)
      return { draft: smallest(problem, draft, open, fixed), left: open, errors: [] };
    const next = extended(problem, state, steps, reasons);
    for (const one of next.used) tried.add(spelled(one));
    state = next;
  }
  return { draft: state.draft, left: [], errors: state.errors };
}

function spelled(one: Assignment): string {
  return `${draftKey(one)} ${JSON.stringify(one.value)}`;
}

interface State extends Attempt {
  readonly draft: Draft;
}

/**
 * A draft with more keys: those of the first step, where it is valid with them; else with those of the later ones,
 * too, since some keys are valid together alone; else with as many as are valid.
 */
function extended(
  problem: Problem,
  from: State,
  steps: readonly (readonly Assignment[])[],
  reasons: Map<string, string>,
): State & { readonly used: readonly Assignment[] } {
  const used: Assignment[] = [];
  const draft = new Map(from.draft);
  for (const step of steps) {
    for (const one of step) draft.set(draftKey(one), one);
    used.push(...step);
    const attempt = problem.compile(draft);
    if (attempt.errors.length === 0) return { ...attempt, draft, used };
  }
  const settled = settle(problem, draft, reasons);
  return { ...(settled.errors.length === 0 ? settled : oneByOne(problem, from, used)), used };
}

/** A draft with each key with which it stays valid. */
function oneByOne(problem: Problem, from: State, keys: readonly Assignment[]): State {
  let state: State = from;
  for (const one of keys) {
    if (state.draft.has(draftKey(one))) continue;
    const draft = new Map([...state.draft, [draftKey(one), one] as const]);
    const attempt = problem.compile(draft);
    if (attempt.errors.length === 0) state = { ...attempt, draft };
  }
  return state;
}

/** Compiles, without the keys that are no valid ones; `reasons` is told why, by the value that they were to say. */
function settle(problem: Problem, from: Draft, reasons: Map<string, string>): State {
  const draft = new Map(from);
  for (;;) {
    const attempt = problem.compile(draft);
    const wrong = new Set(attempt.errors.flatMap((error) => culprit(draft, error) ?? []));
    if (wrong.size === 0) return { ...attempt, draft };
    for (const key of wrong) {
      const { from: cause, file, path } = draft.get(key)!;
      const error = attempt.errors.find((one) => culprit(draft, one) === key)!;
      reasons.set(cause.name, `as ${formatPath(path)} of the ${file}: ${error.message}`);
      draft.delete(key);
    }
  }
}

/** The written key that an error is about: the nearest. */
function culprit(draft: Draft, { path, primary }: Diagnostic): string | undefined {
  const file = primary && fileOf(primary.span.file);
  const near = [...draft].filter(
    ([, one]) =>
      (file === undefined || one.file === file) &&
      (isWithin(one.path, path) || isWithin(path, one.path)) &&
      path.length > 0,
  );
  return near.sort(([, a], [, b]) => b.path.length - a.path.length)[0]?.[0];
}

function isWithin(outer: DocPath, inner: DocPath): boolean {
  return outer.every((step, index) => inner[index] === step);
}

function differences(
  { wanted }: Problem,
  { compiled }: Attempt,
  reasons: ReadonlyMap<string, string>,
): readonly Difference[] {
  const found: Difference[] = [];
  for (const one of wanted) {
    // Of a section that is away, any value in it is too much.
    const other =
      compiled.get(keyOf(one.path)) ??
      (one.value === null ? [...compiled.values()].find(({ path }) => isWithin(one.path, path)) : undefined);
    if (meansSame(one.value, other?.value)) continue;
    const section = absentSection(one.path, compiled)?.path;
    const reason = reasons.get(formatPath(one.path));
    found.push({ path: one.path, wanted: one, compiled: other, section, reason });
  }
  const known = new Set(wanted.map(({ path }) => keyOf(path)));
  const away = wanted.filter(({ value }) => value === null);
  for (const [key, one] of compiled) {
    if (known.has(key) || meansSame(one.value, undefined)) continue;
    if (away.some(({ path }) => isWithin(path, one.path))) continue;
    found.push({ path: one.path, wanted: undefined, compiled: one, section: undefined, reason: undefined });
  }
  return found;
}

/**
 * The keys that open values come from, each with the value that runs. A key that several values come from has
 * what most of them have, of those that somebody wrote where there are some.
 */
function keysTold(
  problem: Problem,
  open: readonly Difference[],
  compiled: Attempt["compiled"],
): readonly Assignment[] {
  const asked = new Set(open.flatMap((one) => assignmentsTold(problem, one.wanted, compiled).map(draftKey)));
  const votes = new Map<string, Assignment[]>();
  const differing = new Set(open.map(({ path }) => keyOf(path)));
  // What CLP wrote down for containers, and is right already, may be another view of the same key.
  const voters = problem.wanted.filter(({ certain, path }) => certain !== true || differing.has(keyOf(path)));
  for (const wanted of voters)
    for (const one of assignmentsTold(problem, wanted, compiled))
      if (asked.has(draftKey(one))) votes.set(draftKey(one), [...(votes.get(draftKey(one)) ?? []), one]);
  return [...votes.values()].map(mostOf);
}

function mostOf(all: readonly Assignment[]): Assignment {
  const certain = all.filter(({ from }) => from.certain);
  const written = certain.length > 0 ? certain : all.filter(({ from }) => from.span !== undefined);
  const counts = new Map<string, Assignment[]>();
  for (const one of written.length > 0 ? written : all)
    counts.set(spelled(one), [...(counts.get(spelled(one)) ?? []), one]);
  const [first] = [...counts.values()].sort((a, b) => b.length - a.length)[0]!;
  return first!;
}

/** The keys that a compiled value comes from, with the value that runs; for a section that is away, one that is there. */
function assignmentsTold(
  problem: Problem,
  wanted: Wanted | undefined,
  compiled: Attempt["compiled"],
): readonly Assignment[] {
  if (wanted === undefined) return [];
  const { span, certain } = wanted;
  const from = { name: formatPath(wanted.path), span, ...(certain ? { certain } : {}) };
  const exact = compiled.get(keyOf(wanted.path));
  if (exact !== undefined && typeof exact.value !== "object")
    return keysOf(exact.origin).map(({ file, path }) => ({
      file,
      path,
      value: asKeyTakes(schemaAt(problem.release, file, path), wanted.value),
      from,
    }));
  const section = absentSection(wanted.path, compiled);
  if (section === undefined) return [];
  return keysOf(section.origin).flatMap(({ file, path }) => {
    const schema = schemaAt(problem.release, file, path);
    if (schema === undefined || !isMapping(schema)) return [];
    return [{ file, path, value: {}, from: { ...from, name: formatPath(section.path) } }];
  });
}

/** The null in place of a section in which a value would stand. */
function absentSection(path: DocPath, compiled: Attempt["compiled"]): Compiled | undefined {
  for (let length = path.length - 1; length > 0; length--) {
    const section = compiled.get(keyOf(path.slice(0, length)));
    if (section?.value === null) return section;
  }
  return undefined;
}

const FACTS: ReadonlySet<string> = new Set(["clp_version", "host.clp_home", "images.registry"]);

/** The key of an input at the end of an origin, where it is one. */
export function keysOf(origin: Origin): readonly Pick<Assignment, "file" | "path">[] {
  const keys = roots(origin).flatMap((root) => {
    if (root.kind !== "source" && root.kind !== "default") return [];
    const file = root.kind === "source" ? fileOf(root.span.file) : root.file;
    // Where relative paths start, the release, and its images' registry are said before anything else.
    const isFact = file === "site" && FACTS.has(formatPath(root.path));
    return file === "project" || file === "running" || isFact ? [] : [{ file, path: root.path }];
  });
  // What several keys make together tells of none of them what it is to be.
  return keys.length === 1 ? keys : [];
}

/** Without the keys that change nothing: values that nobody set stay unwritten. */
function smallest(
  problem: Problem,
  from: Draft,
  left: readonly Difference[],
  fixed: readonly Assignment[],
): Draft {
  const allowed = new Set(left.map(({ path }) => keyOf(path)));
  const kept = new Set(fixed.map(draftKey));
  let draft = from;
  const { warnings } = problem.compile(from);
  for (const key of [...from.keys()].reverse()) {
    if (kept.has(key)) continue;
    const without = new Map(draft);
    without.delete(key);
    const attempt = problem.compile(without);
    if (attempt.errors.length > 0 || attempt.warnings > warnings) continue;
    if (differences(problem, attempt, new Map()).every(({ path }) => allowed.has(keyOf(path))))
      draft = without;
  }
  return draft;
}

/** Applies the certain fixes of findings to the texts they are about. */
import type { Diagnostic, Edit } from "./diagnostic.ts";
import type { ByLayer } from "./origin.ts";

export type Texts = ByLayer<string>;

export interface FixedTexts {
  readonly texts: Texts;
  /** The findings whose fixes were applied. */
  readonly applied: readonly Diagnostic[];
}

/**
 * Applies fixes in the order of their findings: each with all of its edits, or not at all. A fix that
 * overlaps an earlier one is left for another round, when its finding, if it is still there, has a new
 * place. Two findings with the same edits are mended at once.
 *
 * @param texts those that may be changed: a fix that needs another is left out
 */
export function applyFixes(texts: Texts, diagnostics: readonly Diagnostic[]): FixedTexts {
  const accepted: Edit[] = [];
  const applied: Diagnostic[] = [];
  for (const one of diagnostics) {
    if (one.fix === undefined || one.fix.length === 0) continue;
    if (one.fix.some((edit) => !fits(edit, texts))) continue;
    const fresh = one.fix.filter((edit) => !accepted.some((other) => isSame(edit, other)));
    if (fresh.some((edit) => accepted.some((other) => overlap(edit, other)))) continue;
    if (fresh.some((edit, index) => fresh.slice(0, index).some((other) => overlap(edit, other)))) continue;
    accepted.push(...fresh);
    applied.push(one);
  }
  const changed: { -readonly [Layer in keyof Texts]: Texts[Layer] } = { ...texts };
  // From the end, so that the places of earlier edits stay.
  for (const { span, text } of accepted.sort((a, b) => b.span.start - a.span.start)) {
    const before = changed[span.file]!;
    changed[span.file] = before.slice(0, span.start) + text + before.slice(span.end);
  }
  return { texts: changed, applied };
}

function fits({ span }: Edit, texts: Texts): boolean {
  const text = texts[span.file];
  return text !== undefined && span.start <= span.end && span.end <= text.length;
}

function isSame(a: Edit, b: Edit): boolean {
  return (
    a.span.file === b.span.file &&
    a.span.start === b.span.start &&
    a.span.end === b.span.end &&
    a.text === b.text
  );
}

/** Insertions at an end of another edit overlap it: nothing says which comes first. */
function overlap(a: Edit, b: Edit): boolean {
  if (a.span.file !== b.span.file) return false;
  const empty = a.span.start === a.span.end || b.span.start === b.span.end;
  return empty
    ? a.span.start <= b.span.end && b.span.start <= a.span.end
    : a.span.start < b.span.end && b.span.start < a.span.end;
}

/** Fixes show new mistakes: what was misspelt is now read. Each round mends what the one before has shown. */
const MAX_ROUNDS = 100;

export interface FixOutcome extends FixedTexts {
  /** What is said of the fixed texts. */
  readonly diagnostics: readonly Diagnostic[];
}

/** The findings whose fixes nobody has to choose. */
function certain(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return diagnostics.filter(({ choice }) => choice === undefined);
}

/**
 * Applies certain fixes until there are none. What a fix would break is left as it is: each fix is
 * certain by itself, two of them need not be (two misspelt keys that mean the same one).
 *
 * @param judge says what is wrong with texts
 */
export function fixAll(texts: Texts, judge: (texts: Texts) => readonly Diagnostic[]): FixOutcome {
  let current: FixOutcome = { texts, applied: [], diagnostics: judge(texts) };
  const seen = new Set([JSON.stringify(texts)]);
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const next = fixOnce(current, judge);
    const state = JSON.stringify(next.texts);
    if (next.applied.length === 0 || seen.has(state)) break;
    seen.add(state);
    current = { ...next, applied: [...current.applied, ...next.applied] };
  }
  return current;
}

function fixOnce(
  { texts, diagnostics }: FixOutcome,
  judge: (texts: Texts) => readonly Diagnostic[],
): FixOutcome {
  const together = applyFixes(texts, certain(diagnostics));
  if (together.applied.length === 0) return { texts, applied: [], diagnostics };
  const judged = { ...together, diagnostics: judge(together.texts) };
  if (!breaks(diagnostics, judged.diagnostics)) return judged;
  for (const one of certain(diagnostics)) {
    const alone = applyFixes(texts, [one]);
    if (alone.applied.length === 0) continue;
    const said = judge(alone.texts);
    if (!breaks(diagnostics, said)) return { ...alone, diagnostics: said };
  }
  return { texts, applied: [], diagnostics };
}

/** True where a text can be read less far than before, duplicate keys among it. */
function breaks(before: readonly Diagnostic[], after: readonly Diagnostic[]): boolean {
  const count = (all: readonly Diagnostic[]): number =>
    all.filter(({ code }) => code.startsWith("CLP1")).length;
  return count(after) > count(before);
}

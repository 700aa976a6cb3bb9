/** What the compiler says about its inputs, as data: texts, places and ways out. */
import { type Code, entryOf } from "../codes.ts";
import { compareLayers, type DocPath, isInvalid, type Origin, roots, type SourceSpan } from "./origin.ts";

/** How bad a finding is: an error stops the compilation. */
export type Severity = "error" | "warning" | "note";

/** A place, and what is to be said there ("" where the message says it all). */
export interface Label {
  readonly span: SourceSpan;
  readonly text: string;
}

/** One replacement of a certain fix. An insertion has an empty span. */
export interface Edit {
  readonly span: SourceSpan;
  readonly text: string;
}

/** One finding about the inputs: what, where, and the way out. No secret's value stands in one. */
export interface Diagnostic {
  readonly code: Code;
  readonly severity: Severity;
  /** What is wrong: action, value, state. One sentence without a full stop. */
  readonly message: string;
  /** The key that it is about; empty for a whole file. */
  readonly path: DocPath;
  /** Where it is; absent only where no input file has a place for it. */
  readonly primary?: Label;
  readonly related: readonly Label[];
  /** Facts that explain it, such as the rule of a default at one end of a conflict. */
  readonly notes: readonly string[];
  /** The way out. */
  readonly help?: string;
  /** Edits that remove the finding. They are certain, and change nothing else, but for a `choice`. */
  readonly fix?: readonly Edit[];
  /** True where the fix answers a question that a person has to: it is shown, and never applied unasked. */
  readonly choice?: true;
  /** Why the site file silences it: people are not told, and reports for programs say so. */
  readonly silenced?: string;
}

/** Options of {@link Reporter.report}: the rest of a diagnostic. */
export interface ReportOptions {
  readonly path?: DocPath;
  readonly label?: string;
  readonly related?: readonly Label[];
  /** Further origins of a conflict: sources become related places, defaults become notes. */
  readonly also?: readonly { readonly origin: Origin; readonly text: string }[];
  readonly notes?: readonly string[];
  readonly help?: string;
  readonly fix?: readonly Edit[];
  readonly choice?: true;
  /** The code of what causes it: where that is reported at the same place, this is not. */
  readonly unless?: Code;
}

/** Collects findings. Stages report and go on; they throw only for defects of the compiler itself. */
export interface Reporter {
  /**
   * Reports a finding at a span, or at the origin of a value. A finding that involves a value which
   * is itself wrong is dropped: that mistake has been reported already. So is one that says the same of the
   * same place.
   */
  readonly report: (
    code: Code,
    at: SourceSpan | Origin | undefined,
    message: string,
    options?: ReportOptions,
  ) => void;
  readonly diagnostics: readonly Diagnostic[];
  /** A reporter to the same list, whose findings are no more severe than this: what nobody asked for by name. */
  readonly atMost: (severity: Severity) => Reporter;
}

function isSame(one: SourceSpan, other: SourceSpan | undefined): boolean {
  return one.file === other?.file && one.start === other.start && one.end === other.end;
}

function isSpan(at: SourceSpan | Origin): at is SourceSpan {
  return !("kind" in at);
}

/** The first place in an input file that an origin goes back to. */
export function spanOf(origin: Origin): SourceSpan | undefined {
  for (const root of roots(origin)) if (root.kind === "source" || root.kind === "invalid") return root.span;
  return undefined;
}

/** The first key that an origin goes back to, written or not. */
function pathOf(origin: Origin): DocPath {
  for (const root of roots(origin)) if (root.kind !== "constant") return root.path;
  return [];
}

const RANK: Readonly<Record<Severity, number>> = { error: 2, warning: 1, note: 0 };

/** A reporter with a list of its own. No finding in it is more severe than `atMost`. */
export function createReporter(atMost: Severity = "error"): Reporter {
  return reporterTo([], new Set(), atMost);
}

function reporterTo(diagnostics: Diagnostic[], said: Set<string>, atMost: Severity): Reporter {
  return {
    diagnostics,
    atMost: (severity) => reporterTo(diagnostics, said, severity),
    report(code, at, message, options = {}) {
      const origins = (options.also ?? []).map((one) => one.origin);
      if (at !== undefined && !isSpan(at)) origins.unshift(at);
      if (origins.some(isInvalid)) return;

      const related = [...(options.related ?? [])];
      const notes = [...(options.notes ?? [])];
      let span = at === undefined || isSpan(at) ? at : spanOf(at);
      if (at !== undefined && !isSpan(at) && span === undefined) notes.push(...defaultNotes(at));
      for (const { origin, text } of options.also ?? []) {
        const other = spanOf(origin);
        // A conflict between a default and a written value is shown at the written one.
        if (other !== undefined && span === undefined) span = other;
        else if (other !== undefined) related.push({ span: other, text });
        else notes.push(...defaultNotes(origin));
      }
      const cause = options.unless;
      const causedThere = (one: Diagnostic): boolean =>
        one.code === cause && one.primary !== undefined && isSame(one.primary.span, span);
      if (cause !== undefined && diagnostics.some(causedThere)) return;
      // Two targets may refuse the same. By a set: inputs may have very many findings.
      const place = span === undefined ? "" : `${span.file} ${span.start} ${span.end}`;
      const whole = `${code} ${place} ${message}`;
      if (said.has(whole)) return;
      said.add(whole);
      const { severity } = entryOf(code);
      diagnostics.push({
        code,
        severity: RANK[severity] > RANK[atMost] ? atMost : severity,
        message,
        path: options.path ?? (at === undefined || isSpan(at) ? [] : pathOf(at)),
        ...(span === undefined ? {} : { primary: { span, text: options.label ?? "" } }),
        related,
        notes,
        ...(options.help === undefined ? {} : { help: options.help }),
        ...(options.fix === undefined ? {} : { fix: options.fix }),
        ...(options.choice === undefined ? {} : { choice: options.choice }),
      });
    },
  };
}

function defaultNotes(origin: Origin): readonly string[] {
  return roots(origin).flatMap((root) => (root.kind === "default" ? [root.rule] : []));
}

/** True where nothing may be written. */
export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((one) => one.severity === "error");
}

/** Sorts by file, place, code, message. */
export function sortedDiagnostics(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return [...diagnostics].sort(compareDiagnostics);
}

/** A total order: by file, place, code, message. Findings without a place come last. */
export function compareDiagnostics(a: Diagnostic, b: Diagnostic): number {
  const [x, y] = [a.primary?.span, b.primary?.span];
  if (x === undefined || y === undefined) {
    if (x !== y) return x === undefined ? 1 : -1;
  } else {
    const byPlace = compareLayers(x.file, y.file) || x.start - y.start || x.end - y.end;
    if (byPlace !== 0) return byPlace;
  }
  if (a.code !== b.code) return a.code < b.code ? -1 : 1;
  return a.message < b.message ? -1 : a.message > b.message ? 1 : 0;
}

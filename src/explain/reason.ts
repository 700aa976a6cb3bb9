/** Why a value is what it is, as a tree for people and as a list for programs. */
import { formatPath, type Origin, type SourceSpan } from "../base/origin.ts";
import { positionAt, type SourceText, type SourceTexts } from "../base/source-text.ts";

/** A place in an input. */
export interface WrittenPlace {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

export type Reason =
  /** Somebody wrote it. */
  | {
      readonly kind: "written";
      readonly key: string;
      readonly file: string;
      readonly line: number;
      readonly column: number;
      /** Where earlier layers have another value. */
      readonly overrules?: readonly WrittenPlace[];
    }
  | { readonly kind: "default"; readonly key: string; readonly rule: string }
  | { readonly kind: "environment"; readonly key: string; readonly variable: string }
  /** Nobody can change it by an input. */
  | { readonly kind: "fact"; readonly fact: string }
  /** A rule of the compiler made it of other values. */
  | { readonly kind: "rule"; readonly rule: string; readonly from: readonly Reason[] };

/** The end of a chain of reasons. `rule` alone: a default or a fact. With a place: how the value was made of what is written there. */
export interface Root {
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
  readonly rule?: string;
  /** Where earlier layers have another value, which does not count. */
  readonly overrules?: readonly WrittenPlace[];
}

export function reasonOf(origin: Origin, texts: SourceTexts): Reason {
  switch (origin.kind) {
    case "source":
    case "invalid": {
      const key = formatPath(origin.path);
      const source = origin.span === undefined ? undefined : texts[origin.span.file];
      if (source === undefined || origin.span === undefined)
        return { kind: "fact", fact: `the value of ${key}, whose file was not given` };
      const overrules = (origin.kind === "source" ? (origin.overrules ?? []) : []).flatMap((span) => {
        const earlier = texts[span.file];
        return earlier === undefined ? [] : [placeIn(earlier, span)];
      });
      return {
        kind: "written",
        key,
        ...placeIn(source, origin.span),
        ...(overrules.length === 0 ? {} : { overrules }),
      };
    }
    case "default":
      return { kind: "default", key: formatPath(origin.path), rule: origin.rule };
    case "environment":
      return { kind: "environment", key: formatPath(origin.path), variable: origin.variable };
    case "constant":
      return { kind: "fact", fact: origin.fact };
    case "derived":
      return {
        kind: "rule",
        rule: origin.rule,
        from: different(origin.from.map((from) => reasonOf(from, texts))),
      };
    default:
      return origin satisfies never;
  }
}

function placeIn(source: SourceText, { start }: SourceSpan): WrittenPlace {
  // Nothing is told of what stands before a secret on its line: that would be its length.
  const mask = source.masked.find((range) => range.start <= start && start < range.end);
  return { file: source.name, ...positionAt(source, mask?.start ?? start) };
}

/** Each reason once, in order. */
export function different(reasons: readonly Reason[]): readonly Reason[] {
  return [...new Map(reasons.map((reason) => [JSON.stringify(reason), reason])).values()];
}

/** The ends of reasons, each once, in order. */
export function rootsOf(reasons: readonly Reason[]): readonly Root[] {
  const found = new Map<string, Root>();
  const visit = (reason: Reason, rules: readonly string[]): void => {
    if (reason.kind === "rule") {
      for (const from of reason.from) visit(from, [...rules, reason.rule]);
      return;
    }
    const root = rootOf(reason, rules);
    const key = JSON.stringify([
      root.file,
      root.line,
      root.column,
      reason.kind === "written" ? "" : root.rule,
    ]);
    if (!found.has(key)) found.set(key, root);
  };
  for (const reason of reasons) visit(reason, []);
  return [...found.values()];
}

function rootOf(reason: Exclude<Reason, { kind: "rule" }>, rules: readonly string[]): Root {
  switch (reason.kind) {
    case "written": {
      const { file, line, column, overrules } = reason;
      return {
        file,
        line,
        column,
        ...(rules.length === 0 ? {} : { rule: rules.join("; ") }),
        ...(overrules === undefined ? {} : { overrules }),
      };
    }
    case "default":
      return { rule: reason.rule };
    case "environment":
      return { rule: `the environment variable ${reason.variable}` };
    case "fact":
      return { rule: reason.fact };
    default:
      return reason satisfies never;
  }
}

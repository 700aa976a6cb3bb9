/** Reads single values; says of a wrong one what is expected, and corrects what is certain. */

import type { Edit } from "../../base/diagnostic.ts";
import { formatPath, type SourceSpan } from "../../base/origin.ts";
import { sameWord } from "../../base/suggest.ts";
import { hasReference } from "../../base/variable-references.ts";
import type { Code } from "../../codes.ts";
import { type OtherRelease, valueOfOtherRelease } from "../other-releases.ts";
import { expectedWords, isWithin } from "../schema/expectation.ts";
import type { ChoiceSchema, FlagSchema, NullSchema, NumberSchema, TextSchema } from "../schema/key-schema.ts";
import { brokenRule, type Rule, type Violation } from "../schema/rules.ts";
import type { ScalarNode } from "../yaml/node.ts";
import { type Correction, type CorrectionOptions, correct, TYPOGRAPHIC_QUOTES } from "./correct.ts";
import { reportCut } from "./cut-secret.ts";
import { invalidAt, placeholder, type Read } from "./placeholder.ts";
import { aliasLabel, type Context, type Place, report, show, sourceOf, spanToShow } from "./reading.ts";
import { slipHelp, withoutMark } from "./slips.ts";
import { suggestValue } from "./unknown-key.ts";
import { reportOtherAuthentication } from "./wrong-kinds.ts";

/** A schema under which one value stands. */
type ScalarSchema = TextSchema | NumberSchema | FlagSchema | ChoiceSchema | NullSchema;

/** A value as it is written, and what is known of it. */
interface Written {
  readonly schema: ScalarSchema;
  readonly node: ScalarNode;
  readonly place: Place;
  readonly slip: Slip | undefined;
  /** True where no message may show it. */
  readonly secret: boolean;
}

/** Reads one value. Reports what is wrong with it, with the way out and, where it is certain, the fix. */
export function readScalar(context: Context, schema: ScalarSchema, node: ScalarNode, place: Place): Read {
  const secret = isSecret(schema) || context.file === "credentials";
  const options: CorrectionOptions = {
    secret,
    quotable: !secret && !(place.sensitive && schema.kind !== "text"),
    unit: schema.unit,
    asText: schema.kind === "text" && schema.numberAsText === true,
  };
  const correction = correct(node, schema, options);
  const written = (): Written => ({ schema, node, place, slip: markedSlip(schema, node, options), secret });
  if (correction.kind !== "right") return reportCorrection(context, written(), correction);
  const problem = problemOf(schema, correction.value);
  if (problem !== undefined) return reportValue(context, written(), problem);
  if (secret) reportCut(context, node, place);
  return { value: correctedValue(schema, correction.value), origin: sourceOf(node, place) };
}

function isSecret(schema: ScalarSchema): boolean {
  return schema.kind === "text" && schema.secret === true;
}

/** What a value with a mark behind it is without: certain where nothing else is wrong with it. */
interface Slip {
  readonly help: string;
  readonly fix: readonly Edit[];
  readonly value: string | number | boolean | null;
}

function markedSlip(schema: ScalarSchema, node: ScalarNode, options: CorrectionOptions): Slip | undefined {
  const without = options.secret ? undefined : withoutMark(node);
  if (without === undefined) return undefined;
  const { meaning } = without.node;
  const value =
    schema.nullable === true && meaning.kind === "null"
      ? null
      : rightValue(correct(without.node, schema, options));
  if (value === undefined || (value !== null && problemOf(schema, value) !== undefined)) return undefined;
  return {
    help: `Remove the ${without.mark}`,
    fix: [{ span: { ...node.span, start: without.node.span.end }, text: "" }],
    value: correctedValue(schema, value) as Slip["value"],
  };
}

function rightValue(correction: Correction): string | number | boolean | null | undefined {
  return correction.kind === "right" ? correction.value : undefined;
}

/** Why a value of the right kind cannot be used. */
interface Problem {
  readonly code: Code;
  readonly expected: string;
  /** The rule of a text that is broken. */
  readonly rule?: Rule;
}

function problemOf(schema: ScalarSchema, value: unknown): Problem | undefined {
  switch (schema.kind) {
    case "text": {
      const rule = brokenRule(schema.rules ?? [], String(value));
      return rule && { code: rule.code, expected: rule.expected, rule };
    }
    case "choice":
      return (schema.values as readonly unknown[]).includes(value)
        ? undefined
        : { code: schema.code ?? "CLP2005", expected: expectedWords(schema) };
    case "number": {
      if (isWithin(schema, Number(value))) return undefined;
      const { whole, minimum, maximum } = schema;
      // A bound that nobody reaches by intent is named where it is broken.
      const bounded = !whole || minimum === undefined || maximum !== undefined;
      const huge = !bounded && Number(value) > Number.MAX_SAFE_INTEGER;
      const range = `a whole number from ${minimum} to ${Number.MAX_SAFE_INTEGER}`;
      const orNull = schema.nullable === true ? ", or null" : "";
      return {
        code: schema.code ?? "CLP2004",
        expected: huge ? `${range}${orNull}` : expectedWords(schema),
      };
    }
    case "flag":
    case "null":
      return undefined;
    default:
      return schema satisfies never;
  }
}

function correctedValue(schema: ScalarSchema, value: unknown): unknown {
  return schema.kind === "text" && schema.strip === true ? String(value).trim() : value;
}

/** Reports a value of the right kind that breaks a rule. */
function reportValue(context: Context, value: Written, problem: Problem): Read {
  const { schema, node, place, slip, secret } = value;
  const { code, expected, rule } = problem;
  const span = spanToShow(node, place);
  const text = node.meaning.kind === "string" && !secret ? node.meaning.value : undefined;
  const message = `Cannot use ${secret ? "this value" : show(node)} for ${formatPath(place.path)}: `;
  const related = aliasLabel(node);
  const other =
    schema.kind === "choice" && text !== undefined ? ofOtherRelease(context, place, text) : undefined;
  if (other !== undefined) {
    report(context, "CLP2009", span, `${message}it ${other.what}`, {
      path: place.path,
      related,
      help: other.help,
    });
    return placeholder(schema, place.path, invalidAt(span));
  }
  if (slip !== undefined && node.aliasOf === undefined) {
    const { help, fix } = slip;
    report(context, code, span, `${message}expected ${expected}`, { path: place.path, help, fix });
    return { value: slip.value, origin: sourceOf(node, place) };
  }
  const meant = text === undefined ? undefined : choiceMeant(context, schema, text);
  const help = helpFor(value, text, meant, problem);
  const fixed = fixOf(node, text, meant, rule);
  report(context, code, span, `${message}expected ${expected}`, {
    path: place.path,
    related,
    ...(help === undefined ? {} : { help }),
    ...(fixed === undefined ? {} : { fix: fixed.fix }),
  });
  if (fixed === undefined) return placeholder(schema, place.path, invalidAt(span));
  return { value: fixed.value, origin: sourceOf(node, place) };
}

function ofOtherRelease({ file, release }: Context, { path }: Place, text: string): OtherRelease | undefined {
  return file === "site" || file === "project" || release === undefined
    ? undefined
    : valueOfOtherRelease(file, path, text, release.value);
}

/** Several words of a list that should be separated by commas. */
function isCommaMissing(schema: ScalarSchema, text: string): boolean {
  const words = text.trim().split(/\s+/);
  return schema.kind === "choice" && words.length > 1 && words.every((word) => schema.values.includes(word));
}

/** The one of the words that are allowed which was most likely meant. */
function choiceMeant(context: Context, schema: ScalarSchema, text: string): string | undefined {
  if (schema.kind !== "choice" || schema.values.length < 2 || context.budget <= 0) return undefined;
  if (isCommaMissing(schema, text) || hasReference(text)) return undefined;
  // A release with a v before it is told to go without.
  if (text.startsWith("v") && schema.values.includes(text.slice(1))) return undefined;
  return suggestValue(text, schema.values);
}

function didYouMean(word: string): string {
  return `Did you mean ${JSON.stringify(word)}?`;
}

/** @param text what is written, where it is text that may be shown */
function helpFor(
  { schema, node, place, secret }: Written,
  text: string | undefined,
  meant: string | undefined,
  { rule }: Problem,
): string | undefined {
  if (text !== undefined && isCommaMissing(schema, text)) return "Separate them by commas";
  if (meant !== undefined) return didYouMean(meant);
  const takes = (other: string): boolean => problemOf(schema, other) === undefined;
  const hint =
    (secret ? undefined : slipHelp(schema, node, place.path)) ??
    (text === undefined ? undefined : hintFor(schema, rule, { written: text, path: place.path, takes }));
  return hint ?? usualOf(schema) ?? rule?.remedy?.(node.style === "block");
}

/** The way out that the message by itself does not say. */
function hintFor(schema: ScalarSchema, rule: Rule | undefined, violation: Violation): string | undefined {
  const { written } = violation;
  if (TYPOGRAPHIC_QUOTES.test(written)) return "Write plain quotes, or none";
  if (schema.kind !== "choice") return rule?.hint?.(violation);
  return schema.hint ?? (/ - /.test(written) ? "Start each - in the column of the first" : undefined);
}

/** What was certainly meant, and the edit that writes it. */
function fixOf(
  node: ScalarNode,
  written: string | undefined,
  meant: string | undefined,
  rule: Rule | undefined,
): { readonly fix: readonly Edit[]; readonly value: string } | undefined {
  if (node.aliasOf !== undefined || written === undefined) return undefined;
  if (meant !== undefined) {
    if (!sameWord(meant, written)) return undefined;
    const text = node.style === "plain" ? unquoted(meant) : `"${meant}"`;
    return { fix: [{ span: node.span, text }], value: meant };
  }
  const value = rule?.fix?.(written);
  return value === undefined ? undefined : { fix: [{ span: contentOf(node), text: value }], value };
}

/** What stands there if nobody writes anything. */
function usualOf({ default: fallback }: ScalarSchema): string | undefined {
  return fallback !== undefined &&
    "value" in fallback &&
    (fallback.value === null || typeof fallback.value !== "object")
    ? `The default is ${JSON.stringify(fallback.value)}`
    : undefined;
}

/** The content of a scalar: within its quotes. */
function contentOf(node: ScalarNode): SourceSpan {
  const { span } = node;
  return node.style === "plain" ? span : { ...span, start: span.start + 1, end: span.end - 1 };
}

/** A word as it may stand without quotes in any YAML; `no` and `OFF` may not. */
function unquoted(word: string): string {
  return /^(?:no|off|on|yes)$/i.test(word) ? `"${word}"` : word;
}

/** Reports a value of another kind. */
function reportCorrection(
  context: Context,
  { schema, node, place, slip, secret }: Written,
  correction: Exclude<Correction, { kind: "right" }>,
): Read {
  if (schema.kind === "null") {
    reportOtherAuthentication(context, place);
    return placeholder(schema, place.path, invalidAt(place.keySpan));
  }
  const code =
    schema.kind === "choice" && correction.code === "CLP2002" ? (schema.code ?? "CLP2005") : correction.code;
  const certain = node.aliasOf === undefined ? (slip?.fix ?? correction.fix) : undefined;
  const { value } = slip ?? correction;
  const fits =
    slip !== undefined ||
    (correction.value !== undefined && problemOf(schema, correction.value) === undefined);
  const meant = fits || secret ? undefined : choiceMeant(context, schema, node.text);
  // To quote what is then wrong for another reason is no help.
  const help =
    slip?.help ??
    (secret ? undefined : slipHelp(schema, node, place.path)) ??
    (meant === undefined ? undefined : didYouMean(meant)) ??
    (value === undefined || fits ? correction.help : undefined) ??
    (schema.kind === "choice" ? schema.hint : undefined) ??
    usualOf(schema);
  report(
    context,
    code,
    spanToShow(node, place),
    `Cannot use ${correction.shown} for ${formatPath(place.path)}: expected ${expectedWords(schema)}`,
    {
      path: place.path,
      related: aliasLabel(node),
      ...(correction.note === undefined ? {} : { notes: [correction.note] }),
      ...(help === undefined ? {} : { help }),
      ...(certain !== undefined && fits ? { fix: certain } : {}),
    },
  );
  if (certain !== undefined && fits)
    return { value: correctedValue(schema, value), origin: sourceOf(node, place) };
  return placeholder(schema, place.path, invalidAt(node.span));
}

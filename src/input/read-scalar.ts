/** Reads single values; says of a wrong one what is expected, and corrects what is certain. */
import type { Code } from "../base/codes.ts";
import type { Edit } from "../base/diagnostic.ts";
import { type DocPath, formatPath, type SourceSpan } from "../base/origin.ts";
import { HIDDEN, nameOfCharacter, shorten } from "../base/printable.ts";
import { nearest, sameWord } from "../base/suggest.ts";
import { withoutLogin } from "../base/url-secrets.ts";
import { hasReference } from "../base/variables.ts";
import { type Correction, type CorrectionOptions, correct } from "./correct.ts";
import { reportCut } from "./cut-secret.ts";
import { suggestValue } from "./help.ts";
import type { ScalarNode } from "./node.ts";
import { aliasLabel, type Context, type Place, report, show, sourceOf, spanToShow } from "./reading.ts";
import { otherReleaseValue } from "./releases.ts";
import { documentationOf, factsOf, type Schema } from "./schema/build.ts";
import { isShortPath, SHORT_PATH, utf8Length } from "./schema/rules.ts";
import {
  bare,
  boundsOf,
  defaultOf,
  type Expectation,
  expectationOf,
  isWithin,
  valuesOf,
} from "./schema/walk.ts";
import { slipHelp, withoutMark } from "./slips.ts";
import { invalidAt, type Read, standIn } from "./stand-in.ts";
import { hostHelp } from "./wrong-hosts.ts";
import { reportOtherAuthentication } from "./wrong-kinds.ts";

export function readScalar(
  context: Context,
  schema: Schema,
  inner: Schema,
  expected: Expectation,
  node: ScalarNode,
  place: Place,
): Read {
  const origin = sourceOf(node, place);
  const facts = factsOf(inner);
  const secret = facts.secret === true || context.file === "credentials";
  const options: CorrectionOptions = {
    secret,
    quotable: !secret && !(place.delicate && expected.kind !== "string"),
    unit: documentationOf(schema)?.unit,
    asText: facts.numberAsText === true,
  };
  const correction = correct(node, expected, options);
  const problem = correction.kind === "right" ? check(inner, correction.value, facts) : undefined;
  if (correction.kind === "right" && problem === undefined) {
    if (secret) reportCut(context, node, place);
    return { value: correctedValue(inner, correction.value), origin };
  }
  const slip = secret ? undefined : markedSlip(schema, node, expected, options);
  if (problem !== undefined) return reportValue(context, schema, node, place, problem, secret, slip);
  return reportCorrection(
    context,
    schema,
    inner,
    expected,
    node,
    place,
    correction as Exclude<Correction, { kind: "right" }>,
    slip,
  );
}

/** What a value with a mark behind it is without: certain where nothing else is wrong with it. */
interface Slip {
  readonly help: string;
  readonly fix: readonly Edit[];
  readonly value: string | number | boolean | null;
}

function markedSlip(
  schema: Schema,
  node: ScalarNode,
  expected: Expectation,
  options: CorrectionOptions,
): Slip | undefined {
  const without = withoutMark(node);
  if (without === undefined) return undefined;
  const inner = bare(schema);
  const { meaning } = without.node;
  const value =
    expected.nullable && meaning.kind === "null"
      ? null
      : rightValue(correct(without.node, expected, options));
  if (value === undefined || (value !== null && check(inner, value, factsOf(inner)) !== undefined))
    return undefined;
  return {
    help: `Remove the ${without.mark}`,
    fix: [{ span: { ...node.span, start: without.node.span.end }, text: "" }],
    value: correctedValue(inner, value) as Slip["value"],
  };
}

function rightValue(correction: Correction): string | number | boolean | null | undefined {
  return correction.kind === "right" ? correction.value : undefined;
}

const HIDDEN_CHARACTER = new RegExp(`[${HIDDEN}]`, "u");

export interface Problem {
  readonly code: Code;
  readonly expected: string;
}

export function check(
  schema: Schema,
  value: unknown,
  facts: ReturnType<typeof factsOf>,
): Problem | undefined {
  const rule =
    typeof value === "string" ? facts.rules?.find(({ pattern }) => !pattern.test(value)) : undefined;
  if (rule !== undefined) return rule;
  if (facts.path === true && typeof value === "string" && !isShortPath(value)) return SHORT_PATH;
  const values = valuesOf(schema);
  if (values !== undefined) {
    return values.includes(value)
      ? undefined
      : { code: facts.choiceCode ?? "CLP2005", expected: expectationOf(schema).words };
  }
  if (isWithin(schema, value)) return undefined;
  const { whole, minimum, maximum } = boundsOf(schema);
  const { words } = expectationOf(schema);
  // A bound that nobody reaches by intent is named where it is broken.
  const bounded = !whole || minimum === undefined || maximum !== undefined;
  const huge = !bounded && Number(value) > Number.MAX_SAFE_INTEGER;
  return {
    code: facts.rangeCode ?? "CLP2004",
    expected: huge ? `a whole number from ${minimum} to ${Number.MAX_SAFE_INTEGER}` : words,
  };
}

/** `300 bytes, 280 of them between two /` */
function lengthOf(text: string): string {
  const longest = Math.max(...text.split("/").map(utf8Length));
  return `${utf8Length(text)} bytes${text.includes("/") ? `, ${longest} of them between two /` : ""}`;
}

export function correctedValue(schema: Schema, value: unknown): unknown {
  return typeof value === "string" && factsOf(schema).strip === true ? value.trim() : value;
}

/** Reports a value of the right kind that breaks a rule. */
export function reportValue(
  context: Context,
  schema: Schema,
  node: ScalarNode,
  place: Place,
  problem: Problem,
  secret: boolean,
  slip: Slip | undefined,
): Read {
  const span = spanToShow(node, place);
  const written = node.meaning.kind === "string" && !secret ? node.meaning.value : undefined;
  const shown = secret ? "this value" : show(node);
  const message = `Cannot use ${shown} for ${formatPath(place.path)}: `;
  const orNull =
    expectationOf(schema).nullable && (problem.code === "CLP2004" || problem.code === "CLP2005")
      ? ", or null"
      : "";
  const related = aliasLabel(node);
  const other =
    problem.code === "CLP2005" && written !== undefined ? otherReleaseValue(place.path, written) : undefined;
  if (other !== undefined) {
    report(context, "CLP2009", span, `${message}it ${other.what}`, place.path, { related, help: other.help });
    return standIn(schema, place.path, invalidAt(span));
  }
  if (slip !== undefined && node.aliasOf === undefined) {
    const { help, fix, value } = slip;
    report(context, problem.code, span, `${message}expected ${problem.expected}${orNull}`, place.path, {
      help,
      fix,
    });
    return { value, origin: sourceOf(node, place) };
  }
  const words = valuesOf(bare(schema))?.filter((value) => typeof value === "string") ?? [];
  const meant =
    written !== undefined && !hasReference(written) && context.patience > 0 && words.length > 1
      ? suggestValue(written, words)
      : undefined;
  const usual = usualOf(schema);
  const hint =
    (secret ? undefined : slipHelp(schema, node)) ??
    (written === undefined ? undefined : hintFor(problem.code, written, bare(schema), place.path));
  const needed =
    problem.code === "CLP2007"
      ? "Write a value"
      : problem.code !== "CLP2014"
        ? undefined
        : node.style === "block"
          ? "Write |- in place of |, which keeps the last line break"
          : "Remove the white space";
  const help = meant === undefined ? (hint ?? usual ?? needed) : `Did you mean ${JSON.stringify(meant)}?`;
  const fix =
    node.aliasOf !== undefined || written === undefined
      ? undefined
      : meant !== undefined && sameWord(meant, written)
        ? [{ span: node.span, text: node.style === "plain" ? unquoted(meant) : `"${meant}"` }]
        : problem.code === "CLP2024" && /^[\w./-]+$/.test(written) && !/^\.$|\.\./.test(written)
          ? [{ span: contentOf(node), text: prefixOf(written) }]
          : undefined;
  report(context, problem.code, span, `${message}expected ${problem.expected}${orNull}`, place.path, {
    related,
    ...(help === undefined ? {} : { help }),
    ...(fix === undefined ? {} : { fix }),
  });
  if (fix === undefined) return standIn(schema, place.path, invalidAt(span));
  return { value: meant ?? prefixOf(written!), origin: sourceOf(node, place) };
}

/** What stands there if nobody writes anything. */
export function usualOf(schema: Schema): string | undefined {
  const fallback = defaultOf(schema);
  return fallback?.kind === "value" && (fallback.value === null || typeof fallback.value !== "object")
    ? `The default is ${JSON.stringify(fallback.value)}`
    : undefined;
}

/** The content of a scalar: within its quotes. */
export function contentOf(node: ScalarNode): SourceSpan {
  const { span } = node;
  return node.style === "plain" ? span : { ...span, start: span.start + 1, end: span.end - 1 };
}

/** A key prefix as S3 has them: steps, with a slash after each and none before. */
export function prefixOf(written: string): string {
  const steps = written.split("/").filter((step) => step !== "" && step !== ".");
  return `${steps.join("/")}/`;
}

/** The way out that a rule by itself does not say. */
export function hintFor(code: Code, written: string, schema: Schema, path: DocPath): string | undefined {
  if (/^[\u201c\u201d\u201e\u2018\u2019\xab\xbb].*[\u201c\u201d\u201e\u2018\u2019\xab\xbb]$/u.test(written))
    return "Write plain quotes, or none";
  if (code === "CLP2013" && /[\n\r]/.test(written)) return "Write it on one line";
  if (code === "CLP2029") {
    const hidden = [...written].find((one) => HIDDEN_CHARACTER.test(one))!;
    return `Remove the character ${nameOfCharacter(hidden)}`;
  }
  if (code === "CLP2030") return `It has ${lengthOf(written)}`;
  if (code === "CLP2031") {
    if (factsOf(schema).path === true) return "Write the path alone";
    const shown = withoutLogin(written);
    const keys = "S3 keys belong to aws_authentication, other passwords to the credentials file";
    return shown === undefined ? keys : `Write ${shorten(shown)}; ${keys}`;
  }
  if (code === "CLP2005" && / - /.test(written)) return "Start each - in the column of the first";
  if (code === "CLP2017") {
    const [policy, tries] = written.split(":");
    const meant = nearest(policy!, ["always", "unless-stopped", "on-failure"]);
    const full = tries === undefined || meant !== "on-failure" ? meant : `${meant}:${tries}`;
    return full !== undefined && takes(schema, full) ? `Did you mean "${full}"?` : undefined;
  }
  if (code === "CLP2018") {
    const [, amount, unit, binary] = written.match(/^([0-9.]+) ?([KMGTPE])(i?)B?$/i) ?? [];
    if (unit === undefined) return undefined;
    const upper = unit.toUpperCase();
    return binary === ""
      ? `Write ${amount}${upper}i or ${amount}${upper === "K" ? "k" : upper}`
      : `Write ${amount}${upper}i`;
  }
  if (code === "CLP2019" || code === "CLP2023") {
    const mended = written
      .trim()
      .toLowerCase()
      .replace(/[_ .]+/g, "-");
    return takes(schema, mended) ? `Write ${mended}` : undefined;
  }
  if (code === "CLP2022") return "This compiler compiles for CLP v0.9.0";
  if (code === "CLP2024") return `Write ${shorten(prefixOf(written))}`;
  return code === "CLP2016" ? hostHelp(written, path) : undefined;
}

export function takes(schema: Schema, value: string): boolean {
  return check(schema, value, factsOf(schema)) === undefined;
}

/** A word as it may stand without quotes in any YAML; `no` and `OFF` may not. */
export function unquoted(word: string): string {
  return /^(?:no|off|on|yes)$/i.test(word) ? `"${word}"` : word;
}

export function reportCorrection(
  context: Context,
  schema: Schema,
  inner: Schema,
  expected: Expectation,
  node: ScalarNode,
  place: Place,
  correction: Exclude<Correction, { kind: "right" }>,
  slip: Slip | undefined,
): Read {
  const subject = formatPath(place.path);
  const quotable = factsOf(inner).secret !== true && context.file !== "credentials";
  if (expected.kind === "null") {
    reportOtherAuthentication(context, place);
    return standIn(schema, place.path, invalidAt(place.keySpan));
  }
  const choice = valuesOf(inner) !== undefined && correction.code === "CLP2002";
  const code = choice ? (factsOf(inner).choiceCode ?? "CLP2005") : correction.code;
  const certain = node.aliasOf === undefined ? (slip?.fix ?? correction.fix) : undefined;
  const { value } = slip ?? correction;
  const fits =
    slip !== undefined ||
    (correction.value !== undefined && check(inner, correction.value, factsOf(inner)) === undefined);
  // To quote what is then wrong for another reason is no help.
  const help =
    slip?.help ??
    (quotable ? slipHelp(schema, node) : undefined) ??
    (value === undefined || fits ? correction.help : undefined) ??
    usualOf(schema);
  report(
    context,
    code,
    spanToShow(node, place),
    `Cannot use ${correction.shown} for ${subject}: expected ${expected.words}`,
    place.path,
    {
      related: aliasLabel(node),
      ...(correction.note === undefined ? {} : { notes: [correction.note] }),
      ...(help === undefined ? {} : { help }),
      ...(certain !== undefined && fits ? { fix: certain } : {}),
    },
  );
  if (certain !== undefined && fits)
    return { value: correctedValue(inner, value), origin: sourceOf(node, place) };
  return standIn(schema, place.path, invalidAt(node.span));
}

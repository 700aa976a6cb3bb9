/** What of the values could not be carried over: each thing once, however many values it shows in. */
import type { Reporter } from "../../base/diagnostic.ts";
import { formatPath } from "../../base/origin.ts";
import { type Draft, draftKey } from "../draft.ts";
import { meansSame } from "../plain.ts";
import { type Difference, keysOf } from "../solve.ts";

const KEEP = "Keep it in a values file of your own, which Helm reads after the compiled ones";

/**
 * Reports `CLP6562` for each difference.
 *
 * @param chart as messages name it
 */
export function reportLeft(
  left: readonly Difference[],
  draft: Draft,
  chart: string,
  reporter: Reporter,
): void {
  const groups = new Map<string, Difference[]>();
  for (const one of left) {
    const by = groupOf(one, draft);
    groups.set(by, [...(groups.get(by) ?? []), one]);
  }
  for (const [first, ...others] of groups.values()) report(first!, others, draft, chart, reporter);
}

/** Values that one key says, and those of one section that is away, are one thing. */
function groupOf(one: Difference, draft: Draft): string {
  const key = writtenKey(one, draft);
  return key ?? formatPath(one.section ?? one.path);
}

/** The key of the inputs that says another value here, since it says it for all of its kind. */
function writtenKey({ compiled, wanted }: Difference, draft: Draft): string | undefined {
  if (wanted === undefined || compiled === undefined) return undefined;
  return keysOf(compiled.origin)
    .map(draftKey)
    .find((key) => draft.has(key));
}

function report(
  first: Difference,
  others: readonly Difference[],
  draft: Draft,
  chart: string,
  reporter: Reporter,
): void {
  const { path, wanted, compiled, reason, section } = first;
  const key = draft.get(writtenKey(first, draft) ?? "");
  const shown = formatPath(section ?? path);
  const secret = path[0] === "credentials" || path.includes("credentials");
  const inPlace = key === undefined ? "" : `, as ${formatPath(key.path)} says it for all of them`;
  const [message, help] =
    wanted === undefined
      ? [`${shown} is not among the values, and what is compiled has it`, "Look at it before you upgrade"]
      : section !== undefined
        ? [`Cannot carry over ${shown}: what is compiled has null in its place`, KEEP]
        : meansSame(compiled?.value, undefined)
          ? [`Cannot carry over ${shown}: no key of the inputs says it`, KEEP]
          : [`Cannot carry over ${shown}: what is compiled has another value${inPlace}`, KEEP];
  const notes = [
    ...(reason === undefined ? [] : [reason]),
    ...(wanted !== undefined && wanted.span === undefined ? [`It is a value of ${chart} itself`] : []),
    ...(compiled === undefined || secret || meansSame(compiled.value, undefined)
      ? []
      : [`Compiled: ${JSON.stringify(compiled.value)}`]),
    ...(others.length === 0 || section !== undefined
      ? []
      : [`The same holds of ${others.map((one) => formatPath(one.path)).join(", ")}`]),
  ];
  const related = section === undefined ? others.flatMap((one) => one.wanted?.span ?? []) : [];
  reporter.report("CLP6562", wanted?.span, message, {
    path,
    notes,
    help,
    related: related.map((span) => ({ span, text: "" })),
  });
}

/** The question whether a service is the package's own, and the edit of the config that says no. */
import type { Edit } from "../base/diagnostic.ts";
import { given, pick } from "../base/typed.ts";
import type { Bundleable, Outline } from "./deployment.ts";

/** For the help of a finding about the host of a bundled service. */
export function asksWhetherExternal(section: Bundleable): string {
  return `\`${section}\` is bundled, so \`host\` is where *this* machine publishes it. For a server of your own, take it out of \`bundled\``;
}

/** The edit that takes a service out of `bundled`, for a person to choose; nothing where it cannot be told where. */
export function takenOut(
  deployment: Outline,
  section: Bundleable,
): { readonly fix?: readonly Edit[]; readonly choice?: true } {
  const list = pick(deployment.config, "bundled");
  const fix = list.origin.kind === "source" ? removal(deployment, section) : addition(deployment, section);
  return fix === undefined ? {} : { fix, choice: true };
}

/** Takes items out of a list that is written. */
function removal({ config }: Outline, section: Bundleable): readonly Edit[] | undefined {
  const { bundled } = config;
  const spans = bundled.map((_, index) => {
    const { origin } = pick(bundled, index);
    return origin.kind === "source" ? origin.span : undefined;
  });
  const edits: Edit[] = [];
  const kept = bundled.findIndex((name) => name !== section);
  const list = pick(config, "bundled").origin;
  if (list.kind !== "source") return undefined;
  if (kept === -1) {
    // A list in block style is shown at its key, and what is left of it is none.
    const [first, last] = [spans[0], spans.at(-1)];
    if (first === undefined || last === undefined || first.start < list.span.start) return undefined;
    return last.end <= list.span.end ? [{ span: list.span, text: "[]" }] : undefined;
  }
  for (const [index, name] of bundled.entries()) {
    if (name !== section) continue;
    const [before, own, after] = [spans[index - 1], spans[index], spans[index + 1]];
    if (own === undefined) return undefined;
    if (index < kept && after !== undefined) edits.push({ span: { ...own, end: after.start }, text: "" });
    else if (index > kept && before !== undefined)
      edits.push({ span: { ...own, start: before.end }, text: "" });
    else return undefined;
  }
  // By an alias the items stand elsewhere, where others may use them, too.
  return edits.every(({ span }) => span.start >= list.span.start) ? edits : undefined;
}

/** Writes the list that is not written, before the section of the service. */
function addition({ config, texts }: Outline, section: Bundleable): readonly Edit[] | undefined {
  const origin = given(config, section)?.origin;
  const text = texts.config?.text;
  if (origin?.kind !== "source" || text === undefined) return undefined;
  const start = text.lastIndexOf("\n", origin.span.start - 1) + 1;
  const isOutermost = new RegExp(`^["']?${section}["']?[ \\t]*:`).test(text.slice(start, start + 100));
  if (!isOutermost || /^\s*\{/.test(text.replace(/^(?:\s*#.*\n)+/, ""))) return undefined;
  const others = config.bundled.filter((name) => name !== section);
  return [{ span: { file: "config", start, end: start }, text: `bundled: [${others.join(", ")}]\n` }];
}

/** The difference between a file on disk and the compiled one, with the reason beside each new line. */
import { structuredPatch } from "diff";
import { formatPath, type Origin, roots } from "../../base/origin.ts";
import { formatPlace, type SourceTexts } from "../../base/source-text.ts";
import type { EmittedFile } from "../../mod.ts";

/** Lines around a change. */
const CONTEXT = 3;
/** Beyond that many changed lines a diff is no help, and takes long. */
const MAX_EDITS = 800;
/** Origins said of one line. */
const MAX_REASONS = 2;
/** Columns of a line beyond which its reason is not moved further to the right. */
const REASON_COLUMN = 60;

export interface FileDiff {
  /** Lines of a unified diff, from the disk to the compiled file. */
  readonly diff: readonly string[];
  /** The first line on disk that differs, from 1. */
  readonly line: number;
}

/** @param name the file on disk, for the head of the diff */
export function diffFile(name: string, found: string, file: EmittedFile, texts: SourceTexts): FileDiff {
  const patch = structuredPatch(name, "compiled", found, file.text, undefined, undefined, {
    context: CONTEXT,
    maxEditLength: MAX_EDITS,
  });
  if (patch === undefined)
    return { diff: [`--- ${name}`, "+++ compiled", `(more than ${MAX_EDITS} lines differ)`], line: 1 };
  const lines = [`--- ${name}`, "+++ compiled"];
  let first: number | undefined;
  for (const hunk of patch.hunks) {
    lines.push(`@@ -${hunk.oldStart},${hunk.oldLines} +${hunk.newStart},${hunk.newLines} @@`);
    const added = hunk.lines.filter((line) => line.startsWith("+"));
    const column = Math.min(REASON_COLUMN, Math.max(0, ...added.map((line) => line.length)));
    let oldLine = hunk.oldStart;
    let newLine = hunk.newStart;
    for (const line of hunk.lines) {
      const sign = line[0];
      if (sign === "+" || sign === "-") first ??= Math.max(1, oldLine);
      const reason = sign === "+" ? because(file.origins[newLine - 1] ?? [], texts) : "";
      lines.push(reason === "" ? line : `${line.padEnd(column)}  # ${reason}`);
      if (sign === "+" || sign === " ") newLine++;
      if (sign === "-" || sign === " ") oldLine++;
    }
  }
  return { diff: lines, line: first ?? 1 };
}

/** `because webui.port, etc/clp-config.yaml:12:9`; empty where no input has a part in it. */
export function because(origins: readonly Origin[], texts: SourceTexts): string {
  const written: string[] = [];
  const defaults: string[] = [];
  const facts: string[] = [];
  for (const root of origins.flatMap(roots)) {
    switch (root.kind) {
      case "source":
      case "invalid": {
        const source = root.span === undefined ? undefined : texts[root.span.file];
        const place =
          source === undefined || root.span === undefined ? "" : `, ${formatPlace(source, root.span)}`;
        written.push(`${formatPath(root.path)}${place}`);
        break;
      }
      case "environment":
        written.push(`the variable ${root.variable}`);
        break;
      case "default":
        defaults.push(`the default of ${formatPath(root.path)}`);
        break;
      case "constant":
        facts.push(root.fact);
        break;
      default:
        root satisfies never;
    }
  }
  // What a person wrote says more than what nobody wrote.
  const reasons = [...new Set(written.length > 0 ? written : defaults.length > 0 ? defaults : facts)];
  if (reasons.length === 0) return "";
  const more = reasons.length - MAX_REASONS;
  return `because ${reasons.slice(0, MAX_REASONS).join(" and ")}${more > 0 ? ` and ${more} more` : ""}`;
}

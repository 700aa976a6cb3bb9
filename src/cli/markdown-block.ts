/** Keeps the diagram in a Markdown file fresh: the block between two markers is ours, all else is not. */
import * as fs from "node:fs";
import { basename, dirname, join } from "node:path";
import { reasonOf } from "./system-error.ts";

export const OPENING = "<!-- clp-compile:diagram -->";
export const CLOSING = "<!-- /clp-compile:diagram -->";

export type BlockOutcome =
  | { readonly kind: "unchanged" | "updated" | "would be updated" }
  | { readonly kind: "refused"; readonly reason: string; readonly help?: string };

/** Replaces the block in a text; answers with what is wrong with its markers. */
export function replaceBlock(text: string, mermaid: string): { readonly text: string } | string {
  const start = text.indexOf(OPENING);
  const end = text.indexOf(CLOSING);
  if (start < 0) return "it has no opening marker";
  if (end < start) return "it has no closing marker behind the opening one";
  if (text.indexOf(OPENING, start + 1) >= 0) return "it has more than one opening marker";
  const newline = text.includes("\r\n") ? "\r\n" : "\n";
  const block = [OPENING, "```mermaid", ...mermaid.trimEnd().split("\n"), "```", ""].join(newline);
  return { text: text.slice(0, start) + block + text.slice(end) };
}

/** @param named the file as the system takes it */
export function updateBlock(named: string, mermaid: string, dryRun: boolean): BlockOutcome {
  let temporary: string | undefined;
  try {
    // A linked document stays a link.
    const path = fs.realpathSync(named);
    const before = fs.readFileSync(path, "utf8");
    const after = replaceBlock(before, mermaid);
    if (typeof after === "string") {
      return {
        kind: "refused",
        reason: after,
        help: `The diagram goes between the lines ${OPENING} and ${CLOSING}`,
      };
    }
    if (after.text === before) return { kind: "unchanged" };
    if (dryRun) return { kind: "would be updated" };
    const { mode } = fs.statSync(path);
    temporary = join(dirname(path), `.clp-compile-${basename(path)}.tmp`);
    fs.rmSync(temporary, { force: true });
    fs.writeFileSync(temporary, after.text, { flag: "wx", mode: mode & 0o777 });
    fs.renameSync(temporary, path);
    temporary = undefined;
    return { kind: "updated" };
  } catch (error) {
    return { kind: "refused", reason: reasonOf(error, "write") };
  } finally {
    if (temporary !== undefined) fs.rmSync(temporary, { force: true });
  }
}

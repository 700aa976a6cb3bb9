/** Puts a fresh diagram into a Markdown file, in the place of the old one and all at once. */
import { realpathSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { updateMarkdown } from "../../base/update-markdown.ts";
import { reasonOf } from "../system-error.ts";
import { readMarkdown } from "./markdown-file.ts";

export type BlockOutcome =
  | { readonly kind: "unchanged" | "updated" | "would be updated" }
  | { readonly kind: "refused"; readonly reason: string; readonly line?: number; readonly help?: string };

/** @param named the file as the system takes it */
export function updateBlock(named: string, mermaid: string, dryRun: boolean): BlockOutcome {
  let temporary: string | undefined;
  try {
    // A linked document stays a link.
    const path = realpathSync(named);
    const read = readMarkdown(path);
    if (!read.ok) return { kind: "refused", reason: read.reason };
    if (!read.isWhole)
      return { kind: "refused", reason: "it is no UTF-8", help: "Save it as UTF-8, which code hosts show" };
    const before = read.text;
    const after = updateMarkdown(before, mermaid);
    if (!after.ok) {
      const { problem, help, line } = after;
      return { kind: "refused", reason: problem, help, ...(line === undefined ? {} : { line }) };
    }
    if (after.text === before) return { kind: "unchanged" };
    if (dryRun) return { kind: "would be updated" };
    const { mode } = statSync(path);
    temporary = join(dirname(path), `.clp-compile-${basename(path)}.tmp`);
    rmSync(temporary, { force: true });
    writeFileSync(temporary, after.text, { flag: "wx", mode: mode & 0o777 });
    renameSync(temporary, path);
    temporary = undefined;
    return { kind: "updated" };
  } catch (error) {
    return { kind: "refused", reason: reasonOf(error, "write") };
  } finally {
    if (temporary !== undefined) rmSync(temporary, { force: true });
  }
}

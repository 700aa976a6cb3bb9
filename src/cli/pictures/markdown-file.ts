/** A Markdown file that has a diagram: a document, and no pipe, device or endless file in its place. */
import { readFileAt } from "../files/read-file.ts";
import { equalBytes } from "../output/output-folder.ts";
import { reasonOf } from "../system-error.ts";

/** More than any document that a person writes. */
const MAX_BYTES = 16 * 1024 * 1024;

type MarkdownRead =
  | {
      readonly ok: true;
      readonly text: string;
      /** False where the text has lost something: the file is no UTF-8, and cannot be written again. */
      readonly isWhole: boolean;
    }
  | { readonly ok: false; readonly reason: string };

/** @param path as the system takes it */
export function readMarkdown(path: string): MarkdownRead {
  try {
    const read = readFileAt(path, { most: MAX_BYTES + 1, waits: false, from: "." });
    if (read.kind !== "file") return { ok: false, reason: read.reason };
    if (read.bytes.length > MAX_BYTES) return { ok: false, reason: "it is too large" };
    const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(read.bytes);
    return { ok: true, text, isWhole: equalBytes(read.bytes, new TextEncoder().encode(text)) };
  } catch (error) {
    return { ok: false, reason: reasonOf(error, "read") };
  }
}

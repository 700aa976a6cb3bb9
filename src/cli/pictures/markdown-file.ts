/** A Markdown file that has a diagram: a document, and no pipe, device or endless file in its place. */
import { readFileAt } from "../files/read-file.ts";
import { reasonOf } from "../system-error.ts";

/** More than any document that a person writes. */
const MAX_BYTES = 16 * 1024 * 1024;

/** @param path as the system takes it */
export function readMarkdown(
  path: string,
): { readonly ok: true; readonly text: string } | { readonly ok: false; readonly reason: string } {
  try {
    const read = readFileAt(path, { most: MAX_BYTES + 1, waits: false, from: "." });
    if (read.kind !== "file") return { ok: false, reason: read.reason };
    if (read.bytes.length > MAX_BYTES) return { ok: false, reason: "it is too large" };
    return { ok: true, text: new TextDecoder("utf-8", { ignoreBOM: true }).decode(read.bytes) };
  } catch (error) {
    return { ok: false, reason: reasonOf(error, "read") };
  }
}

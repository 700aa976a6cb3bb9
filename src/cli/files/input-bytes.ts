/** The bytes of an input and its text: what one has and the other has not, a byte order mark, stays. */
import type { Source } from "../../mod.ts";
import type { Host } from "../host.ts";
import { located } from "./input-files.ts";
import type { Replacement } from "./replace-files.ts";

const MARK = [0xef, 0xbb, 0xbf] as const;

export const MARK_LENGTH: number = MARK.length;

export function hasMark(bytes: Uint8Array): boolean {
  return MARK.every((byte, index) => bytes[index] === byte);
}

/** A byte order mark stays where there was one. */
function withMark(before: Uint8Array, after: Uint8Array): Uint8Array {
  if (!hasMark(before)) return after;
  // Not by spreading: a large file has more bytes than a call takes arguments.
  const marked = new Uint8Array(MARK_LENGTH + after.length);
  marked.set(MARK);
  marked.set(after, MARK_LENGTH);
  return marked;
}

/** An input with another text, or one that is made. */
export function replacementOf(
  source: Source | undefined,
  { name, text }: { readonly name: string; readonly text: string },
  host: Host,
): Replacement {
  const before = source && bytesOf(source.content);
  const after = new TextEncoder().encode(text);
  return { name, path: located(host, name), before, after: before ? withMark(before, after) : after };
}

export function bytesOf(content: string | Uint8Array): Uint8Array {
  return typeof content === "string" ? new TextEncoder().encode(content) : content;
}

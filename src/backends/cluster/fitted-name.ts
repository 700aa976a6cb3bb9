/** Names of objects, which may not be of any length (H17). */
import { sha256Hex } from "../../base/hash.ts";

export const DIGITS_OF_HASH = 8;

/** A name of at most so many characters: where it is longer, its beginning and digits of its hash, so that two stay two. */
export function fittedName(name: string, longest: number): string {
  if (name.length <= longest) return name;
  const start = name.slice(0, longest - DIGITS_OF_HASH - 1).replace(/[-.]+$/, "");
  return `${start}-${sha256Hex(name).slice(0, DIGITS_OF_HASH)}`;
}

/** The bytes of an input and its text: what one has and the other has not, a byte order mark, stays. */
const MARK = [0xef, 0xbb, 0xbf] as const;

export const MARK_LENGTH: number = MARK.length;

export function hasMark(bytes: Uint8Array): boolean {
  return MARK.every((byte, index) => bytes[index] === byte);
}

/** A byte order mark stays where there was one. */
export function withMark(before: Uint8Array, after: Uint8Array): Uint8Array {
  return hasMark(before) ? Uint8Array.of(...MARK, ...after) : after;
}

export function bytesOf(content: string | Uint8Array): Uint8Array {
  return typeof content === "string" ? new TextEncoder().encode(content) : content;
}

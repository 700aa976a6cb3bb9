/** SHA-256, for manifests, names and fingerprints. */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";

let hexOf = (data: string | Uint8Array): string =>
  bytesToHex(sha256(typeof data === "string" ? utf8ToBytes(data) : data));

/**
 * Takes a runtime's own implementation in place of the one in JavaScript, which costs a cold start some
 * milliseconds. Both give the same bytes, so nothing that is compiled depends on it.
 *
 * @param implementation gives the hexadecimal digest of bytes, or of a text in UTF-8
 */
export function useSha256(implementation: (data: string | Uint8Array) => string): void {
  hexOf = implementation;
}

/** The SHA-256 of bytes, or of a text in UTF-8, in hexadecimal. */
export function sha256Hex(data: string | Uint8Array): string {
  return hexOf(data);
}

/**
 * The runtime's own SHA-256 and random numbers. Its module is loaded when something is hashed, and not at all where
 * Bun has both without one: loading it takes some milliseconds.
 */
import { useSha256 } from "../base/hash.ts";
import { once } from "../base/once.ts";
import { type BunRuntime, bun } from "./bun.ts";

const nodeCrypto = once(() => process.getBuiltinModule("node:crypto"));

/** For all that is hashed from here on. */
export function useNativeSha256(): void {
  useSha256(bun === undefined ? hexOfNode : hexOf(bun.CryptoHasher));
}

function hexOfNode(data: string | Uint8Array): string {
  return nodeCrypto().createHash("sha256").update(data).digest("hex");
}

function hexOf(Hasher: BunRuntime["CryptoHasher"]): (data: string | Uint8Array) => string {
  return (data) => Hasher.hash("sha256", data, "hex");
}

/** Hexadecimal digits of so many random bytes. */
export function randomHex(bytes: number): string {
  return bun === undefined
    ? nodeCrypto().randomBytes(bytes).toString("hex")
    : Buffer.from(crypto.getRandomValues(new Uint8Array(bytes))).toString("hex");
}

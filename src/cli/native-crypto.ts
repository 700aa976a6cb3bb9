/**
 * The runtime's own SHA-256 and random numbers. Its module is loaded when something is hashed, and not at all where
 * Bun has both without one: loading it takes some milliseconds.
 */
import { useSha256 } from "../base/hash.ts";
import { once } from "../base/once.ts";

/** What of Bun is asked for. */
interface BunRuntime {
  readonly CryptoHasher: new (
    algorithm: "sha256",
  ) => {
    readonly update: (data: string | Uint8Array) => { readonly digest: (encoding: "hex") => string };
  };
}

const bun = (globalThis as { readonly Bun?: BunRuntime }).Bun;
const nodeCrypto = once(() => process.getBuiltinModule("node:crypto"));

/** For all that is hashed from here on. */
export function useNativeSha256(): void {
  useSha256(
    bun === undefined
      ? (data) => nodeCrypto().createHash("sha256").update(data).digest("hex")
      : (data) => new bun.CryptoHasher("sha256").update(data).digest("hex"),
  );
}

/** Hexadecimal digits of so many random bytes. */
export function randomHex(bytes: number): string {
  return bun === undefined
    ? nodeCrypto().randomBytes(bytes).toString("hex")
    : Buffer.from(crypto.getRandomValues(new Uint8Array(bytes))).toString("hex");
}

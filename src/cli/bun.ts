/** What of Bun is asked for, where the command line is an executable. */
export interface BunRuntime {
  readonly CryptoHasher: {
    readonly hash: (algorithm: "sha256", data: string | Uint8Array, encoding: "hex") => string;
  };
  /** Collects garbage; unless it is forced, beside the program. */
  readonly gc: (force: boolean) => void;
}

/** Undefined in other runtimes. */
export const bun = (globalThis as { readonly Bun?: BunRuntime }).Bun;

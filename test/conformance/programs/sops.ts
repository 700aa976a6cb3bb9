/** A folder in which SOPS encrypts for a key that is made for it, and decrypts by it. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import { program, type RunOptions, type RunResult, run } from "./programs.ts";

export interface Sops {
  readonly folder: string;
  readonly path: (name: string) => string;
  /** The public key. */
  readonly recipient: string;
  /** What a command needs in its environment: the key, and the program on its PATH. */
  readonly env: Readonly<Record<string, string>>;
  /** Runs SOPS in the folder. */
  readonly run: (args: readonly string[], options?: RunOptions) => Promise<RunResult>;
}

/** @param rules more of the creation rule of `.sops.yaml`, a line each */
export async function sopsFolder(...rules: readonly string[]): Promise<Sops> {
  const folder = mkdtempSync(join(tmpdir(), "clp-compile-sops-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const path = (name: string): string => join(folder, name);
  const made = await run("age-keygen", ["--output", path("key.txt")]);
  if (made.code !== 0) throw new Error(made.stderr);
  const [recipient = ""] = /age1\w+/.exec(readFileSync(path("key.txt"), "utf8")) ?? [];
  writeFileSync(
    path(".sops.yaml"),
    ["creation_rules:", `  - age: ${recipient}`, ...rules.map((rule) => `    ${rule}`), ""].join("\n"),
  );
  const env = {
    SOPS_AGE_KEY_FILE: path("key.txt"),
    PATH: `${dirname(program("sops"))}:${process.env["PATH"]}`,
  };
  return {
    folder,
    path,
    recipient,
    env,
    run: (args, options = {}) =>
      run("sops", args, { cwd: folder, ...options, env: { ...env, ...options.env } }),
  };
}

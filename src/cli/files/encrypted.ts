/** Inputs that stand encrypted in a repository: recognized, so that who needs no value of them reads on. */
import { pathWord, type ShellCommand, shell } from "../../base/shell.ts";
import type { Source } from "../../mod.ts";

interface Encryption {
  readonly by: string;
  /** What prints the text itself. */
  readonly decrypt: (name: string) => ShellCommand;
}

/** Each by marks that are all there; every one is looked for by itself, in time that is linear. */
const ENCRYPTIONS: readonly (readonly [marks: readonly RegExp[], Encryption])[] = [
  [
    [/\bENC\[AES256_GCM,/, /^[ \t]*"?sops"?:/m],
    { by: "SOPS", decrypt: (name) => shell`sops --decrypt ${pathWord(name)}` },
  ],
  [
    [/^\$ANSIBLE_VAULT;/],
    { by: "Ansible Vault", decrypt: (name) => shell`ansible-vault view ${pathWord(name)}` },
  ],
  [
    [/^(?:-----BEGIN AGE ENCRYPTED FILE-----|age-encryption\.org\/v1)/],
    { by: "age", decrypt: (name) => shell`age --decrypt --identity KEY ${pathWord(name)}` },
  ],
];

/** By what a file is encrypted, and the command line that gives it decrypted to this program by a flag. */
export function encryptionOf(
  { name, content }: Source,
  flag: "config" | "credentials",
): { readonly by: string; readonly help: string } | undefined {
  const text = typeof content === "string" ? content : new TextDecoder().decode(content);
  const found = ENCRYPTIONS.find(([marks]) => marks.every((mark) => mark.test(text)));
  if (found === undefined) return undefined;
  const [, { by, decrypt }] = found;
  return { by, help: `${decrypt(name)} | clp-compile --${flag} -` };
}

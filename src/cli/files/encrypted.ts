/** Inputs that stand encrypted in a repository: recognized, so that who needs no value of them reads on. */
import { compileCommand } from "../../base/compile-command.ts";
import { pathWord, quote, type ShellCommand, shell } from "../../base/shell.ts";
import type { Source } from "../../mod.ts";
import type { Options } from "../usage/options.ts";
import { compileWords } from "../usage/words-of.ts";

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

/** An input that is encrypted. */
export interface Encrypted {
  readonly name: string;
  readonly by: string;
  /** Prints the text itself. */
  readonly decrypt: ShellCommand;
}

export function encryptionOf({ name, content }: Source): Encrypted | undefined {
  const text = typeof content === "string" ? content : new TextDecoder().decode(content);
  const found = ENCRYPTIONS.find(([marks]) => marks.every((mark) => mark.test(text)));
  if (found === undefined) return undefined;
  const [, { by, decrypt }] = found;
  return { name, by, decrypt: decrypt(name) };
}

/**
 * The command line that gives encrypted inputs to this program, decrypted and in no file: one by standard input,
 * where nothing else comes by it, or else each by a FIFO.
 *
 * @param options as they would name the inputs, were they not encrypted
 */
export function decryptedCommand(encrypted: readonly Encrypted[], options: Options): string {
  const commands = new Map(encrypted.map(({ name, decrypt }) => [name, decrypt] as const));
  const wordsWith = (given: (decrypt: ShellCommand) => string): readonly string[] => {
    const { config, configLayers, credentials } = options;
    const of = (name: string): string => {
      const decrypt = commands.get(name);
      return decrypt === undefined ? name : given(decrypt);
    };
    return compileWords({
      ...options,
      deployments: [],
      config: config === undefined ? undefined : of(config),
      configLayers: configLayers.map(of),
      credentials: credentials === undefined ? undefined : of(credentials),
    });
  };
  const words = wordsWith(() => "-");
  if (words.filter((word) => word === "-").length === 1)
    return `${encrypted[0]!.decrypt} | ${compileCommand(words)}`;
  const fifos = new Set(encrypted.map(({ decrypt }) => fifoOf(decrypt)));
  return ["clp-compile", ...wordsWith(fifoOf).map((word) => (fifos.has(word) ? word : quote(word)))].join(
    " ",
  );
}

/** As Bash, Zsh and Ksh have it: a file that is read once, and is in no folder. */
function fifoOf(command: ShellCommand): string {
  return `<(${command})`;
}

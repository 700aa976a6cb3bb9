/** How secrets come into the environment of `docker compose`: by SOPS, as an example of a program that keeps them. */
import { type ShellCommand, shell } from "./shell.ts";

/** Prints the secrets by their variables, and encrypts them on the way: they stand in no file. */
export function keepSecrets(host?: string): ShellCommand {
  const ofHost = host === undefined ? [] : ["--host", host];
  return shell`clp-compile secrets ${ofHost} | sops encrypt --filename-override secrets.yaml --output secrets.yaml`;
}

/** A command that has the secrets in its environment. */
export function withSecrets(command: ShellCommand): ShellCommand {
  return shell`sops exec-env secrets.yaml ${command}`;
}

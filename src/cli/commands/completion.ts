/** `clp-compile completion SHELL`: prints a script that the shell sources, and what that script asks for. */
import { join, print, verbatim } from "../../base/printable.ts";
import { EXIT, type ExitCode } from "../exit.ts";
import type { Host } from "../host.ts";
import type { SHELLS } from "../usage/choices.ts";
import type { CommandTable } from "../usage/command.ts";
import { bashCompletion } from "../usage/completion/bash.ts";
import { fishCompletion } from "../usage/completion/fish.ts";
import { type Offers, offers } from "../usage/completion/offers.ts";
import { zshCompletion } from "../usage/completion/zsh.ts";
import type { Options } from "../usage/options.ts";

const SCRIPTS: Readonly<Record<(typeof SHELLS)[number], (all: Offers) => string>> = {
  bash: bashCompletion,
  zsh: zshCompletion,
  fish: fishCompletion,
};

export async function completionCommand(
  { subject, names }: Options,
  host: Host,
  table: CommandTable,
): Promise<ExitCode> {
  if (names) {
    const { deploymentNames } = await import("../project/project-file.ts");
    host.out(join((await deploymentNames(host)).map((name) => print`${name}\n`)));
    return EXIT.done;
  }
  host.out(verbatim(SCRIPTS[subject as keyof typeof SCRIPTS](offers(table))));
  return EXIT.done;
}

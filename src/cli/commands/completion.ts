/** `clp-compile completion SHELL`: prints a script that the shell sources. */
import { verbatim } from "../../base/printable.ts";
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
  { subject }: Options,
  host: Host,
  table: CommandTable,
): Promise<ExitCode> {
  host.out(verbatim(SCRIPTS[subject as keyof typeof SCRIPTS](offers(table))));
  return EXIT.done;
}

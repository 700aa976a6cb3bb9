/** What a shell offers, by the table of commands. Nothing of it is asked at run time: a script knows it all. */
import { ALL_CODES } from "../../../codes.ts";
import { type Argument, type Command, type CommandTable, commonFlags, type Flag } from "../command.ts";

/** What may stand for a value. */
export type Offer =
  /** `list`: several, with commas between them. `files`: or a file. */
  | {
      readonly kind: "words";
      readonly words: readonly string[];
      readonly list: boolean;
      readonly files: boolean;
    }
  | { readonly kind: "files" | "directories" | "nothing" };

export interface OfferedFlag {
  /** With dashes: `--config`, `-c`. */
  readonly names: readonly string[];
  /** Undefined for a switch. */
  readonly value: { readonly name: string; readonly offer: Offer } | undefined;
  readonly repeats: boolean;
  readonly description: string;
}

export interface OfferedCommand {
  readonly name: string;
  readonly description: string;
  /** Of this command alone. */
  readonly own: readonly OfferedFlag[];
  /** Those that other commands take, too, and that mean something to this one. */
  readonly common: readonly OfferedFlag[];
  readonly argument: { readonly name: string; readonly offer: Offer } | undefined;
}

export interface Offers {
  readonly commands: readonly OfferedCommand[];
  /** What may stand before a command. */
  readonly flags: readonly OfferedFlag[];
}

export const PROGRAM = "clp-compile";

export function offers(table: CommandTable): Offers {
  const commands = table.commands.map((command) => offeredCommand(command, table.flags));
  return {
    commands: [
      ...commands,
      {
        name: "help",
        description: "Print help",
        own: [],
        common: commonFlags([], table.flags).map(offeredFlag),
        argument: { name: "COMMAND", offer: words(commands.map(({ name }) => name)) },
      },
    ],
    flags: table.flags.map(offeredFlag),
  };
}

function offeredCommand(
  { name, summary, flags, common, arguments: [argument] }: Command,
  all: readonly Flag[],
): OfferedCommand {
  return {
    name,
    description: summary,
    own: flags.map(offeredFlag),
    common: commonFlags(common, all).map(offeredFlag),
    argument: argument === undefined ? undefined : { name: argument.name, offer: argumentOffer(argument) },
  };
}

function offeredFlag({ name, short, value, choices, list, repeats, description }: Flag): OfferedFlag {
  const offer = choices === undefined ? byName(value) : words(choices, { list: list === true });
  return {
    names: [...(short === undefined ? [] : [`-${short}`]), `--${name}`],
    value: value === undefined ? undefined : { name: value, offer },
    repeats: list === true || repeats === true,
    description,
  };
}

function argumentOffer({ name, choices, offer }: Argument): Offer {
  if (offer === "codes") return words(ALL_CODES, { files: true });
  if (name === "-") return words(["-"]);
  return choices === undefined ? byName(name) : words(choices);
}

function words(all: readonly string[], { list = false, files = false } = {}): Offer {
  return { kind: "words", words: all, list, files };
}

function byName(name: string | undefined): Offer {
  if (name === "FILE") return { kind: "files" };
  return { kind: name?.startsWith("DIR") ? "directories" : "nothing" };
}

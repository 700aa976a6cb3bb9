/** What a shell offers, by the table of commands. Nothing but the names of deployments is asked at run time. */
import { allCodes } from "../../../codes.ts";
import { NAMES_FLAG, type SHELLS } from "../choices.ts";
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
  /** Those of the project file in the working directory, and these words. */
  | { readonly kind: "deployments"; readonly words: readonly string[] }
  | { readonly kind: "files" | "directories" | "nothing" };

/** How a shell says what it offers. */
export interface Spelling {
  readonly words: (offer: Extract<Offer, { readonly kind: "words" }>) => string;
  readonly deployments: (words: readonly string[]) => string;
  readonly files: string;
  readonly directories: string;
  readonly nothing: string;
}

/** An offer in the words of a shell. */
export function spelled(offer: Offer, spelling: Spelling): string {
  switch (offer.kind) {
    case "words":
      return spelling.words(offer);
    case "deployments":
      return spelling.deployments(offer.words);
    default:
      return spelling[offer.kind];
  }
}

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
  readonly argument: OfferedArgument | undefined;
}

export interface OfferedArgument {
  readonly name: string;
  readonly offer: Offer;
  /** True where several may be given. */
  readonly repeats: boolean;
}

export interface Offers {
  readonly commands: readonly OfferedCommand[];
  /** What may stand before a command. */
  readonly flags: readonly OfferedFlag[];
}

export const PROGRAM = "clp-compile";

/** What prints the names of deployments, one a line, and nothing where there are none. */
export function namesCommand(shell: (typeof SHELLS)[number]): string {
  return `command ${PROGRAM} completion ${shell} --${NAMES_FLAG} 2>/dev/null`;
}

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
        argument: { name: "COMMAND", offer: words(commands.map(({ name }) => name)), repeats: false },
      },
    ],
    flags: table.flags.map(offeredFlag),
  };
}

function offeredCommand(
  { name, summary, flags, common, arguments: taken }: Command,
  all: readonly Flag[],
): OfferedCommand {
  return {
    name,
    description: summary,
    own: flags.map(offeredFlag),
    common: commonFlags(common, all).map(offeredFlag),
    argument: offeredArgument(taken),
  };
}

function offeredFlag({
  name,
  short,
  value,
  choices,
  list,
  repeats,
  offer: named,
  description,
}: Flag): OfferedFlag {
  const offer: Offer =
    named === "deployments"
      ? { kind: named, words: [] }
      : choices === undefined
        ? byName(value)
        : words(choices, { list: list === true });
  return {
    names: [...(short === undefined ? [] : [`-${short}`]), `--${name}`],
    value: value === undefined ? undefined : { name: value, offer },
    repeats: list === true || repeats === true,
    description,
  };
}

/** Where there are several, as `-` or names of deployments, the last one says what else may stand in its place. */
function offeredArgument(all: readonly Argument[]): OfferedArgument | undefined {
  const last = all.at(-1);
  if (last === undefined) return undefined;
  const others = all.slice(0, -1).map(({ name }) => name);
  const offer: Offer =
    last.offer === "deployments" ? { kind: "deployments", words: others } : argumentOffer(last);
  return { name: last.name, offer, repeats: last.repeats === true };
}

function argumentOffer({ name, choices, offer }: Argument): Offer {
  if (offer === "codes") return words(allCodes(), { files: true });
  return choices === undefined ? byName(name) : words(choices);
}

function words(all: readonly string[], { list = false, files = false } = {}): Offer {
  return { kind: "words", words: all, list, files };
}

function byName(name: string | undefined): Offer {
  if (name === "FILE") return { kind: "files" };
  return { kind: name?.startsWith("DIR") ? "directories" : "nothing" };
}

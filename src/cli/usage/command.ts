/** What the table of commands says of each. */
import type { ExitCode } from "../exit.ts";
import type { Host } from "../host.ts";
import type { Options } from "./options.ts";

export interface Flag {
  /** Without the dashes. */
  readonly name: string;
  readonly short?: string;
  /** What stands for the value in help; absent for a switch. A shell offers files for FILE, directories for DIR. */
  readonly value?: string;
  /** The values that are allowed; absent: any. */
  readonly choices?: readonly string[];
  /** Several values, separated by commas or by repeating the flag. */
  readonly list?: true;
  /** Several values, by repeating the flag alone: a file's name may have commas in it. */
  readonly repeats?: true;
  /** What a shell offers where there are no choices: the deployments of the project file. */
  readonly offer?: "deployments";
  /** In words where it is no fixed value. */
  readonly default?: string;
  readonly description: string;
}

export interface Argument {
  /** In capitals where it stands for a value; a shell offers files for FILE, directories for DIR. */
  readonly name: string;
  readonly optional: boolean;
  /** True where several may be given. */
  readonly repeats?: true;
  readonly choices?: readonly string[];
  /** What a shell offers where there are no choices: the codes of findings, or the deployments of the project file. */
  readonly offer?: "codes" | "deployments";
  readonly description: string;
}

/** Runs a command. */
export type Run = (options: Options, host: Host) => Promise<ExitCode>;

/** Deployments of a project file, each by the command line that it would have alone. */
export interface Together {
  readonly asked: readonly Options[];
  /** Those of the project that were not asked for. */
  readonly others: readonly Options[];
}

export interface Command {
  readonly name: string;
  readonly summary: string;
  readonly arguments: readonly Argument[];
  /** True where it takes names of deployments of a project file, and without names does all of them. */
  readonly deployments?: true;
  /** Flags of this command alone. */
  readonly flags: readonly Flag[];
  /** The names of those common flags that mean something here. The others are taken, too, so that a wrapper may give them to all. */
  readonly common: readonly string[];
  readonly examples: readonly { readonly command: string; readonly does: string }[];
  readonly load: () => Promise<Run>;
  /**
   * Of several deployments at once, where one cannot be done without regard to the others: does them all, and
   * then says of each what became of it.
   */
  readonly together?: () => Promise<(work: Together, host: Host) => Promise<Run>>;
}

/** All commands, and the flags that each of them takes. */
export interface CommandTable {
  readonly commands: readonly Command[];
  readonly flags: readonly Flag[];
}

/** Those of the common flags that mean something to a command, by its `common`; help and version always do. */
export function commonFlags(names: readonly string[], flags: readonly Flag[]): readonly Flag[] {
  return flags.filter(({ name }) => names.includes(name) || name === "help" || name === "version");
}

/** What is to be known of a flag beside its description. */
export function remarksOf({ choices, list, repeats, default: fallback }: Flag): readonly string[] {
  return [
    ...(choices === undefined ? [] : [`${list ? "some" : "one"} of ${choices.join(", ")}`]),
    ...(repeats ? ["may be given several times"] : []),
    ...(fallback === undefined ? [] : [`default: ${fallback}`]),
  ];
}

/** An argument as a usage line has it: `[NAME …]`. */
export function argumentWord({ name, optional, repeats }: Argument): string {
  const word = repeats === true ? `${name} …` : name;
  return optional ? `[${word}]` : word;
}

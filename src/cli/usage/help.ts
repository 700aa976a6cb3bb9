/** `--help`, from the table of commands. */
import { hanging, wrap } from "../../base/wrap.ts";
import { type Argument, argumentWord, commonFlags, remarksOf } from "./command.ts";
import { COMMANDS, type Command, type Flag } from "./commands.ts";
import { COMMON_FLAGS } from "./common-flags.ts";
import { EXIT_STATUS } from "./exit-status.ts";

export function programHelp(): string {
  const width = Math.max(...COMMANDS.map(({ name }) => name.length));
  return [
    "clp-compile: from clp-config.yaml to Docker Compose, Helm, Kubernetes and a diagram",
    "",
    "Usage: clp-compile [COMMAND] [FLAGS]",
    "",
    "Commands:",
    ...COMMANDS.flatMap(({ name, summary }) => entry(`  ${name.padEnd(width)}  `, summary)),
    "",
    "Flags; those that mean something to a command stand in its own help:",
    ...COMMON_FLAGS.flatMap(describeFlag),
    "",
    ...wrap(`Exit codes: ${EXIT_STATUS.map(({ code, short }) => `${code} ${short}`).join(", ")}`, WIDTH),
    "",
    "Examples:",
    ...COMMANDS.flatMap((command) => command.examples.slice(0, 1).flatMap(describeExample)),
    "",
    "clp-compile COMMAND --help says more of a command.",
    "",
  ].join("\n");
}

export function commandHelp(command: Command): string {
  const words = command.arguments.map(argumentWord);
  return [
    ...wrap(`clp-compile ${command.name}: ${command.summary}`, WIDTH),
    "",
    `Usage: clp-compile ${[command.name === "compile" ? "[compile]" : command.name, ...words, "[FLAGS]"].join(" ")}`,
    ...(command.arguments.length === 0
      ? []
      : ["", "Arguments:", ...command.arguments.flatMap(describeArgument)]),
    "",
    "Flags:",
    ...[...command.flags, ...commonFlags(command.common, COMMON_FLAGS)].flatMap(describeFlag),
    "",
    "Examples:",
    ...command.examples.flatMap(describeExample),
    "",
  ].join("\n");
}

/** Columns of a line of help: it fits beside an editor. */
const WIDTH = 99;

/** Where descriptions of flags begin. */
const COLUMN = 26;

/** A term, and beside it what it means, in lines that begin below each other. */
function entry(term: string, description: string): readonly string[] {
  return hanging(term, description, WIDTH);
}

/** Words in lines, each of which begins with an indentation. */
function indented(text: string, indent: number): readonly string[] {
  return entry(" ".repeat(indent), text);
}

function describeArgument({ name, description, choices }: Argument): readonly string[] {
  return entry(`  ${name}  `, `${description}${choices === undefined ? "" : `: ${choices.join(", ")}`}`);
}

function describeFlag(flag: Flag): readonly string[] {
  const { name, short, value, description } = flag;
  const left = `  ${short === undefined ? "" : `-${short}, `}--${name}${value === undefined ? "" : ` ${value}`}`;
  return [
    ...(left.length < COLUMN
      ? entry(left.padEnd(COLUMN), description)
      : [left, ...indented(description, COLUMN)]),
    ...remarksOf(flag).flatMap((remark) => indented(remark, COLUMN)),
  ];
}

function describeExample({ command, does }: Command["examples"][number]): readonly string[] {
  return [`  ${command}`, ...indented(does, 6)];
}

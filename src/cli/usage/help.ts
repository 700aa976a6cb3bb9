/** `--help`, from the table of commands. */
import { type Argument, argumentWord, commonFlags } from "./command.ts";
import { COMMANDS, COMMON_FLAGS, type Command, type Flag } from "./commands.ts";

export function programHelp(): string {
  const width = Math.max(...COMMANDS.map(({ name }) => name.length));
  return [
    "clp-compile: from clp-config.yaml to Docker Compose, Helm, Kubernetes and a diagram",
    "",
    "Usage: clp-compile [COMMAND] [FLAGS]",
    "",
    "Commands:",
    ...COMMANDS.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`),
    "",
    "Flags; those that mean something to a command stand in its own help:",
    ...COMMON_FLAGS.flatMap(describeFlag),
    "",
    "Exit codes: 0 done, 1 the inputs have errors, 2 wrong command line, 3 check found a difference,",
    "4 the file system said no, 70 a defect of the compiler",
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
    `clp-compile ${command.name}: ${command.summary}`,
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

/** Columns of a line of help. */
const WIDTH = 110;

function describeArgument({ name, description, choices }: Argument): readonly string[] {
  const whole = `  ${name}  ${description}${choices === undefined ? "" : `: ${choices.join(", ")}`}`;
  if (whole.length <= WIDTH || choices === undefined) return [whole];
  const indent = " ".repeat(name.length + 4);
  const lines = [`  ${name}  ${description}:`];
  for (const [index, choice] of choices.entries()) {
    const word = index === choices.length - 1 ? choice : `${choice},`;
    const longer = `${lines.at(-1)} ${word}`;
    if (longer.length <= WIDTH) lines[lines.length - 1] = longer;
    else lines.push(`${indent}${word}`);
  }
  return lines;
}

function describeFlag({
  name,
  short,
  value,
  choices,
  list,
  repeats,
  default: fallback,
  description,
}: Flag): readonly string[] {
  const remarks = [
    ...(choices === undefined ? [] : [`${list ? "some" : "one"} of ${choices.join(", ")}`]),
    ...(repeats ? ["may be given several times"] : []),
    ...(fallback === undefined ? [] : [`default: ${fallback}`]),
  ];
  const left = `  ${short === undefined ? "" : `-${short}, `}--${name}${value === undefined ? "" : ` ${value}`}`;
  return [
    left.length < 26 ? left.padEnd(26) + description : `${left}\n${" ".repeat(26)}${description}`,
    ...remarks.map((remark) => " ".repeat(26) + remark),
  ];
}

function describeExample({ command, does }: Command["examples"][number]): readonly string[] {
  return [`  ${command}`, `      ${does}`];
}

/** Completion for fish. */
import {
  namesCommand,
  type OfferedCommand,
  type OfferedFlag,
  type Offers,
  PROGRAM,
  type Spelling,
  spelled,
} from "./offers.ts";

export function fishCompletion({ commands, flags }: Offers): string {
  const withValue = [...flags, ...commands.flatMap(({ own }) => own)]
    .filter(({ value }) => value !== undefined)
    .flatMap(({ names }) => names);
  const lines = [
    ...commands.map(
      ({ name, description }) =>
        `${START} -n '__clp_compile_is ""' -a ${quote(name)} -d ${quote(description)}`,
    ),
    ...flags.map((flag) => flagLine(flag, takenBy(flag, commands))),
    ...commands.flatMap(({ name, own, argument }) => [
      ...own.map((flag) => flagLine(flag, ` -n '__clp_compile_is ${name}'`)),
      ...(argument === undefined
        ? []
        : [
            `${START} -n '__clp_compile_${argument.repeats ? "is" : "wants"} ${name}' ${spelled(argument.offer, SPELLING)}`,
          ]),
    ]),
  ];
  return `# Completes ${PROGRAM} in fish. Made by: ${PROGRAM} completion fish

# What is typed, without flags and their values.
function __clp_compile_typed
    set -l words (commandline -opc)
    set -l skip 0
    for word in $words[2..-1]
        if test $skip = 1
            set skip 0
        else if contains -- $word ${[...new Set(withValue)].join(" ")}
            set skip 1
        else if not string match -q -- '-?*' $word
            echo $word
        end
    end
end

# Whether the command is that one; "": whether it is still to come.
function __clp_compile_is
    set -l typed (__clp_compile_typed)
    test "$typed[1]" = "$argv"
end

# Whether the command is one of those, where "" stands for none.
function __clp_compile_among
    set -l typed (__clp_compile_typed)
    contains -- "$typed[1]" $argv
end

# Whether that command's argument is still to come.
function __clp_compile_wants
    set -l typed (__clp_compile_typed)
    test "$typed" = "$argv"
end

# The words behind the last comma, without what is listed already.
function __clp_compile_list
    set -l before (commandline -ct | string replace -r '^--?[^=]*=' '' | string replace -r '[^,]*$' '')
    for word in $argv
        contains -- $word (string split , -- $before); or echo $before$word
    end
end

# Deployments of the project file that are not named yet, and these words.
function __clp_compile_deployments
    set -l typed (commandline -opc)
    for name in (${namesCommand("fish")}) $argv
        contains -- $name $typed; or echo $name
    end
end

complete -c ${PROGRAM} -e
complete -c ${PROGRAM} -f
${lines.join("\n")}
`;
}

const START = `complete -c ${PROGRAM}`;

/** The condition under which a common flag means something: before a command, and to some of them. */
function takenBy(flag: OfferedFlag, commands: readonly OfferedCommand[]): string {
  const [name] = flag.names;
  const takers = commands.filter(({ common }) => common.some(({ names: [one] }) => one === name));
  if (takers.length === commands.length) return "";
  return ` -n '__clp_compile_among "" ${takers.map((command) => command.name).join(" ")}'`;
}

function flagLine({ names, value, description }: OfferedFlag, condition: string): string {
  const flags = names.map((name) =>
    name.startsWith("--") ? ` -l ${name.slice(2)}` : ` -s ${name.slice(1)}`,
  );
  const taken = value === undefined ? "" : ` ${spelled(value.offer, SPELLING)}`;
  return `${START}${condition}${flags.join("")}${taken} -d ${quote(description)}`;
}

/** `-x`: a value, and no file for it. */
const SPELLING: Spelling = {
  words: ({ words, list, files }) =>
    `${files ? "-F" : "-x"} -a ${quote(list ? `(__clp_compile_list ${words.join(" ")})` : words.join(" "))}`,
  deployments: (words) => `-x -a ${quote(`(${["__clp_compile_deployments", ...words].join(" ")})`)}`,
  files: "-r -F",
  directories: "-x -a '(__fish_complete_directories)'",
  nothing: "-x",
};

function quote(text: string): string {
  return `'${text.replace(/['\\]/g, "\\$&")}'`;
}

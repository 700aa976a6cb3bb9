/** Completion for fish. */
import { type Offer, type OfferedFlag, type Offers, PROGRAM } from "./offers.ts";

export function fishCompletion({ commands, flags }: Offers): string {
  const withValue = [...flags, ...commands.flatMap((command) => command.flags)]
    .filter(({ value }) => value !== undefined)
    .flatMap(({ names }) => names);
  const lines = [
    ...commands.map(
      ({ name, description }) =>
        `${START} -n '__clp_compile_is ""' -a ${quote(name)} -d ${quote(description)}`,
    ),
    ...flags.map((flag) => flagLine(flag, "")),
    ...commands.flatMap(({ name, flags: own, argument }) => [
      ...own.map((flag) => flagLine(flag, ` -n '__clp_compile_is ${name}'`)),
      ...(argument === undefined
        ? []
        : [`${START} -n '__clp_compile_is ${name}'${offered(argument.offer)}`].filter((line) =>
            / -a |-F/.test(line),
          )),
    ]),
  ];
  return `# Completes ${PROGRAM} in fish. Made by: ${PROGRAM} completion fish

# The command that is typed, and whether its argument is still to come.
function __clp_compile_is
    set -l words (commandline -opc)
    set -l found
    set -l skip 0
    for word in $words[2..-1]
        if test $skip = 1
            set skip 0
        else if contains -- $word ${[...new Set(withValue)].join(" ")}
            set skip 1
        else if not string match -q -- '-?*' $word
            set -a found $word
        end
    end
    test "$found" = "$argv"
end

complete -c ${PROGRAM} -e
${lines.join("\n")}
`;
}

const START = `complete -c ${PROGRAM} -f`;

function flagLine({ names, value, description }: OfferedFlag, condition: string): string {
  const flags = names.map((name) =>
    name.startsWith("--") ? ` -l ${name.slice(2)}` : ` -s ${name.slice(1)}`,
  );
  const taken = value === undefined ? "" : ` -r${offered(value.offer)}`;
  return `${START}${condition}${flags.join("")}${taken} -d ${quote(description)}`;
}

/** `-f` before it keeps files out. */
function offered(offer: Offer): string {
  switch (offer.kind) {
    case "words":
      return offer.list
        ? ` -a '(__fish_append , ${offer.words.join(" ")})'`
        : ` -a ${quote(offer.words.join(" "))}`;
    case "files":
      return " -F";
    case "directories":
      return " -a '(__fish_complete_directories)'";
    case "nothing":
      return "";
    default:
      return offer satisfies never;
  }
}

function quote(text: string): string {
  return `'${text.replace(/['\\]/g, "\\$&")}'`;
}

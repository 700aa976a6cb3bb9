/** Completion for zsh, to be sourced or to stand as `_clp-compile` in a folder of `fpath`. */
import {
  namesCommand,
  type OfferedCommand,
  type OfferedFlag,
  type Offers,
  PROGRAM,
  type Spelling,
  spelled,
} from "./offers.ts";

export function zshCompletion({ commands, flags }: Offers): string {
  return `#compdef ${PROGRAM}
# Completes ${PROGRAM} in zsh. Made by: ${PROGRAM} completion zsh
_clp_compile() {
  local curcontext=$curcontext context state state_descr line
  typeset -A opt_args
  local -a commands flags
  commands=(
${commands.map(({ name, description }) => `    ${quote(`${name}:${description}`)}`).join("\n")}
  )
  flags=(
${flags.map(flagSpec).join("\n")}
  )
  _arguments -C -S $flags ':command:->command' '*:: :->rest' && return
  case $state in
    command) _describe -t commands command commands ;;
    rest)
      curcontext=\${curcontext%:*}-$line[1]:
      case $line[1] in
${commands.map(commandCase).join("\n")}
        *) _arguments -S $flags ;;
      esac ;;
  esac
}

# Deployments of the project file that are not named yet, and these words.
_clp_compile_deployments() {
  local -a names typed
  names=(\${(f)"$(${namesCommand("zsh")})"} "$@")
  typed=(\${(b)words[1,CURRENT-1]})
  compadd -F typed -a names
}

if [[ $funcstack[1] == _clp_compile ]]; then
  _clp_compile "$@"
else
  compdef _clp_compile ${PROGRAM}
fi
`;
}

function commandCase({ name, own, common, argument }: OfferedCommand): string {
  const specs = [
    ...[...own, ...common].map((flag) => flagSpec(flag).trim()),
    ...(argument === undefined
      ? []
      : [quote(`${argument.repeats ? "*" : ""}:${argument.name}:${spelled(argument.offer, SPELLING)}`)]),
  ];
  return `        ${name}) _arguments -S${specs.map((spec) => ` \\\n          ${spec}`).join("")} ;;`;
}

/** `--emit=`: the value is the next word, or stands behind the `=`. */
function flagSpec({ names, value, repeats, description }: OfferedFlag): string {
  const rest = `[${bracketed(description)}]${value === undefined ? "" : `:${value.name}:${spelled(value.offer, SPELLING)}`}`;
  const taken = names.map((name) =>
    value === undefined ? name : name.startsWith("--") ? `${name}=` : `${name}+`,
  );
  if (repeats)
    return taken.length === 1
      ? `    ${quote(`*${taken[0]}${rest}`)}`
      : `    {${taken.map((name) => `\\*${name}`).join(",")}}${quote(rest)}`;
  return taken.length === 1
    ? `    ${quote(`${taken[0]}${rest}`)}`
    : `    ${quote(`(${names.join(" ")})`)}{${taken.join(",")}}${quote(rest)}`;
}

const SPELLING: Spelling = {
  words: ({ words, list, files }) => {
    if (list) return `_values -s , value ${words.join(" ")}`;
    return files ? `{ compadd -- ${words.join(" ")}; _files }` : `(${words.join(" ")})`;
  },
  // The space keeps options of compadd out of the words.
  deployments: (words) => [" _clp_compile_deployments", ...words].join(" "),
  files: "_files",
  directories: "_files -/",
  nothing: " ",
};

/** In the brackets of a specification. */
function bracketed(text: string): string {
  return text.replace(/[[\]\\]/g, "\\$&");
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

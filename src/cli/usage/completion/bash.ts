/** Completion for bash, 3.2 and later, with or without the package bash-completion. */
import { namesCommand, type OfferedFlag, type Offers, PROGRAM, type Spelling, spelled } from "./offers.ts";

export function bashCompletion(offers: Offers): string {
  return `# Completes ${PROGRAM} in bash. Made by: ${PROGRAM} completion bash
${completer(offers)}
${HELPERS}
complete -F _clp_compile ${PROGRAM}
`;
}

function completer({ commands, flags }: Offers): string {
  const withValue = [...flags, ...commands.flatMap(({ own }) => own)].filter(
    ({ value }) => value !== undefined,
  );
  return `_clp_compile() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD-1]} command= place=0 i
  # Bash takes --flag=value for three words.
  if [[ $cur == = ]]; then
    cur=
  elif [[ $prev == = ]]; then
    prev=\${COMP_WORDS[COMP_CWORD-2]}
  fi
  for ((i = 1; i < COMP_CWORD; i++)); do
    case \${COMP_WORDS[i]} in
      ${pattern(withValue.flatMap(({ names }) => names))})
        if [[ \${COMP_WORDS[i+1]} == = ]]; then ((i++)); fi
        ((i++)) ;;
      -?*) ;;
      *)
        if [[ -z $command ]]; then command=\${COMP_WORDS[i]}; fi
        ((place++)) ;;
    esac
  done
  COMPREPLY=()

  case "$command $prev" in
${[
  ...commands.flatMap((command) => command.own.flatMap((flag) => valueCase(`${command.name} `, flag))),
  ...flags.flatMap((flag) => valueCase("*", flag)),
].join("\n")}
  esac

  if [[ $cur == -* ]]; then
    local flags
    case $command in
${commands
  .map(({ name, own, common }) => `      ${name}) flags=${quote(namesOf([...own, ...common]))} ;;`)
  .join("\n")}
      *) flags=${quote(namesOf(flags))} ;;
    esac
    _clp_compile_words "$flags"
    return
  fi
  if ((place == 0)); then
    _clp_compile_words ${quote(commands.map(({ name }) => name).join(" "))}
    return
  fi
  case $command in
${commands
  .flatMap(({ name, argument }) => {
    if (argument === undefined) return [];
    const done = argument.repeats ? "" : "if ((place > 1)); then return; fi; ";
    return [`    ${name}) ${done}${spelled(argument.offer, SPELLING)} ;;`];
  })
  .join("\n")}
  esac
}
`;
}

const HELPERS = `# Words that begin as what is typed.
_clp_compile_words() {
  local word
  for word in $1; do
    if [[ $word == "$cur"* ]]; then COMPREPLY+=("$word"); fi
  done
}

# The same behind the last comma, without what is listed already.
_clp_compile_list() {
  local word before=
  if [[ $cur == *,* ]]; then before=\${cur%,*},; fi
  for word in $1; do
    if [[ ,$before != *,$word,* && $before$word == "$cur"* ]]; then COMPREPLY+=("$before$word"); fi
  done
}

# Deployments of the project file that are not named yet, and these words.
_clp_compile_deployments() {
  local word names=$1
  while IFS= read -r word; do
    if [[ " \${COMP_WORDS[*]:0:COMP_CWORD} " != *" $word "* ]]; then names="$names $word"; fi
  done < <(${namesCommand("bash")})
  _clp_compile_words "$names"
}

_clp_compile_paths() {
  local path
  if type compopt >/dev/null 2>&1; then compopt -o filenames 2>/dev/null; fi
  while IFS= read -r path; do COMPREPLY+=("$path"); done < <(compgen "$1" -- "$cur")
}
`;

function namesOf(flags: readonly OfferedFlag[]): string {
  return flags.flatMap(({ names }) => names).join(" ");
}

function valueCase(start: string, { names, value }: OfferedFlag): readonly string[] {
  if (value === undefined) return [];
  const patterns = names.map((name) => (start === "*" ? `*" ${name}"` : `"${start}${name}"`));
  return [`    ${patterns.join("|")}) ${spelled(value.offer, SPELLING)}; return ;;`];
}

const SPELLING: Spelling = {
  words: ({ words, list, files }) =>
    `_clp_compile_${list ? "list" : "words"} ${quote(words.join(" "))}${files ? "; _clp_compile_paths -f" : ""}`,
  deployments: (words) => `_clp_compile_deployments ${quote(words.join(" "))}`,
  files: "_clp_compile_paths -f",
  directories: "_clp_compile_paths -d",
  nothing: ":",
};

function pattern(names: readonly string[]): string {
  return [...new Set(names)].join("|");
}

function quote(text: string): string {
  return `'${text}'`;
}

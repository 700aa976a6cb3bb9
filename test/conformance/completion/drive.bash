# Prints what bash offers: drive.bash SCRIPT WORD…; the last word is the one that is typed.
# shellcheck source=/dev/null
source "$1"
shift
COMP_WORDS=(clp-compile "$@")
COMP_CWORD=$#
_clp_compile
printf '%s\n' "${COMPREPLY[@]}"

#!/bin/sh
# What changes between the output that the base has committed and the one that the inputs give here.
set -eu
# shellcheck source=ci/github/flags.sh
. "${0%/*}/flags.sh"

no_plan() {
  echo "::notice title=clp-compile::No plan: $1"
  exit 0
}

# base.sh gives 40 hexadecimal digits; what is anything else might be an option to git.
case ${BASE:-} in
  *[!0-9a-f]*)
    echo "::error title=clp-compile::The base is no commit: 40 hexadecimal digits are"
    exit 2
    ;;
esac
if [ "${#BASE}" -ne 40 ] || [ -z "${BASE##0000000000*}" ]; then
  no_plan "there is no base to compare with"
fi

# True where git has an object. That it has none is an answer; where git gives none, such as outside of a
# repository, it has said why, and that is no answer to what was asked.
has() {
  found=$(printf '%s\n' "$1" | git cat-file --batch-check) || no_plan "git cannot be asked for the base; what it said stands in the log"
  case $found in
    *" missing") return 1 ;;
  esac
}

# A shallow clone has the newest commit alone.
if ! has "$BASE^{commit}"; then
  git fetch --quiet --depth=1 --end-of-options origin "$BASE" || no_plan "cannot get the base $BASE"
fi
# Git takes a path with a leading ./ from the working directory, and any other from the top of the repository.
folder=./$INPUT_OUT
case $INPUT_OUT in
  /*)
    top=$(git rev-parse --show-toplevel)
    folder=${INPUT_OUT#"$top/"}
    [ "$folder" != "$INPUT_OUT" ] || no_plan "the output folder is outside of the repository"
    ;;
esac
has "$BASE:$folder" || no_plan "the base has no output folder"

plan=$RUNNER_TEMP/clp-compile-plan.md
clp-compile plan "$@" --against "$BASE:$folder" --format markdown >"$plan"
cat "$plan" >>"$GITHUB_STEP_SUMMARY"
echo "plan=$plan" >>"$GITHUB_OUTPUT"

#!/bin/sh
# What changes between the output that the base has committed and the one that the inputs give here.
set -eu
# shellcheck source=ci/github/flags.sh
. "${0%/*}/flags.sh"

# base.sh gives 40 hexadecimal digits; what is anything else might be an option to git.
case ${BASE:-} in
  *[!0-9a-f]*)
    echo "::error title=clp-compile::The base is no commit: 40 hexadecimal digits are"
    exit 2
    ;;
esac
if [ "${#BASE}" -ne 40 ] || [ -z "${BASE##0000000000*}" ]; then
  echo "::notice title=clp-compile::No plan: there is no base to compare with"
  exit 0
fi
# A shallow clone has the newest commit alone.
if ! git cat-file -e --end-of-options "$BASE^{commit}" 2>/dev/null; then
  git fetch --quiet --depth=1 --end-of-options origin "$BASE" || {
    echo "::notice title=clp-compile::No plan: cannot get the base $BASE"
    exit 0
  }
fi
if ! git cat-file -e --end-of-options "$BASE:./$INPUT_OUT" 2>/dev/null; then
  echo "::notice title=clp-compile::No plan: the base has no output folder"
  exit 0
fi

plan=$RUNNER_TEMP/clp-compile-plan.md
clp-compile plan "$@" --against "$BASE:./$INPUT_OUT" --format markdown >"$plan"
cat "$plan" >>"$GITHUB_STEP_SUMMARY"
echo "plan=$plan" >>"$GITHUB_OUTPUT"

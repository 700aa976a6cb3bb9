#!/bin/sh
# What changes between the output that the base has committed and the one that the inputs give here.
set -eu
# shellcheck source=ci/github/flags.sh
. "${0%/*}/flags.sh"

if [ -z "${BASE:-}" ] || [ -z "${BASE##0000000000*}" ]; then
  echo "::notice title=clp-compile::No plan: there is no base to compare with"
  exit 0
fi
# A shallow clone has the newest commit alone.
if ! git rev-parse --quiet --verify "$BASE^{commit}" >/dev/null; then
  git fetch --quiet --depth=1 origin "$BASE" || {
    echo "::notice title=clp-compile::No plan: cannot get the base $BASE"
    exit 0
  }
fi
before=$RUNNER_TEMP/clp-compile-base
rm -rf "$before"
mkdir -p "$before"
if ! git archive "$BASE" -- "$INPUT_OUT" 2>/dev/null | tar -x -C "$before" 2>/dev/null; then
  echo "::notice title=clp-compile::No plan: the base has no $INPUT_OUT"
  exit 0
fi

plan=$RUNNER_TEMP/clp-compile-plan.md
clp-compile plan "$@" --against "$before/$INPUT_OUT" --format markdown >"$plan"
cat "$plan" >>"$GITHUB_STEP_SUMMARY"
echo "plan=$plan" >>"$GITHUB_OUTPUT"

#!/bin/sh
# Findings as annotations in the pull request and as SARIF. Does not fail on a finding: verdict.sh does.
set -eu
# shellcheck source=ci/github/flags.sh
. "${0%/*}/flags.sh"

sarif=$RUNNER_TEMP/clp-compile.sarif
command=validate
if [ "${INPUT_CHECK:-}" = true ]; then
  command=check
  while IFS= read -r document; do
    if [ -n "$document" ]; then set -- "$@" --markdown "$document"; fi
  done <<EOF
${INPUT_MARKDOWN:-}
EOF
fi

# Annotations are read from what a step prints.
status=0
clp-compile "$command" "$@" --diagnostics github 2>&1 || status=$?
case $status in
  0) valid=true fresh=true ;;
  1) valid=false fresh= ;;
  3) valid=true fresh=false ;;
  *) exit "$status" ;;
esac
if [ "$command" = validate ]; then fresh=; fi
clp-compile "$command" "$@" --diagnostics sarif 2>"$sarif" || [ $? -eq "$status" ]

{
  echo "sarif=$sarif"
  echo "valid=$valid"
  echo "fresh=$fresh"
} >>"$GITHUB_OUTPUT"

{
  if [ "$valid" = false ]; then
    echo ":x: \`$INPUT_CONFIG\` has errors."
  elif [ "$fresh" = false ]; then
    echo ":x: \`$INPUT_OUT\` is not what the inputs give. Compile again and commit the result: \`clp-compile --no-secrets\`"
  else
    echo ":white_check_mark: \`$INPUT_CONFIG\` is valid${fresh:+, and \`$INPUT_OUT\` is what it gives}."
  fi
  echo
} >>"$GITHUB_STEP_SUMMARY"

#!/bin/sh
# Puts clp-compile on the PATH of the steps to come: a program that is there, or the package from npm.
set -eu

bin=$RUNNER_TEMP/clp-compile/bin
mkdir -p "$bin"
if [ -n "${INPUT_PROGRAM:-}" ]; then
  ln -sf "$(realpath "$INPUT_PROGRAM")" "$bin/clp-compile"
else
  version=${INPUT_VERSION:-$(node -p 'require(process.argv[1]).version' "$GITHUB_ACTION_PATH/package.json")}
  npm install --global --no-audit --no-fund --prefix "$RUNNER_TEMP/clp-compile" "clp-compile@$version"
fi
echo "$bin" >>"$GITHUB_PATH"
"$bin/clp-compile" --version

#!/bin/sh
# Puts clp-compile on the PATH of the steps to come: a program that is there, a version from npm where one is
# named, or else the program of this action's own checkout, which is what a workflow has pinned.
set -eu
fail() {
  echo "::error title=clp-compile::$1"
  exit 1
}

prefix=$RUNNER_TEMP/clp-compile
bin=$prefix/bin
mkdir -p "$bin"
if [ -n "${INPUT_PROGRAM:-}" ]; then
  ln -sf -- "$(realpath -- "$INPUT_PROGRAM")" "$bin/clp-compile"
elif [ -n "${INPUT_VERSION:-}" ]; then
  name=$(cat "$GITHUB_ACTION_PATH/ci/npm-package")
  case $name in
    *OWNER*) fail "clp-compile is on npm under no name: leave out 'version', and the program of this action runs" ;;
  esac
  case $INPUT_VERSION in
    *[!0-9A-Za-z.+-]* | [!0-9]*) fail "'version' is one version, such as 0.1.0" ;;
  esac
  case ${INPUT_INTEGRITY:-} in
    sha512-*) ;;
    *) fail "'version' needs 'integrity', the sha512-… that 'npm view $name@$INPUT_VERSION dist.integrity' prints" ;;
  esac
  mkdir -p "$prefix/download"
  npm pack --silent --ignore-scripts --pack-destination "$prefix/download" "$name@$INPUT_VERSION" >/dev/null
  set -- "$prefix/download"/*.tgz
  found=$(node -e '
    const { createHash } = require("node:crypto");
    const { readFileSync } = require("node:fs");
    console.log("sha512-" + createHash("sha512").update(readFileSync(process.argv[1])).digest("base64"));
  ' "$1")
  [ "$found" = "$INPUT_INTEGRITY" ] || fail "npm gives another $name@$INPUT_VERSION than 'integrity' says: $found"
  npm install --global --ignore-scripts --no-audit --no-fund --prefix "$prefix" "$1"
else
  ln -sf -- "$GITHUB_ACTION_PATH/ci/clp-compile" "$bin/clp-compile"
fi
echo "$bin" >>"$GITHUB_PATH"
"$bin/clp-compile" --version

#!/bin/sh
# Fails at the end, so that annotations, SARIF and the plan are there first.
set -eu
if [ "$VALID" != true ]; then
  echo "::error title=clp-compile::The inputs have errors"
  exit 1
fi
if [ "$FRESH" = false ]; then
  echo "::error title=clp-compile::The output folder is not what the inputs give"
  exit 3
fi

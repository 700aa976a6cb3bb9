# shellcheck shell=sh
# The flags that inputs ask for, as positional parameters. To be sourced.
set -- --config "$INPUT_CONFIG" --out "$INPUT_OUT" --no-secrets
if [ -n "${INPUT_SITE:-}" ]; then set -- "$@" --site "$INPUT_SITE"; fi
if [ -n "${INPUT_EMIT:-}" ]; then set -- "$@" --emit "$INPUT_EMIT"; fi
if [ "${INPUT_STRICT:-}" = true ]; then set -- "$@" --strict; fi

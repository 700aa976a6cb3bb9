#!/bin/sh
# Which commit the plan compares with. A commit stays what it is; a branch or a tag of the remote becomes the
# commit that it names, so that nothing but 40 hexadecimal digits goes on from here.
set -eu
commit=
why="'base' is no commit, and no branch or tag of the remote"
case ${BASE:-} in
  "" | *[!0-9a-f]*) ;;
  *) if [ "${#BASE}" -eq 40 ]; then commit=$BASE; fi ;;
esac
if [ -z "$commit" ] && [ -n "${BASE:-}" ] && git check-ref-format "refs/heads/$BASE"; then
  # A branch before a tag, and of a tag with a message the commit that it is about. A pattern matches the
  # ends of other names, too: the whole one is compared.
  found=$(git ls-remote --quiet --end-of-options origin "refs/heads/$BASE" "refs/tags/$BASE" "refs/tags/$BASE^{}") || {
    found=
    why="the remote cannot be asked for 'base'; what git said stands in the log"
  }
  for name in "refs/heads/$BASE" "refs/tags/$BASE^{}" "refs/tags/$BASE"; do
    if [ -z "$commit" ]; then
      commit=$(printf '%s\n' "$found" | while read -r hash ref; do if [ "$ref" = "$name" ]; then echo "$hash"; fi; done)
    fi
  done
fi
if [ -z "$commit" ] && [ -n "${BASE:-}" ]; then
  echo "::notice title=clp-compile::No plan: $why"
fi
echo "commit=$commit" >>"$GITHUB_OUTPUT"

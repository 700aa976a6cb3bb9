#!/bin/sh
# Installs the standalone executable of clp-compile, which needs neither Node nor root:
#
#     sh install.sh [--version X.Y.Z] [--to DIR] [--from URL]
#
#     --version   another release than this script's own
#     --to        the folder; ~/.local/bin if left out
#     --from      where the files of the release are; by default those of the repository's releases
#
# The executable is compared with the release's SHA256SUMS before it gets its place. Where it differs, is not
# listed, or cannot be compared, nothing is installed.
set -eu

version=0.1.0
to=${HOME:+$HOME/.local/bin}
from=
fail() {
  printf 'install.sh: %s\n' "$1" >&2
  exit 1
}
while [ $# -gt 0 ]; do
  [ $# -ge 2 ] || fail "$1 needs a value, or is unknown: expected --version, --to or --from"
  case $1 in
    --version) version=$2 ;;
    --to) to=$2 ;;
    --from) from=$2 ;;
    *) fail "unknown: $1 (expected --version, --to or --from)" ;;
  esac
  shift 2
done
case $version in
  "" | *[!0-9A-Za-z.-]*) fail "\"$version\" is no version, such as 0.1.0" ;;
esac
from=${from:-https://github.com/OWNER/clp-compile/releases/download/v$version}
case $from in
  *OWNER*) fail "OWNER is where the repository stands: say --from URL" ;;
esac

case $(uname -s)-$(uname -m) in
  Linux-x86_64) target=linux-x64 ;;
  Linux-aarch64 | Linux-arm64) target=linux-arm64 ;;
  Darwin-arm64) target=darwin-arm64 ;;
  *) fail "there is no executable for $(uname -s) on $(uname -m): with Node 20.19 or later the program runs anyway" ;;
esac
# musl's loader says who it is; glibc's ldd says so, too.
if [ "$target" = linux-x64 ] && [ ! -e /lib64/ld-linux-x86-64.so.2 ] && [ -e /lib/ld-musl-x86_64.so.1 ]; then
  target=linux-x64-musl
fi
name=clp-compile-$target

if command -v sha256sum >/dev/null; then
  sum() { sha256sum "$1" | cut -d ' ' -f 1; }
elif command -v shasum >/dev/null; then
  sum() { shasum -a 256 "$1" | cut -d ' ' -f 1; }
else
  fail "neither sha256sum nor shasum is here: what is downloaded could not be compared"
fi
if command -v curl >/dev/null; then
  get() { curl --fail --silent --show-error --location --output "$2" "$1"; }
elif command -v wget >/dev/null; then
  get() { wget -q -O "$2" "$1"; }
else
  fail "neither curl nor wget is here"
fi

[ -n "$to" ] || fail "HOME is not set: say --to DIR"
# mv would put the executable into it.
[ ! -d "$to/clp-compile" ] || fail "$to/clp-compile is a folder: say another one than $to, by --to"
mkdir -p -- "$to"
# In the folder itself, so that the last step is a rename.
work=$(mktemp -d "$to/.clp-compile.XXXXXX")
trap 'rm -rf -- "$work"' EXIT
trap 'exit 130' INT TERM
get "$from/SHA256SUMS" "$work/SHA256SUMS" || fail "cannot download $from/SHA256SUMS"
expected=$(while read -r hash file; do [ "$file" = "$name" ] && printf '%s' "$hash"; done <"$work/SHA256SUMS" || true)
case $expected in
  *[!0-9a-f]* | "") fail "SHA256SUMS of $from does not list $name" ;;
esac
[ ${#expected} = 64 ] || fail "SHA256SUMS of $from lists $name more than once, or not by SHA-256"
get "$from/$name" "$work/$name" || fail "cannot download $from/$name"
found=$(sum "$work/$name")
[ "$found" = "$expected" ] || fail "$name is not what SHA256SUMS says: $found in place of $expected. Nothing was installed"
chmod 755 "$work/$name"
"$work/$name" --version >"$work/version" || fail "$name does not run here; the README says what it needs. Nothing was installed"
mv -f -- "$work/$name" "$to/clp-compile"
printf 'clp-compile %s is %s/clp-compile\n' "$(cat "$work/version")" "$to"
case :$PATH: in
  *:"$to":*) ;;
  *) printf 'The folder is not on the PATH: add it, or call the program by its path\n' ;;
esac

#!/bin/sh
# Writes an image of one file, and nothing else, as an archive that containerd reads:
#
#     one-file-image.sh NAME:TAG FILE >ARCHIVE
set -eu

work=$(mktemp -d)
trap 'rm -rf -- "$work"' EXIT
program=$(basename "$2")
tar -C "$(dirname "$2")" --owner 0 --group 0 --numeric-owner --mtime @0 --dereference -cf "$work/layer.tar" "$program"
printf '{"architecture":"amd64","os":"linux","config":{"Entrypoint":["/%s"],"Env":["PATH=/"],"User":"65535:65535"},"rootfs":{"type":"layers","diff_ids":["sha256:%s"]}}' \
  "$program" "$(sha256sum <"$work/layer.tar" | cut -d ' ' -f 1)" >"$work/config.json"
printf '[{"Config":"config.json","RepoTags":["%s"],"Layers":["layer.tar"]}]' "$1" >"$work/manifest.json"
tar -C "$work" -c config.json layer.tar manifest.json

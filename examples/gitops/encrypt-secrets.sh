#!/bin/sh
# Makes the encrypted Secrets of an environment from its encrypted credentials:
#
#     sh encrypt-secrets.sh staging
#
# What is not encrypted is in a folder of its own that is removed, and never in this repository.
set -eu
umask 077
cd "$(dirname "$0")"
environment=$1

plain=$(mktemp -d)
trap 'rm -rf "$plain"' EXIT

sops decrypt "$environment/credentials.yaml" |
  clp-compile --quiet --strict --credentials - \
    --config base/clp-config.yaml --config "$environment/clp-config.yaml" \
    --site base/clp-site.yaml --site "$environment/clp-site.yaml" \
    --emit kubernetes --out "$plain/out"

mkdir "$plain/secrets"
for file in "$plain/out/kubernetes/secrets"/*.yaml; do
  name=${file##*/}
  # Its first line says that it holds secrets.
  sed '1s/.*/# Made by encrypt-secrets.sh. What is secret is encrypted./' "$file" >"$plain/$name"
  if [ "$name" = kustomization.yaml ]; then
    cp "$plain/$name" "$plain/secrets/$name"
  else
    sops encrypt --filename-override "$environment/secrets/$name" "$plain/$name" >"$plain/secrets/$name"
  fi
done

# All of them are there: only now are those of before replaced.
rm -rf "$environment/secrets"
mkdir "$environment/secrets"
cp "$plain/secrets"/*.yaml "$environment/secrets"
chmod -R u=rwX,go=rX "$environment/secrets"

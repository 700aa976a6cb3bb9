#!/bin/sh
# In the place of the entry points of CLP's two images, for the files that are mounted as into these:
#
#     entrypoint.sh [ETC [PORT]]
#
# The coordinator is started on its files as they stand. The worker of CLP is a native program that nobody has:
# Presto's own in Java takes its place, under the name and version that the files of the worker give.
set -eu
etc=${1-/opt/presto-server/etc}

launch() { exec python3 /opt/presto-server/bin/launcher.py "--etc-dir=$1" run; }

if grep -qx coordinator=true "$etc/config.properties"; then launch "$etc"; fi

port=${2-$(sed -n 's/^http-server\.http\.port=//p' "$etc/config.properties")}
work=$(mktemp -d)
mkdir "$work/etc" "$work/etc/catalog"
# By name: where Kubernetes mounts it, links to its versions stand beside it.
cp "$etc/catalog/clp.properties" "$work/etc/catalog"
{
  grep -E '^(discovery\.uri|presto\.version)=' "$etc/config.properties"
  printf 'coordinator=false\nhttp-server.http.port=%s\nhttp-server.log.enabled=false\nquery.max-memory-per-node=200MB\n' "$port"
} >"$work/etc/config.properties"
cp "$etc/node.properties" "$work/etc"
echo "node.data-dir=$work/data" >>"$work/etc/node.properties"
printf -- '-Xmx800m\n-Djdk.attach.allowAttachSelf=true\n' >"$work/etc/jvm.config"
echo com.facebook.presto=INFO >"$work/etc/log.properties"
launch "$work/etc"

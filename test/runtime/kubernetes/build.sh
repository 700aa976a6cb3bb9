#!/bin/sh
# Fills a store of containerd with the images that deployments are started in, and with the one of the pods'
# sandboxes and of kubectl, so that a node has them the moment it starts:
#
#     build.sh                    it goes to the cache; what is there already costs a moment
#     build.sh --name-of-store    prints the folder's name, after a checksum of all that is in it
#
# Needs root and Linux; the programs that go into it are built before.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
runtime=$here/..
. "$runtime/common.sh"

pause=$(sh "$runtime/../conformance/programs/build.sh" --folder-of pause)
kubernetes=$(sh "$runtime/../conformance/programs/build.sh" --folder-of kubernetes)
engine=$(sh "$runtime/build.sh" --name-of-engine)
key=$({
  echo "$engine $(basename "$pause") $(basename "$kubernetes")"
  sh "$runtime/images/build.sh" --key
  cat "$here/build.sh" "$here/one-file-image.sh"
} | sha256sum | cut -c 1-16)
folder=$cache/node-store-$key

fill() {
  echo "filling the node's store"
  work=$(mktemp -d "$cache/.node-store.XXXXXX")
  trap 'rm -rf -- "$work"' EXIT
  mkdir "$work/empty" "$work/store"
  # The machine ends with the pipe's other end.
  mkfifo "$work/hold"
  sh "$runtime/machine/keep.sh" "$cache/$engine" /bin/false "$work/empty" /bin/true "$work/empty" \
    <"$work/hold" >"$work/ready" 7>&- &
  keeper=$!
  exec 6>"$work/hold"
  until grep -q ready "$work/ready" 2>/dev/null; do
    kill -0 "$keeper" || fail "cannot start a machine"
    sleep 0.1
  done
  read -r _ pid <"$work/ready"
  enter() { nsenter --target "$pid" --all "$@" 6>&- 7>&-; }
  # Layers are unpacked once and for all, and not kept packed as well.
  import() { enter ctr --namespace k8s.io images import --local --discard-unpacked-layers - >"$work/log" 2>&1 || fail "cannot import images: $(cat "$work/log")"; }
  # shellcheck disable=SC2016 # expanded inside
  enter sh -c 'containerd >/run/containerd.log 2>&1 </dev/null & echo $! >/run/containerd.pid
    until ctr version >/dev/null 2>&1; do sleep 0.1; done'
  sh "$here/one-file-image.sh" clp-compile.test/pause:latest "$pause/pause" | import
  sh "$here/one-file-image.sh" clp-compile.test/kubectl:latest "$kubernetes/kubectl" | import
  sh "$runtime/images/build.sh" --archive | import
  enter ctr --namespace k8s.io content prune references >/dev/null
  # shellcheck disable=SC2016
  enter sh -c 'kill "$(cat /run/containerd.pid)"; while kill -0 "$(cat /run/containerd.pid)" 2>/dev/null; do sleep 0.1; done'
  cp -a "/proc/$pid/root/var/lib/containerd/." "$work/store/"
  exec 6>&-
  wait "$keeper" || true
  mv "$work/store" "$folder"
  rm -rf -- "$work"
  trap - EXIT
}

case ${1-} in
  --name-of-store) basename "$folder" && exit ;;
  '') ;;
  *) fail "cannot build \"$1\": there is nothing to choose" ;;
esac
if [ -d "$folder" ]; then exit; fi
[ "$(uname -s)" = Linux ] || fail "a node of its own needs Linux"
[ "$(id -u)" -eq 0 ] || fail "a node of its own needs root: mounts and namespaces are made"
mkdir -p "$cache"
exec 7>"$cache/.node-store.lock"
flock 7
if [ -d "$folder" ]; then exit; fi
sh "$runtime/../conformance/programs/build.sh" pause kubernetes
fill

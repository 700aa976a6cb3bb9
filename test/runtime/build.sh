#!/bin/sh
# Builds what `npm run test:runtime` and `npm run try` start on Docker and on Kubernetes:
#
#     build.sh [engine] [images] [node] [musl]      (none named: all)
#
#     engine    Docker of a later suite of Debian, unpacked beside the host's own crun
#     images    the images of images/, and a store of the engine that has them already
#     node      a store of containerd that has them; test/conformance/programs/build.sh has its programs
#     musl      what the container of clp-compile stands on: a shell, musl's loader, its libstdc++ and libgcc
#
# All goes to the cache that test/conformance/programs fills, into folders named after checksums of what they
# are made of; what is there already costs a moment. Needs root and Linux.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
. "$here/common.sh"

# The suite that has an engine which knows start_interval. Its runtime needs a newer libc than the suite before
# has: the host's own serves.
suite=trixie
# What is taken from its packages; the last is Debian's own start of an engine without root.
taken="usr/bin usr/sbin usr/share/docker.io/contrib/dockerd-rootless.sh"
engine_folder() { echo "$cache/engine-$( (echo "$taken" && cat "$here/engine.packages") | sha256sum | cut -c 1-16)"; }
store_folder() { echo "$cache/store-$(sh "$here/images/build.sh" --key)"; }

# Takes a package of the list from the mirror, by its hash. A suite drops a version when it gets a later one:
# then the suite's own serves, which apt holds against Debian's signature, and a word says so.
package() {
  name=$1 version=$2 sum=$3 path=$4
  if /usr/lib/apt/apt-helper download-file "$mirror/$path" "$work/$name.deb" "SHA256:$sum" >"$work/log" 2>&1; then return; fi
  if [ ! -d "$work/apt" ]; then
    mkdir -p "$work/apt/state/lists/partial" "$work/apt/cache/archives/partial"
    echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror $suite main" >"$work/apt/sources.list"
    apt update || fail "cannot download $name: $(cat "$work/log")"
  fi
  (cd "$work" && apt download "$name") || fail "cannot download $name: $(cat "$work/log")"
  mv "$work/$name"_*.deb "$work/$name.deb"
  echo "build.sh: the mirror has no $name $version any more: taking $(dpkg-deb --field "$work/$name.deb" Version)." \
    "Update engine.packages." >&2
}

apt() {
  apt-get -q -o "Dir::State=$work/apt/state" -o "Dir::Cache=$work/apt/cache" -o APT::Sandbox::User=root \
    -o "Dir::Etc::SourceList=$work/apt/sources.list" -o Dir::Etc::SourceParts=/dev/null "$@" >"$work/log" 2>&1
}

engine() {
  folder=$(engine_folder)
  if [ -d "$folder" ]; then return; fi
  command -v crun >/dev/null && command -v iptables >/dev/null ||
    fail "crun and iptables are missing: run test/conformance/programs/debian.sh engine"
  mkdir -p "$cache"
  exec 8>"$cache/.engine.lock"
  flock 8
  if [ -d "$folder" ]; then return; fi
  echo "unpacking the engine"
  mirror=$(debian_mirror)
  [ -n "$mirror" ] || fail "cannot find out from where this machine has its packages"
  work=$(mktemp -d "$cache/.engine.XXXXXX")
  trap 'rm -rf -- "$work"' EXIT
  mkdir "$work/root"
  while read -r name version sum path; do
    package "$name" "$version" "$sum" "$path"
    dpkg-deb --extract "$work/$name.deb" "$work/root"
  done <"$here/engine.packages"
  for part in $taken; do
    mkdir -p "$work/engine/${part%/*}"
    mv "$work/root/$part" "$work/engine/$part"
  done
  mv "$work/engine" "$folder"
  rm -rf -- "$work"
  trap - EXIT
  exec 8>&-
}

musl_folder() { echo "$cache/musl-$(cat "$here/musl.packages" "$here/musl.requirements.txt" | sha256sum | cut -c 1-16)"; }

# As Debian builds no C++ library for musl, that of a wheel of PyPI serves, which has it for the same reason.
musl() {
  folder=$(musl_folder)
  if [ -d "$folder" ]; then return; fi
  mkdir -p "$cache"
  exec 5>"$cache/.musl.lock"
  flock 5
  if [ -d "$folder" ]; then return; fi
  mirror=$(debian_mirror)
  [ -n "$mirror" ] || fail "cannot find out from where this machine has its packages"
  work=$(mktemp -d "$cache/.musl.XXXXXX")
  trap 'rm -rf -- "$work"' EXIT
  mkdir -p "$work/unpacked" "$work/root/bin" "$work/root/lib" "$work/root/usr/lib" "$work/made"
  while read -r name version sum path; do
    package "$name" "$version" "$sum" "$path"
    dpkg-deb --extract "$work/$name.deb" "$work/unpacked"
  done <"$here/musl.packages"
  python3 -m pip download --quiet --disable-pip-version-check --no-input --no-deps --require-hashes \
    --only-binary :all: --platform musllinux_1_2_x86_64 --python-version 3.12 \
    --dest "$work" -r "$here/musl.requirements.txt" >"$work/log" 2>&1 || fail "cannot download a wheel: $(cat "$work/log")"
  python3 -m zipfile -e "$work"/*.whl "$work/wheel"
  cp "$work/unpacked/usr/bin/busybox" "$work/root/bin/sh"
  cp "$work/unpacked/usr/lib/x86_64-linux-musl/libc.so" "$work/root/lib/ld-musl-x86_64.so.1"
  cp "$work/wheel"/*.libs/libstdc++* "$work/root/usr/lib/libstdc++.so.6"
  # The wheel's libstdc++ asks for its libgcc by a name of its own.
  cp "$work/wheel"/*.libs/libgcc_s* "$work/root/usr/lib/"
  chmod -R a+rX,u+w "$work/root"
  chmod 755 "$work/root/bin/sh" "$work/root/lib/ld-musl-x86_64.so.1"
  tar -C "$work/root" --owner=0 --group=0 -cf "$work/made/root.tar" .
  mv "$work/made" "$folder"
  rm -rf -- "$work"
  trap - EXIT
  exec 5>&-
}

images() {
  sh "$here/images/build.sh"
  engine
  folder=$(store_folder)
  if [ -d "$folder" ]; then return; fi
  exec 7>"$cache/.store.lock"
  flock 7
  if [ -d "$folder" ]; then return; fi
  echo "filling the engine's store"
  work=$(mktemp -d "$cache/.store.XXXXXX")
  trap 'rm -rf -- "$work"' EXIT
  mkdir "$work/empty" "$work/dist" "$work/store"
  # The machine ends with the pipe's other end.
  mkfifo "$work/hold"
  sh "$here/machine/keep.sh" "$(engine_folder)" /bin/false "$work/empty" /bin/true "$work/dist" <"$work/hold" >"$work/ready" 7>&- &
  keeper=$!
  exec 6>"$work/hold"
  until grep -qs ready "$work/ready"; do
    kill -0 "$keeper" || fail "cannot start a machine"
    sleep 0.1
  done
  read -r _ pid <"$work/ready"
  enter() { nsenter --target "$pid" --all "$@" 6>&- 7>&-; }
  enter start-engine || fail "cannot start the engine"
  sh "$here/images/build.sh" --archive | enter docker load --quiet >/dev/null || fail "cannot load the images"
  enter stop-engine
  cp -a "/proc/$pid/root/var/lib/docker/." "$work/store/"
  exec 6>&-
  wait "$keeper" || true
  rm -rf -- "$work/store/containerd" "$work/store/runtimes" "$work/store/tmp" "$work/store/network"
  mv "$work/store" "$folder"
  rm -rf -- "$work"
  trap - EXIT
  exec 7>&-
}

case ${1-} in
  --name-of-engine) basename "$(engine_folder)" && exit ;;
  --name-of-store) basename "$(store_folder)" && exit ;;
  --name-of-musl) basename "$(musl_folder)" && exit ;;
esac
[ "$(uname -s)" = Linux ] || fail "an engine of its own needs Linux"
[ "$(id -u)" -eq 0 ] || fail "an engine of its own needs root: mounts and namespaces are made"
if [ $# -eq 0 ]; then set -- engine images node musl; fi
for part; do
  case $part in
    engine | images | musl) "$part" ;;
    node) sh "$here/kubernetes/build.sh" ;;
    *) fail "cannot build \"$part\": expected engine, images, node or musl" ;;
  esac
done

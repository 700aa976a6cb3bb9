#!/bin/sh
# Builds the images in which a deployment is started for real, each from its folder beside this file:
#
#     build.sh [NAME...]             (none named: all but the extra ones)
#     build.sh --archive [NAME...]   writes them to standard output, as one archive that `docker load` and
#                                    `ctr images import` read
#
# They go to the cache that test/conformance/programs/build.sh fills, a layer each, named after a checksum of
# all that it is made of: what is there already is not built again, and of two runs at once the second waits.
# Needs root, Go and Node; debian.sh engine installs the rest. A folder may hold
#
#     parent       the image whose layers come below; base otherwise
#     packages     packages of Debian
#     host.sh      is run here, with the layer's root as $1 and a temporary folder as $2
#     programs     those of test/conformance/programs that it copies: they are built before
#     files/       is copied to the root
#     setup.sh     is run in the root, at the end
#     config.json  the image's configuration; without it the folder is a layer for others
#     releases     those of CLP of which there is an image each, by that tag, with @RELEASE@ in its configuration;
#                  otherwise there is one, the latest
#     extra        says why the image is an extra one, which is made where it is named, and for nothing else
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
. "$here/../common.sh"
layers=$cache/layers
suite=bookworm
export LC_ALL=C

parent() {
  if [ "$1" = base ]; then return; fi
  cat "$here/$1/parent" 2>/dev/null || echo base
}

# The programs of test/conformance/programs that go into a layer.
programs() { cat "$here/$1/programs" 2>/dev/null || true; }
build_program() { sh "$here/../../conformance/programs/build.sh" "$@"; }

# The checksum of all that a layer is made of.
key() {
  {
    below=$(parent "$1")
    if [ -n "$below" ]; then key "$below"; fi
    for program in $(programs "$1"); do basename "$(build_program --folder-of "$program")"; done
    sed -n '/^# >>> how a layer is made/,/^# <<</p' "$here/build.sh"
    cd "$here/$1"
    find . -type f ! -name config.json ! -name releases ! -name README.md | sort | while read -r file; do
      echo "$file"
      if [ -x "$file" ]; then echo program; fi
      cat "$file"
    done
  } | sha256sum | cut -c 1-16
}

layer() { echo "$1-$(key "$1").tar"; }

# >>> how a layer is made
# The packages' sources, from where this machine has its own.
sources() {
  mirror=$(debian_mirror)
  [ -n "$mirror" ] || fail "cannot find out from where this machine has its packages"
  echo "deb $mirror $suite main"
  security=$(debian_security_mirror)
  if [ -n "$security" ]; then echo "deb $security $suite-security main"; fi
}

# Modes are not those of the checkout, whose umask is anybody's.
copy() {
  tar -C "$1" --mode=u=rwX,go=rX -cf - . | tar -C "$2" --no-overwrite-dir --no-same-owner -xf -
}

# make NAME FILE, in a mount namespace of its own: whatever ends it leaves no mount behind
make() {
  name=$1 file=$2
  work=/run/clp-compile-image
  mkdir -p "$work"
  mount -t tmpfs -o mode=755 image "$work"
  cd "$work"
  mkdir temporary
  if [ "$name" = base ]; then
    sources >sources.list
    TMPDIR=$work mmdebstrap --quiet --mode=root --variant=apt \
      --include="$(tr '\n' ',' <"$here/base/packages")" \
      --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/doc/*' \
      --dpkgopt='path-exclude=/usr/share/locale/*' --dpkgopt='force-unsafe-io' \
      "$suite" temporary/base.tar sources.list
    mv temporary/base.tar "$file"
    return
  fi

  below= at=$name n=0
  while at=$(parent "$at") && [ -n "$at" ]; do
    n=$((n + 1))
    mkdir "below-$n"
    tar -C "below-$n" -xf "$layers/$(layer "$at")"
    below="$below${below:+:}below-$n"
  done
  mkdir upper overlay root
  mount -t overlay -o "lowerdir=$below,upperdir=upper,workdir=overlay" overlay root
  mkdir -p root/proc root/sys
  mount -t proc proc root/proc
  mount --bind /dev root/dev
  printf '#!/bin/sh\nexit 101\n' >root/usr/sbin/policy-rc.d
  chmod +x root/usr/sbin/policy-rc.d
  touch root/etc/resolv.conf
  mount --bind /etc/resolv.conf root/etc/resolv.conf
  # Where a registry is reached by way of a proxy, its authority is known to this machine alone.
  authorities=/etc/ssl/certs/ca-certificates.crt
  if [ -e "$authorities" ]; then mount --bind "$authorities" "root$authorities"; fi
  inside="env DEBIAN_FRONTEND=noninteractive HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin chroot root"
  if [ -e "$here/$name/packages" ]; then
    $inside apt-get -q -y update
    # shellcheck disable=SC2046 # a list of names
    $inside apt-get -q -y install --no-install-recommends $(cat "$here/$name/packages")
  fi
  if [ -e "$here/$name/host.sh" ]; then (cd "$here/$name" && sh -eu host.sh "$work/root" "$work/temporary"); fi
  if [ -d "$here/$name/files" ]; then copy "$here/$name/files" root; fi
  if [ -e "$here/$name/setup.sh" ]; then $inside sh -eu <"$here/$name/setup.sh"; fi
  umount root/etc/resolv.conf
  if [ -e "$authorities" ]; then umount "root$authorities"; fi
  rm -rf root/usr/sbin/policy-rc.d root/var/lib/apt/lists/* root/var/cache/apt/*.bin root/root/.cache
  find root/var/log -type f -delete
  umount root/dev root/proc root

  # What an overlay notes as removed, an image notes by a name.
  find upper -type c | while read -r gone; do
    if [ "$(stat -c %t:%T "$gone")" = 0:0 ]; then
      rm "$gone"
      touch "$(dirname "$gone")/.wh.$(basename "$gone")"
    fi
  done
  tar -C upper --sort=name --numeric-owner -cf "$file" .
}
# <<<

ensure() {
  name=$1
  [ -d "$here/$name" ] || fail "there is no image \"$name\""
  below=$(parent "$name")
  if [ -n "$below" ]; then (ensure "$below"); fi
  target=$layers/$(layer "$name")
  if [ -e "$target.sha256" ]; then return; fi
  [ "$(id -u)" -eq 0 ] || fail "cannot build the image $name: only root can"
  command -v mmdebstrap >/dev/null || fail "mmdebstrap is not installed: run test/conformance/programs/debian.sh engine"
  mkdir -p "$layers"
  exec 9>"$layers/.$name.lock"
  flock 9
  if [ -e "$target.sha256" ]; then return; fi
  for program in $(programs "$name"); do build_program "$program"; done
  echo "building the image $name"
  # Output of package managers is long: kept for the case that one fails.
  if ! unshare --mount --pid --fork --kill-child --propagation private \
    sh "$here/build.sh" --make "$name" "$target.new" >"$target.log" 2>&1 </dev/null; then
    cat "$target.log" >&2
    fail "cannot build the image $name"
  fi
  mv -f "$target.new" "$target"
  sha256sum <"$target" | cut -d ' ' -f 1 >"$target.sha256.new"
  mv -f "$target.sha256.new" "$target.sha256"
  rm -f "$target.log"
}

images() {
  for config in "$here"/*/config.json; do
    folder=$(dirname "$config")
    [ -e "$folder/extra" ] || basename "$folder"
  done
}

tags() { cat "$here/$1/releases" 2>/dev/null || echo latest; }

config() { sed "s/@RELEASE@/$2/" "$here/$1/config.json"; }

# archive NAME...: the archive's own files beside links to the layers
archive() {
  folder=$(mktemp -d)
  trap 'rm -rf -- "$folder"' EXIT
  comma=
  {
    printf '['
    for name; do
      files= sums= at=$name
      while [ -n "$at" ]; do
        file=$(layer "$at")
        ln -sf "$layers/$file" "$folder/$file"
        files="\"$file\"${files:+,$files}"
        sums="\"sha256:$(cat "$layers/$file.sha256")\"${sums:+,$sums}"
        at=$(parent "$at")
      done
      for tag in $(tags "$name"); do
        printf '{"architecture":"amd64","os":"linux","config":%s,"rootfs":{"type":"layers","diff_ids":[%s]}}' \
          "$(config "$name" "$tag")" "$sums" >"$folder/$name-$tag.json"
        printf '%s{"Config":"%s.json","RepoTags":["clp-compile.test/%s"],"Layers":[%s]}' "$comma" "$name-$tag" "$name:$tag" "$files"
        comma=,
      done
    done
    printf ']'
  } >"$folder/manifest.json"
  tar -C "$folder" -ch .
}

case ${1-} in
  --make) make "$2" "$3" ;;
  --archive)
    shift
    # shellcheck disable=SC2046 # a list of names
    if [ $# -eq 0 ]; then set -- $(images); fi
    for name; do (ensure "$name" >&2); done
    archive "$@"
    ;;
  # What the archive will hold, as one checksum.
  --key) for name in $(images); do echo "$name $(key "$name") $(tags "$name") $(cat "$here/$name/config.json")"; done | sha256sum | cut -c 1-16 ;;
  -*) fail "unknown option $1" ;;
  *)
    # shellcheck disable=SC2046 # a list of names
    if [ $# -eq 0 ]; then set -- $(images); fi
    for name; do (ensure "$name"); done
    ;;
esac

#!/bin/sh
# Installs the conformance programs that are not built here, on Debian and its kin:
#
#     debian.sh             packages of Debian; Python with the packages that CLP uses; pre-commit
#     debian.sh services    also Redis, MariaDB and RabbitMQ
#     debian.sh engine      what test/runtime builds, and starts Docker and Kubernetes with, and nothing else
#     debian.sh java        what compiles Java and fetches the jars of Presto, and nothing else
#
# What is there already costs nothing and no network. No service is started, now or at the next boot:
# the tests start their own. The Python packages are pinned with hashes and go to the cache that build.sh
# fills, in a folder named after the requirements' checksum.
set -eu
export DEBIAN_FRONTEND=noninteractive

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
cache=${CLP_COMPILE_PROGRAMS:-${XDG_CACHE_HOME:-$HOME/.cache}/clp-compile/programs}
policy=/usr/sbin/policy-rc.d
ours=

fail() {
  echo "debian.sh: $*" >&2
  exit 1
}

clean() {
  if [ -n "$ours" ]; then rm -f -- "$policy"; fi
  ours=
}
trap clean EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

packages() {
  missing=
  for package; do
    status=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null) || status=
    if [ "$status" != installed ]; then missing="$missing $package"; fi
  done
  if [ -z "$missing" ]; then return; fi

  command -v apt-get >/dev/null || fail "cannot install$missing: there is no apt-get here"
  [ "$(id -u)" -eq 0 ] || fail "cannot install$missing: only root can"
  echo "installing$missing"
  if [ ! -e "$policy" ]; then
    ours=1
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod +x "$policy"
  fi
  before=$(enabled)
  quiet apt-get -q update
  # shellcheck disable=SC2086 # a list of names
  quiet apt-get -q -y -o DPkg::Lock::Timeout=600 \
    install --no-install-recommends $missing
  clean
  for unit in $(enabled); do
    case $before in
      *" $unit "*) ;;
      *) systemctl --quiet disable "$unit" ;;
    esac
  done
}

# What starts at boot, each unit between blanks.
enabled() {
  if ! command -v systemctl >/dev/null; then return; fi
  systemctl --root=/ --no-legend --state=enabled list-unit-files | awk '{ printf " %s ", $1 }'
}

# Shows what a command says only if it fails.
quiet() {
  if ! said=$("$@" 2>&1); then
    printf '%s\n' "$said" >&2
    fail "cannot do: $*"
  fi
}

# A virtual environment cannot be moved, so it is made in a folder of its own; the link to it appears when
# it is complete.
venv() {
  sum=$(sha256sum <"$here/$1/requirements.txt" | cut -c 1-12)
  if [ -e "$cache/$1-$sum" ]; then return; fi
  echo "installing $1 from $1/requirements.txt"
  rm -rf -- "$cache/.$1-$sum"
  quiet /usr/bin/python3 -m venv "$cache/.$1-$sum"
  quiet "$cache/.$1-$sum/bin/python3" -m pip install --quiet --disable-pip-version-check --no-input \
    --require-hashes --only-binary :all: -r "$here/$1/requirements.txt"
  ln -s -n -f ".$1-$sum" "$cache/$1-$sum"
}

case $* in
  '' | services | engine | java) ;;
  *) fail "cannot install \"$*\": expected nothing, services, engine or java" ;;
esac

# One run at a time.
mkdir -p -- "$cache"
exec 9>"$cache/.debian.lock"
flock 9

# Any Java will do that runs a source file.
java_tools() {
  command -v javac >/dev/null || packages default-jdk-headless
  command -v mvn >/dev/null || packages maven
}

if [ "$*" = java ]; then
  java_tools
  exit
fi
if [ "$*" = engine ]; then
  packages crun dnsmasq-base etcd-server iproute2 iptables mmdebstrap nftables openssh-client openssh-server openssl rootlesskit \
    rsync runc slirp4netns uidmap
  exit
fi
packages chromium etcd-server fish iproute2 libc6-arm64-cross mandoc nftables python3-venv qemu-user shellcheck systemd zsh
java_tools
if [ "$*" = services ]; then packages mariadb-server rabbitmq-server redis-server; fi
venv python
venv pre-commit

#!/bin/sh
# Made by clp-compile. Creates what the containers mount, with owner and mode. Run it before the first
# start and after each change of paths or users; running it again changes nothing. It deletes nothing.
# With --check it changes nothing at all: it says what is not as it must be, the versions of Docker included.
# shellcheck disable=SC1003,SC2016 # A path stands between single quotes as it is, dollar and backslash included.
set -eu
umask 022
cd -- "$(dirname -- "$0")"
me=$(id -u)
check=no
bad=no

# fail REASON: ends here; with --check, remembers it and goes on
fail() {
  printf 'prepare.sh: %s\n' "$1" >&2
  [ "$check" = yes ] || exit 1
  bad=yes
}

if [ "$#" -gt 0 ]; then
  [ "$1" = --check ] || fail "unknown argument $1: it takes --check, or none"
  check=yes
fi

# own PATH UID GID MODE: gives PATH to UID:GID, where it is not so yet.
own() {
  if [ -z "$(find "$1" -prune -user "$2" -group "$3")" ]; then
    if [ "$me" -ne 0 ] && [ "$me" -ne "$2" ]; then
      fail "$1 must belong to $2:$3, and only root can give it away: run this as root"
    elif [ "$check" = yes ]; then
      fail "$1 must belong to $2:$3: run this without --check"
    else
      chown "$2:$3" "$1" || fail "cannot give $1 to $2:$3: run this as root"
    fi
  fi
  moded "$1" "$4"
}

# moded PATH MODE
moded() {
  [ -z "$(find "$1" -prune -perm "$2")" ] || return 0
  if [ "$check" = yes ]; then
    fail "$1 must have the mode $2: run this without --check"
  else
    chmod "$2" "$1" || fail "cannot set the mode of $1 to $2: run this as its owner or as root"
  fi
}

# directory PATH UID GID MODE
directory() {
  if [ -e "$1" ] && [ ! -d "$1" ]; then
    fail "$1 is in the way: it is no directory"
  elif [ ! -d "$1" ] && [ "$check" = yes ]; then
    fail "$1 is missing: run this without --check"
  else
    mkdir -p -- "$1" || fail "cannot create $1"
    own "$@"
  fi
}

# mounted PATH MODE: a generated file that containers of any user read
mounted() {
  if [ -f "$1" ]; then
    moded "$@"
  else
    fail "$1 is missing: compile again"
  fi
}

# private PATH UID GID: a generated file that holds secrets
private() {
  if [ -f "$1" ]; then
    own "$1" "$2" "$3" 600
  else
    fail "$1 is missing: it holds secrets, so compile with credentials on this host"
  fi
}

# theirs PATH UID GID: what is the operator's own, and services read as UID:GID
theirs() {
  if [ ! -e "$1" ]; then
    # Docker says so too, before anything has started.
    [ "$check" = no ] || fail "$1 is missing, or hidden from you, and containers mount it: is the path right?"
    return 0
  fi
  case $(ls -ld -- "$1") in
  # An access control list may allow more than the mode does.
  ??????????+*) return 0 ;;
  esac
  may=r
  [ ! -d "$1" ] || may=x
  [ "$2" -ne 0 ] || return 0
  [ -n "$(find "$1" -prune \( -user "$2" -perm -u+$may -o ! -user "$2" -group "$3" -perm -g+$may -o ! -user "$2" ! -group "$3" -perm -o+$may \))" ] ||
    fail "the services run as $2:$3 and cannot read $1: let that user read it, or set host.uid and host.gid in the site file"
}

# ours PATH: what docker compose reads as the user who calls it
ours() {
  if [ -e "$1" ]; then
    [ -r "$1" ] || fail "you (uid $me) cannot read $1, and docker compose reads it as you: run this and docker compose as its owner, or give the file to yourself"
  elif [ "$check" = yes ]; then
    fail "$1 is missing: compile with credentials on this host"
  fi
}

# number VERSION FIELD: a part of it, without what stands behind its digits
number() {
  printf %s "$1" | tr -d v | cut -d . -f "$2" | sed 's/[^0-9].*//'
}

# least FOUND NEEDED: versions by their first two numbers
least() {
  major=$(number "$1" 1)
  minor=$(number "$1" 2)
  [ -n "$major" ] && [ -n "$minor" ] || return 1
  [ "$major" -gt "$(number "$2" 1)" ] ||
    { [ "$major" -eq "$(number "$2" 1)" ] && [ "$minor" -ge "$(number "$2" 2)" ]; }
}

# on_host: true outside of every user namespace, where ids are the host's
on_host() {
  [ -r /proc/self/uid_map ] || return 1
  read -r _ _ ids </proc/self/uid_map
  [ "$ids" = 4294967295 ]
}

# versions: of Docker on this host, and whose ids it means
versions() {
  if ! engine=$(docker version --format '{{.Server.APIVersion}}' 2>&1); then
    fail "cannot ask Docker for its version: $(printf %s "$engine" | tail -n 1)"
    return 0
  fi
  least "$engine" 1.44 ||
    fail "Docker Engine 25 or later is needed (API 1.44, and this one has $engine): an older one does not know start_interval, and is slow to start or refuses"
  # An engine without root counts ids in a namespace of its own, in which the containers' are meant.
  if docker info --format '{{.SecurityOptions}}' 2>/dev/null | grep -q 'name=rootless' && on_host; then
    fail 'this Docker runs without root, and the ids of containers are others on the host: run this by nsenter --preserve-credentials --user --mount --wd=. --target "$(cat "$XDG_RUNTIME_DIR/docker.pid")" sh prepare.sh'
  fi
  if ! compose=$(docker compose version --short 2>&1); then
    fail "docker compose is not there: install Docker's Compose plug-in"
    return 0
  fi
  least "$compose" 2.24 ||
    fail "Docker Compose 2.24 or later is needed, and this one is $compose: an older one ignores or refuses start_interval"
}

directory /home/clp/clp-package/var/data 1000 1000 0755
directory /home/clp/clp-package/var/data/archives 1000 1000 0755
directory /home/clp/clp-package/var/data/database 1000 1000 0755
directory /home/clp/clp-package/var/data/redis 1000 1000 0755
directory /home/clp/clp-package/var/data/results_cache 1000 1000 0755
directory /home/clp/clp-package/var/data/streams 1000 1000 0755
directory /home/clp/clp-package/var/log 1000 1000 0755
directory /home/clp/clp-package/var/log/api_server 1000 1000 0755
directory /home/clp/clp-package/var/log/compression_scheduler 1000 1000 0755
directory /home/clp/clp-package/var/log/compression_worker 1000 1000 0755
directory /home/clp/clp-package/var/log/database 1000 1000 0755
directory /home/clp/clp-package/var/log/garbage_collector 1000 1000 0755
directory /home/clp/clp-package/var/log/query_scheduler 1000 1000 0755
directory /home/clp/clp-package/var/log/query_worker 1000 1000 0755
directory /home/clp/clp-package/var/log/queue 1000 1000 0755
directory /home/clp/clp-package/var/log/redis 1000 1000 0755
directory /home/clp/clp-package/var/log/reducer 1000 1000 0755
directory /home/clp/clp-package/var/log/results_cache 1000 1000 0755
directory /home/clp/clp-package/var/log/user 1000 1000 0755
directory /home/clp/clp-package/var/tmp 1000 1000 0755
mounted var/log/.clp-config.yaml 0644
mounted var/www/webui/client/settings.json 0644
mounted var/www/webui/server/dist/settings.json 0644
mounted etc/mysql/conf.d/logging.cnf 0644
mounted etc/redis/redis.conf 0644
mounted etc/mongo/mongod.conf 0644
theirs /srv/logs 1000 1000
ours docker-compose.yaml
ours .env

if [ "$check" = yes ]; then
  versions
  [ "$bad" = no ] || exit 1
  echo "prepare.sh: everything is as it must be"
fi

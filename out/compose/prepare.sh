#!/bin/sh
# Made by clp-compile. Creates what the containers mount, with owner and mode. Run it before the first
# start and after each change of paths or users; running it again changes nothing. It deletes nothing.
set -eu
umask 022
cd -- "$(dirname -- "$0")"
me=$(id -u)

fail() {
  printf 'prepare.sh: %s\n' "$1" >&2
  exit 1
}

# own PATH UID GID MODE: gives PATH to UID:GID, where it is not so yet.
own() {
  if [ -z "$(find "$1" -prune -user "$2" -group "$3")" ]; then
    if [ "$me" -ne 0 ] && [ "$me" -ne "$2" ]; then
      fail "$1 must belong to $2:$3, and only root can give it away: run this as root"
    fi
    chown "$2:$3" "$1" || fail "cannot give $1 to $2:$3: run this as root"
  fi
  if [ -z "$(find "$1" -prune -perm "$4")" ]; then
    chmod "$4" "$1" || fail "cannot set the mode of $1 to $4: run this as root"
  fi
}

# directory PATH UID GID MODE
directory() {
  if [ -e "$1" ] && [ ! -d "$1" ]; then
    fail "$1 is in the way: it is no directory"
  fi
  mkdir -p -- "$1" || fail "cannot create $1"
  own "$@"
}

# mounted PATH MODE: a generated file that containers of any user read
mounted() {
  [ -f "$1" ] || fail "$1 is missing: compile again"
  if [ -z "$(find "$1" -prune -perm "$2")" ]; then
    chmod "$2" "$1" || fail "cannot set the mode of $1 to $2: run this as its owner or as root"
  fi
}

# private PATH UID GID: a generated file that holds secrets
private() {
  [ -f "$1" ] || fail "$1 is missing: it holds secrets, so compile with credentials on this host"
  own "$1" "$2" "$3" 600
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

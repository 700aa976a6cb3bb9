#!/bin/sh
# Presto in namespaces of its own, where the addresses, paths and ports of the emitted files hold as they stand:
#
#     start.sh COMPOSE PRESTO WORK [SQL]
#
# COMPOSE is a folder of compiled Compose files, PRESTO what build.sh made, WORK an empty folder: logs go there,
# and `pid` says in whose namespaces a command finds all of it. With a file of SQL, MariaDB is started and filled
# first.
set -eu
compose=$1 presto=$2 work=$3 sql=${4-}
etc=$compose/etc/presto

hostname presto-coordinator
ip link set lo up
printf '127.0.0.1 localhost database presto-coordinator\n' >"$work/hosts"
chmod 644 "$work/hosts"
mount --bind "$work/hosts" /etc/hosts
mount -t tmpfs -o mode=755 presto /opt
mount -t tmpfs -o mode=755 presto /var/lib
mkdir /opt/presto-server /opt/presto-worker
# Where the server puts what queries spill.
mkdir -p /tmp/presto
mount -t tmpfs -o mode=1777 presto /tmp/presto
mount --bind -o ro "$presto" /opt/presto-server
# The user of the site file, as in the containers; prepare.sh gives it the folders.
install -d -o 1000 -g 1000 /var/lib/presto /opt/etc /opt/presto-worker
# As Compose publishes it.
nft -f - <<'RULES'
table ip presto {
  chain output { type nat hook output priority -100; ip daddr 127.0.0.1 tcp dport 8889 redirect to :8080; }
}
RULES

if [ -n "$sql" ]; then
  mariadb-install-db --no-defaults --datadir="$work/data" --user=root --skip-test-db --auth-root-authentication-method=normal >"$work/mariadb.log" 2>&1
  mariadbd --no-defaults --datadir="$work/data" --socket="$work/socket" --port=3306 --bind-address=127.0.0.1 --pid-file="$work/mariadb.pid" \
    --skip-name-resolve --user=root >>"$work/mariadb.log" 2>&1 &
  until mariadb --no-defaults --socket="$work/socket" --user=root --default-character-set=utf8mb4 <"$sql" 2>>"$work/mariadb.log"; do sleep 0.5; done
fi

cp -R "$etc/coordinator/." /opt/etc
chown -R 1000:1000 /opt/etc
mount --bind -o ro /opt/etc /opt/presto-server/etc

# launch LOG [ETC PORT]: as the images do, as the user of the site file
launch() {
  log=$1
  shift
  exec setpriv --reuid=1000 --regid=1000 --clear-groups env PATH=/usr/bin:/bin TMPDIR=/opt/presto-worker \
    /opt/presto-server/bin/entrypoint.sh "$@" >"$work/$log.log" 2>&1
}
launch coordinator &
# The worker shares the coordinator's host, and listens beside it.
cp -R "$etc/worker-1" /opt/worker-etc
chown -R 1000:1000 /opt/worker-etc
launch worker /opt/worker-etc 8081 &

echo $$ >"$work/pid"
wait

#!/bin/sh
# Presto in namespaces of its own, where the addresses, paths and ports of the emitted files hold as they stand:
#
#     start.sh COMPOSE PRESTO WORK [SQL]
#
# COMPOSE is a folder of compiled Compose files, PRESTO what build.sh made, WORK an empty folder: logs go there,
# and `pid` says in whose namespaces a command finds all of it. With a file of SQL, MariaDB is started and filled
# first. The worker of CLP is a native program that nobody has: Presto's own in Java takes its place, under the
# name and version that the emitted files of the worker give.
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

# launch ETC: the server's own launcher, as the image's entry point calls it
launch() {
  exec setpriv --reuid=1000 --regid=1000 --clear-groups env PATH=/usr/bin:/bin python3 /opt/presto-server/bin/launcher.py "--etc-dir=$1" run
}
launch /opt/presto-server/etc >"$work/coordinator.log" 2>&1 &

worker=/opt/presto-worker/etc
mkdir -p "$worker"
cp -R "$etc/worker-1/catalog" "$worker"
grep -E '^(discovery\.uri|presto\.version)=' "$etc/worker-1/config.properties" >"$worker/config.properties"
printf 'coordinator=false\nhttp-server.http.port=8081\nquery.max-memory-per-node=200MB\n' >>"$worker/config.properties"
{ cat "$etc/worker-1/node.properties" && echo node.data-dir=/opt/presto-worker/data; } >"$worker/node.properties"
printf -- '-Xmx800m\n-Djdk.attach.allowAttachSelf=true\n' >"$worker/jvm.config"
printf 'com.facebook.presto=INFO\n' >"$worker/log.properties"
chown -R 1000:1000 /opt/presto-worker
launch "$worker" >"$work/worker.log" 2>&1 &

echo $$ >"$work/pid"
wait

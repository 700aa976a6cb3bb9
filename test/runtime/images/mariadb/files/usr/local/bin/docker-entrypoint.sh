#!/bin/bash
# Does what the documentation of the official image says of MYSQL_*, with its quoting: passwords are escaped,
# names are not.
set -euo pipefail

data=/var/lib/mysql
socket=/run/mysqld/setup.sock

literal() {
  local text=${1//\\/\\\\}
  printf "'%s'" "${text//\'/\\\'}"
}

if [[ ${1-} == -* || $# -eq 0 ]]; then set -- mariadbd "$@"; fi

if [[ $1 == mariadbd && $(id -u) == 0 ]]; then
  chown -R mysql:mysql "$data"
  exec setpriv --reuid=mysql --regid=mysql --clear-groups "$0" "$@"
fi

if [[ $1 == mariadbd && ! -d $data/mysql ]]; then
  : "${MYSQL_ROOT_PASSWORD:?database is uninitialized and password option is not specified}"
  echo "Initializing database files"
  # What mariadb-install-db makes for every server alike; setup.sh had it made once.
  (umask 077 && cp -R /usr/share/mariadb-empty/. "$data")
  "$@" --skip-networking --socket="$socket" --default-time-zone=SYSTEM &
  server=$!
  for _ in {1..300}; do
    if mariadb --no-defaults --socket="$socket" -uroot -e 'SELECT 1' >/dev/null 2>&1; then break; fi
    kill -0 "$server"
    sleep 0.2
  done
  root=$(literal "$MYSQL_ROOT_PASSWORD")
  {
    echo "SET @@SESSION.SQL_LOG_BIN=0; SET @@SESSION.SQL_MODE=REPLACE(@@SESSION.SQL_MODE, 'NO_BACKSLASH_ESCAPES', '');"
    # The other accounts of root have no password.
    echo "DELETE FROM mysql.global_priv WHERE User = 'root' AND Host <> 'localhost'; FLUSH PRIVILEGES;"
    echo "CREATE USER 'root'@'%' IDENTIFIED BY $root; GRANT ALL ON *.* TO 'root'@'%' WITH GRANT OPTION;"
    if [[ -n ${MYSQL_DATABASE-} ]]; then echo "CREATE DATABASE IF NOT EXISTS \`$MYSQL_DATABASE\`;"; fi
    if [[ -n ${MYSQL_USER-} && -n ${MYSQL_PASSWORD-} ]]; then
      echo "CREATE USER '$MYSQL_USER'@'%' IDENTIFIED BY $(literal "$MYSQL_PASSWORD");"
      if [[ -n ${MYSQL_DATABASE-} ]]; then
        echo "GRANT ALL ON \`${MYSQL_DATABASE//_/\\_}\`.* TO '$MYSQL_USER'@'%';"
      fi
    fi
    echo "ALTER USER 'root'@'localhost' IDENTIFIED BY $root;"
  } | mariadb --no-defaults --default-character-set=utf8mb4 --socket="$socket" -uroot
  MYSQL_PWD=$MYSQL_ROOT_PASSWORD mariadb-admin --no-defaults --socket="$socket" -uroot shutdown
  wait "$server"
  echo "MariaDB init process done. Ready for start up."
fi

exec "$@"

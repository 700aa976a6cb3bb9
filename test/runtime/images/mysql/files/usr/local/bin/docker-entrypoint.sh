#!/bin/bash
# Does what the documentation of the official image says of MYSQL_*, with its quoting: there is none, neither of
# passwords nor of names, and the administrator's password stands in quotes in an option file.
set -euo pipefail

data=/var/lib/mysql
socket=/run/mysqld/mysqld.sock

# Statements from standard input, as root, who has a password once that file gives one.
run() { mysql --defaults-extra-file="$options" --protocol=socket --socket="$socket" -uroot --comments --database=mysql; }

if [[ ${1-} == -* || $# -eq 0 ]]; then set -- mysqld "$@"; fi

if [[ $1 == mysqld && $(id -u) == 0 ]]; then
  chown -R mysql:mysql "$data"
  exec setpriv --reuid=mysql --regid=mysql --clear-groups "$0" "$@"
fi

if [[ $1 == mysqld && ! -d $data/mysql ]]; then
  : "${MYSQL_ROOT_PASSWORD:?database is uninitialized and password option is not specified}"
  if [[ ${MYSQL_USER-} == root ]]; then
    echo "MYSQL_USER=root: it is for a regular user and cannot be used for the root user" >&2
    exit 1
  fi
  echo "Initializing database files"
  "$@" --initialize-insecure --default-time-zone=SYSTEM
  "$@" --daemonize --skip-networking --default-time-zone=SYSTEM --socket="$socket"
  options=$(mktemp)
  trap 'rm -f "$options"' EXIT
  run <<SQL
SET autocommit = 1;
SET @@SESSION.SQL_LOG_BIN=0;
ALTER USER 'root'@'localhost' IDENTIFIED BY '$MYSQL_ROOT_PASSWORD' ;
GRANT ALL ON *.* TO 'root'@'localhost' WITH GRANT OPTION ;
FLUSH PRIVILEGES ;
CREATE USER 'root'@'%' IDENTIFIED BY '$MYSQL_ROOT_PASSWORD' ;
GRANT ALL ON *.* TO 'root'@'%' WITH GRANT OPTION ;
SQL
  printf '[client]\npassword="%s"\n' "$MYSQL_ROOT_PASSWORD" >"$options"
  if [[ -n ${MYSQL_DATABASE-} ]]; then run <<<"CREATE DATABASE IF NOT EXISTS \`$MYSQL_DATABASE\` ;"; fi
  if [[ -n ${MYSQL_USER-} && -n ${MYSQL_PASSWORD-} ]]; then
    run <<<"CREATE USER '$MYSQL_USER'@'%' IDENTIFIED BY '$MYSQL_PASSWORD' ;"
    if [[ -n ${MYSQL_DATABASE-} ]]; then
      run <<<"GRANT ALL ON \`${MYSQL_DATABASE//_/\\_}\`.* TO '$MYSQL_USER'@'%' ;"
    fi
  fi
  mysqladmin --defaults-extra-file="$options" --protocol=socket --socket="$socket" -uroot shutdown
  rm -f "$options"
  trap - EXIT
  echo "MySQL init process done. Ready for start up."
fi

exec "$@"

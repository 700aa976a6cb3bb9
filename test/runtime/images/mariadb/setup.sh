# As the official image: no data, any user may run it, no own choice of address, log and user.
rm -rf /var/lib/mysql
mkdir -p /var/lib/mysql /run/mysqld /var/log/mysql /docker-entrypoint-initdb.d
chmod 1777 /var/lib/mysql /run/mysqld /var/log/mysql
sed -i -E '/^(bind-address|user|log_error|pid-file|socket)\b/d' /etc/mysql/mariadb.conf.d/50-server.cnf
printf '[mariadb]\nhost-cache-size=0\nskip-name-resolve\n' >/etc/mysql/mariadb.conf.d/05-skipcache.cnf
# Memory holds the files of a database, and most of an empty one is the log of what is not on the disk yet.
printf '[mariadbd]\ninnodb_log_file_size=4M\n' >/etc/mysql/mariadb.conf.d/60-small.cnf
# What the entrypoint of the official image makes at each first start, and a processor needs a second for.
mariadb-install-db --force --datadir=/usr/share/mariadb-empty --auth-root-authentication-method=normal --skip-test-db \
  --old-mode='UTF8_IS_UTF8MB3' --default-time-zone=SYSTEM --loose-innodb_buffer_pool_load_at_startup=0 >/dev/null
chmod -R a+rX /usr/share/mariadb-empty

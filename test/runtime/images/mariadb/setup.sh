# As the official image: no data, any user may run it, no own choice of address, log and user.
rm -rf /var/lib/mysql
mkdir -p /var/lib/mysql /run/mysqld /var/log/mysql /docker-entrypoint-initdb.d
chmod 1777 /var/lib/mysql /run/mysqld /var/log/mysql
sed -i -E '/^(bind-address|user|log_error|pid-file|socket)\b/d' /etc/mysql/mariadb.conf.d/50-server.cnf
printf '[mariadb]\nhost-cache-size=0\nskip-name-resolve\n' >/etc/mysql/mariadb.conf.d/05-skipcache.cnf

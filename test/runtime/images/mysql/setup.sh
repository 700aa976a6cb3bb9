# MySQL's server is in no stable suite of Debian: it is taken from sid, with the libraries that it needs. What a
# mirror has of sid may be older than sid's own lists allow; Debian's signature is asked for all the same.
sed -n '/security/!s/^\(deb .*\/debian\/\{0,1\}\) [a-z]* main$/\1 sid main/p' /etc/apt/sources.list.d/*.list >/sid
mv /sid /etc/apt/sources.list.d/sid.list
apt-get -q -y -o Acquire::Check-Valid-Until=false update
apt-get -q -y install --no-install-recommends -t sid mysql-server-core mysql-client-core
apt-get -q -y clean
rm -rf /etc/apt/sources.list.d/sid.list /var/lib/apt/lists/*

# As the official image: no data, and any user may run it.
useradd --system --shell /bin/false --home-dir /var/lib/mysql mysql
mkdir -p /var/lib/mysql /run/mysqld /var/log/mysql /etc/mysql/conf.d /docker-entrypoint-initdb.d
chmod 1777 /var/lib/mysql /run/mysqld /var/log/mysql

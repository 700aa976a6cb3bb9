# As the official image: no configuration of its own, and any user may run it.
rm -rf /etc/redis /var/lib/redis
mkdir -p /data /etc/redis /var/log/redis
chmod 1777 /data /var/log/redis

mkdir -p /data/db /data/configdb /var/log/mongodb
chmod 1777 /data/db /data/configdb /var/log/mongodb

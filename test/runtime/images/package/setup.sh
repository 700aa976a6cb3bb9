# Mounted over by the deployment.
mkdir -p /opt/clp/.aws /opt/clp/var/www/webui/client /opt/clp/etc/webui /mnt/logs /var/data /var/log /var/tmp

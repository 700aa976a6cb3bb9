# As the official image: the scripts themselves are in the PATH (Debian's wrappers would become another user),
# and any user may run it.
mkdir -p /opt/rabbitmq
ln -s /usr/lib/rabbitmq/lib/rabbitmq_server-*/sbin/* /opt/rabbitmq/
rm -rf /var/lib/rabbitmq
mkdir -p /var/lib/rabbitmq /etc/rabbitmq /var/log/rabbitmq
chmod 0777 /var/lib/rabbitmq /etc/rabbitmq /var/log/rabbitmq

# As the official image: the scripts themselves are in the PATH (Debian's wrappers would become another user),
# and any user may run it.
mkdir -p /opt/rabbitmq
ln -s /usr/lib/rabbitmq/lib/rabbitmq_server-*/sbin/* /opt/rabbitmq/
rm -rf /var/lib/rabbitmq
mkdir -p /var/lib/rabbitmq /etc/rabbitmq /var/log/rabbitmq
chmod 0777 /var/lib/rabbitmq /etc/rabbitmq /var/log/rabbitmq
# Plugins that nobody enables, and that each start looks through all the same.
cd /usr/lib/rabbitmq/lib/rabbitmq_server-*/plugins
for plugin in rabbitmq_* amqp_client-* cowboy-* cowlib-*; do
  case $plugin in rabbitmq_prelaunch-*) ;; *) rm -r "$plugin" ;; esac
done
# A start is dear, by the modules that it loads: see the two files.
cd /opt/rabbitmq-boot
erlc all_at_once.erl
# shellcheck disable=SC2046 # a list of names
escript few_modules.escript $(find /usr/lib/erlang/lib /usr/lib/rabbitmq/lib -name '*.app' ! -name 'rabbit*.app')

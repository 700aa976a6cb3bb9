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
# A start is dear, by the modules that it loads: see the two files. What it loads, a start says, in a network of its own,
# where no other server has the ports.
cd /opt/rabbitmq-boot
erlc all_at_once.erl
# shellcheck disable=SC2046 # a list of names
escript few_modules.escript $(find /usr/lib/erlang/lib /usr/lib/rabbitmq/lib -name '*.app')
cat >/tmp/record <<'END'
perl -e '$up = pack("a16s", "lo", 1); socket(S, 2, 2, 0) && ioctl(S, 0x8914, $up) or die "lo: $!"' # SIOCSIFFLAGS
RABBITMQ_BOOT_MODULE=all_at_once RABBITMQ_SERVER_START_ARGS='-s all_at_once record' RABBITMQ_NODE_ONLY=true \
  RABBITMQ_SERVER_CODE_PATH=/opt/rabbitmq-boot RABBITMQ_NODENAME=rabbit@127.0.0.1 \
  RABBITMQ_USE_LONGNAME=true HOME=/tmp/home \
  RABBITMQ_MNESIA_BASE=/tmp/home/mnesia RABBITMQ_LOGS=- /opt/rabbitmq/rabbitmq-server
epmd -kill
END
mkdir /tmp/home
unshare --net sh -eu /tmp/record
rm -r /tmp/record /tmp/home
[ -s modules ]

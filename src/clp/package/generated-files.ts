/** The files that the package's containers read and that are made of the configuration. */

/** Where CLP's own tools expect them, beside the compose file. */
export const GENERATED_FILES = {
  "clp-config": "var/log/.clp-config.yaml",
  "webui-client-settings": "var/www/webui/client/settings.json",
  "webui-server-settings": "var/www/webui/server/dist/settings.json",
  "webui-settings": "etc/webui/settings.json",
  "otel-collector-conf": "etc/otel-collector/config.yaml",
  "mysql-logging": "etc/mysql/conf.d/logging.cnf",
  "redis-conf": "etc/redis/redis.conf",
  "mongod-conf": "etc/mongo/mongod.conf",
} as const;

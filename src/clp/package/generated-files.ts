/** The files that the package's containers read and that are made of the configuration. */

/** Where CLP's own tools expect them, beside the compose file; `NUMBER` is that of each of several like containers. */
export const GENERATED_FILES = {
  "clp-config": "var/log/.clp-config.yaml",
  "webui-client-settings": "var/www/webui/client/settings.json",
  "webui-server-settings": "var/www/webui/server/dist/settings.json",
  "webui-settings": "etc/webui/settings.json",
  "otel-collector-conf": "etc/otel-collector/config.yaml",
  "mysql-logging": "etc/mysql/conf.d/logging.cnf",
  "redis-conf": "etc/redis/redis.conf",
  "mongod-conf": "etc/mongo/mongod.conf",
  "presto-coordinator-config": "etc/presto/coordinator/config.properties",
  "presto-coordinator-node": "etc/presto/coordinator/node.properties",
  "presto-coordinator-jvm": "etc/presto/coordinator/jvm.config",
  "presto-coordinator-log": "etc/presto/coordinator/log.properties",
  "presto-coordinator-split-filter": "etc/presto/coordinator/split-filter.json",
  "presto-coordinator-catalog": "etc/presto/coordinator/catalog/clp.properties",
  "presto-worker-config": "etc/presto/worker-NUMBER/config.properties",
  "presto-worker-node": "etc/presto/worker-NUMBER/node.properties",
  "presto-worker-velox": "etc/presto/worker-NUMBER/velox.properties",
  "presto-worker-catalog": "etc/presto/worker-NUMBER/catalog/clp.properties",
} as const;

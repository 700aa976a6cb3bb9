/** Every path that the Compose backend of any version has written, or writes for any release of CLP. Append only. */
import { COMPOSE_FOLDER, folderOfHost } from "../../base/compose-folder.ts";
import { type FileKind, MADE_BY, type OutputPath } from "../output-path.ts";
import { SYSTEMD_UNIT } from "./systemd-unit.ts";

const CONTAINER_CONFIG: FileKind = {
  format: "yaml",
  keys: ["archive_output", "database", "package", "results_cache", "stream_output", "webui"],
  others: [
    "api_server",
    "aws_config_directory",
    "bundled",
    "compression_scheduler",
    "compression_worker",
    "container_image_ref",
    "credentials_file_path",
    "data_directory",
    "garbage_collector",
    "log_ingestor",
    "logs_directory",
    "logs_input",
    "mcp_server",
    "otel_collector",
    "presto",
    "query_scheduler",
    "query_worker",
    "queue",
    "redis",
    "reducer",
    "spider_scheduler",
    "telemetry",
    "tmp_directory",
  ],
};

const CLIENT_SETTINGS: FileKind = {
  format: "json",
  keys: ["ClpQueryEngine", "ClpStorageEngine", "LogsInputType", "SqlDbClpTablePrefix"],
  others: [
    "LogsInputRootDir",
    "MaxDatasetsPerQuery",
    "MongoDbSearchResultsMetadataCollectionName",
    "SqlDbClpArchivesTableName",
    "SqlDbClpDatasetsTableName",
    "SqlDbClpFilesTableName",
    "SqlDbCompressionJobsTableName",
  ],
};

const SERVER_SETTINGS: FileKind = {
  format: "json",
  keys: ["ClientDir", "LogViewerDir", "MongoDbHost", "SqlDbHost", "SqlDbName"],
  others: [
    "ArchiveOutputCompressionLevel",
    "ArchiveOutputTargetArchiveSize",
    "ArchiveOutputTargetDictionariesSize",
    "ArchiveOutputTargetEncodedFileSize",
    "ArchiveOutputTargetSegmentSize",
    "ClpQueryEngine",
    "ClpStorageEngine",
    "LogsInputRootDir",
    "MongoDbName",
    "MongoDbPort",
    "MongoDbSearchResultsMetadataCollectionName",
    "MongoDbStreamFilesCollectionName",
    "PrestoHost",
    "PrestoPort",
    "SqlDbCompressionJobsTableName",
    "SqlDbPort",
    "SqlDbQueryJobsTableName",
    "StreamFilesDir",
    "StreamFilesS3PathPrefix",
    "StreamFilesS3Profile",
    "StreamFilesS3Region",
    "StreamTargetUncompressedSize",
  ],
};

/** Below the folder of one host. */
const OF_A_HOST: readonly OutputPath[] = [
  { path: "docker-compose.yaml", kinds: [MADE_BY] },
  { path: ".env", kinds: [MADE_BY] },
  { path: ".env.example", kinds: [MADE_BY] },
  { path: "prepare.sh", kinds: [{ format: "text", begins: "#!/bin/sh\n# Made by clp-compile." }] },
  { path: "var/log/.clp-config.yaml", kinds: [CONTAINER_CONFIG] },
  { path: "var/www/webui/client/settings.json", kinds: [CLIENT_SETTINGS] },
  { path: "var/www/webui/server/dist/settings.json", kinds: [SERVER_SETTINGS] },
  // Of releases with one file of settings for the web UI, and with telemetry.
  { path: "etc/webui/settings.json", kinds: [{ format: "json", keys: ["public", "server"] }] },
  {
    path: "etc/otel-collector/config.yaml",
    kinds: [
      MADE_BY,
      {
        format: "yaml",
        keys: ["exporters", "receivers", "service"],
        others: ["connectors", "extensions", "processors"],
      },
    ],
  },
  { path: "etc/mysql/conf.d/logging.cnf", kinds: [{ format: "ini", keys: ["mysqld"] }] },
  { path: "etc/redis/redis.conf", kinds: [{ format: "words", keys: ["databases", "logfile"] }] },
  ...["config.properties", "node.properties", "jvm.config", "log.properties", "catalog/clp.properties"].map(
    (name) => ({ path: `etc/presto/coordinator/${name}`, kinds: [MADE_BY] }),
  ),
  // Scopes of the connector are its keys.
  {
    path: "etc/presto/coordinator/split-filter.json",
    kinds: [{ format: "json", keys: [], names: /^clp\.default(?:\.\w+)?$/ }],
  },
  ...["config.properties", "node.properties", "velox.properties", "catalog/clp.properties"].map((name) => ({
    path: `etc/presto/worker-NUMBER/${name}`,
    kinds: [MADE_BY],
  })),
  { path: "etc/mongo/mongod.conf", kinds: [{ format: "yaml", keys: ["replication", "systemLog"] }] },
];

/** Of each of several hosts alone. */
const OF_SEVERAL: readonly OutputPath[] = [
  { path: "firewall.nft", kinds: [{ format: "text", begins: "#!/usr/sbin/nft -f\n# Made by clp-compile." }] },
  { path: SYSTEMD_UNIT, kinds: [MADE_BY] },
];

const below = (folder: string, paths: readonly OutputPath[]): readonly OutputPath[] =>
  paths.map(({ path, kinds }) => ({ path: `${folder}/${path}`, kinds }));

export const COMPOSE_PATHS: readonly OutputPath[] = [
  ...below(COMPOSE_FOLDER, OF_A_HOST),
  ...below(folderOfHost(COMPOSE_FOLDER, "NAME"), [...OF_A_HOST, ...OF_SEVERAL]),
];

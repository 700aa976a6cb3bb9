/** The two settings files of the web UI (facts: its base files and what the controller changes in them). */
import { constant, derived, map, type Origin, type Sourced, sourced } from "../base/origin.ts";
import { given, pick } from "../base/typed.ts";
import { type Template, template } from "../model/tree.ts";
import { value } from "../model/value.ts";
import { PRESTO } from "./container-config.ts";
import { addressOf } from "./containers.ts";
import type { Deployment } from "./deployment.ts";
import { queryEngineOf } from "./query-engine.ts";

function factOf({ release }: Deployment): Origin {
  return constant(`A setting of the web UI of ${release.name} that no configuration changes`);
}

/** clp-s keeps its archives and files in other tables, one set for each dataset. */
function tableOf({ config }: Deployment, name: string): Sourced<string> {
  return map(pick(config.package, "storage_engine"), "clp-s has no table of this kind", (engine) =>
    engine === "clp-s" ? "" : name,
  );
}

function logsInputRoot({ config }: Deployment): Sourced<string | null> {
  return map(pick(config.logs_input, "type"), "log input from files is seen below /mnt/logs", (type) =>
    type === "fs" ? "/mnt/logs" : null,
  );
}

/** How many datasets a search may ask; undefined where the release has no such limit, null for no limit. */
function maxDatasets({ config }: Deployment): Sourced<number | null> | undefined {
  const section = pick(config, "query_scheduler");
  if (section.value === null) return map(section, "no limit where there is no query scheduler", () => null);
  return given(section.value, "max_datasets_per_query");
}

/** What the page in the browser reads. */
export function webuiClientSettings(deployment: Deployment): Template {
  const { config } = deployment;
  return template(
    {
      ClpStorageEngine: pick(config.package, "storage_engine"),
      ClpQueryEngine: queryEngineOf(config),
      LogsInputType: pick(config.logs_input, "type"),
      LogsInputRootDir: logsInputRoot(deployment),
      MaxDatasetsPerQuery: maxDatasets(deployment),
      MongoDbSearchResultsMetadataCollectionName: pick(config.webui, "results_metadata_collection_name"),
      SqlDbClpArchivesTableName: tableOf(deployment, "clp_archives"),
      SqlDbClpDatasetsTableName: "clp_datasets",
      SqlDbClpFilesTableName: tableOf(deployment, "clp_files"),
      SqlDbClpTablePrefix: "clp_",
      SqlDbCompressionJobsTableName: "compression_jobs",
    },
    factOf(deployment),
  );
}

/** The two as one. What both read stands with the page's. */
export function webuiSettings(deployment: Deployment): Template {
  const { config } = deployment;
  return template(
    {
      public: {
        ClpQueryEngine: queryEngineOf(config),
        ClpStorageEngine: pick(config.package, "storage_engine"),
        LogsInputRootDir: logsInputRoot(deployment),
        LogsInputType: pick(config.logs_input, "type"),
        MaxDatasetsPerQuery: maxDatasets(deployment),
        PrestoMaxNumSearchResults: given(config.webui, "presto_max_num_search_results"),
        SqlDbClpArchivesTableName: tableOf(deployment, "clp_archives"),
        SqlDbClpDatasetsTableName: "clp_datasets",
        SqlDbClpFilesTableName: tableOf(deployment, "clp_files"),
        SqlDbClpTablePrefix: "clp_",
        SqlDbCompressionJobsTableName: "compression_jobs",
        MongoDbSearchResultsMetadataCollectionName: pick(config.webui, "results_metadata_collection_name"),
      },
      server: serverAlone(deployment),
    },
    factOf(deployment),
  );
}

/** What the server reads, and the page does not. */
function serverAlone(deployment: Deployment) {
  const { config } = deployment;
  const { archive_output: archives } = config;
  const [database, cache] = [addressOf("database"), addressOf("results-cache")];
  return {
    SqlDbHost: value`${database.host}`,
    SqlDbName: pick(config.database.names, "clp"),
    SqlDbPort: value`${database.port}`,
    SqlDbQueryJobsTableName: "query_jobs",
    MongoDbHost: value`${cache.host}`,
    MongoDbName: pick(config.results_cache, "db_name"),
    MongoDbPort: value`${cache.port}`,
    MongoDbStreamFilesCollectionName: pick(config.results_cache, "stream_collection_name"),
    ClientDir: "/opt/clp/var/www/webui/client",
    LogViewerDir: "/opt/clp/var/www/webui/yscope-log-viewer",
    ...streamSettings(deployment),
    ArchiveOutputCompressionLevel: pick(archives, "compression_level"),
    ArchiveOutputTargetArchiveSize: pick(archives, "target_archive_size"),
    ArchiveOutputTargetDictionariesSize: pick(archives, "target_dictionaries_size"),
    ArchiveOutputTargetEncodedFileSize: pick(archives, "target_encoded_file_size"),
    ArchiveOutputTargetSegmentSize: pick(archives, "target_segment_size"),
    PrestoHost: prestoSetting(deployment, PRESTO.host),
    PrestoPort: prestoSetting(deployment, PRESTO.port),
  };
}

function prestoSetting({ config }: Deployment, setting: string | number): Sourced<string | number | null> {
  return map(
    queryEngineOf(config),
    "set where queries go to Presto, at CLP's own address for it (D17)",
    (engine) => (engine === "presto" ? setting : null),
  );
}

/** What the web server reads. */
export function webuiServerSettings(deployment: Deployment): Template {
  const { config } = deployment;
  const database = addressOf("database");
  const cache = addressOf("results-cache");
  const archives = config.archive_output;
  const presto = (setting: string | number) =>
    map(
      queryEngineOf(config),
      "set where queries go to Presto, at CLP's own address for it (D17)",
      (engine) => (engine === "presto" ? setting : null),
    );
  return template(
    {
      SqlDbHost: value`${database.host}`,
      SqlDbPort: value`${database.port}`,
      SqlDbName: pick(config.database.names, "clp"),
      SqlDbQueryJobsTableName: "query_jobs",
      SqlDbCompressionJobsTableName: "compression_jobs",
      MongoDbHost: value`${cache.host}`,
      MongoDbPort: value`${cache.port}`,
      MongoDbName: pick(config.results_cache, "db_name"),
      MongoDbSearchResultsMetadataCollectionName: pick(config.webui, "results_metadata_collection_name"),
      MongoDbStreamFilesCollectionName: pick(config.results_cache, "stream_collection_name"),
      ClientDir: "/opt/clp/var/www/webui/client",
      LogViewerDir: "/opt/clp/var/www/webui/yscope-log-viewer",
      LogsInputRootDir: logsInputRoot(deployment),
      ...streamSettings(deployment),
      ArchiveOutputCompressionLevel: pick(archives, "compression_level"),
      ArchiveOutputTargetArchiveSize: pick(archives, "target_archive_size"),
      ArchiveOutputTargetDictionariesSize: pick(archives, "target_dictionaries_size"),
      ArchiveOutputTargetEncodedFileSize: pick(archives, "target_encoded_file_size"),
      ArchiveOutputTargetSegmentSize: pick(archives, "target_segment_size"),
      ClpQueryEngine: queryEngineOf(config),
      ClpStorageEngine: pick(config.package, "storage_engine"),
      PrestoHost: presto(PRESTO.host),
      PrestoPort: presto(PRESTO.port),
    },
    factOf(deployment),
  );
}

function streamSettings({ config }: Deployment) {
  const { storage } = config.stream_output;
  const type = pick(storage, "type");
  const size = { StreamTargetUncompressedSize: pick(config.stream_output, "target_uncompressed_size") };
  if (storage.type === "fs") {
    const none = map(type, "streams are not on S3", () => null);
    return {
      StreamFilesDir: map(type, "where containers see streams", () => "/var/data/streams"),
      ...size,
      StreamFilesS3Region: none,
      StreamFilesS3PathPrefix: none,
      StreamFilesS3Profile: none,
    };
  }
  const s3 = storage.s3_config;
  const [bucket, prefix] = [pick(s3, "bucket"), pick(s3, "key_prefix")];
  const profile = pick(s3.aws_authentication, "profile");
  return {
    StreamFilesDir: map(type, "streams are on S3", () => null),
    ...size,
    StreamFilesS3Region: pick(s3, "region_code"),
    StreamFilesS3PathPrefix: sourced(
      `${bucket.value}/${prefix.value}`,
      derived("bucket/key_prefix", bucket.origin, prefix.origin),
    ),
    StreamFilesS3Profile:
      s3.aws_authentication.type === "profile"
        ? profile
        : map(profile, "no profile authentication", () => null),
  };
}

/** The settings of the web UI, in two files or in one (facts: its base files and what the controller changes in them). */
import { constant, derived, map, type Origin, type Sourced, sourced } from "../../base/origin.ts";
import { given, pick } from "../../base/typed.ts";
import { queryEngineOf } from "../../input/query-engine.ts";
import { addressOf } from "../../lower/containers.ts";
import type { Deployment } from "../../lower/deployment.ts";
import { type Template, template } from "../../model/tree.ts";
import { type Value, value } from "../../model/value.ts";
import { PRESTO } from "./container-config.ts";

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

/** All settings by their names: what both releases and both programs read is made here once. */
function allSettings(deployment: Deployment) {
  const { config } = deployment;
  const { archive_output: archives } = config;
  const [database, cache] = [addressOf("database"), addressOf("results-cache")];
  const presto = (field: "host" | "port"): Sourced<string | number | null> | Value =>
    deployment.runs["presto-coordinator"].value
      ? value`${addressOf("presto-coordinator")[field]}`
      : map(
          queryEngineOf(config),
          "set where queries go to Presto, at CLP's own address for it (D17)",
          (engine) => (engine === "presto" ? PRESTO[field] : null),
        );
  return {
    ...streamSettings(deployment),
    ArchiveOutputCompressionLevel: pick(archives, "compression_level"),
    ArchiveOutputTargetArchiveSize: pick(archives, "target_archive_size"),
    ArchiveOutputTargetDictionariesSize: pick(archives, "target_dictionaries_size"),
    ArchiveOutputTargetEncodedFileSize: pick(archives, "target_encoded_file_size"),
    ArchiveOutputTargetSegmentSize: pick(archives, "target_segment_size"),
    ClientDir: "/opt/clp/var/www/webui/client",
    ClpQueryEngine: queryEngineOf(config),
    ClpStorageEngine: pick(config.package, "storage_engine"),
    LogViewerDir: "/opt/clp/var/www/webui/yscope-log-viewer",
    LogsInputRootDir: logsInputRoot(deployment),
    LogsInputType: pick(config.logs_input, "type"),
    MaxDatasetsPerQuery: maxDatasets(deployment),
    MongoDbHost: value`${cache.host}`,
    MongoDbName: pick(config.results_cache, "db_name"),
    MongoDbPort: value`${cache.port}`,
    MongoDbSearchResultsMetadataCollectionName: pick(config.webui, "results_metadata_collection_name"),
    MongoDbStreamFilesCollectionName: pick(config.results_cache, "stream_collection_name"),
    PrestoHost: presto("host"),
    PrestoMaxNumSearchResults: given(config.webui, "presto_max_num_search_results"),
    PrestoPort: presto("port"),
    SqlDbClpArchivesTableName: tableOf(deployment, "clp_archives"),
    SqlDbClpDatasetsTableName: "clp_datasets",
    SqlDbClpFilesTableName: tableOf(deployment, "clp_files"),
    SqlDbClpTablePrefix: "clp_",
    SqlDbCompressionJobsTableName: "compression_jobs",
    SqlDbHost: value`${database.host}`,
    SqlDbName: pick(config.database.names, "clp"),
    SqlDbPort: value`${database.port}`,
    SqlDbQueryJobsTableName: "query_jobs",
  };
}

type All = ReturnType<typeof allSettings>;
type Name = keyof All;

/** Those of these names, in this order. */
function some(all: All, names: readonly Name[]): Partial<All> {
  return Object.fromEntries(names.map((name) => [name, all[name]]));
}

const TABLES = [
  "SqlDbClpArchivesTableName",
  "SqlDbClpDatasetsTableName",
  "SqlDbClpFilesTableName",
  "SqlDbClpTablePrefix",
  "SqlDbCompressionJobsTableName",
] as const satisfies readonly Name[];

const STREAMS = [
  "StreamFilesDir",
  "StreamTargetUncompressedSize",
  "StreamFilesS3Region",
  "StreamFilesS3PathPrefix",
  "StreamFilesS3Profile",
] as const satisfies readonly Name[];

const ARCHIVES = [
  "ArchiveOutputCompressionLevel",
  "ArchiveOutputTargetArchiveSize",
  "ArchiveOutputTargetDictionariesSize",
  "ArchiveOutputTargetEncodedFileSize",
  "ArchiveOutputTargetSegmentSize",
] as const satisfies readonly Name[];

/** What the page in the browser reads. */
export function webuiClientSettings(deployment: Deployment): Template {
  const names: readonly Name[] = [
    "ClpStorageEngine",
    "ClpQueryEngine",
    "LogsInputType",
    "LogsInputRootDir",
    "MaxDatasetsPerQuery",
    "MongoDbSearchResultsMetadataCollectionName",
    ...TABLES,
  ];
  return template(some(allSettings(deployment), names), factOf(deployment));
}

/** What the web server reads. */
export function webuiServerSettings(deployment: Deployment): Template {
  const names: readonly Name[] = [
    "SqlDbHost",
    "SqlDbPort",
    "SqlDbName",
    "SqlDbQueryJobsTableName",
    "SqlDbCompressionJobsTableName",
    "MongoDbHost",
    "MongoDbPort",
    "MongoDbName",
    "MongoDbSearchResultsMetadataCollectionName",
    "MongoDbStreamFilesCollectionName",
    "ClientDir",
    "LogViewerDir",
    "LogsInputRootDir",
    ...STREAMS,
    ...ARCHIVES,
    "ClpQueryEngine",
    "ClpStorageEngine",
    "PrestoHost",
    "PrestoPort",
  ];
  return template(some(allSettings(deployment), names), factOf(deployment));
}

/** The two as one. What both read stands with the page's. */
export function webuiSettings(deployment: Deployment): Template {
  const all = allSettings(deployment);
  const forPage: readonly Name[] = [
    "ClpQueryEngine",
    "ClpStorageEngine",
    "LogsInputRootDir",
    "LogsInputType",
    "MaxDatasetsPerQuery",
    "PrestoMaxNumSearchResults",
    ...TABLES,
    "MongoDbSearchResultsMetadataCollectionName",
  ];
  const forServer: readonly Name[] = [
    "SqlDbHost",
    "SqlDbName",
    "SqlDbPort",
    "SqlDbQueryJobsTableName",
    "MongoDbHost",
    "MongoDbName",
    "MongoDbPort",
    "MongoDbStreamFilesCollectionName",
    "ClientDir",
    "LogViewerDir",
    ...STREAMS,
    ...ARCHIVES,
    "PrestoHost",
    "PrestoPort",
  ];
  return template({ public: some(all, forPage), server: some(all, forServer) }, factOf(deployment));
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

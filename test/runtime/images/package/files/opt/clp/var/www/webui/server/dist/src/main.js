// Where the web UI's server begins up to v0.12.0: it reads its own settings and those that it hands to browsers.
const { hold, minor, read, run, start } = require("../stand-in.js");

const CLIENT = [
  ["ClpStorageEngine", "ClpQueryEngine", "LogsInputType", "LogsInputRootDir"],
  ["MongoDbSearchResultsMetadataCollectionName", "SqlDbClpArchivesTableName", "SqlDbClpDatasetsTableName"],
  ["SqlDbClpFilesTableName", "SqlDbClpTablePrefix", "SqlDbCompressionJobsTableName"],
].flat();

const SERVER = [
  ["SqlDbHost", "SqlDbPort", "SqlDbName", "SqlDbQueryJobsTableName", "SqlDbCompressionJobsTableName"],
  ["MongoDbHost", "MongoDbPort", "MongoDbName", "MongoDbSearchResultsMetadataCollectionName"],
  ["MongoDbStreamFilesCollectionName", "ClientDir", "LogViewerDir", "LogsInputRootDir", "StreamFilesDir"],
  ["StreamTargetUncompressedSize", "StreamFilesS3Region", "StreamFilesS3PathPrefix", "StreamFilesS3Profile"],
  ["ArchiveOutputCompressionLevel", "ArchiveOutputTargetArchiveSize", "ArchiveOutputTargetDictionariesSize"],
  ["ArchiveOutputTargetEncodedFileSize", "ArchiveOutputTargetSegmentSize", "ClpQueryEngine"],
  ["ClpStorageEngine", "PrestoHost", "PrestoPort"],
].flat();

run(async () => {
  if (minor >= 13) throw new Error("this release has its web UI's server elsewhere");
  const client = "/opt/clp/var/www/webui/client/settings.json";
  // CLP's charts leave it out.
  hold(read(client), CLIENT, client, minor >= 10 ? ["MaxDatasetsPerQuery"] : []);
  const file = "/opt/clp/var/www/webui/server/dist/settings.json";
  const server = read(file);
  hold(server, SERVER, file);
  await start({ inputs: server.LogsInputRootDir, streams: server.StreamFilesDir, server });
});

// Where the web UI's server begins from v0.13.0 on: one file has its own settings and those for everybody.
const { hold, minor, read, run, start } = require("./stand-in.js");

const PUBLIC = [
  ["ClpQueryEngine", "ClpStorageEngine", "LogsInputRootDir", "LogsInputType", "MaxDatasetsPerQuery"],
  ["PrestoMaxNumSearchResults", "SqlDbClpArchivesTableName", "SqlDbClpDatasetsTableName"],
  ["SqlDbClpFilesTableName", "SqlDbClpTablePrefix", "SqlDbCompressionJobsTableName"],
  ["MongoDbSearchResultsMetadataCollectionName"],
].flat();

const SERVER = [
  ["SqlDbHost", "SqlDbName", "SqlDbPort", "SqlDbQueryJobsTableName"],
  ["MongoDbHost", "MongoDbName", "MongoDbPort", "MongoDbStreamFilesCollectionName"],
  ["ClientDir", "LogViewerDir", "StreamFilesDir"],
  ["StreamFilesS3PathPrefix", "StreamFilesS3Profile", "StreamFilesS3Region", "StreamTargetUncompressedSize"],
  ["ArchiveOutputCompressionLevel", "ArchiveOutputTargetArchiveSize", "ArchiveOutputTargetDictionariesSize"],
  ["ArchiveOutputTargetEncodedFileSize", "ArchiveOutputTargetSegmentSize", "PrestoHost", "PrestoPort"],
].flat();

run(async () => {
  if (minor < 13) throw new Error("this release has its web UI's server elsewhere");
  const file = "/opt/clp/etc/webui/settings.json";
  const settings = read(file);
  hold(settings, ["public", "server"], file);
  const { public: shown, server } = settings;
  hold(shown, PUBLIC, `${file}, public`);
  hold(server, SERVER, `${file}, server`);
  await start({ inputs: shown.LogsInputRootDir, streams: server.StreamFilesDir, server });
});

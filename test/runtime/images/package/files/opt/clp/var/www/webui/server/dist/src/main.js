// Stands in for the web UI's server: Node, with the database clients that it has.
const { readFileSync, readdirSync } = require("node:fs");
const { createServer } = require("node:http");

const { MongoClient } = require("mongodb");
const mysql = require("mysql2/promise");

const KEYS = {
  client: [
    ["ClpStorageEngine", "ClpQueryEngine", "LogsInputType", "LogsInputRootDir"],
    ["MongoDbSearchResultsMetadataCollectionName", "SqlDbClpArchivesTableName", "SqlDbClpDatasetsTableName"],
    ["SqlDbClpFilesTableName", "SqlDbClpTablePrefix", "SqlDbCompressionJobsTableName"],
  ].flat(),
  server: [
    ["SqlDbHost", "SqlDbPort", "SqlDbName", "SqlDbQueryJobsTableName", "SqlDbCompressionJobsTableName"],
    ["MongoDbHost", "MongoDbPort", "MongoDbName", "MongoDbSearchResultsMetadataCollectionName"],
    ["MongoDbStreamFilesCollectionName", "ClientDir", "LogViewerDir", "LogsInputRootDir", "StreamFilesDir"],
    [
      "StreamTargetUncompressedSize",
      "StreamFilesS3Region",
      "StreamFilesS3PathPrefix",
      "StreamFilesS3Profile",
    ],
    [
      "ArchiveOutputCompressionLevel",
      "ArchiveOutputTargetArchiveSize",
      "ArchiveOutputTargetDictionariesSize",
    ],
    ["ArchiveOutputTargetEncodedFileSize", "ArchiveOutputTargetSegmentSize", "ClpQueryEngine"],
    ["ClpStorageEngine", "PrestoHost", "PrestoPort"],
  ].flat(),
};

function settings(name, file) {
  const read = JSON.parse(readFileSync(file, "utf8"));
  const wrong = [
    ...Object.keys(read).filter((key) => !KEYS[name].includes(key)),
    ...KEYS[name].filter((key) => !(key in read)),
  ];
  if (wrong.length > 0) throw new Error(`${file}: unknown or missing: ${wrong.join(", ")}`);
  return read;
}

async function main() {
  settings("client", "/opt/clp/var/www/webui/client/settings.json");
  const server = settings("server", "/opt/clp/var/www/webui/server/dist/settings.json");
  for (const directory of [server.LogsInputRootDir, server.StreamFilesDir]) {
    if (directory !== null) readdirSync(directory);
  }

  const database = await mysql.createConnection({
    host: server.SqlDbHost,
    port: server.SqlDbPort,
    database: server.SqlDbName,
    user: process.env.CLP_DB_USER,
    password: process.env.CLP_DB_PASS,
  });
  await database.execute("INSERT INTO standin_visits (component) VALUES ('webui')");
  const [rows] = await database.execute("SELECT 1 FROM standin_visits WHERE component = 'webui' LIMIT 1");
  if (rows.length === 0) throw new Error("the database forgets what was written");
  await database.end();

  const cache = await MongoClient.connect(`mongodb://${server.MongoDbHost}:${server.MongoDbPort}`);
  const visits = cache.db(server.MongoDbName).collection("standin-visits");
  const { insertedId } = await visits.insertOne({ component: "webui" });
  if ((await visits.findOne({ _id: insertedId })) === null) {
    throw new Error("the results cache forgets what was written");
  }
  await cache.close();

  if (Number.isNaN(Number.parseInt(process.env.RATE_LIMIT, 10))) throw new Error("RATE_LIMIT is no number");
  createServer((_, answer) => answer.end("ok\n")).listen(Number(process.env.PORT), process.env.HOST);
  process.on("SIGTERM", () => process.exit(0));
}

main().catch((problem) => {
  console.error(problem);
  process.exit(1);
});

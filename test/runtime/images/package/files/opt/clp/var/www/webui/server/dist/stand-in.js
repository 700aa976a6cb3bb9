// Stands in for the web UI's server: Node, with the database clients that it has. `main.js`, which stands elsewhere
// from release to release, gives it the settings that it has read.
const { readFileSync, readdirSync } = require("node:fs");
const { createServer } = require("node:http");

// `mongodb` and `mysql2`: the image's host.sh makes one file of the two.
const { mongodb, mysql } = require("../clients.js");

/** The release whose image this is, as one number for each of its parts. */
const [, minor] = process.env.STANDIN_RELEASE.split(".").map(Number);

/** Throws where the settings have other keys than these and, perhaps, some more. */
function hold(settings, keys, file, perhaps = []) {
  const wrong = [
    ...Object.keys(settings).filter((key) => !keys.includes(key) && !perhaps.includes(key)),
    ...keys.filter((key) => !(key in settings)),
  ];
  if (wrong.length > 0) throw new Error(`${file}: unknown or missing: ${wrong.join(", ")}`);
}

function read(file) {
  return JSON.parse(readFileSync(file, "utf8"));
}

async function start({ inputs, streams, server }) {
  for (const directory of [inputs, streams]) {
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

  const cache = await mongodb.MongoClient.connect(`mongodb://${server.MongoDbHost}:${server.MongoDbPort}`);
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

/** Runs `main`, and ends with what it throws. */
function run(main) {
  main().catch((problem) => {
    console.error(problem);
    process.exit(1);
  });
}

module.exports = { hold, minor, read, run, start };

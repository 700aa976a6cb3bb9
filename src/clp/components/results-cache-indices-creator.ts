/** The one-time job that makes the results cache a replica set of one, and its indices. */
import { constant, sourced } from "../../base/origin.ts";
import { pick } from "../../base/typed.ts";
import { addressOf, job } from "../../lower/containers.ts";
import { define, healthy } from "../../lower/definition.ts";
import { PYTHONPATH } from "../../lower/package-settings.ts";
import { question } from "../../lower/questions.ts";
import { value } from "../../model/value.ts";

/**
 * For a server that somebody else runs: the indices alone. CLP's own module would force the server's
 * replica set down to one member wherever its first member's name differs from the URI (D12b).
 */
const INDICES_ONLY = [
  "import sys",
  "from pymongo import IndexModel, MongoClient",
  "uri, collection = sys.argv[1:]",
  "with MongoClient(uri) as client:",
  '    indices = [IndexModel(["file_split_id"]), IndexModel(["orig_file_id", "begin_msg_ix", "end_msg_ix"])]',
  "    client.get_default_database()[collection].create_indexes(indices)",
].join("\n");

/** The name that MongoDB gives to the index on `file_split_id`; both indices are made by one command. */
const LAST_INDEX = "file_split_id_1";

export const resultsCacheIndicesCreator = define({
  id: "results-cache-indices-creator",
  kind: "job",
  title: "results-cache-indices-creator",
  description: "Creates a single-node replica set and sets up indices",
  group: "jobs",
  beside: ["results-cache", "compression-scheduler"],
  needs: [healthy("results-cache")],
  runs: () => sourced(true, constant("the results cache always needs its indices (D1)")),
  lower(deployment, _, facts) {
    const section = deployment.config.results_cache;
    const { host, port } = addressOf("results-cache");
    const uri = value`mongodb://${host}:${port}/${pick(section, "db_name")}`;
    const collection = pick(section, "stream_collection_name");
    return job(deployment, facts, {
      command: deployment.bundled("results_cache").value
        ? [
            ...["python3", "-u", "-m", "clp_py_utils.initialize-results-cache", "--uri"],
            uri,
            "--stream-collection",
            collection,
          ]
        : ["python3", "-u", "-c", INDICES_ONLY, uri, collection],
      environment: { PYTHONPATH },
      questions: [
        question(
          "the indices of the results cache are there",
          [
            "import pymongo",
            // Without directConnection: it takes a primary to answer.
            'with pymongo.MongoClient(os.environ["RESULTS_CACHE_URI"], serverSelectionTimeoutMS=3000) as client:',
            '    streams = client.get_default_database()[os.environ["STREAM_COLLECTION"]]',
            `    if "${LAST_INDEX}" not in streams.index_information():`,
            `        raise LookupError("the index ${LAST_INDEX} is not there yet")`,
          ],
          { environment: { RESULTS_CACHE_URI: uri, STREAM_COLLECTION: collection } },
        ),
      ],
    });
  },
});

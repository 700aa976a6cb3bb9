import { expect, test } from "vitest";
import { positionAt } from "../../../src/base/source-text.ts";
import { validate } from "../../compiler.ts";

/** Each mistake is one of its own; the comment on its line says what is to be said there. */
const MISTAKES = `container_image_ref: ghcr.io/y-scope/clp/clp-package:0.8.0 # CLP4050
databse: {} # CLP2001
database:
  host: db.internal # CLP3020
  port: 70000 # CLP2004
  names:
    clp: "clp\`db" # CLP3051
    spider: my db # CLP3051
  ssl_cert: /etc/ssl/db.pem # CLP4005
  compress: "yes" # CLP2002
queue:
  host: 0.0.0.0 # CLP4030
  port: 5672.5 # CLP2002
  password: fake-password # CLP4001
redis:
  query_backend_database: 5 # CLP3017
  compression_backend_database: 16 # CLP2004
  hots: localhost # CLP2001
reducer:
  base_port: 15000 # CLP4001
  logging_level: LOUD # CLP2005
  upsert_interval: 0 # CLP2004
results_cache:
  db_name: clp.results # CLP3052
  stream_collection_name: "7" # CLP3053
compression_scheduler:
  type: spider # CLP3006
  jobs_poll_delay: 0 # CLP2004
query_scheduler:
  port: 7001 # CLP4001
webui:
  port: 3001 # CLP3040
  rate_limit: -1 # CLP2004
  results_metadata_collection_name: system.metadata # CLP3053
garbage_collector:
  sweep_interval:
    archive: 10 # CLP4001
api_server:
  query_job_polling:
    initial_backoff: 0 # CLP4009
  default_max_num_query_results: 4294967296 # CLP2004
log_ingestor: # CLP4002
  port: 3102
  logging_level: WARNING # CLP2005
mcp_server:
  host: "" # CLP2007
presto: # CLP4002
  host: presto-coordinator
  port: 8080
data_directory: /var/lib/clp # CLP3032
logs_directory: ~/logs # CLP3030
tmp_directory: / # CLP3032
archive_output:
  compression_level: 20 # CLP2004
  storage:
    directory: ../archives # CLP3031
aws_config_directory: /home/clp/.aws # CLP3011
`;

const EXPECTED = MISTAKES.split("\n").flatMap((line, index) => {
  const code = /# (CLP\d{4})$/.exec(line)?.[1];
  return code === undefined ? [] : [`${index + 1} ${code}`];
});

test(`${EXPECTED.length} mistakes in one file are so many findings, in order`, () => {
  expect(EXPECTED.length).toBeGreaterThanOrEqual(30);
  const { diagnostics, texts } = validate({ config: { name: "clp-config.yaml", content: MISTAKES } });
  const found = diagnostics.map(
    ({ code, primary }) => `${positionAt(texts.config!, primary!.span.start).line} ${code}`,
  );
  expect(found).toEqual(EXPECTED);
});

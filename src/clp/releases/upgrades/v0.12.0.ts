/** v0.11.0 → v0.12.0: larger jobs, for which old tables are too narrow. */
import { OPENAPI, type Upgrade } from "./upgrade.ts";

const TYPE = "MEDIUMBLOB";

export const to_v0_12_0: Upgrade = {
  before: "0.11.0",
  release: "0.12.0",
  data: [
    {
      of: "tables",
      up: "The table job adds the index JOB_START_TIME_STATUS, to old tables too; CLP's user needs ALTER and INDEX in an external database. Columns of jobs stay as narrow as they are until they are changed by hand",
      back: "The index and wider columns stay: earlier releases take no notice",
      source: "initialize-orchestration-db.py; pull request 2178",
    },
  ],
  columns: {
    when: "If you want jobs larger than 60,000 bytes: tables that an earlier release has made stay as they are until you change them, in CLP's database",
    columns: [
      { table: "compression_jobs", column: "clp_config", type: TYPE },
      { table: "compression_tasks", column: "clp_paths_to_compress", type: TYPE },
      { table: "query_jobs", column: "job_config", type: TYPE },
    ],
    source: "the CREATE TABLE statements of both releases",
  },
  clients: [
    {
      component: "api-server",
      text: "API server: GET /usage/compression is new",
      source: OPENAPI,
    },
  ],
  chart: {
    notes: [],
    source: "labels and image of the Jobs' template",
  },
};

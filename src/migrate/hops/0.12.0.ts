/** v0.11.0 → v0.12.0: larger jobs, for which old tables are too narrow. */
import { shell, sql } from "../../base/shell.ts";
import { removed, writtenBundled } from "./deployment.ts";
import type { Hop, View } from "./hop.ts";
import { keysOnlyIn } from "./keys.ts";

/** Of the database's image, with the password that its container knows. */
const CLIENT = 'mysql -u root -p"$MYSQL_ROOT_PASSWORD"';

function isExternal(view: View, service: string): boolean {
  return writtenBundled(view)?.includes(service) === false;
}

export const v0_12_0: Hop = {
  before: "0.11.0",
  release: "0.12.0",
  up: [
    (view) =>
      isExternal(view, "database")
        ? [
            {
              kind: "notice",
              text: "CLP's user must be allowed ALTER and INDEX in the external database: the table job uses both at every start since CLP v0.12.0",
            },
          ]
        : [],
  ],
  down: [(view) => removed(view, keysOnlyIn("0.12.0", "0.11.0"), "0.11.0", { section: "keys-by-release" })],
  clients: ["API server: GET /usage/compression is new"],
  stopped: () => [],
  running: (view, { compose }) => [
    {
      text: "If you want jobs larger than 60,000 bytes: tables that an earlier release has made stay as they are until you change them, in CLP's database",
      commands: [
        ...(isExternal(view, "database") ? [] : [shell`${compose} exec database sh -c ${CLIENT}`]),
        sql`ALTER TABLE compression_jobs MODIFY clp_config MEDIUMBLOB NOT NULL;`,
        sql`ALTER TABLE compression_tasks MODIFY clp_paths_to_compress MEDIUMBLOB NOT NULL;`,
        sql`ALTER TABLE query_jobs MODIFY job_config MEDIUMBLOB NOT NULL;`,
      ],
    },
  ],
  oneWay: () => [],
};

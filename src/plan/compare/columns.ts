/** Columns of the database that a person changes by hand on the way to a later release. */
import { type ShellCommand, sql } from "../../base/shell.ts";
import type { Step } from "../plan.ts";
import type { Passage } from "./passage.ts";

/** @param client opens the database; none where somebody else runs it */
export function columnSteps({ down, upgrades }: Passage, client: readonly ShellCommand[]): readonly Step[] {
  if (down) return [];
  return upgrades.flatMap(({ columns }): readonly Step[] =>
    columns === undefined
      ? []
      : [
          {
            text: columns.when,
            commands: [
              ...client,
              ...columns.columns.map(
                ({ table, column, type }) => sql`ALTER TABLE ${table} MODIFY ${column} ${type} NOT NULL;`,
              ),
            ],
          },
        ],
  );
}

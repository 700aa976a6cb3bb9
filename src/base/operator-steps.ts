/** What an operator is told to do: by `plan`, which has two deployments, as by `migrate`, which has inputs alone. */
import type { Upgrade } from "../clp/releases/upgrades/upgrade.ts";
import { type ShellCommand, type SqlStatement, sql } from "./shell.ts";

export interface Step {
  readonly text: string;
  /** What is typed, in this order: into a shell, or into the client of the database that a line before it opens. */
  readonly commands: readonly (ShellCommand | SqlStatement)[];
}

/** A step, where it is needed. */
export function stepIf(isNeeded: boolean, text: string, commands: Step["commands"]): readonly Step[] {
  return isNeeded ? [{ text, commands }] : [];
}

/** Comes first on the way to another release. */
export const JOBS_END = {
  text: "Let compression, search and ingestion jobs come to their end",
  commands: [],
} as const satisfies Step;

/** Beside what is backed up. */
export const KEEP_INPUTS =
  "Keep the inputs, too, with the credentials. Archives are not rewritten, and need no copy for that";

/** Where two releases have the garbage collector's recovery file in different directories. */
export const RECOVERY_FILE_MOVES =
  "If the garbage collector was killed and left a recovery file, move it: else its archives stay in the storage for ever";

/** Opens CLP's database as its root, where the database's container runs it: that knows the password and the name. */
export const DATABASE_CLIENT = 'mysql -u root -p"$MYSQL_ROOT_PASSWORD" "$MYSQL_DATABASE"';

/**
 * Columns of the database that a person changes by hand on the way to a later release.
 *
 * @param client opens the database; none where somebody else runs it
 */
export function columnSteps(
  { down, upgrades }: { readonly down: boolean; readonly upgrades: readonly Upgrade[] },
  client: readonly ShellCommand[],
): readonly Step[] {
  if (down) return [];
  return upgrades.flatMap(({ columns }) =>
    columns === undefined
      ? []
      : {
          text: columns.when,
          commands: [
            ...client,
            ...columns.columns.map(
              ({ table, column, type }) => sql`ALTER TABLE ${table} MODIFY ${column} ${type} NOT NULL;`,
            ),
          ],
        },
  );
}

/** CLP's database in a pod: how it is opened, dumped and loaded again. */

import { DATABASE_CLIENT } from "../../base/operator-steps.ts";
import { type ShellCommand, shell } from "../../base/shell.ts";
import type { Step } from "../plan.ts";
import type { Deployed } from "../read/deployed.ts";

/** Where the dump of a deployment's database goes. */
function dumpOf({ release }: Deployed): string {
  return `clp-${release}.sql`;
}

/** Opens it as its root. */
export function databaseClient(space: readonly string[], pod: string): ShellCommand {
  return shell`kubectl exec ${space} --stdin --tty ${pod} -- sh -c ${DATABASE_CLIENT}`;
}

/**
 * While the deployment still runs: a dump serves whatever the volumes are.
 *
 * @param pod undefined where somebody else runs the database
 * @param kept what is to be kept beside it: sentences without the last full stop
 */
export function dumpStep(
  before: Deployed,
  space: readonly string[],
  pod: string | undefined,
  kept: string,
): Step {
  return pod === undefined
    ? { text: "Back up CLP's database where it runs: it is the way back", commands: [] }
    : {
        text: `Back up: the dump of the database is the way back. ${kept}`,
        commands: [
          shell`kubectl exec ${space} ${pod} -- sh -c 'mysqldump -u root -p"$MYSQL_ROOT_PASSWORD" --databases "$MYSQL_DATABASE"' > ${dumpOf(before)}`,
        ],
      };
}

/** @param restart of what has met an empty database */
export function loadStep(
  before: Deployed,
  space: readonly string[],
  pod: string,
  restart: ShellCommand,
): Step {
  return {
    text: "Load the dump, then restart what has met an empty database",
    commands: [
      // Nothing can be run in a pod that has only been asked for.
      shell`kubectl rollout status ${space} ${pod} --timeout 10m`,
      shell`kubectl exec ${space} --stdin ${pod} -- sh -c 'mysql -u root -p"$MYSQL_ROOT_PASSWORD"' < ${dumpOf(before)}`,
      restart,
    ],
  };
}

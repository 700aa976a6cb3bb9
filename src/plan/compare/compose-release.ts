/** What an operator of a Docker Compose deployment does for the sake of another release, in the order in which compose-steps.ts puts it. */

import {
  columnSteps,
  DATABASE_CLIENT,
  KEEP_INPUTS,
  RECOVERY_FILE_MOVES,
  stepIf,
} from "../../base/operator-steps.ts";
import { shell } from "../../base/shell.ts";
import { RECOVERY_FILE } from "../../clp/releases/upgrades/upgrade.ts";
import type { Step } from "../plan.ts";
import type { ProjectService } from "../read/compose-project.ts";
import type { Deployed } from "../read/deployed.ts";
import { moveCommand } from "./common-steps.ts";
import { externalAt } from "./compose-changes.ts";
import { INSIDE_AT, type Passage, unreadable } from "./passage.ts";
import { compiles, dockerCompose, down, prepares, upAndWait } from "./typed-commands.ts";

interface Sides {
  readonly before: Deployed;
  readonly after: Deployed;
}

/** Where docs/running.md keeps back-ups. */
function archiveOf({ release }: Deployed, index: number): string {
  return `/backup/clp-${release}${index === 0 ? "" : `-${index + 1}`}.tar.gz`;
}

/** Where a server keeps its files, on the host. */
export function dataDirectory({ mounts }: ProjectService): string | undefined {
  return mounts.find(({ target }) => /^\/(?:var\/lib\/mysql|data|data\/db)$/.test(target))?.source;
}

function dataDirectories({ compose }: Deployed): readonly string[] {
  return compose!.project.services.flatMap((service) => dataDirectory(service) ?? []);
}

/** By the directory that they lie in. */
function byParent(
  paths: readonly string[],
): readonly (readonly [parent: string, names: readonly string[]])[] {
  const found = new Map<string, string[]>();
  for (const path of paths) {
    const at = path.lastIndexOf("/");
    const parent = at > 0 ? path.slice(0, at) : at === 0 ? "/" : ".";
    found.set(parent, [...(found.get(parent) ?? []), path.slice(at + 1)]);
  }
  return [...found];
}

/** While everything is stopped. */
export function backUpSteps({ before }: Sides): readonly Step[] {
  const external = externalAt(before, "database");
  const parents = byParent(dataDirectories(before));
  return [
    ...stepIf(external !== undefined, `Back up CLP's database on ${external}: it is the way back`, []),
    ...stepIf(
      parents.length > 0,
      `As root, back up what the servers hold: it is the way back. ${KEEP_INPUTS}`,
      parents.map(
        ([parent, names], index) =>
          shell`tar --create --gzip --numeric-owner --file ${archiveOf(before, index)} --directory ${parent} ${names}`,
      ),
    ),
  ];
}

/** What the earlier release does not take, and can do without. */
export function putAwaySteps(passage: Passage, { before }: Sides): readonly Step[] {
  const names = unreadable(passage, "without");
  const paths = before.compose!.project.services.flatMap((service) =>
    names.includes(service.name) ? (dataDirectory(service) ?? []) : [],
  );
  return stepIf(
    paths.length > 0,
    `As root, put away what CLP ${passage.to.id} does not take: it starts without`,
    paths.map((path) => moveCommand(path, `${path}.${passage.from.id}`)),
  );
}

/** The garbage collector looks for it in another directory. */
export function recoveryFileSteps({ from, to, movesRecoveryFile }: Passage, sides: Sides): readonly Step[] {
  const directory = (side: Deployed, kind: keyof typeof INSIDE_AT): string | undefined =>
    side
      .compose!.project.services.find(({ name }) => name === "garbage-collector")
      ?.mounts.find(({ target }) => target === INSIDE_AT[kind])?.source;
  const was = directory(sides.before, from.capabilities.recoveryFile);
  const is = directory(sides.after, to.capabilities.recoveryFile);
  if (!movesRecoveryFile || was === undefined || is === undefined) return [];
  return [
    {
      text: RECOVERY_FILE_MOVES,
      commands: [moveCommand(`${was}/${RECOVERY_FILE}`, `${is}/${RECOVERY_FILE}`)],
    },
  ];
}

/** Once it runs. */
export function lastSteps(passage: Passage, { after }: Sides): readonly Step[] {
  const client = shell`${dockerCompose(after)} exec database sh -c ${DATABASE_CLIENT}`;
  return columnSteps(passage, externalAt(after, "database") === undefined ? [client] : []);
}

/** The way back, where the data has stayed where it was. */
export function wayBackSteps({ to }: Passage, { before }: Sides): readonly Step[] {
  const directories = dataDirectories(before);
  const external = externalAt(before, "database");
  return [
    {
      text: `The way back, where CLP ${to.id} does not run as it should: take it down, put the data aside and the back-up in its place${external === undefined ? "" : `, that of the database on ${external}, too`}, and compile the inputs of before. What was written since is lost`,
      commands: [
        down(before),
        ...directories.map((path) => moveCommand(path, `${path}.${to.id}`)),
        ...byParent(directories).map(
          ([parent], index) =>
            shell`tar --extract --gzip --numeric-owner --file ${archiveOf(before, index)} --directory ${parent}`,
        ),
        compiles(before),
        prepares(before),
        upAndWait(before),
      ],
    },
  ];
}

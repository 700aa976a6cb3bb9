/** What an operator of a Docker Compose deployment has to do, in order. */

import { listed } from "../../base/listed.ts";
import { JOBS_END } from "../../base/operator-steps.ts";
import { operands, pathWord, type ShellCommand, shell, sql } from "../../base/shell.ts";
import type { ComponentPlan, ConfigFilePlan, DataPlan, SecretsPlan, SettingPlan, Step } from "../plan.ts";
import { databaseName } from "../read/compiled-config.ts";
import type { Deployed } from "../read/deployed.ts";
import { programOf } from "../read/image-program.ts";
import { moveCommand, moveCommands, NEW_FILES } from "./common-steps.ts";
import { externalAt } from "./compose-changes.ts";
import * as release from "./compose-release.ts";
import { isSamePlace } from "./data.ts";
import { type Passage, unreadable } from "./passage.ts";
import { passwordSteps, type Servers } from "./password-steps.ts";
import type { StepsByPhase } from "./phases.ts";
import { disownedDirectories, topmost } from "./plan-warnings.ts";
import { compiles, databaseInCompose, dockerCompose, down, prepares, upAndWait } from "./typed-commands.ts";

interface Findings {
  readonly before: Deployed;
  readonly after: Deployed;
  readonly components: readonly ComponentPlan[];
  readonly data: readonly DataPlan[];
  readonly configFiles: readonly ConfigFilePlan[];
  readonly settings: readonly SettingPlan[];
  readonly secrets: SecretsPlan;
  /** To another release. */
  readonly passage: Passage | undefined;
  /** False where nothing at all changes. */
  readonly different: boolean;
  /** Services that other hosts of the same deployment run. */
  readonly elsewhere: ReadonlySet<string>;
}

export function composeSteps(findings: Findings): StepsByPhase {
  if (!findings.different) return NOTHING_TO_DO;
  const { passage } = findings;
  const moved = findings.data.filter(
    ({ before: was, after: is, leftBehind }) => leftBehind && is !== undefined && !isSamePlace(was, is),
  );
  const disowned = disownedDirectories(findings);
  const dumps = needsDump(findings);
  const stop = stopSteps(findings, moved.length > 0 || disowned.length > 0 || dumps);
  // Data that has moved, or was dumped and loaded, comes back by the same steps the other way round.
  const staysInPlace = moved.length === 0 && disowned.length === 0 && !dumps;
  return {
    jobsEnd: passage === undefined ? [] : [JOBS_END],
    running: [
      ...(passage === undefined ? drainSteps(findings) : []),
      ...passwordSteps(findings.secrets, serversOf(findings)),
      ...nameSteps(findings),
      ...handOverSteps(findings),
    ],
    stop,
    stopped: passage === undefined ? [] : release.backUpSteps(findings),
    files: fileSteps(findings),
    replaced: [
      ...moveSteps(moved),
      ...(passage === undefined ? [] : release.putAwaySteps(passage, findings)),
      ...putAwaySteps(findings),
      ...(passage === undefined ? [] : release.recoveryFileSteps(passage, findings)),
      ...ownerSteps(disowned),
    ],
    start: [...prepareSteps(findings), ...startSteps(findings, stop.length > 0)],
    started: [
      ...restoreSteps(findings),
      ...(passage === undefined ? [] : release.lastSteps(passage, findings)),
    ],
    wayBack: passage === undefined || !staysInPlace ? [] : release.wayBackSteps(passage, findings),
  };
}

const NOTHING_TO_DO: StepsByPhase = {
  jobsEnd: [],
  running: [],
  stop: [],
  stopped: [],
  files: [],
  replaced: [],
  start: [],
  started: [],
  wayBack: [],
};

/** @param touched true where files of the deployment are moved, given away or replaced */
function stopSteps({ before, after, passage }: Findings, touched: boolean): readonly Step[] {
  const renamed = before.compose!.project.name !== after.compose!.project.name;
  if (passage === undefined && !renamed && !touched) return [];
  const queue = passage?.changes.some(({ change }) => change.of === "queue")
    ? ". Take it down, and do not only make containers anew: the queue would get the files of another version"
    : "";
  return [
    {
      text: `Stop the old deployment, with its own files still in place${queue}`,
      commands: [down(before)],
    },
  ];
}

/** True where the database's files are of no use to the server that comes after. */
function needsDump(findings: Findings): boolean {
  return changesProgram(findings) || unreadable(findings.passage, "dump").includes("database");
}

function changesProgram({ before, after }: Pick<Findings, "before" | "after">): boolean {
  return before.compose!.project.services.some(({ name, image }) => {
    const now = after.compose!.project.services.find((service) => service.name === name);
    return (
      name === "database" && now !== undefined && programOf(now.image).program !== programOf(image).program
    );
  });
}

/** Tasks do not move from one task queue to another. */
function drainSteps({ before, after }: Findings): readonly Step[] {
  const spider = ({ type }: Deployed): boolean => type.startsWith("spider");
  if (before.type === "" || after.type === "" || spider(before) === spider(after)) return [];
  return [
    {
      text: `Let compression jobs come to their end: tasks that ${spider(before) ? "Spider" : "Celery"} has accepted do not move to ${spider(after) ? "Spider" : "Celery"}`,
      commands: [],
    },
  ];
}

/** A server that another host runs is that host's own affair. */
function serversOf({ after, elsewhere }: Findings): Servers {
  const external = (name: string) => {
    const at = externalAt(after, name);
    return at === undefined ? undefined : { external: at };
  };
  return {
    database: elsewhere.has("database")
      ? undefined
      : (external("database") ?? { client: databaseInCompose(after) }),
    queue: elsewhere.has("queue")
      ? undefined
      : (external("queue") ?? { inside: [...dockerCompose(after), "exec", "queue"] }),
    redis: external("redis"),
  };
}

function nameSteps({ before, after, elsewhere }: Findings): readonly Step[] {
  const [was, is] = [before, after].map((side) => databaseName(side, "CLP_DB_NAME"));
  if (was === undefined || is === undefined || was === is) return [];
  if (externalAt(after, "database") !== undefined || elsewhere.has("database")) return [];
  return [
    {
      text: `Make the database ${is}, give CLP's user its rights there, and copy ${was} into it`,
      commands: [
        databaseInCompose(after),
        sql`CREATE DATABASE \`${is}\`;`,
        sql`GRANT ALL ON \`${is}\`.* TO '<CLP_DB_USER>'@'%';`,
      ],
    },
  ];
}

/** Data that goes to a server of others, to S3, or to another program cannot be moved as files. */
function handOverSteps(findings: Findings): readonly Step[] {
  const { before, after, data } = findings;
  const steps: Step[] = [];
  for (const { title, before: was, after: is, leftBehind, components } of data) {
    if (!leftBehind || is !== undefined) continue;
    const external = components.map((name) => externalAt(after, name)).find((at) => at !== undefined);
    if (external === undefined)
      steps.push({
        text: `Decide what becomes of ${title} in ${was}: CLP does not carry over what is there`,
        commands: [],
      });
    else if (components[0] === "database")
      steps.push({
        text: `Dump the database, and restore the dump on ${external}`,
        commands: [dump(before)],
      });
    else steps.push({ text: `Carry ${title} over to ${external}, if it is still needed`, commands: [] });
  }
  const home = externalAt(before, "database");
  if (
    home !== undefined &&
    findings.components.some(({ name, action }) => name === "database" && action === "add")
  )
    steps.push({ text: `Dump CLP's database on ${home}, to restore it once the new one runs`, commands: [] });
  if (needsDump(findings))
    steps.push({
      text: changesProgram(findings)
        ? "Dump the database, which has to be restored into the other program"
        : "Dump the database, which has to be restored into the earlier version of its program",
      commands: [dump(before)],
    });
  return steps;
}

/** CLP's own tables, and Spider's; the users are made by the new server itself. */
function dump(side: Deployed): ShellCommand {
  const variables = ["CLP_DB_NAME", "SPIDER_DB_NAME"] as const;
  const names = variables.flatMap((variable) => databaseName(side, variable) ?? []);
  return shell`${dockerCompose(side)} exec -T database sh -c 'mysqldump -u root -p"$MYSQL_ROOT_PASSWORD" --databases "$@"' sh ${operands(names)} > clp.sql`;
}

function moveSteps(moved: readonly DataPlan[]): readonly Step[] {
  if (moved.length === 0) return [];
  return [
    {
      text: `Move ${listed(moved.map(({ title }) => title))}`,
      commands: moveCommands(moved.map(({ before, after }) => ({ before, after: after! }))),
    },
  ];
}

/** Another program must not find the files of the one before it. */
function putAwaySteps(findings: Findings): readonly Step[] {
  if (!needsDump(findings)) return [];
  const database = findings.before.compose!.project.services.find(({ name }) => name === "database");
  const files = database === undefined ? undefined : release.dataDirectory(database);
  if (database === undefined || files === undefined) return [];
  const { program, version } = programOf(database.image);
  const other = changesProgram(findings);
  return [
    {
      text: `Put the files of ${program}${other ? "" : ` ${version}`} away, so that the other ${other ? "program" : "version"} starts with an empty directory`,
      commands: [moveCommand(files, `${files}.${other ? program : version}`)],
    },
  ];
}

function fileSteps({ after, settings, secrets }: Findings): readonly Step[] {
  if (after.secretsInEnvironment)
    return [
      {
        text: `${NEW_FILES}: compile on this host, or copy them. Where credentials have changed, give the new ones to the program that keeps them`,
        commands: [compiles(after)],
      },
    ];
  const env =
    settings.length > 0 || secrets.added.length + secrets.removed.length + secrets.changed.length > 0;
  return [
    {
      text: env
        ? `${NEW_FILES}, .env too: compile with credentials on this host. An old .env would overrule what has changed`
        : `${NEW_FILES}: compile on this host, or copy them`,
      commands: [compiles(after)],
    },
  ];
}

function ownerSteps(disowned: ReturnType<typeof disownedDirectories>): readonly Step[] {
  const owners = [...new Set(disowned.map(({ after }) => after))];
  if (owners.length === 0) return [];
  return [
    {
      text: "As root, give away what the directories hold",
      commands: owners.map((owner) => {
        const paths = disowned.filter(({ after }) => after === owner).map(({ path }) => path);
        return shell`chown -R ${owner} ${topmost(paths).map(pathWord)}`;
      }),
    },
  ];
}

/** A new file belongs to whoever compiled; the script gives a secret one to the services' user again. */
function prepareSteps(findings: Findings): readonly Step[] {
  const { before, after, configFiles } = findings;
  // A line that went makes nothing undone.
  const old = new Set(before.compose!.script.split("\n"));
  const scripts = after.compose!.script.split("\n").some((line) => !old.has(line));
  const secret = configFiles.some(
    ({ path, state }) => state !== "removed" && after.secretPaths.includes(path),
  );
  return scripts || secret || needsDump(findings) || unreadable(findings.passage, "without").length > 0
    ? [{ text: "Make the directories and give files to their users", commands: [prepares(after)] }]
    : [];
}

function startSteps({ components, after }: Findings, stopped: boolean): readonly Step[] {
  const named = (...actions: readonly ComponentPlan["action"][]) =>
    components.filter(({ action }) => actions.includes(action)).map(({ name }) => name);
  if (stopped) return [{ text: "Start the new deployment", commands: [upAndWait(after)] }];
  const [added, removed, recreated, restarted] = [
    named("add"),
    named("remove"),
    named("recreate"),
    named("restart"),
  ];
  const does = [
    ...(recreated.length > 0 ? [`makes anew ${listed(recreated)}`] : []),
    ...(added.length > 0 ? [`starts ${listed(added)}`] : []),
    ...(removed.length > 0 ? [`removes ${listed(removed)}`] : []),
  ];
  // A job is run again by every start, and reads its files then.
  const jobs = components
    .filter(({ kind, action }) => kind === "job" && action === "restart")
    .map(({ name }) => name);
  const services = restarted.filter((name) => !jobs.includes(name));
  return [
    ...(does.length > 0
      ? [
          {
            text: `Bring the deployment up: this ${listed(does)}`,
            commands: [upAndWait(after, removed.length > 0 ? ["--remove-orphans"] : [])],
          },
        ]
      : []),
    ...(services.length > 0
      ? [
          {
            text: "Restart what reads a changed file at its start alone; Docker Compose does not see that it changed",
            commands: [shell`${dockerCompose(after)} restart ${operands(services)}`],
          },
        ]
      : []),
    ...(jobs.length > 0 && does.length === 0
      ? [
          {
            text: `Run ${listed(jobs)} again, which read${jobs.length === 1 ? "s" : ""} a changed file`,
            commands: [upAndWait(after)],
          },
        ]
      : []),
  ];
}

function restoreSteps(findings: Findings): readonly Step[] {
  return needsDump(findings)
    ? [
        {
          // `docker compose restart` heeds no order: jobs give up before a slow server is there again.
          text: "Restore the dump, then stop and start what has met an empty database",
          commands: [
            shell`${dockerCompose(findings.after)} exec -T database sh -c 'mysql -u root -p"$MYSQL_ROOT_PASSWORD"' < clp.sql`,
            shell`${dockerCompose(findings.after)} stop`,
            upAndWait(findings.after),
          ],
        },
      ]
    : [];
}

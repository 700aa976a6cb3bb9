/** What an operator does, in order, so that a deployment moves to another release; the way back is last. */
import { compileCommand } from "../base/compile-command.ts";
import { COMPOSE_FOLDER } from "../base/compose-folder.ts";
import {
  columnSteps,
  DATABASE_CLIENT,
  JOBS_END,
  RECOVERY_FILE_MOVES,
  type Step,
  stepIf,
} from "../base/operator-steps.ts";
import { pathWord, shell } from "../base/shell.ts";
import { type ReleaseId, releaseOf } from "../clp/releases/releases.ts";
import { type OneWay, RECOVERY_FILE, type Server, type Upgrade } from "../clp/releases/upgrades/upgrade.ts";
import { dataChangesOf } from "../clp/releases/upgrades/upgrades.ts";
import { bundledServers } from "./hops/config-questions.ts";
import type { View } from "./hops/hop.ts";

/** Where things are, as the user named them. */
export interface Places {
  /** The files of config and site that there are. */
  readonly inputs: readonly string[];
  /** The output folder. */
  readonly out: string;
  /** Directories of the host. */
  readonly data: string;
  readonly logs: string;
  readonly tmp: string;
  /** By which these inputs are named on a command line. */
  readonly flags: readonly string[];
  /** By which those are named that are migrated together. */
  readonly words: readonly string[];
}

export interface Journey {
  readonly from: ReleaseId;
  readonly to: ReleaseId;
  readonly down: boolean;
  /** In the order in which they are gone. */
  readonly upgrades: readonly Upgrade[];
  /** The config as it is before. */
  readonly view: View;
  readonly places: Places;
  /** True where the edits are made now: then nobody copies the inputs before. */
  readonly written: boolean;
  /** The flags with which the edits are made. */
  readonly adoptDefaults: boolean;
  /** False for a site file that is made. */
  readonly hadSite: boolean;
  /** True where the edited inputs can be migrated back without asking anybody. */
  readonly returns: boolean;
}

export function stepsOf(journey: Journey): readonly Step[] {
  const { from, to, view, upgrades, places, down, hadSite, written, adoptDefaults, returns } = journey;
  if (upgrades.length === 0) return [];
  const directories = dataDirectories(view);
  const archive = `clp-v${from}-data.tar`;
  const compose = [
    "docker",
    "compose",
    "--file",
    pathWord(`${places.out}/${COMPOSE_FOLDER}/docker-compose.yaml`),
  ];
  const copies = written ? [] : places.inputs.map((name) => ({ name, copy: `${name}.v${from}` }));
  const compiles = compileCommand(places.flags);
  const start: Step = {
    text: `Start CLP v${to}`,
    commands: [
      shell`sh ${pathWord(`${places.out}/${COMPOSE_FOLDER}/prepare.sh`)}`,
      shell`${compose} up --detach --wait`,
    ],
  };
  return [
    JOBS_END,
    {
      text: `Stop CLP v${from} with its own files. Take it down, and do not only make containers anew: the queue then starts without files of another version`,
      commands: [shell`${compose} down`],
    },
    {
      text: `Back up ${directories.includes("database") ? "the data" : "the database on its server"}${written ? ": it is" : " and the inputs: they are"} the way back. Where CLP itself was started here, ${places.logs}/instance-id, too`,
      commands: [
        ...(directories.length > 0
          ? [
              shell`sudo tar --create --numeric-owner --file ${archive} --directory ${places.data} ${directories}`,
            ]
          : []),
        ...copies.map(({ name, copy }) => shell`cp -p ${pathWord(name)} ${pathWord(copy)}`),
      ],
    },
    ...stepIf(
      !written,
      "Make the edits. The credentials stay as they are: the database and the queue know no other passwords",
      [
        shell`clp-compile migrate --from ${from} --to ${to} ${places.words} ${adoptDefaults ? ["--adopt-defaults"] : []} --write`,
      ],
    ),
    ...(down ? putAway(journey, directories) : []),
    ...recoveryFile(journey),
    {
      text: "Read what happens to each component, or object of the cluster, and to its data; then compile",
      commands: [shell`clp-compile plan --against ${places.out} ${places.flags}`, compiles],
    },
    start,
    ...columnSteps(
      journey,
      directories.includes("database") ? [shell`${compose} exec database sh -c ${DATABASE_CLIENT}`] : [],
    ),
    {
      text: `The way back, where CLP v${to} does not run as it should. What was written since the back-up is lost${oneWay(journey)}${written ? `. Take the inputs from where you keep them${returns ? "; the command that migrates back knows nothing of keys that were removed" : ": no command knows what all of them were"}` : ""}`,
      commands: [
        shell`${compose} down`,
        ...(directories.length > 0
          ? [
              shell`sudo mkdir ${`${places.data}/v${to}`}`,
              shell`sudo mv ${directories.map((name) => `${places.data}/${name}`)} ${`${places.data}/v${to}`}`,
              shell`sudo tar --extract --numeric-owner --file ${archive} --directory ${places.data}`,
            ]
          : []),
        ...copies.map(({ name, copy }) => shell`cp -p ${pathWord(copy)} ${pathWord(name)}`),
        ...((written ? returns : !hadSite)
          ? [shell`clp-compile migrate --from ${to} --to ${from} ${places.words} --write`]
          : []),
        compiles,
        ...start.commands,
      ],
    },
  ];
}

/** On the way to an earlier release: what it may not read. */
function putAway(journey: Journey, directories: readonly string[]): readonly Step[] {
  const { from, to, places } = journey;
  const kinds = oneWays(journey);
  const away = directories.filter((name) =>
    kinds.some(({ server, instead }) => server === name && instead === "without"),
  );
  return stepIf(
    kinds.length > 0,
    `Put away what CLP v${to} may not read. Of CLP v${from}: ${listed(kinds)}`,
    away.map((name) => shell`sudo mv ${`${places.data}/${name}`} ${`${places.data}/${name}.v${from}`}`),
  );
}

/** It is looked for in another directory. */
function recoveryFile({ from, to, view, places }: Journey): readonly Step[] {
  const [was, is] = [from, to].map((id) => releaseOf(id).capabilities.recoveryFile);
  const retention = view.at("archive_output.retention_period");
  return stepIf(was !== is && retention !== undefined && retention !== null, RECOVERY_FILE_MOVES, [
    shell`mv ${`${places[was!]}/${RECOVERY_FILE}`} ${`${places[is!]}/${RECOVERY_FILE}`}`,
  ]);
}

type OneWayOf = OneWay & { readonly server: Server | undefined };

/** What the later release writes, and the earlier one may not read. */
function oneWays({ upgrades, view }: Journey): readonly OneWayOf[] {
  const servers = bundledServers(view);
  return upgrades.flatMap((upgrade) =>
    dataChangesOf(upgrade, (server, program) => servers.get(server) === program).flatMap(
      ({ oneWay, version }) => (oneWay === undefined ? [] : [{ ...oneWay, server: version?.server }]),
    ),
  );
}

function oneWay(journey: Journey): string {
  const { from, to, down } = journey;
  const kinds = down ? [] : oneWays(journey);
  return kinds.length === 0 ? "" : `. Not for v${from}, once v${to} has written them: ${listed(kinds)}`;
}

function listed(kinds: readonly OneWay[]): string {
  return kinds.map(({ what }) => what).join("; ");
}

/** The directories of the servers that this deployment runs, below that for data. */
function dataDirectories(view: View): readonly string[] {
  const servers = bundledServers(view);
  return (["database", "redis", "results_cache"] as const).filter((name) => servers.has(name));
}

/** What an operator does, in order, so that a deployment moves to another release; the way back is last. */
import { pathWord, shell } from "../base/shell.ts";
import { presto, usesSpider } from "./hops/deployment.ts";
import type { Hop, OneWay, Step, View } from "./hops/hop.ts";

/** Where things are, as the user named them. */
export interface Places {
  readonly config: string;
  readonly site: string;
  /** The output folder. */
  readonly out: string;
  /** Directories of the host. */
  readonly data: string;
  readonly logs: string;
  readonly tmp: string;
  /** By which these inputs are named on a command line. */
  readonly flags: readonly string[];
}

export interface Journey {
  readonly from: string;
  readonly to: string;
  readonly down: boolean;
  /** In the order in which they are gone, each with the config as it is before it. */
  readonly hops: readonly { readonly hop: Hop; readonly view: View }[];
  readonly places: Places;
  /** True where the edits are made now: then nobody copies the inputs before. */
  readonly written: boolean;
  /** The flags with which the edits are made. */
  readonly adoptDefaults: boolean;
  /** False for a site file that is made. */
  readonly hadSite: boolean;
}

export function stepsOf(journey: Journey): readonly Step[] {
  const { from, to, hops, places, down, hadSite, written, adoptDefaults } = journey;
  const [first] = hops;
  if (first === undefined) return [];
  const directories = dataDirectories(first.view);
  const archive = `clp-v${from}-data.tar`;
  const compose = ["docker", "compose", "--file", pathWord(`${places.out}/compose/docker-compose.yaml`)];
  const place = { logs: places.logs, tmp: places.tmp, compose };
  const copies = written
    ? []
    : [places.config, ...(hadSite ? [places.site] : [])].map((name) => ({ name, copy: `${name}.v${from}` }));
  const start: Step = {
    text: `Start CLP v${to}`,
    commands: [
      shell`sh ${pathWord(`${places.out}/compose/prepare.sh`)}`,
      shell`${compose} up --detach --wait`,
    ],
  };
  return [
    { text: "Let compression, search and ingestion jobs come to their end", commands: [] },
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
    ...(written
      ? []
      : [
          {
            text: "Make the edits. The credentials stay as they are: the database and the queue know no other passwords",
            commands: [
              shell`clp-compile migrate --from ${from} --to ${to} ${places.flags} ${adoptDefaults ? ["--adopt-defaults"] : []} --write`,
            ],
          },
        ]),
    ...(down ? putAway(journey, directories) : hops.flatMap(({ hop, view }) => hop.stopped(view, place))),
    {
      text: "Read what happens to each component, or object of the cluster, and to its data; then compile",
      commands: [
        shell`clp-compile plan --against ${places.out} ${places.flags}`,
        shell`clp-compile ${places.flags}`,
      ],
    },
    start,
    ...(down ? [] : hops.flatMap(({ hop, view }) => hop.running(view, place))),
    {
      text: `The way back, where CLP v${to} does not run as it should. What was written since the back-up is lost${oneWay(journey)}${written ? ". Take the inputs from where you keep them; the command that migrates back knows nothing of keys that were removed" : ""}`,
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
        ...(written || !hadSite
          ? [shell`clp-compile migrate --from ${to} --to ${from} ${places.flags} --write`]
          : []),
        shell`clp-compile ${places.flags}`,
        ...start.commands,
      ],
    },
  ];
}

/** On the way to an earlier release: what it may not read. */
function putAway({ from, to, hops, places }: Journey, directories: readonly string[]): readonly Step[] {
  const kinds = hops.flatMap(({ hop, view }) => hop.oneWay(view));
  const away = directories.filter((name) => kinds.some(({ directory }) => directory === name));
  if (kinds.length === 0) return [];
  return [
    {
      text: `Put away what CLP v${to} may not read. Of CLP v${from}: ${listed(kinds)}`,
      commands: away.map(
        (name) => shell`sudo mv ${`${places.data}/${name}`} ${`${places.data}/${name}.v${from}`}`,
      ),
    },
  ];
}

function oneWay({ from, to, hops, down }: Journey): string {
  const kinds = down ? [] : hops.flatMap(({ hop, view }) => hop.oneWay(view));
  return kinds.length === 0 ? "" : `. Not for v${from}, once v${to} has written them: ${listed(kinds)}`;
}

function listed(kinds: readonly OneWay[]): string {
  return kinds.map(({ what }) => what).join("; ");
}

/** The directories of the servers that this deployment runs, below that for data. */
function dataDirectories(view: View): readonly string[] {
  const list = view.at("bundled");
  const withoutTasks = usesSpider(view) && presto(view);
  return (["database", "redis", "results_cache"] as const).filter(
    (name) =>
      (!Array.isArray(list) || list.includes(name)) &&
      view.at(name) !== null &&
      !(withoutTasks && name !== "database"),
  );
}

/** What changes between two deployments on several hosts: who comes and goes, what moves, and in which order. */
import { type ShellCommand, shell } from "../../base/shell.ts";
import type { DeploymentModel } from "../../model/model.ts";
import { onHost, pathOnHost } from "../compiled-files.ts";
import type { ComposePlan, HostPlan, HostsPlan, Move, SecretsPlan, Step, Warning } from "../plan.ts";
import type { Deployed, DeployedHost } from "../read/deployed.ts";
import { volumeAround } from "../read/volumes.ts";
import { composePlan } from "./compose-plan.ts";
import { JOBS_END } from "./jobs-end.ts";
import type { Passage } from "./passage.ts";
import { secretsPlan } from "./secrets.ts";
import { list } from "./warnings.ts";

/** Several hosts may run one each. They end what they have begun when they are told to stop. */
const WORKERS: ReadonlySet<string> = new Set(["compression-worker", "query-worker", "reducer"]);

/** Seconds that a worker is given for what it has begun: one task compresses what a target archive holds. */
const DRAIN_SECONDS = 3600;

interface Pair {
  readonly name: string;
  readonly old: DeployedHost | undefined;
  readonly now: DeployedHost | undefined;
}

/** Undefined where a side is not on several hosts. */
export function hostsPlan(
  before: Deployed,
  after: Deployed,
  model: DeploymentModel | undefined,
  passage: Passage | undefined,
): HostsPlan | undefined {
  if (before.hosts === undefined || after.hosts === undefined) return undefined;
  const [olds, nows] = [before.hosts, after.hosts];
  const names = [...new Set([...nows, ...olds].map(({ name }) => name))];
  const pairs = names.map((name): Pair => {
    const find = (hosts: readonly DeployedHost[]) => hosts.find((one) => one.name === name);
    return { name, old: find(olds), now: find(nows) };
  });
  const plans = new Map<string, ComposePlan>();
  for (const { name, old, now } of pairs) {
    if (old === undefined || now === undefined) continue;
    const secrets = secretsPlan(old.side, now.side);
    const elsewhere = new Set(nows.filter((one) => one !== now).flatMap(({ runs }) => runs));
    const own = model?.hosts?.find((one) => one.name.value === name)?.model;
    const plan = onHost(old.name, () => composePlan(old.side, now.side, secrets, own, passage, elsewhere));
    if (plan !== undefined) plans.set(name, plan);
  }
  const moves = movesOf(olds, nows);
  const hosts = pairs.map((pair) => hostPlan(pair, plans.get(pair.name)));
  if (hosts.every(({ action }) => action === "keep")) return { hosts, moves: [], warnings: [], steps: [] };
  return {
    hosts,
    moves,
    warnings: warningsOf(hosts, moves, plans),
    steps: stepsOf(pairs, hosts, moves, plans, passage),
  };
}

function isDifferent(plan: ComposePlan | undefined): boolean {
  return (plan?.steps.length ?? 0) > 0;
}

function hostPlan({ name, old, now }: Pair, plan: ComposePlan | undefined): HostPlan {
  const runs = (now ?? old)?.runs ?? [];
  const [was, is] = [old?.address, now?.address];
  const address = {
    ...(was === undefined ? {} : { before: was }),
    ...(is === undefined ? {} : { after: is }),
  };
  if (old === undefined) return { name, action: "add", address, runs };
  if (now === undefined) return { name, action: "remove", address, runs };
  const changed = isDifferent(plan) || was !== is;
  return {
    name,
    action: changed ? "change" : "keep",
    address,
    runs,
    ...(changed && plan !== undefined ? { compose: asOfHost(name, plan) } : {}),
  };
}

/** What changes on one host, with its files by their own paths. Warnings and steps are told of all together. */
function asOfHost(name: string, plan: ComposePlan): ComposePlan {
  const at = (path: string): string => pathOnHost(name, path);
  return {
    ...plan,
    components: plan.components.map((component) => ({
      ...component,
      changes: component.changes.map((change) =>
        change.aspect === "config file" && change.name !== undefined
          ? { ...change, name: at(change.name) }
          : change,
      ),
    })),
    configFiles: plan.configFiles.map((file) => ({ ...file, path: at(file.path) })),
    warnings: [],
    steps: [],
  };
}

/** What one host ran, and another one runs. */
function movesOf(olds: readonly DeployedHost[], nows: readonly DeployedHost[]): readonly Move[] {
  const at = (hosts: readonly DeployedHost[], component: string) =>
    hosts.filter(({ runs }) => runs.includes(component));
  const components = [...new Set(nows.flatMap(({ runs }) => runs))].filter((name) => !WORKERS.has(name));
  return components.flatMap((component): readonly Move[] => {
    const [[from], [to]] = [at(olds, component), at(nows, component)];
    if (from === undefined || to === undefined || from.name === to.name) return [];
    return [{ component, from: from.name, to: to.name, data: dataOf(component, from, to) }];
  });
}

/** What must survive of what a component mounts from its own host. */
function dataOf(component: string, from: DeployedHost, to: DeployedHost): Move["data"] {
  const mountsOf = ({ side }: DeployedHost) =>
    side.compose?.project.services.find(({ name }) => name === component)?.mounts ?? [];
  return mountsOf(from).flatMap(({ source, target }) => {
    const known = volumeAround(from.side.volumes ?? [], source);
    // What hosts share is where it was.
    if (known === undefined || (known.purpose !== "data" && known.purpose !== "staging")) return [];
    const now = mountsOf(to).find((mount) => mount.target === target);
    if (now === undefined || isShared(from, component, source)) return [];
    return [{ title: known.title, before: source, after: now.source }];
  });
}

/** True where others of the same host keep it, too, so that it is no component's own. */
function isShared({ side }: DeployedHost, component: string, source: string): boolean {
  return (side.compose?.project.services ?? []).some(
    ({ name, mounts }) => name !== component && mounts.some((mount) => mount.source === source),
  );
}

function warningsOf(
  hosts: readonly HostPlan[],
  moves: readonly Move[],
  plans: ReadonlyMap<string, ComposePlan>,
): readonly Warning[] {
  const moved = moves.flatMap(({ component, from, to, data }) =>
    data.map(
      ({ title, before }): Warning => ({
        kind: "data left behind",
        loud: true,
        text: `${component} moves from ${from} to ${to}, and ${title} in ${before} on ${from} does not move by itself: ${component} would start empty.`,
      }),
    ),
  );
  const readdressed = hosts.flatMap(({ name, action, address }): readonly Warning[] =>
    action === "change" && address.before !== address.after
      ? [
          {
            kind: "another address",
            loud: false,
            text: `${name} is reached at ${address.after} in place of ${address.before}: all hosts that connect to it are told, and have to be given their new files.`,
          },
        ]
      : [],
  );
  // What several hosts are told alike is said once.
  const byText = new Map<string, { readonly warning: Warning; readonly names: string[] }>();
  for (const [name, { warnings }] of plans) {
    for (const warning of warnings) {
      const known = byText.get(warning.text);
      if (known === undefined) byText.set(warning.text, { warning, names: [name] });
      else known.names.push(name);
    }
  }
  const own = [...byText.values()].map(
    ({ warning, names }): Warning => ({
      ...warning,
      text:
        names.length === plans.size && names.length > 1 ? warning.text : `On ${few(names)}: ${warning.text}`,
    }),
  );
  return [...moved, ...readdressed, ...own];
}

function few(names: readonly string[]): string {
  return names.length <= 5 ? list(names) : `${names[0]} … ${names.at(-1)} (${names.length} hosts)`;
}

function isWorker({ runs }: DeployedHost): boolean {
  return runs.every((name) => WORKERS.has(name));
}

/** Hosts with workers before those that they work for. */
function workersFirst(hosts: readonly DeployedHost[]): readonly DeployedHost[] {
  return [...hosts.filter(isWorker), ...hosts.filter((host) => !isWorker(host))];
}

/** Those that run the database before all others, and those with workers after them. */
function workersLast(hosts: readonly DeployedHost[]): readonly DeployedHost[] {
  const rank = (host: DeployedHost): number => (host.runs.includes("database") ? 0 : isWorker(host) ? 2 : 1);
  return [...hosts].sort((a, b) => rank(a) - rank(b));
}

const STOP = "Stop the old deployment";
const WAY_BACK = "The way back";
const FILES = "Put the new files in place";

/** What is done on a host while the old deployment runs, once it is stopped, and once the new files are there. */
interface Phases {
  readonly running: readonly Step[];
  readonly stopped: readonly Step[];
  readonly replaced: readonly Step[];
}

/** The steps of one host without those that are done on all hosts together. */
function phasesOf(steps: readonly Step[]): Phases {
  const at = (start: string): number => steps.findIndex(({ text }) => text.startsWith(start));
  const [stop, files] = [at(STOP), at(FILES)];
  const own = (some: readonly Step[]): readonly Step[] => some.filter((step) => step !== JOBS_END);
  const end = files < 0 ? steps.length : files;
  return {
    running: own(steps.slice(0, stop < 0 ? end : stop)),
    stopped: stop < 0 ? [] : own(steps.slice(stop + 1, end)),
    replaced: own(steps.slice(end + 1)),
  };
}

function stepsOf(
  pairs: readonly Pair[],
  hosts: readonly HostPlan[],
  moves: readonly Move[],
  plans: ReadonlyMap<string, ComposePlan>,
  passage: Passage | undefined,
): readonly Step[] {
  const carried = moves.filter(({ data }) => data.length > 0);
  const olds = pairs.flatMap(({ old }) => old ?? []);
  const nows = pairs.flatMap(({ now }) => now ?? []);
  const fresh = hosts
    .filter(({ action }) => action !== "keep" && action !== "remove")
    .map(({ name }) => name);
  const drained = olds.flatMap((old): readonly Step[] => {
    const now = nows.find(({ name }) => name === old.name);
    const going = old.runs.filter((name) => WORKERS.has(name) && now?.runs.includes(name) !== true);
    return going.length === 0 ? [] : [drain(old.name, going)];
  });
  const isStopped = carried.length > 0 || passage !== undefined;
  const gone = pairs.flatMap(({ name, old, now }): readonly Step[] =>
    old !== undefined && now === undefined && !isStopped
      ? [{ on: name, text: "Take down what is left of it", commands: [shell`docker compose down --volumes`] }]
      : [],
  );
  // What moves must not be written to meanwhile, nor missed by those who use it.
  const stopped = !isStopped
    ? []
    : workersFirst(olds).map(
        ({ name }): Step => ({
          on: name,
          text: "Stop it, with its own files still in place",
          commands: [shell`docker compose down --volumes`],
        }),
      );
  const files: readonly Step[] =
    fresh.length === 0
      ? []
      : [
          {
            text: `Compile with credentials, and bring ${few(fresh)} the contents of ${fresh.length === 1 ? "its new folder" : "their new folders"}, .env too`,
            commands: [shell`clp-compile`],
          },
        ];
  const readdressed = hosts.some(({ address }) => address.before !== address.after);
  const walls: readonly Step[] = readdressed
    ? [
        {
          text: "Where firewall.nft is in use, give each host its new one, those too on which nothing else changes: it lets in who is told there",
          commands: [shell`nft --file firewall.nft`],
        },
      ]
    : [];
  const order = workersLast(nows);
  const own = order.map(({ name }) => ({ name, ...phasesOf(plans.get(name)?.steps ?? []) }));
  const phase = (which: keyof Phases): readonly Step[] =>
    own.flatMap(({ name, [which]: steps }) => steps.map((step) => ({ on: name, ...step })));
  if (passage !== undefined) {
    const replaced = phase("replaced");
    const isWayBack = ({ text }: Step): boolean => text.startsWith(WAY_BACK);
    const added = order.filter(({ name }) => !plans.has(name)).map(({ name }) => startStep(name));
    return [
      JOBS_END,
      ...drained,
      ...phase("running"),
      ...stopped,
      ...phase("stopped"),
      ...files,
      ...walls,
      ...carried.flatMap((move) => carrySteps(move, nows)),
      ...replaced.filter((step) => !isWayBack(step)),
      ...added,
      ...replaced.filter(isWayBack),
    ];
  }
  const started =
    carried.length > 0
      ? order.map(({ name }): Step => startStep(name))
      : order.flatMap(({ name }): readonly Step[] => {
          const action = hosts.find((one) => one.name === name)?.action;
          if (action === "add") return [startStep(name)];
          if (action !== "change") return [];
          const { running, stopped: still, replaced } = phasesOf(plans.get(name)?.steps ?? []);
          const all = [...running, ...still, ...replaced];
          // What nobody there reads has changed: the new files are all.
          return all.map((step) => ({ on: name, ...step }));
        });
  return [
    ...drained,
    ...gone,
    ...stopped,
    ...files,
    ...walls,
    ...carried.flatMap((move) => carrySteps(move, nows)),
    ...started,
  ];
}

function drain(name: string, workers: readonly string[]): Step {
  return {
    on: name,
    text: `Drain it: ${list(workers)} take${workers.length === 1 ? "s" : ""} nothing new, and end${workers.length === 1 ? "s" : ""} what is begun, for an hour at most`,
    commands: [shell`docker compose stop --timeout ${DRAIN_SECONDS} ${workers}`],
  };
}

function startStep(name: string): Step {
  const commands: readonly ShellCommand[] = [
    shell`sh prepare.sh`,
    shell`docker compose up --detach --wait --remove-orphans`,
  ];
  return { on: name, text: "Make its directories and start it", commands };
}

function carrySteps({ component, from, to, data }: Move, nows: readonly DeployedHost[]): readonly Step[] {
  const address = nows.find(({ name }) => name === to)?.address ?? to;
  return [
    {
      on: from,
      text: `As root, carry what ${component} keeps over to ${to}: ${list(data.map(({ title }) => title))}`,
      commands: data.map(
        ({ before, after }) =>
          shell`rsync --archive --numeric-ids --mkpath ${`${before}/`} ${`root@${address}:${after}/`}`,
      ),
    },
  ];
}

/** The secrets of all hosts together, with the services that use them anywhere. */
export function secretsOnHosts(before: Deployed, after: Deployed): SecretsPlan {
  const whole = secretsPlan(before, after);
  if (after.hosts === undefined) return whole;
  const used = after.hosts.flatMap(({ side }) => side.compose?.project.services ?? []);
  const usedBy = used.filter(({ secrets }) => secrets.length > 0).map(({ name }) => name);
  return { ...whole, usedBy: [...new Set(usedBy)] };
}

/** What an operator of several hosts has to do, on which of them, and in which order. */

import { COMPOSE_FOLDER } from "../../base/compose-folder.ts";
import { UP } from "../../base/compose-up.ts";
import { listed } from "../../base/listed.ts";
import { JOBS_END } from "../../base/operator-steps.ts";
import { forRsync, type ShellCommand, shell } from "../../base/shell.ts";
import { fewOrMany } from "../../model/host-groups.ts";
import type { HostPlan, Move, Step } from "../plan.ts";
import type { DeployedHost } from "../read/deployed.ts";
import type { ComposeChanges } from "./compose-plan.ts";
import type { Passage } from "./passage.ts";
import type { Phase } from "./phases.ts";
import { type Relocation, relocationStep } from "./shared-data.ts";
import { down } from "./typed-commands.ts";

/** Those that end what they have begun when they are told to stop. */
const DRAINED: ReadonlySet<string> = new Set(["compression-worker", "query-worker", "reducer"]);

/** Several hosts may run one each. */
export const WORKERS: ReadonlySet<string> = new Set([...DRAINED, "presto-worker"]);

/** Seconds that a worker is given for what it has begun: one task compresses what a target archive holds. */
const DRAIN_SECONDS = 3600;

/** A host on both sides. */
export interface Pair {
  readonly name: string;
  readonly old: DeployedHost | undefined;
  readonly now: DeployedHost | undefined;
}

/** Few hosts each by its name, many by the first and the last. */
export function few(names: readonly string[]): string {
  return listed(fewOrMany(names, "hosts", 5));
}

function runsSomething({ runs }: DeployedHost): boolean {
  return runs.length > 0;
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

const FIREWALL = `${COMPOSE_FOLDER}/firewall.nft`;
const EXAMPLE = `${COMPOSE_FOLDER}/.env.example`;
/** Typed in the folder of a host, wherever that is there. */
const DOWN = down({ typedFrom: undefined });

export interface HostsFindings {
  readonly pairs: readonly Pair[];
  readonly hosts: readonly HostPlan[];
  readonly moves: readonly Move[];
  readonly relocated: readonly Relocation[];
  /** By the host's name; of hosts that both sides have. */
  readonly plans: ReadonlyMap<string, ComposeChanges>;
  readonly passage: Passage | undefined;
  /** For which host the one of a side on one host is taken. */
  readonly takenFor: string | undefined;
  /** How the deployment is compiled. */
  readonly compile: ShellCommand;
}

export function hostsSteps(findings: HostsFindings): readonly Step[] {
  const { pairs, moves, relocated, plans, passage } = findings;
  const olds = pairs.flatMap(({ old }) => old ?? []);
  const nows = pairs.flatMap(({ now }) => now ?? []);
  const carried: readonly Step[] = [
    ...moves.filter(({ data }) => data.length > 0).flatMap((move) => carrySteps(move, nows)),
    ...relocated.filter(({ staysOn }) => staysOn === undefined).map(relocationStep),
  ];
  const drained = olds.flatMap((old): readonly Step[] => {
    const now = nows.find(({ name }) => name === old.name);
    const going = old.runs.filter((name) => DRAINED.has(name) && now?.runs.includes(name) !== true);
    return going.length === 0 ? [] : [drain(old.name, going)];
  });
  const before = [...fileSteps(findings), ...secretSteps(findings), ...firewallSteps(findings)];
  // On a host that runs nothing `up` fails, as it finds no service.
  const order = workersLast(nows.filter(runsSomething));
  const stops = [...plans.values()].some(({ steps }) => steps.stop.length > 0);
  if (carried.length === 0 && passage === undefined && !stops)
    return [...drained, ...leavingSteps(findings, false), ...before, ...changeSteps(findings, order)];
  const own = (...phases: readonly Phase[]): readonly Step[] =>
    order.flatMap(({ name }) => stepsOn(name, plans.get(name), phases));
  // To another release, a host's own steps say when it starts; else all start together.
  const added = order.filter(({ name }) => passage === undefined || !plans.has(name));
  const starts = added.map(({ name }) => startStep(name, added.length > 1));
  return [
    ...(passage === undefined ? [] : [JOBS_END]),
    ...drained,
    ...own("running"),
    // What moves, or changes hands, must not be written to meanwhile, nor missed by those who use it.
    ...workersFirst(olds.filter(runsSomething)).map(
      ({ name }): Step => ({
        on: name,
        text: "Stop it, with its own files still in place",
        commands: [DOWN],
      }),
    ),
    ...leavingSteps(findings, true),
    ...own("stopped"),
    ...before,
    ...carried,
    ...(passage === undefined
      ? [...own("replaced"), ...starts, ...own("started")]
      : [...own("replaced", "start", "started"), ...starts]),
    ...own("wayBack"),
  ];
}

/** Of one host's own steps those of some phases. */
function stepsOn(name: string, plan: ComposeChanges | undefined, phases: readonly Phase[]): readonly Step[] {
  return phases.flatMap((phase) => plan?.steps[phase].map((step) => ({ on: name, ...step })) ?? []);
}

/** What hosts leave behind that go, or stay and run nothing any more. */
function leavingSteps({ pairs }: HostsFindings, stopped: boolean): readonly Step[] {
  return pairs.flatMap(({ name, old, now }): readonly Step[] =>
    old === undefined || !runsSomething(old) || (now !== undefined && runsSomething(now))
      ? []
      : [
          ...(stopped ? [] : [{ on: name, text: "Take down what is left of it", commands: [DOWN] }]),
          {
            on: name,
            text: "Where its unit is enabled, disable it, so that a reboot starts nothing there",
            commands: [shell`systemctl disable "clp-compile@$(systemd-escape --path "$PWD").service"`],
          },
        ],
  );
}

function fileSteps({ hosts, pairs, compile }: HostsFindings): readonly Step[] {
  const fresh = hosts
    .filter(({ action }) => action !== "keep" && action !== "remove")
    .map(({ name }) => name);
  const firewallAlone = fresh.length === 0 && firewallsDiffer(pairs);
  if (firewallAlone)
    return [{ text: "Compile, and bring each host its new firewall.nft", commands: [compile] }];
  if (fresh.length === 0) return [];
  const whose = fresh.length === 1 ? "its new folder" : "their new folders";
  const inEnvironment = pairs.some(({ now }) => now?.side.secretsInEnvironment === true);
  return [
    {
      text: inEnvironment
        ? `Compile, and bring ${few(fresh)} the contents of ${whose}`
        : `Compile with credentials, and bring ${few(fresh)} the contents of ${whose}, .env too`,
      commands: [compile],
    },
  ];
}

/** The secrets that must be in the environment of a host's commands: those without a value there. */
function secretsNamed(host: DeployedHost | undefined): readonly string[] {
  if (host?.side.secretsInEnvironment !== true) return [];
  const example = host.side.files.texts.get(EXAMPLE) ?? "";
  return [...example.matchAll(/^(\w+)=$/gm)].map(([, name]) => name!);
}

/** Where secrets are in no file, `up` is refused on a host that is not given those that it did not need before. */
function secretSteps({ pairs }: HostsFindings): readonly Step[] {
  return pairs.flatMap(({ name, old, now }): readonly Step[] => {
    const had = new Set(secretsNamed(old));
    if (secretsNamed(now).every((one) => had.has(one))) return [];
    return [
      {
        on: name,
        text: "Give its docker compose commands all secrets that its .env.example names, by the commands that stand there",
        commands: [],
      },
    ];
  });
}

function firewallsDiffer(pairs: readonly Pair[]): boolean {
  const firewallOf = (host: DeployedHost | undefined) => host?.side.files.texts.get(FIREWALL);
  return pairs.some(({ old, now }) => now !== undefined && firewallOf(old) !== firewallOf(now));
}

function firewallSteps({ pairs, hosts, takenFor }: HostsFindings): readonly Step[] {
  const isAlone = takenFor !== undefined && pairs.filter(({ now }) => now !== undefined).length === 1;
  if (isAlone)
    return hosts.map(({ name }) => ({
      on: name,
      text: "Where firewall.nft is in use, take it back",
      commands: [shell`nft delete table inet clp_compile`],
    }));
  if (!firewallsDiffer(pairs)) return [];
  return [
    {
      text: "Where firewall.nft is in use, give each host its new one, those too on which nothing else changes: it lets in who is told there",
      commands: [shell`nft --file firewall.nft`],
    },
  ];
}

/** Hosts that come and change, one after the other, while the rest runs. */
function changeSteps({ hosts, plans }: HostsFindings, order: readonly DeployedHost[]): readonly Step[] {
  return order.flatMap(({ name }): readonly Step[] => {
    const action = hosts.find((one) => one.name === name)?.action;
    if (action === "add") return [startStep(name, false)];
    if (action !== "change") return [];
    // What nobody there reads has changed: the new files are all.
    return stepsOn(name, plans.get(name), ["running", "replaced", "start", "started"]);
  });
}

function drain(name: string, workers: readonly string[]): Step {
  return {
    on: name,
    text: `Drain it: ${listed(workers)} take${workers.length === 1 ? "s" : ""} nothing new, and end${workers.length === 1 ? "s" : ""} what is begun, for an hour at most`,
    commands: [shell`docker compose stop --timeout ${DRAIN_SECONDS} ${workers}`],
  };
}

/** @param together true where others start, too: on one that runs servers and workers, neither would be ready alone */
function startStep(name: string, together: boolean): Step {
  const commands: readonly ShellCommand[] = [shell`sh prepare.sh`, UP];
  const text = `Make its directories and start it${together ? ". Go on to the next host meanwhile: each waits for the others" : ""}`;
  return { on: name, text, commands };
}

function carrySteps({ component, from, to, data }: Move, nows: readonly DeployedHost[]): readonly Step[] {
  const address = nows.find(({ name }) => name === to)?.address ?? to;
  return [
    {
      on: from,
      text: `As root, carry what ${component} keeps over to ${to}: ${listed(data.map(({ title }) => title))}`,
      commands: data.map(
        ({ before, after }) =>
          shell`rsync --archive --numeric-ids --mkpath ${forRsync([before, after])} ${`${before}/`} ${`root@${address}:${after}/`}`,
      ),
    },
  ];
}

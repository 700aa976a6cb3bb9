/** What changes between two deployments on several hosts: who comes and goes, what moves, and in which order. */
import type { ShellCommand } from "../../base/shell.ts";
import type { DeploymentModel } from "../../model/model.ts";
import { pathOnHost, readElsewhere } from "../compiled-files.ts";
import type { ComposePlan, HostPlan, HostsPlan, Move, SecretsPlan, Warning } from "../plan.ts";
import type { Deployed, DeployedHost } from "../read/deployed.ts";
import { volumeAround } from "../read/manifest-volumes.ts";
import { type ComposeChanges, composeChanges } from "./compose-plan.ts";
import { few, hostsSteps, type Pair, WORKERS } from "./hosts-steps.ts";
import type { Passage } from "./passage.ts";
import { inOrder } from "./phases.ts";
import type { HostLists } from "./regrouped.ts";
import { secretsPlan } from "./secret-changes.ts";
import { relocations, relocationWarning, sharedData } from "./shared-data.ts";

export function hostsPlan(
  { olds, nows, takenFor }: HostLists,
  model: DeploymentModel | undefined,
  passage: Passage | undefined,
  compile: ShellCommand,
): HostsPlan {
  const names = [...new Set([...nows, ...olds].map(({ name }) => name))];
  const pairs = names.map((name): Pair => {
    const find = (hosts: readonly DeployedHost[]) => hosts.find((one) => one.name === name);
    return { name, old: find(olds), now: find(nows) };
  });
  const moves = movesOf(olds, nows);
  const relocated = relocations(olds, nows, moves);
  const shared = new Set(relocated.map(({ title }) => title));
  const plans = new Map<string, ComposeChanges>();
  for (const { name, old, now } of pairs) {
    if (old === undefined || now === undefined) continue;
    const secrets = secretsPlan(old.side, now.side);
    const elsewhere = new Set(nows.filter((one) => one !== now).flatMap(({ runs }) => runs));
    const own =
      model?.hosts === undefined ? model : model.hosts.find((one) => one.name.value === name)?.model;
    const plan = readElsewhere(old.pathOf, () =>
      composeChanges(old.side, now.side, { secrets, model: own, passage, elsewhere, shared }),
    );
    if (plan !== undefined) plans.set(name, plan);
  }
  const hosts = pairs.map((pair) => hostPlan(pair, plans.get(pair.name), takenFor !== undefined));
  return {
    hosts,
    moves,
    shared: relocated.filter(({ staysOn }) => staysOn === undefined).map(sharedData),
    warnings: [...relocated.map(relocationWarning), ...warningsOf(hosts, moves, plans)],
    steps: hostsSteps({ pairs, hosts, moves, relocated, plans, passage, takenFor, compile }),
  };
}

function isDifferent(plan: ComposeChanges | undefined): boolean {
  return plan !== undefined && inOrder(plan.steps).length > 0;
}

/** @param regrouped true where one of the sides is on one host */
function hostPlan({ name, old, now }: Pair, plan: ComposeChanges | undefined, regrouped: boolean): HostPlan {
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
    ...(changed && plan !== undefined ? { compose: asOfHost(name, plan.changes, regrouped) } : {}),
  };
}

/** What changes on one host, with its files by their own paths. Warnings and steps are told of all together. */
function asOfHost(name: string, plan: ComposeChanges["changes"], regrouped: boolean): ComposePlan {
  const at = (path: string): string => pathOnHost(name, path);
  return {
    ...plan,
    // One host alone has every variable of CLP in its .env, one of several those that it uses.
    settings: regrouped
      ? plan.settings.filter(({ before, after }) => before !== undefined && after !== undefined)
      : plan.settings,
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
  plans: ReadonlyMap<string, ComposeChanges>,
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
  for (const [name, { changes }] of plans) {
    for (const warning of changes.warnings) {
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

/** The secrets of all hosts together, with the services that use them anywhere. */
export function secretsOnHosts(before: Deployed, after: Deployed): SecretsPlan {
  const whole = secretsPlan(before, after);
  if (after.hosts === undefined) return whole;
  const used = after.hosts.flatMap(({ side }) => side.compose?.project.services ?? []);
  const usedBy = used.filter(({ secrets }) => secrets.length > 0).map(({ name }) => name);
  return { ...whole, usedBy: [...new Set(usedBy)] };
}

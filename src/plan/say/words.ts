/** A plan in words, which text and Markdown share. */
import { capital } from "../../base/capital.ts";
import { COMPOSE_FOLDER, folderOfHost } from "../../base/compose-folder.ts";
import { fewOrMany } from "../../model/host-groups.ts";
import { PART } from "../compare/leaves.ts";
import type {
  Action,
  Change,
  ComponentPlan,
  ComposePlan,
  ConfigFilePlan,
  DataPlan,
  HostsPlan,
  KeyPlan,
  ObjectPlan,
  Plan,
  ReleasesPlan,
  SecretsPlan,
  Step,
} from "../plan.ts";

/** How a name, a path or a value is set: as it is, or as code. */
export type Quote = (text: string) => string;

export const ACTIONS: readonly (readonly [action: Action, words: string])[] = [
  ["add", "added"],
  ["recreate", "made anew"],
  ["restart", "restarted"],
  ["reorder", "waits for others"],
  ["remove", "removed"],
];

/** `CLP X.Y.Z, full → CLP X.Y.Z, spider-full`; what is equal is said once. */
export function headline(plan: Plan): string {
  const { before, after, different } = plan;
  const side = ({ release, type }: Plan["before"]): string =>
    [release === "" ? "" : `CLP ${release}`, type].filter((text) => text !== "").join(", ") ||
    "an unnamed deployment";
  const [was, is] = [side(before), side(after)];
  if (isNew(plan)) return `${is}: all of it is new`;
  if (was !== is) return `${was} → ${is}`;
  return different ? is : `${is}: nothing changes`;
}

/** True where there is nothing of before. */
function isNew({ before, removed, compose, hosts, kubernetes, helm }: Plan): boolean {
  const both = [compose, hosts, kubernetes, helm].some((part) => part !== undefined);
  return before.release === "" && before.type === "" && removed.length === 0 && !both;
}

/** True where no host has anything to do. */
export function changesNothing({ hosts, steps }: HostsPlan): boolean {
  return steps.length === 0 && hosts.every(({ action }) => action === "keep");
}

/** Hosts on which the same changes, with that; those that come, go and stay are told of elsewhere. */
export function hostSections({
  hosts,
}: HostsPlan): readonly { readonly title: string; readonly compose: ComposePlan }[] {
  const groups = new Map<string, { readonly names: string[]; readonly compose: ComposePlan }>();
  for (const { name, address, compose } of hosts) {
    if (compose === undefined || compose.components.every(({ action }) => action === "keep")) continue;
    // Each has its own folder and address, which are no difference.
    const text = Object.values(address).reduce(
      (all, one) => all.replaceAll(`"${one}:`, '"its address:'),
      JSON.stringify(compose).replaceAll(
        `${folderOfHost(COMPOSE_FOLDER, name)}/`,
        `${folderOfHost(COMPOSE_FOLDER, "NAME")}/`,
      ),
    );
    const known = groups.get(text);
    if (known === undefined) groups.set(text, { names: [name], compose });
    else known.names.push(name);
  }
  return [...groups].map(([text, { names, compose }]) => ({
    title: few(names),
    compose: names.length === 1 ? compose : (JSON.parse(text) as ComposePlan),
  }));
}

/** Few names each by itself, many by the first and the last. */
function few(names: readonly string[]): string {
  return fewOrMany(names, "hosts", 5).join(", ");
}

/** Steps; what is done alike on one host after the other is said once. */
export function groupedSteps(steps: readonly Step[]): readonly Step[] {
  const groups: { readonly step: Step; readonly names: string[] }[] = [];
  for (const step of steps) {
    const last = groups.at(-1);
    const isAlike =
      step.on !== undefined &&
      last?.step.on !== undefined &&
      last.step.text === step.text &&
      JSON.stringify(last.step.commands) === JSON.stringify(step.commands);
    if (isAlike) last.names.push(step.on);
    else groups.push({ step, names: step.on === undefined ? [] : [step.on] });
  }
  return groups.map(({ step, names }) => (names.length < 2 ? step : { ...step, on: few(names) }));
}

const HOST_ACTIONS = { add: "comes", remove: "goes", change: "changes", keep: "stays" } as const;

/** What becomes of each host, and what moves from one to another: its name, what happens, and what it runs or keeps. */
export function hostRows(
  { hosts, moves, shared }: HostsPlan,
  code: Quote,
): readonly (readonly [name: string, what: string, more: string])[] {
  const shown = hosts.filter(({ action }) => action !== "keep");
  const alike = new Map<string, { readonly names: string[]; readonly row: readonly [string, string] }>();
  for (const { name, action, address, runs } of shown) {
    const addresses = [address.before, address.after].filter((one) => one !== undefined);
    const at = address.before === address.after ? "" : addresses.map(code).join(" → ");
    const what = action === "change" ? "" : runs.join(", ");
    const more = [at, what].filter((text) => text !== "").join(": ");
    const known = alike.get(`${action} ${more}`);
    if (known === undefined)
      alike.set(`${action} ${more}`, { names: [name], row: [HOST_ACTIONS[action], more] });
    else known.names.push(name);
  }
  const rows = [...alike.values()].map(({ names, row }) => [few(names), ...row] as const);
  const moved = moves.map(
    ({ component, from, to, data }) =>
      [
        component,
        "moves",
        `from ${from} to ${to}${data.length === 0 ? "" : `, with ${data.map(({ title }) => title).join(", ")}`}`,
      ] as const,
  );
  const relocated = shared.map(
    ({ title, before, after }) => [title, "move", `from ${code(before)} to ${code(after)}`] as const,
  );
  const kept = hosts.length - shown.length;
  return [
    ...rows,
    ...moved,
    ...relocated,
    ...(kept === 0 ? [] : [[kept === 1 ? "1 host" : `${kept} hosts`, "unchanged", ""] as const]),
  ];
}

/** The components of an action, each with what changes. What equals the one before it is not said again. */
export function rowsOf(components: readonly ComponentPlan[], wanted: Action, code: Quote): readonly Row[] {
  return withoutRepetition(
    components
      .filter(({ action }) => action === wanted)
      .map(({ name, kind, changes }) => ({
        name: kind === "job" ? `${name} (job)` : name,
        because: describe(changes, wanted, code),
      })),
  );
}

interface Row {
  readonly name: string;
  readonly because: readonly string[];
}

function withoutRepetition(rows: readonly Row[]): readonly Row[] {
  const textOf = (row: Row | undefined): string => row?.because.join("\n") ?? "";
  return rows.map((row, index) =>
    textOf(row) !== "" && textOf(row) === textOf(rows[index - 1]) ? { ...row, because: ["the same"] } : row,
  );
}

export const OBJECT_ACTIONS: readonly (readonly [action: ObjectPlan["action"], words: string])[] = [
  ["create", "created"],
  ["change", "changed"],
  ["replace", "made anew"],
  ["delete", "deleted"],
];

/** The Kubernetes objects of an action, each with what changes, of long lists the first `most`. */
export function objectRowsOf(
  objects: readonly ObjectPlan[],
  wanted: ObjectPlan["action"],
  code: Quote,
  most: number,
): readonly Row[] {
  return withoutRepetition(
    objects
      .filter(({ action }) => action === wanted)
      .map(({ kind, name, changes, restartsPods }) => {
        const { shown, more } = some(changes.filter(isNoLabelOfRelease), most);
        return {
          name: `${kind} ${name}`,
          because: [
            ...(changes.length > 0 && changes.every((change) => !isNoLabelOfRelease(change))
              ? ["its label says the other release"]
              : []),
            ...(restartsPods ? ["its pods are made anew"] : []),
            ...shown.map((change) => `${code(change.path)} ${fromTo(change, code)}`),
            ...(more > 0 ? [`and ${more} more fields`] : []),
          ],
        };
      }),
  );
}

/** False for the label that every object has, and that says no more than the headline. */
function isNoLabelOfRelease({ path }: { readonly path: string }): boolean {
  return !path.endsWith('labels["app.kubernetes.io/version"]');
}

function describe(changes: readonly Change[], action: Action, code: Quote): readonly string[] {
  const several = (aspect: Change["aspect"]) => changes.filter((change) => change.aspect === aspect);
  const lines: string[] = [];
  const said = new Set<string>();
  for (const change of changes) {
    if (change.aspect === "environment" || change.aspect === "secret" || change.aspect === "config file") {
      if (said.has(change.aspect)) continue;
      said.add(change.aspect);
      lines.push(together(change.aspect, several(change.aspect), code));
    } else if (change.aspect === "extra host") {
      const key = `extra host ${change.before ?? ""} ${change.after ?? ""}`;
      if (said.has(key)) continue;
      said.add(key);
      const alike = several("extra host").filter(
        ({ before, after }) => before === change.before && after === change.after,
      );
      lines.push(extraHosts(alike, code));
    } else lines.push(one(change, action, code));
  }
  return lines;
}

/** Names that are found at the same place, before and after. */
function extraHosts(changes: readonly Change[], code: Quote): string {
  const names = changes.map(({ name = "" }) => code(name)).join(", ");
  const { before, after } = changes[0]!;
  if (before === undefined) return `finds ${names} at ${code(after ?? "")}`;
  return after === undefined
    ? `no longer finds ${names} at ${code(before)}`
    : `finds ${names} at ${code(before)} → ${code(after)}`;
}

function together(
  aspect: "environment" | "secret" | "config file",
  changes: readonly Change[],
  code: Quote,
): string {
  const names = (these: readonly Change[]): string => these.map(({ name = "" }) => code(name)).join(", ");
  switch (aspect) {
    case "environment": {
      const changed = changes.filter(({ before, after }) => before === undefined && after === undefined);
      const added = changes.filter(({ after }) => after !== undefined);
      const gone = changes.filter(({ before }) => before !== undefined);
      return `environment: ${[
        ...(changed.length > 0 ? [names(changed)] : []),
        ...(added.length > 0 ? [`new ${names(added)}`] : []),
        ...(gone.length > 0 ? [`no longer ${names(gone)}`] : []),
      ].join("; ")}`;
    }
    case "secret":
      return `secret${changes.length === 1 ? "" : "s"}: ${names(changes)}`;
    case "config file":
      return `reads ${changes.map(({ name = "" }) => code(name.replace(/^compose\//, ""))).join(", ")}`;
    default:
      return aspect satisfies never;
  }
}

function one({ aspect, name = "", before, after }: Change, action: Action, code: Quote): string {
  const arrow = `${code(before ?? "")} → ${code(after ?? "")}`;
  switch (aspect) {
    case "image":
    case "user":
    case "restart policy":
      return `${aspect} ${arrow}`;
    case "port":
      if (before === undefined) return `published at ${code(after ?? "")}`;
      return after === undefined
        ? `${action === "remove" ? "was" : "no longer"} published at ${code(before)}`
        : `published at ${arrow}`;
    case "mount":
      if (before === undefined) return `mounts ${code(after ?? "")} at ${code(name)}`;
      return after === undefined
        ? `no longer mounts ${code(before)} at ${code(name)}`
        : `mounts ${arrow} at ${code(name)}`;
    case "dependency":
      if (before === undefined) return `waits for ${name} (${after ?? ""})`;
      return after === undefined ? `no longer waits for ${name}` : `waits for ${name} (${before} → ${after})`;
    case "command":
    case "health check":
      return before === undefined && after === undefined ? `another ${aspect}` : `${aspect} ${arrow}`;
    case "setting":
      return `${name} ${before === undefined ? code(after ?? "") : after === undefined ? `no longer ${code(before)}` : arrow}`;
    case "external":
      return after === undefined
        ? `takes over from the external ${code(before ?? "")}`
        : `now external, at ${code(after)}`;
    case "project":
      return `project ${arrow}`;
    case "environment":
    case "secret":
    case "config file":
    case "extra host":
      throw new Error("these are said together");
    default:
      return aspect satisfies never;
  }
}

/** `4000 → 4001`, `new 4001`, `no longer 4000` */
export function fromTo(
  { before, after }: { readonly before?: string; readonly after?: string },
  code: Quote,
): string {
  if (before === undefined && after === undefined) return "changed";
  if (before === undefined) return after === PART ? "new" : `new ${code(after ?? "")}`;
  if (after === undefined) return before === PART ? "gone" : `no longer ${code(before)}`;
  return `${code(before)} → ${code(after)}`;
}

export function directoryRow({ before, after, leftBehind }: DataPlan, code: Quote): string {
  const where =
    after === undefined ? `${code(before)}, which nothing uses any more` : `${code(before)} → ${code(after)}`;
  return leftBehind ? `${where}: left behind` : where;
}

export function configFileTitle({ path, state, keys, readBy }: ConfigFilePlan, code: Quote): string {
  const states = {
    added: "is new",
    removed: "goes",
    changed: "changes",
    unknown: "holds secrets, and could not be compared",
  };
  const readers = keys.length > 0 || readBy.length === 0 ? "" : `, read by ${readBy.join(", ")}`;
  return `${code(path.replace(/^compose\//, ""))} ${states[state]}${readers}`;
}

/** Who makes use of a key. */
export function readersOf({ readBy }: KeyPlan): string {
  return readBy.length === 0 ? "no service uses it" : `used by ${readBy.join(", ")}`;
}

/** What is known of secrets, in sentences. */
export function secretSentences(secrets: SecretsPlan, code: Quote): readonly string[] {
  const names = (list: readonly string[]): string => list.map(code).join(", ");
  if (!secrets.compared) {
    return secrets.usedBy.length === 0
      ? []
      : [
          "Not compared: one side's secret files are not at hand. If a user or password of database or queue has changed, change it there by hand first, since they keep those of their first start (D45).",
        ];
  }
  return [
    ...(secrets.changed.length > 0 ? [`Changed: ${names(secrets.changed)}`] : []),
    ...(secrets.added.length > 0 ? [`New: ${names(secrets.added)}`] : []),
    ...(secrets.removed.length > 0 ? [`No longer used: ${names(secrets.removed)}`] : []),
  ];
}

/** The first of a long list, and how many more there are. */
export function some<T>(
  items: readonly T[],
  most: number,
): { readonly shown: readonly T[]; readonly more: number } {
  return items.length <= most + 1
    ? { shown: items, more: 0 }
    : { shown: items.slice(0, most), more: items.length - most };
}

/** What comes with other releases, part by part: what each is about, by which release, and what is said of it. */
export interface ReleaseSection {
  readonly title: string;
  readonly rows: readonly { readonly of: string; readonly release: string; readonly text: string }[];
}

export function releaseSections(releases: ReleasesPlan | undefined, code: Quote): readonly ReleaseSection[] {
  if (releases === undefined) return [];
  const { data, oneWay, clients, passed, down } = releases;
  const back = passed.at(down ? -1 : 0) ?? "";
  return [
    {
      title: "What happens to the data",
      rows: data.map(({ of, release, before, after, text }) => ({
        of,
        release,
        text:
          before === undefined || after === undefined ? text : `${code(before)} → ${code(after)}. ${text}`,
      })),
    },
    {
      title: down ? `What CLP ${back} does not take` : `What does not go back to CLP ${back}`,
      rows: oneWay.map((text) => ({
        of: "",
        release: "",
        text: capital(text),
      })),
    },
    {
      title: "What clients have to follow",
      rows: clients.map(({ release, text }) => ({ of: "", release, text })),
    },
  ].filter(({ rows }) => rows.length > 0);
}

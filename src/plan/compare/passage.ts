/** From one release of CLP to another: what happens to data, who has to follow, and what does not go back. */
import { knownRelease, type Release } from "../../clp/releases/releases.ts";
import type {
  DataChange,
  OneWay,
  OtherVersion,
  Server,
  Upgrade,
} from "../../clp/releases/upgrades/upgrade.ts";
import { upgradesBetween } from "../../clp/releases/upgrades/upgrades.ts";
import type { DataNote, ReleasesPlan } from "../plan.ts";
import { isBundled } from "../read/chart-servers.ts";
import type { ProjectService } from "../read/compose-project.ts";
import type { Deployed } from "../read/deployed.ts";
import { programOf } from "../read/image-program.ts";
import type { KubernetesObject } from "../read/kubernetes-objects.ts";
import { leavesOf, textOf } from "./leaves.ts";

/** A change of data that concerns this deployment. */
export interface PassedChange {
  readonly change: DataChange;
  readonly upgrade: Upgrade;
  /** The server's images, where it is about another version of its program. */
  readonly before?: string;
  readonly after?: string;
}

export interface Passage {
  readonly from: Release;
  readonly to: Release;
  readonly down: boolean;
  /** In the order in which they are passed. */
  readonly upgrades: readonly Upgrade[];
  readonly changes: readonly PassedChange[];
  /** True where the garbage collector looks for its recovery file in another directory. */
  readonly movesRecoveryFile: boolean;
}

/** Undefined where both are of one release, and where one of them is of none that is known. */
export function passageBetween(before: Deployed, after: Deployed): Passage | undefined {
  const [from, to] = [knownRelease(before.release), knownRelease(after.release)];
  if (from === undefined || to === undefined || from.id === to.id) return undefined;
  const { down, upgrades } = upgradesBetween(from.id, to.id);
  const [had, has] = [before, after].map(componentsOf);
  const collects = (had?.has("garbage-collector") ?? true) && (has?.has("garbage-collector") ?? true);
  const movesRecoveryFile = collects && from.capabilities.recoveryFile !== to.capabilities.recoveryFile;
  const changes = upgrades.flatMap((upgrade) =>
    upgrade.data.flatMap((change): readonly PassedChange[] => {
      if (change.of === "recovery file" && !movesRecoveryFile) return [];
      if (change.version === undefined) return [{ change, upgrade }];
      const [was, is] = [before, after].map((side) => imageOf(side, change.version!));
      if (was === undefined || is === undefined || was === is) return [];
      const [earlier, later] = down ? [is, was] : [was, is];
      return isOf(earlier, change.version.before) && isOf(later, change.version.after)
        ? [{ change, upgrade, before: was, after: is }]
        : [];
    }),
  );
  return { from, to, down, upgrades, changes, movesRecoveryFile };
}

/** What is told of it. */
export function releasesPlan(passage: Passage, before: Deployed): ReleasesPlan {
  const { from, down, upgrades, changes } = passage;
  const components = componentsOf(before);
  return {
    down,
    passed: [from.id, ...upgrades.map((upgrade) => (down ? upgrade.before : upgrade.release))],
    data: changes.flatMap(({ change, upgrade, before: was, after: is }): readonly DataNote[] => {
      const text = down ? change.back : change.up;
      if (text === undefined) return [];
      return [
        {
          of: change.version === undefined ? change.of : COMPONENTS[change.version.server],
          release: down ? upgrade.before : upgrade.release,
          ...(was === undefined ? {} : { before: was }),
          ...(is === undefined ? {} : { after: is }),
          text,
        },
      ];
    }),
    oneWay: oneWaysOf(passage).map(({ what }) => what),
    clients: down
      ? []
      : upgrades.flatMap(({ release, clients }) =>
          clients
            .filter(({ component }) => component === "workers" || (components?.has(component) ?? true))
            .map(({ text }) => ({ release, text })),
        ),
  };
}

/** What the later release writes, and the earlier one may not read. */
export function oneWaysOf({
  changes,
}: Passage): readonly (OneWay & { readonly server: Server | undefined })[] {
  return changes.flatMap(({ change: { oneWay, version } }) =>
    oneWay === undefined ? [] : [{ ...oneWay, server: version?.server }],
  );
}

/** Of servers, the names of their components. */
export const COMPONENTS: Readonly<Record<Server, string>> = {
  database: "database",
  queue: "queue",
  redis: "redis",
  results_cache: "results-cache",
};

/** Where containers have the directories in which the garbage collector keeps its recovery file. */
export const INSIDE_AT = { logs: "/var/log", tmp: "/var/tmp" } as const;

/** The servers whose data does not serve the release that is gone back to, by what is done about it. */
export function unreadable(passage: Passage | undefined, instead: OneWay["instead"]): readonly string[] {
  if (passage?.down !== true) return [];
  return oneWaysOf(passage).flatMap(({ server, instead: way }) =>
    server !== undefined && way === instead ? [COMPONENTS[server]] : [],
  );
}

/** What a deployment runs; undefined where only a chart knows. */
function componentsOf(side: Deployed): ReadonlySet<string> | undefined {
  const { kubernetes } = side;
  const services = servicesOf(side);
  if (services.length === 0 && kubernetes === undefined) return undefined;
  return new Set([
    ...services.map(({ name }) => name),
    ...(kubernetes ?? []).flatMap((object) =>
      /^(?:Deployment|StatefulSet)$/.test(object.kind) ? componentOf(object) : [],
    ),
  ]);
}

/** On all hosts. */
function servicesOf({ compose, hosts }: Deployed): readonly ProjectService[] {
  return [compose, ...(hosts ?? []).map(({ side }) => side.compose)].flatMap(
    (one) => one?.project.services ?? [],
  );
}

/** The component that an object of Kubernetes belongs to. */
export function componentOf({ content }: KubernetesObject): readonly string[] {
  const component = textOf(leavesOf(content), 'metadata.labels["app.kubernetes.io/component"]');
  return component === undefined ? [] : [component];
}

/** The image of a server that the deployment runs. */
function imageOf(side: Deployed, { server, program }: OtherVersion): string | undefined {
  const name = COMPONENTS[server];
  const images = [
    ...servicesOf(side)
      .filter((one) => one.name === name)
      .map(({ image }) => image),
    ...(side.kubernetes ?? [])
      .filter((object) => object.kind === "StatefulSet" && componentOf(object).includes(name))
      .flatMap(
        ({ content }) => textOf(leavesOf(content), `spec.template.spec.containers.${name}.image`) ?? [],
      ),
    ...chartImages(side, server, program),
  ];
  return images.find((image) => programOf(image).program === program);
}

/** Of servers that the chart runs: what its values say, else the release's own. */
function chartImages({ helm, release }: Deployed, server: Server, program: string): readonly string[] {
  const known = knownRelease(release);
  if (helm === undefined || known === undefined || !isBundled(helm, server)) return [];
  const values = leavesOf(helm);
  if (values.get(`clpConfig.${server}`) === "null") return [];
  const type = values.get("clpConfig.database.type") === '"mysql"' ? "mysql" : "mariadb";
  if (server === "database" && type !== program) return [];
  return (["mariadb", "mysql", "queue", "redis", "resultsCache"] as const).map((key) => {
    const [repository, tag] = ["repository", "tag"].map((part) => textOf(values, `image.${key}.${part}`));
    return repository === undefined || tag === undefined ? known.images[key] : `${repository}:${tag}`;
  });
}

function isOf(image: string, version: string): boolean {
  const tag = programOf(image).version;
  return tag === version || (tag.startsWith(version) && /[.-]/.test(tag.charAt(version.length)));
}

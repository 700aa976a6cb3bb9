/** What changes for each component of a Docker Compose deployment. */

import { COMPOSE_FOLDER } from "../../base/compose-folder.ts";
import { CONFIG_HASH_LABEL, isRead } from "../../model/config-hash.ts";
import type { DeploymentModel } from "../../model/model.ts";
import type { Aspect, Change, ComponentPlan, ConfigFilePlan, KeyPlan } from "../plan.ts";
import { configText } from "../read/compiled-config.ts";
import { parsed } from "../read/compiled-documents.ts";
import type { ProjectService } from "../read/compose-project.ts";
import type { ComposeSide, Deployed } from "../read/deployed.ts";
import { volumeAround } from "../read/manifest-volumes.ts";
import { isS3Key } from "../read/secrets-at-hand.ts";
import { leafChanges, mapChanges } from "./leaves.ts";

interface Sides {
  readonly before: Deployed;
  readonly after: Deployed;
  readonly old: ComposeSide;
  readonly new: ComposeSide;
  readonly configFiles: readonly ConfigFilePlan[];
  /** The variables of secrets that are known to differ. */
  readonly changedSecrets: ReadonlySet<string>;
}

/** The variables that say where a server is, and whether the deployment runs it. */
const EXTERNAL: Readonly<Record<string, { readonly section: string; readonly variables: string }>> = {
  database: { section: "database", variables: "CLP_DB" },
  queue: { section: "queue", variables: "CLP_QUEUE" },
  redis: { section: "redis", variables: "CLP_REDIS" },
  "results-cache": { section: "results_cache", variables: "CLP_RESULTS_CACHE" },
  "otel-collector": { section: "otel_collector", variables: "CLP_OTEL_COLLECTOR" },
};

/** Where a server that somebody else runs is; undefined where the deployment runs it, or has none. */
export function externalAt(side: Deployed, name: string): string | undefined {
  const { compose } = side;
  if (compose === undefined || !Object.hasOwn(EXTERNAL, name)) return undefined;
  const { section, variables } = EXTERNAL[name]!;
  const { settings } = compose;
  const port = settings.get(`${variables}_CONNECT_PORT`) ?? settings.get(`${variables}_PORT`);
  if (settings.get(`CLP_${section.toUpperCase()}_ENABLED`) !== "0" || port === undefined) return undefined;
  const address =
    settings.get(`CLP_EXTRA_HOST_${section.toUpperCase()}_ADDR`) ?? settings.get(`${variables}_HOST`);
  // The container's config has the name that people know, but where containers know it by a fixed one.
  const host = configText(side, [section, "host"]);
  const known = host !== undefined && !(address !== undefined && host === section) ? host : address;
  return known === undefined ? undefined : `${known}:${port}`;
}

/** @param changedSecrets the variables of secrets that are known to differ */
export function componentPlans(
  before: Deployed,
  after: Deployed,
  configFiles: readonly ConfigFilePlan[],
  changedSecrets: ReadonlySet<string>,
): readonly ComponentPlan[] {
  const sides = { before, after, old: before.compose!, new: after.compose!, configFiles, changedSecrets };
  const old = new Map(sides.old.project.services.map((service) => [service.name, service]));
  const now = new Map(sides.new.project.services.map((service) => [service.name, service]));
  return [...new Set([...now.keys(), ...old.keys()])].map((name) =>
    componentPlan(sides, name, old.get(name), now.get(name)),
  );
}

function componentPlan(
  sides: Sides,
  name: string,
  old: ProjectService | undefined,
  now: ProjectService | undefined,
): ComponentPlan {
  const kind = (now ?? old)?.job ? "job" : "service";
  if (old === undefined) {
    const external = externalAt(sides.before, name);
    const changes: readonly Change[] = [
      ...(external === undefined ? [] : [{ aspect: "external", before: external } as const]),
      ...portChanges([], now!.ports),
    ];
    return { name, kind, action: "add", changes };
  }
  if (now === undefined) {
    const external = externalAt(sides.after, name);
    const changes: readonly Change[] = [
      ...(external === undefined ? [] : [{ aspect: "external", after: external } as const]),
      ...portChanges(old.ports, []),
    ];
    return { name, kind, action: "remove", changes };
  }
  const secrets = [...new Set(now.secrets.map((variable) => variable.replace(/_ENCODED$/, "")))]
    .filter((variable) => sides.changedSecrets.has(variable))
    .map((variable): Change => ({ aspect: "secret", name: variable }));
  const rehashed = old.configHash !== now.configHash;
  const files = sides.configFiles
    .filter(({ readBy, state }) => readBy.includes(name) && (state !== "unknown" || rehashed))
    .map(({ path }): Change => ({ aspect: "config file", name: path }));
  const needs = mapChanges(old.needs, now.needs).map(
    ({ path, ...rest }): Change => ({ aspect: "dependency", name: path, ...conditions(rest) }),
  );
  const renamed = sides.old.project.name !== sides.new.project.name;
  const changes = [
    ...(renamed
      ? [{ aspect: "project", before: sides.old.project.name, after: sides.new.project.name } as const]
      : []),
    ...containerChanges(old, now),
    ...secrets,
    ...files,
    ...needs,
  ];
  const recreated = renamed || old.identity !== now.identity || secrets.length > 0;
  const action = recreated
    ? "recreate"
    : files.length > 0
      ? "restart"
      : needs.length > 0
        ? "reorder"
        : "keep";
  return { name, kind, action, changes };
}

function conditions({
  before,
  after,
}: {
  readonly before?: string;
  readonly after?: string;
}): Partial<Change> {
  const short = (condition: string): string =>
    condition.replace(/^service_/, "").replace("completed_successfully", "completed");
  return {
    ...(before === undefined ? {} : { before: short(before) }),
    ...(after === undefined ? {} : { after: short(after) }),
  };
}

const OTHER: Readonly<Record<string, Aspect>> = {
  command: "command",
  restart: "restart policy",
  healthcheck: "health check",
};

/** What of a container differs, in the order in which people look for it. */
function containerChanges(old: ProjectService, now: ProjectService): readonly Change[] {
  const one = (aspect: Aspect, before: string, after: string): readonly Change[] =>
    before === after ? [] : [{ aspect, before, after }];
  const mounts = (service: ProjectService) =>
    new Map(
      service.mounts.map(({ target, source, readOnly, made }) => [
        target,
        `${source}${readOnly ? " (read-only)" : ""}${made ? " (made where it is missing)" : ""}`,
      ]),
    );
  return [
    ...one("image", old.image, now.image),
    ...one("user", old.user, now.user),
    ...portChanges(old.ports, now.ports),
    ...mapChanges(mounts(old), mounts(now)).map(
      ({ path, ...rest }): Change => ({ aspect: "mount", name: path, ...rest }),
    ),
    // By name alone: whoever edited the file by hand may have put anything there.
    ...mapChanges(old.environment, now.environment).map(
      ({ path, before, after }): Change => ({
        aspect: "environment",
        name: path,
        ...(before === undefined ? { after: "set" } : after === undefined ? { before: "set" } : {}),
      }),
    ),
    ...mapChanges(hostsOf(old), hostsOf(now)).map(
      ({ path, ...rest }): Change => ({ aspect: "extra host", name: path, ...rest }),
    ),
    ...hashChange(old, now),
    ...mapChanges(old.other, now.other).map(({ path, before, after }): Change => {
      const aspect = OTHER[path] ?? "setting";
      // Long texts tell little, and the compose file has them.
      const shown = aspect !== "command" && aspect !== "health check";
      return {
        aspect,
        ...(aspect === "setting" ? { name: path } : {}),
        ...(shown && before !== undefined ? { before } : {}),
        ...(shown && after !== undefined ? { after } : {}),
      };
    }),
  ];
}

/** A hash says no more than the files that it is made of, but where it is new, or no more. */
function hashChange(
  { configHash: was }: ProjectService,
  { configHash: is }: ProjectService,
): readonly Change[] {
  if ((was === undefined) === (is === undefined)) return [];
  const name = `label ${CONFIG_HASH_LABEL}`;
  return [{ aspect: "setting", name, ...(was === undefined ? { after: "set" } : { before: "set" }) }];
}

function hostsOf({ extraHosts }: ProjectService): ReadonlyMap<string, string> {
  return new Map(
    extraHosts.map((line) => {
      const [, host = line, at = ""] = /^([^:=]*)[:=](.*)$/.exec(line) ?? [];
      return [host, at];
    }),
  );
}

function portChanges(old: ProjectService["ports"], now: ProjectService["ports"]): readonly Change[] {
  const byTarget = (ports: ProjectService["ports"]) => new Map(ports.map(({ target, at }) => [target, at]));
  return mapChanges(byTarget(old), byTarget(now)).map(({ path, ...rest }) => ({
    aspect: "port",
    name: path,
    ...rest,
  }));
}

interface Compared {
  readonly before: Deployed;
  readonly after: Deployed;
  readonly model: DeploymentModel | undefined;
}

/** True where both compose files say that a container reads the same. */
function isSameHash(before: Deployed, after: Deployed, service: string): boolean {
  const [was, is] = [before, after].map(
    ({ compose }) => compose!.project.services.find(({ name }) => name === service)?.configHash,
  );
  return was !== undefined && was === is;
}

/**
 * The generated files that containers read, where they differ.
 *
 * @param model of the later deployment: it knows who makes use of which key; without it, all do whose label changes
 */
export function configFilePlans(
  before: Deployed,
  after: Deployed,
  model: DeploymentModel | undefined,
): readonly ConfigFilePlan[] {
  const compared = { before, after, model };
  const mounters = new Map<string, string[]>();
  for (const { name, mounts } of after.compose!.project.services) {
    for (const { source } of mounts) {
      for (const path of filesAt(after, source)) mounters.set(path, [...(mounters.get(path) ?? []), name]);
    }
  }
  const old = new Set(
    before.compose!.project.services.flatMap(({ mounts }) =>
      mounts.flatMap(({ source }) => filesAt(before, source)),
    ),
  );
  return [...new Set([...mounters.keys(), ...old])].sort().flatMap((path): readonly ConfigFilePlan[] => {
    const mountedBy = mounters.get(path) ?? [];
    const [was, is] = [before.files.texts.get(path), after.files.texts.get(path)];
    if (!old.has(path)) return [{ path, state: "added", keys: [], readBy: mountedBy }];
    if (mountedBy.length === 0) return [{ path, state: "removed", keys: [], readBy: [] }];
    if (was === undefined || is === undefined) {
      // A file that became secret, or ceases to be, is another one, seen or not.
      const same = isSecret(before, path) === isSecret(after, path);
      return [{ path, state: same ? "unknown" : "changed", keys: [], readBy: mountedBy }];
    }
    if (was === is) return [];
    const secret = isSecret(before, path) || isSecret(after, path);
    // No hash tells of a secret.
    if (!/\.(?:ya?ml|json)$/.test(path)) {
      const readBy = mountedBy.filter((name) => secret || usesKey(compared, name, path, undefined));
      return [{ path, state: "changed", keys: [], readBy }];
    }
    const keys = leafChanges(parsed(path, was), parsed(path, is)).map(
      (change): KeyPlan => ({
        ...(secret ? { path: change.path } : change),
        readBy: mountedBy.filter((name) => usesKey(compared, name, path, change.path)),
      }),
    );
    const readBy = mountedBy.filter((name) => keys.some((key) => key.readBy.includes(name)));
    return [{ path, state: "changed", keys, readBy }];
  });
}

/** True where a service makes use of a key of a file that it mounts, or nobody knows better. */
function usesKey(
  { before, after, model }: Compared,
  service: string,
  path: string,
  key: string | undefined,
): boolean {
  if (model === undefined) return (key !== undefined && isS3Key(key)) || !isSameHash(before, after, service);
  if (key === undefined) return true;
  // A component that runs several times has a service for each, with a number behind its name.
  const component =
    model.components.find(({ name }) => name === service) ??
    model.components.find(({ name }) => name === service.replace(/-\d+$/, ""));
  const file = model.files.find((one) => `${COMPOSE_FOLDER}/${one.path}` === path);
  if (component === undefined || component.kind === "external" || file === undefined) return true;
  const mount = component.mounts.find((one) => one.kind === "file" && one.file === file.id);
  return isRead(mount?.kind === "file" ? mount.reads : undefined, key);
}

/** The path below the output folder of a file that is mounted from beside the compose file. */
export function fileAt({ files, missingSecrets }: Deployed, source: string): string | undefined {
  if (!source.startsWith("./")) return undefined;
  const path = `${COMPOSE_FOLDER}/${source.slice(2)}`;
  return files.texts.has(path) || missingSecrets.includes(path) ? path : undefined;
}

/** The same, and what is in a folder that is mounted whole; a directory of data is none of them. */
function filesAt(side: Deployed, source: string): readonly string[] {
  const file = fileAt(side, source);
  if (file !== undefined) return [file];
  if (!source.startsWith("./") || volumeAround(side.volumes ?? [], source) !== undefined) return [];
  const folder = `${COMPOSE_FOLDER}/${source.slice(2)}/`;
  return [...side.files.texts.keys(), ...side.missingSecrets].filter((path) => path.startsWith(folder));
}

function isSecret({ secretPaths }: Deployed, path: string): boolean {
  return secretPaths.includes(path);
}

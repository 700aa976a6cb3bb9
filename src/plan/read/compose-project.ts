/** A compiled `docker-compose.yaml` in the terms of the deployment. */
import { CONFIG_HASH_LABEL } from "../../model/config-hash.ts";
import { UnreadableFile } from "../compiled-files.ts";
import type { DocumentReader } from "./compiled-documents.ts";
import { COMPOSE_FILE } from "./compose-files.ts";
import { interpolate, TooLong } from "./interpolation.ts";

/** Characters of all texts of a file, with their variables replaced; ours have some 50,000. */
const MAX_CHARACTERS = 4 * 1024 * 1024;

export interface PublishedPort {
  readonly target: string;
  /** `127.0.0.1:4000` */
  readonly at: string;
}

export interface ProjectMount {
  readonly target: string;
  readonly source: string;
  readonly readOnly: boolean;
  /** True where Docker makes an empty directory in the place of a source that is missing. */
  readonly made: boolean;
}

export interface ProjectService {
  readonly name: string;
  /** True where others wait for its end. */
  readonly job: boolean;
  readonly image: string;
  readonly user: string;
  readonly environment: ReadonlyMap<string, string>;
  readonly ports: readonly PublishedPort[];
  readonly mounts: readonly ProjectMount[];
  /** Name of a service → `service_healthy` and the like. */
  readonly needs: ReadonlyMap<string, string>;
  /** `db.internal:10.0.0.5` */
  readonly extraHosts: readonly string[];
  /** What the container reads of its files, as one word; undefined where a compose file does not say it. */
  readonly configHash: string | undefined;
  /** All else, as text by key. */
  readonly other: ReadonlyMap<string, string>;
  /** Secrets by their variables. */
  readonly secrets: readonly string[];
  /** What Docker Compose compares to tell whether a container must be made anew. */
  readonly identity: string;
}

/** What an NFS server exports. */
export interface NfsVolume {
  readonly server: string;
  readonly path: string;
}

export interface ComposeProject {
  readonly name: string;
  readonly services: readonly ProjectService[];
  /** Named volumes that Docker mounts from an NFS server. */
  readonly nfs: ReadonlyMap<string, NfsVolume>;
}

type Json = Readonly<Record<string, unknown>>;

/**
 * Reads a compose file.
 *
 * @param settings the variables of `.env` that are no secrets
 * @throws UnreadableFile where it is none
 */
export function readProject(
  text: string,
  settings: ReadonlyMap<string, string>,
  read: DocumentReader,
): ComposeProject {
  const [content] = read(COMPOSE_FILE, text);
  const services = isJson(content) ? content["services"] : undefined;
  if (!isJson(content) || !isJson(services)) throw new UnreadableFile(COMPOSE_FILE, "it has no services");

  const resolve = resolver(settings);
  const awaited = new Set(
    Object.values(services).flatMap((service) =>
      [...needsOf(service)].flatMap(([on, condition]) =>
        condition === "service_completed_successfully" ? [on] : [],
      ),
    ),
  );
  return {
    name: textOf(content["name"]),
    services: Object.entries(services).flatMap(([name, service]) => {
      if (!isJson(service)) throw new UnreadableFile(COMPOSE_FILE, `its service ${name} is no mapping`);
      // One without a container only says what it waits for.
      return service["scale"] === 0 ? [] : [serviceOf(name, service, awaited.has(name), resolve)];
    }),
    nfs: nfsVolumesIn(content["volumes"]),
  };
}

function nfsVolumesIn(volumes: unknown): ReadonlyMap<string, NfsVolume> {
  return new Map(
    Object.entries(isJson(volumes) ? volumes : {}).flatMap(([name, volume]) => {
      const options = isJson(volume) ? volume["driver_opts"] : undefined;
      if (!isJson(options) || options["type"] !== "nfs") return [];
      const [, server = ""] = /(?:^|,)addr=([^,]*)/.exec(textOf(options["o"])) ?? [];
      return [[name, { server, path: textOf(options["device"]).replace(/^:/, "") }] as const];
    }),
  );
}

/** Replaces the variables of a text, and adds the secrets that it meets to a set. */
type Resolve = (text: string, secrets: Set<string>) => string;

function resolver(settings: ReadonlyMap<string, string>): Resolve {
  let left = MAX_CHARACTERS;
  return (text, secrets) => {
    // A secret stands for itself: whether its value has changed is another question.
    const missing = (variable: string): string => {
      secrets.add(variable);
      return `<${variable}>`;
    };
    try {
      const resolved = interpolate(text, (variable) => settings.get(variable), missing, left);
      left -= resolved.length;
      return resolved;
    } catch (error) {
      if (!(error instanceof TooLong)) throw error;
      throw new UnreadableFile(
        COMPOSE_FILE,
        "with its variables replaced, it is longer than any of a deployment",
      );
    }
  };
}

function serviceOf(name: string, raw: Json, job: boolean, resolve: Resolve): ProjectService {
  const secrets = new Set<string>();
  const resolveAll = (value: unknown): unknown => {
    if (typeof value === "string") return resolve(value, secrets);
    if (Array.isArray(value)) return value.map(resolveAll);
    if (!isJson(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, resolveAll(item)]));
  };
  const { depends_on: _needs, ...compared } = resolveAll(raw) as Json;
  const { image, user, environment, ports, volumes, extra_hosts: hosts, labels, ...rest } = compared;
  const { [CONFIG_HASH_LABEL]: hash, ...ownLabels } = Object.fromEntries(environmentOf(labels));
  const other = Object.keys(ownLabels).length === 0 ? rest : { ...rest, labels: ownLabels };
  return {
    name,
    job,
    image: textOf(image),
    user: textOf(user),
    environment: environmentOf(environment),
    ports: listOf(ports).map(portOf),
    mounts: listOf(volumes).map(mountOf),
    needs: needsOf(raw),
    extraHosts: isJson(hosts)
      ? Object.entries(hosts).map(([host, at]) => `${host}:${textOf(at)}`)
      : listOf(hosts).map(textOf),
    configHash: hash,
    other: new Map(
      Object.entries(other).map(([key, value]) => [
        key,
        typeof value === "string" ? value : canonical(value),
      ]),
    ),
    secrets: [...secrets].sort(),
    identity: canonical({ ...compared, environment: Object.fromEntries(environmentOf(environment)) }),
  };
}

function isJson(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function textOf(value: unknown): string {
  if (value === undefined || value === null) return "";
  return typeof value === "object" ? canonical(value) : String(value);
}

/** JSON with sorted keys: the order of a mapping means nothing. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, item: unknown) =>
    isJson(item) ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1))) : item,
  );
}

function environmentOf(value: unknown): ReadonlyMap<string, string> {
  if (isJson(value)) return new Map(Object.entries(value).map(([name, item]) => [name, textOf(item)]));
  return new Map(
    listOf(value).map((item) => {
      const [, name = "", text = ""] = /^([^=]*)=?([\s\S]*)$/.exec(textOf(item)) ?? [];
      return [name, text];
    }),
  );
}

function portOf(value: unknown): PublishedPort {
  if (isJson(value)) {
    const { host_ip: host, published, target } = value;
    return {
      target: textOf(target),
      at: host === undefined ? textOf(published) : `${textOf(host)}:${textOf(published)}`,
    };
  }
  const [, at = "", target = ""] = /^(?:(.*):)?([^:]*)$/.exec(textOf(value)) ?? [];
  return { target, at };
}

function mountOf(value: unknown): ProjectMount {
  if (isJson(value)) {
    const { type, source, target, read_only: readOnly, bind } = value;
    return {
      target: textOf(target),
      source: textOf(source),
      readOnly: readOnly === true,
      made: type !== "volume" && !(isJson(bind) && bind["create_host_path"] === false),
    };
  }
  const [source = "", target = "", access = ""] = textOf(value).split(":");
  return { source, target, readOnly: access.split(",").includes("ro"), made: true };
}

function needsOf(service: unknown): ReadonlyMap<string, string> {
  const needs = isJson(service) ? service["depends_on"] : undefined;
  if (isJson(needs)) {
    return new Map(
      Object.entries(needs).map(([on, how]) => [
        on,
        isJson(how) ? textOf(how["condition"]) : "service_started",
      ]),
    );
  }
  return new Map(listOf(needs).map((on) => [textOf(on), "service_started"]));
}

/** Values of a running project that no compiled value tells the key of. */
import type { DocPath } from "../../base/origin.ts";
import { formatPath } from "../../base/origin.ts";
import type { Release } from "../../clp/releases/releases.ts";
import { type Assignment, asKeyTakes, schemaAt } from "../draft.ts";
import { at, isPlainMap, type Plain, type PlainMap } from "../plain.ts";
import type { Wanted } from "../solve.ts";
import { bindsOf, CONTAINER_CONFIG, hostNamesOf, lookedUpAt } from "./project-document.ts";

/** The options of workers that say how many processes they run: those of Celery and the reducer, and Spider's. */
const CONCURRENCY = ["--concurrency", "--num-workers"];

/** What containers read as their config has CLP's keys, and a service that is away is a section that is null. */
export function keysByPlace(release: Release, { path, value, span }: Wanted): readonly Assignment[] {
  const [first, ...rest] = path;
  const text = String(value);
  const host = (key: string, said: Plain): readonly Assignment[] => [
    { file: "site", path: ["host", key], value: said, from: { name: formatPath(path), span } },
  ];
  // How many processes a worker has is said on its command line, and by several keys.
  if (rest[0] === "command")
    return CONCURRENCY.includes(String(rest[1])) && /^[1-9][0-9]{0,5}$/.test(text)
      ? host("worker_concurrency", Number(text))
      : [];
  const instance = rest[0] === "environment" && /(?:^|,)clp\.deployment\.id=([^,]+)/.exec(text)?.[1];
  if (instance) return host("instance_id", instance);
  const key: DocPath =
    first === CONTAINER_CONFIG ? rest : path.length === 1 ? [String(first).replaceAll("-", "_")] : [];
  const schema = key.length === 0 ? undefined : schemaAt(release, "config", key);
  if (schema === undefined) return [];
  return [
    { file: "config", path: key, value: asKeyTakes(schema, value), from: { name: formatPath(path), span } },
  ];
}

/** Files of the package that its services mount, and its credentials: their paths end with these. */
const PACKAGE_FILES = [
  "/etc/mysql/conf.d/logging.cnf",
  "/etc/redis/redis.conf",
  "/etc/mongo/mongod.conf",
  "/etc/credentials.yaml",
];

/**
 * Where the package stands: relative paths of the config start there.
 *
 * @param config what containers read, where it is at hand: it has the credentials' path on the host
 */
export function homeOf(services: PlainMap, config: PlainMap | undefined): string | undefined {
  const mounted = Object.values(services).flatMap((one) => bindsOf(one).map(({ source }) => source));
  for (const path of [...mounted, String(config?.["credentials_file_path"])]) {
    const end = PACKAGE_FILES.find((one) => path.endsWith(one) && path.length > one.length);
    if (end !== undefined) return path.slice(0, -end.length);
  }
  return undefined;
}

/** Servers keep their data in folders of one directory, which their mounts name alone. */
const DATA_FOLDERS = ["/database", "/redis", "/results_cache"];
/** Below it containers see the directory of logs to compress, under its own path. */
const LOGS_IN_CONTAINER = /^\/mnt\/logs(?:\/|$)/;

/** Directories of which containers see a part, or under another path. */
export function directoriesOf(services: PlainMap): readonly Assignment[] {
  const directory = (path: DocPath, value: string, service: string): Assignment => ({
    file: "config",
    path,
    value,
    from: { name: formatPath([service, "volumes"]), span: undefined },
  });
  return Object.entries(services).flatMap(([service, one]) =>
    bindsOf(one).flatMap(({ source, target }) => {
      if (LOGS_IN_CONTAINER.test(target)) return [directory(["logs_input", "directory"], source, service)];
      const folder = /^\/(?:var\/lib\/mysql|data|data\/db)$/.test(target)
        ? DATA_FOLDERS.find((end) => source.endsWith(end) && source.length > end.length)
        : undefined;
      return folder === undefined
        ? []
        : [directory(["data_directory"], source.slice(0, -folder.length), service)];
    }),
  );
}

/** Secrets that stand in a URL alone: CLP writes them there as they are (D41). */
export function secretsInUrls(services: PlainMap): readonly Assignment[] {
  const url = (name: string) =>
    Object.entries(services).flatMap(([service, one]) => {
      const text = at(one, ["environment", name]);
      const parts = typeof text === "string" ? /^[a-z]+:\/\/([^:]*):(.*)@[^@]*$/.exec(text) : null;
      return parts === null ? [] : [{ service, user: parts[1]!, password: parts[2]! }];
    })[0];
  const secret = (path: DocPath, value: string, service: string, variable: string): Assignment => ({
    file: "credentials",
    path,
    value,
    from: { name: formatPath([service, "environment", variable]), span: undefined },
  });
  const broker = url("BROKER_URL");
  const backend = url("RESULT_BACKEND");
  return [
    ...(broker === undefined
      ? []
      : [
          secret(["queue", "username"], broker.user, broker.service, "BROKER_URL"),
          secret(["queue", "password"], broker.password, broker.service, "BROKER_URL"),
        ]),
    ...(backend === undefined
      ? []
      : [secret(["redis", "password"], backend.password, backend.service, "RESULT_BACKEND")]),
  ];
}

/** The databases of a bundled or an external Redis stand at the end of the URLs of who compresses and who queries. */
const BACKENDS = [
  ["compression-worker", "compression_backend_database"],
  ["query-worker", "query_backend_database"],
] as const;

/** What the config of the containers would say, as far as services tell: for a project without that config. */
export function toldByServices(services: PlainMap): readonly Assignment[] {
  const said = (path: DocPath, value: Plain, name: DocPath): Assignment => ({
    file: "config",
    path,
    value,
    from: { name: formatPath(name), span: undefined },
  });
  const urlOf = (service: string, variable: string): string =>
    String(at(services, [service, "environment", variable]) ?? "");
  const port = (section: string, service: string, variable: string): readonly Assignment[] => {
    const found = /:([0-9]{1,5})(?:\/[0-9]+)?$/.exec(urlOf(service, variable))?.[1];
    const isOwn = Object.hasOwn(services, section);
    return found === undefined || isOwn
      ? []
      : [said([section, "port"], Number(found), [service, "environment", variable])];
  };
  return [
    ...(Object.hasOwn(services, "spider-scheduler")
      ? [
          said(["compression_scheduler", "type"], "spider", ["spider-scheduler"]),
          said(["spider_scheduler"], {}, ["spider-scheduler"]),
        ]
      : []),
    ...(Object.hasOwn(services, "mcp-server") ? [said(["mcp_server"], {}, ["mcp-server"])] : []),
    ...port("queue", "compression-worker", "BROKER_URL"),
    ...port("redis", "compression-worker", "RESULT_BACKEND"),
    ...BACKENDS.flatMap(([service, key]) => {
      const database = /\/([0-9]{1,5})$/.exec(urlOf(service, "RESULT_BACKEND"))?.[1];
      if (database === undefined) return [];
      return [said(["redis", key], Number(database), [service, "environment", "RESULT_BACKEND"])];
    }),
  ];
}

/** The sections of servers that somebody else may run, by the fixed names that containers have for them. */
const SERVERS: Readonly<Record<string, string>> = {
  database: "database",
  queue: "queue",
  redis: "redis",
  results_cache: "results_cache",
  "otel-collector": "otel_collector",
};

/** The sections of external servers of which no container was told where they are (D11). */
export function untoldServers(release: Release, config: PlainMap | undefined): readonly string[] {
  const bundled = config?.["bundled"];
  if (release.capabilities.extraHosts || !Array.isArray(bundled)) return [];
  return Object.values(SERVERS).filter(
    (section) => isPlainMap(config![section]) && !bundled.includes(section),
  );
}

/** External servers: their addresses stand behind fixed names. */
export function externalServers(services: PlainMap): readonly Assignment[] {
  const found = new Map<string, Assignment>();
  for (const [service, one] of Object.entries(services)) {
    for (const { name, address } of hostNamesOf(one)) {
      const section = Object.hasOwn(SERVERS, name) ? SERVERS[name]! : undefined;
      if (section === undefined) continue;
      found.set(section, {
        file: "config",
        path: [section, "host"],
        value: lookedUpAt(address),
        from: { name: formatPath([service, "extra_hosts"]), span: undefined },
      });
    }
  }
  return [...found.values()];
}

/**
 * The servers that the package brings along: what else is asked depends on it.
 *
 * @param config what containers read, where it is at hand; without it, those that containers are told no address of
 */
export function bundledServers(
  release: Release,
  services: PlainMap,
  config: PlainMap | undefined,
): readonly Assignment[] {
  const path = ["bundled"];
  const schema = schemaAt(release, "config", path);
  if (schema?.kind !== "list" || schema.of.kind !== "choice") return [];
  const external = new Set(externalServers(services).map(({ path: [section] }) => section));
  const own = schema.of.values.filter((section) => !external.has(section));
  const from = {
    name: config === undefined ? "the servers without an address of their own" : CONTAINER_CONFIG,
    span: undefined,
    fact: true,
  } as const;
  return [{ file: "config", path, value: config?.["bundled"] ?? own, from }];
}

/** The release by the tag of the image of CLP's own services. */
export function tagOf(services: PlainMap): string | undefined {
  for (const service of Object.values(services)) {
    const image = at(service, ["image"]);
    const tag = typeof image === "string" ? /\/clp-package:([^@]+)/.exec(image)?.[1] : undefined;
    if (tag !== undefined) return tag;
  }
  return undefined;
}

/** The config that containers read, as data; undefined where it is none. */
export function isConfig(config: Plain): config is PlainMap {
  return isPlainMap(config) && isPlainMap(config["package"]);
}

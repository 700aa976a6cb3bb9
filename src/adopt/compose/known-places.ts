/** Values of a running project that no compiled value tells the key of. */
import { registryWith } from "../../base/image-registry.ts";
import { type DocPath, formatPath } from "../../base/origin.ts";
import { GI_AND_MI, inEvenUnit } from "../../base/quantity.ts";
import type { Release } from "../../clp/releases/releases.ts";
import { type Assignment, asKeyTakes, schemaAt } from "../draft.ts";
import { at, isPlainMap, type Plain, type PlainMap } from "../plain.ts";
import type { Wanted } from "../solve.ts";
import { CONTAINER_CONFIG, isCompiled, LIMITS } from "./project-document.ts";

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
  if (rest[0] === LIMITS[0]) return limitByPlace(release, { path, value, span });
  if (rest[0] === "image") return imageByPlace(release, { path, value, span });
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

/** What a container gets at most is said in the site file, as a quantity: `2Gi` for the bytes that Docker prints. */
function limitByPlace(release: Release, { path, value, span }: Wanted): readonly Assignment[] {
  const [service, , , kind, which] = path;
  const text = String(value);
  if (kind !== LIMITS.at(-1) || !/^[0-9]{1,18}(?:\.[0-9]{1,9})?$/.test(text)) return [];
  const name = String(service).replaceAll("-", "_");
  const key = ["compose", "resources", name, "limits", which === "cpus" ? "cpu" : "memory"];
  if (schemaAt(release, "site", key) === undefined) return [];
  const even = which === "memory" && !text.includes(".") ? inEvenUnit(BigInt(text), GI_AND_MI) : undefined;
  return [{ file: "site", path: key, value: even ?? text, from: { name: formatPath(path), span } }];
}

/** An image of its own is said in the site file; one line has it for all of Presto's workers. */
function imageByPlace(release: Release, { path, value, span }: Wanted): readonly Assignment[] {
  const name = String(path[0])
    .replace(/^(presto-worker)-[0-9]+$/, "$1")
    .replaceAll("-", "_");
  const key = ["images", name];
  if (typeof value !== "string" || schemaAt(release, "site", key) === undefined) return [];
  return [{ file: "site", path: key, value, from: { name: formatPath(path), span } }];
}

/**
 * The registry that has most of the images under the release's own names.
 *
 * @param released what services run where nobody has named another image
 */
export function registryOf(services: PlainMap, released: ReadonlyMap<string, string>): readonly Assignment[] {
  const images = new Map<string, Set<string>>();
  for (const [service, image] of released) {
    const running = at(services, [service, "image"]);
    if (typeof running !== "string") continue;
    const registry = running === image ? "" : registryWith(image, running);
    if (registry !== undefined) images.set(registry, (images.get(registry) ?? new Set<string>()).add(image));
  }
  const [most] = [...images].sort(([, a], [, b]) => b.size - a.size);
  if (most === undefined || most[0] === "") return [];
  const from = { name: "where the images of the services are", span: undefined, fact: true } as const;
  return [{ file: "site", path: ["images", "registry"], value: most[0], from }];
}

/** Secrets that stand in a URL alone: CLP writes them there as they are (D41), and the compiler as URLs have them. */
export function secretsInUrls(services: PlainMap): readonly Assignment[] {
  const read = isCompiled(services) ? percentDecoded : (text: string) => text;
  const url = (name: string) =>
    Object.entries(services).flatMap(([service, one]) => {
      const text = at(one, ["environment", name]);
      const parts = typeof text === "string" ? /^[a-z]+:\/\/([^:]*):(.*)@[^@]*$/.exec(text) : null;
      return parts === null ? [] : [{ service, user: read(parts[1]!), password: read(parts[2]!) }];
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

/** What is no encoding stays as it is: somebody has written it since. */
function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
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

/** What `docker compose config --format json` prints of a running CLP, as values at their places. */
import { WAITING } from "../../backends/compose/waiting.ts";
import type { Reporter } from "../../base/diagnostic.ts";
import type { DocPath, SourceSpan } from "../../base/origin.ts";
import type { SourceText } from "../../base/source-text.ts";
import { maskAll } from "../../input/mask.ts";
import type { Source } from "../../input/source.ts";
import { decode } from "../../input/yaml/decode.ts";
import { readDocument } from "../../input/yaml/document.ts";
import type { MapNode } from "../../input/yaml/node.ts";
import { CONFIG_HASH_LABEL } from "../../model/config-hash.ts";
import { HOST_GATEWAY } from "../../model/host-gateway.ts";
import { at, isPlainMap, keyOf, type Leaf, leavesOf, type Plain, type PlainMap } from "../plain.ts";
import { plainOf, spansOf } from "../plain-document.ts";
import type { Wanted } from "../solve.ts";
import { commandWords } from "./command-words.ts";

/** The first step of the paths of what containers read as their config. */
export const CONTAINER_CONFIG = "clp-config";

/** Where a service says what its container gets at most. */
export const LIMITS = ["deploy", "resources", "limits"] as const;

/** The keys of a service that are looked into, and those by which CLP and the compiler differ on purpose. */
const KNOWN_KEYS: ReadonlySet<string> = new Set([
  ...["image", "restart", "user", "environment", "command", "extra_hosts", "ports", "volumes", "deploy"],
  ...["labels", "networks", "depends_on", "healthcheck", "hostname", "group_add", "init", "logging"],
  "stop_grace_period",
]);

/** Where containers see it. */
const CONFIG_IN_CONTAINER = "/etc/clp-config.yaml";

export interface ProjectDocument {
  readonly root: MapNode | undefined;
  /** Everything but white space is masked: a variable's value may be a password. */
  readonly text: SourceText;
}

/** Reads a project. Reports `CLP1001` to `CLP1023`, as of an input. */
export function readProjectDocument(source: Source, reporter: Reporter): ProjectDocument {
  const decoded = decode(source, "running", reporter);
  const document = readDocument(decoded, "running", reporter);
  const { text } = decoded;
  return {
    root: document.root,
    text: {
      file: "running",
      name: source.name,
      text,
      hidden: source.hidden,
      masked: maskAll(text, document),
    },
  };
}

/**
 * The services of the package that run. CLP gives those that do not no replica, and the compiler adds some that only
 * wait.
 */
export function servicesOf(root: MapNode): PlainMap {
  const services = withoutEscapes(at(plainOf(root), ["services"]) ?? null);
  if (!isPlainMap(services)) return {};
  const waits = isCompiled(services) ? (name: string) => name.startsWith(WAITING) : () => false;
  return Object.fromEntries(
    Object.entries(services).filter(([name, one]) => at(one, ["deploy", "replicas"]) !== 0 && !waits(name)),
  );
}

/** True for a project that is not of CLP's scripts, but was compiled. */
export function isCompiled(services: PlainMap): boolean {
  return Object.values(services).some((one) => at(one, ["labels", CONFIG_HASH_LABEL]) !== undefined);
}

/** Docker Compose prints each `$` twice, as its own files have it: so that what it prints may be read as one. */
function withoutEscapes(value: Plain): Plain {
  if (typeof value === "string") return value.replaceAll("$$", () => "$");
  if (Array.isArray(value)) return value.map(withoutEscapes);
  return isPlainMap(value)
    ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withoutEscapes(item)]))
    : value;
}

/** Where the host has the config that containers read. */
export function configPathIn(services: PlainMap): string | undefined {
  return Object.values(services)
    .flatMap(bindsOf)
    .find(({ target }) => target === CONFIG_IN_CONTAINER)?.source;
}

/** The values of services that inputs can say. */
export function wantedOf(services: PlainMap, root: MapNode): readonly Wanted[] {
  const spans = spansOf(root);
  const spanOf = (path: DocPath): SourceSpan | undefined => spans.get(keyOf(["services", ...path]));
  return Object.entries(services).flatMap(([name, service]) => {
    const leaf = (path: DocPath, value: Plain | undefined, place: DocPath = path): readonly Wanted[] =>
      value === undefined
        ? []
        : [{ path: [name, ...path], value, span: spanOf([name, ...place]) ?? spanOf([name]) }];
    const environment = at(service, ["environment"]);
    const [uid, gid] = String(at(service, ["user"]) ?? "").split(":");
    return [
      ...leaf(["image"], at(service, ["image"])),
      ...leaf(["restart"], at(service, ["restart"])),
      ...(gid === undefined || uid === undefined
        ? []
        : [...leaf(["user", "uid"], uid, ["user"]), ...leaf(["user", "gid"], gid, ["user"])]),
      ...listOf(service, "group_add").flatMap((group, index) =>
        leaf(["group_add", String(index)], group, ["group_add"]),
      ),
      ...Object.entries(isPlainMap(environment) ? environment : {}).flatMap(([key, value]) =>
        leaf(["environment", key], value),
      ),
      ...commandWords(listOf(service, "command"), String).flatMap(({ place, word }) =>
        // CLP names a worker without its host, by which two of them are told apart (D19).
        leaf(["command", place], place === "-n" && !/@/.test(String(word)) ? `${word}@%h` : word, [
          "command",
        ]),
      ),
      // The compiler gives Docker's own name to whom it sends to the loopback of the host.
      ...hostNamesOf(service).flatMap(({ name, address }) =>
        name === HOST_GATEWAY && isCompiled(services)
          ? []
          : leaf(["extra_hosts", name], lookedUpAt(address), ["extra_hosts"]),
      ),
      ...listOf(service, "ports").flatMap((port) => [
        ...leaf(["ports", String(at(port, ["target"])), "host_ip"], at(port, ["host_ip"]), ["ports"]),
        ...leaf(["ports", String(at(port, ["target"])), "published"], at(port, ["published"]), ["ports"]),
      ]),
      ...bindsOf(service)
        .filter(({ source }) => !GENERATED.test(source))
        .flatMap(({ source, target }) => leaf(["volumes", target], source, ["volumes"])),
      ...["cpus", "memory"].flatMap((key) => leaf([...LIMITS, key], at(service, [...LIMITS, key]))),
      ...ownSettings(service).flatMap(({ path, value }) => leaf(path, value)),
    ];
  });
}

/** In place of no value: the key alone says something, such as the name of a network. */
const NAMED = true;

/** What an operator has added that neither CLP nor the compiler has anything of. */
function ownSettings(service: Plain): readonly Leaf[] {
  if (!isPlainMap(service)) return [];
  const below = (path: readonly string[], isOwn: (key: string) => boolean): readonly Leaf[] => {
    const held = at(service, path);
    return isPlainMap(held)
      ? Object.entries(held).flatMap(([key, value]) => (isOwn(key) ? [{ path: [...path, key], value }] : []))
      : [];
  };
  return [
    ...below([], (key) => !KNOWN_KEYS.has(key)).filter(({ value }) => value !== null),
    ...below(["labels"], (key) => !key.startsWith("clp-compile.")),
    ...below(["networks"], (key) => key !== "default"),
    ...below(["deploy", "resources"], (key) => key !== "limits"),
  ].map(({ path, value }) => ({ path, value: value ?? NAMED }));
}

/** The names that a container is told itself, with the addresses that they lead to. */
export function hostNamesOf(service: Plain): readonly { readonly name: string; readonly address: string }[] {
  return listOf(service, "extra_hosts").map((entry) => {
    const [name = "", address = ""] = String(entry).split(/[=:](.*)/);
    return { name, address };
  });
}

/** The addresses of the host on which a service is published. */
export function hostIpsOf(service: Plain): readonly string[] {
  return listOf(service, "ports").flatMap((port) => {
    const address = at(port, ["host_ip"]);
    return typeof address === "string" ? [address] : [];
  });
}

/** An address as the config says it: on the host itself, Docker writes its gateway. */
export function lookedUpAt(address: string): string {
  return address === "host-gateway" ? "localhost" : address;
}

/** Files that both CLP and the compiler make, each beside its own compose file. */
const GENERATED = /\.(?:yaml|cnf|conf|json)$/;

function listOf(service: Plain, key: string): readonly Plain[] {
  const list = at(service, [key]);
  return Array.isArray(list) ? list : [];
}

/** The directories and files of the host that a service mounts. */
export function bindsOf(service: Plain): readonly { readonly source: string; readonly target: string }[] {
  return listOf(service, "volumes").flatMap((mount) => {
    const [type, source, target] = ["type", "source", "target"].map((key) => at(mount, [key]));
    return type === "bind" && typeof source === "string" && typeof target === "string"
      ? [{ source, target }]
      : [];
  });
}

/** What the containers' config says, with the names that its readers look for. */
export function wantedOfConfig(config: Plain): readonly Wanted[] {
  return leavesOf(config, () => false, []).flatMap(({ path, value }) => {
    // The compiler writes this section always: workers of compression cannot load a config without it (E2).
    if (path.length === 1 && path[0] === "query_worker") return [];
    // The credentials that are made stand beside the config.
    if (path[0] === "credentials_file_path") return [];
    // The API server reads it under another name than CLP writes (D22).
    const read = path.includes("query_job_polling")
      ? path.map((step) => String(step).replace(/_ms$/, ""))
      : path;
    return [{ path: [CONTAINER_CONFIG, ...read], value, span: undefined, certain: true as const }];
  });
}

/**
 * Values of charts that no compiled value tells the key of: it is not written until the key is, or it is one of
 * several that a key makes together.
 */
import type { DocPath, FileId } from "../../base/origin.ts";
import { constant, formatPath, sourced } from "../../base/origin.ts";
import { workerShares } from "../../clp/presto/memory.ts";
import { timestampKeysOf } from "../../clp/presto/split-filter.ts";
import type { Release } from "../../clp/releases/releases.ts";
import { type Assignment, asKeyTakes, schemaAt } from "../draft.ts";
import { at, isPlainMap, type Plain } from "../plain.ts";
import type { Wanted } from "../solve.ts";

/** `resultsCache` → `results_cache`, as the site file has names of components. */
function siteName(valueKey: string): string {
  return valueKey.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** Sections in which the chart and the site file say the same of a component, in one order or the other. */
const BY_COMPONENT = ["scheduling", "resources"];

/** Where the files of AWS profiles are to be put, which the chart took by `--set-file`. */
const PROFILES = "/etc/clp/aws";

/** The keys that a value is a candidate for by its name: what is compiled with them says whether it was meant. */
export function keysByName(release: Release, { path, value, span }: Wanted): readonly Assignment[] {
  const names: [FileId, DocPath][] = [];
  const [first, second, ...rest] = path as readonly string[];
  // The chart has CLP's own configuration and credentials under their names.
  if (first === "clpConfig") names.push(["config", path.slice(1)]);
  if (first === "credentials") names.push(["credentials", path.slice(1)]);
  if (first === "global" && second === "instanceId") names.push(["site", ["host", "instance_id"]]);
  if (first !== undefined && second !== undefined) {
    if (BY_COMPONENT.includes(first)) names.push(["site", ["kubernetes", first, siteName(second), ...rest]]);
    if (BY_COMPONENT.includes(second)) names.push(["site", ["kubernetes", second, siteName(first), ...rest]]);
  }
  // Of AWS profiles the values have the files, and the config their directory.
  if (second === "aws_config")
    return [
      {
        file: "config",
        path: ["aws_config_directory"],
        value: PROFILES,
        from: { name: formatPath(path), span },
      },
    ];
  return names.flatMap(([file, key]) => {
    const schema = schemaAt(release, file, key);
    if (schema === undefined) return [];
    return [{ file, path: key, value: asKeyTakes(schema, value), from: { name: formatPath(path), span } }];
  });
}

/** The effective values, and where each is written. */
export interface Values {
  readonly all: Plain;
  readonly spanOf: (path: DocPath) => Wanted["span"];
}

/** The keys of the site file that name images, by the chart's own keys. */
const IMAGE_KEYS: Readonly<Record<string, readonly [FileId, DocPath]>> = {
  clpPackage: ["config", ["container_image_ref"]],
  mariadb: ["site", ["images", "database"]],
  mysql: ["site", ["images", "database"]],
  prestoCoordinator: ["site", ["presto", "images", "coordinator"]],
  prestoWorker: ["site", ["presto", "images", "worker"]],
};

/** The images that are others than the chart's own: one reference of up to three values. */
export function imagesOf({ all, spanOf }: Values, defaults: Plain): readonly Assignment[] {
  const images = at(all, ["image"]);
  if (!isPlainMap(images)) return [];
  const database = at(all, ["clpConfig", "database", "type"]) === "mysql" ? "mariadb" : "mysql";
  return Object.keys(images).flatMap((name) => {
    const reference = referenceOf(at(images, [name]));
    const path = ["image", name];
    if (name === database || reference === referenceOf(at(defaults, path)) || reference === undefined)
      return [];
    const [file, key] = IMAGE_KEYS[name] ?? ["site", ["images", siteName(name)]];
    return [{ file, path: key, value: reference, from: { name: formatPath(path), span: spanOf(path) } }];
  });
}

function referenceOf(image: Plain | undefined): string | undefined {
  const { repository, tag, digest } = isPlainMap(image) ? image : {};
  if (typeof repository !== "string" || repository === "") return undefined;
  return [repository, ...(tag ? [`:${tag}`] : []), ...(digest ? [`@${digest}`] : [])].join("");
}

const PRESTO: DocPath = ["clpConfig", "presto"];

/** Presto that the chart runs: the memory of which it was told shares, and the timestamp keys in its split filter. */
export function prestoOf({ all, spanOf }: Values): readonly Assignment[] {
  if (!isPlainMap(at(all, PRESTO)) || !isBundled(all, "presto")) return [];
  const assigned = (file: FileId, path: DocPath, value: Plain, of: readonly string[]): Assignment => ({
    file,
    path,
    value,
    from: { name: formatPath([...PRESTO, ...of]), span: spanOf([...PRESTO, ...of]) },
  });
  const share = (key: string): number => Number(at(all, [...PRESTO, "worker", key]));
  const memory = memoryWithShares(share("query_memory_gb"), share("system_memory_gb"));
  return [
    // Under CLP's own name of it.
    assigned("config", ["presto"], { host: "presto-coordinator", port: 8080 }, []),
    assigned("site", ["presto", "deploy"], true, []),
    assigned("site", ["presto", "worker_memory"], `${memory}GiB`, ["worker", "system_memory_gb"]),
    assigned("site", ["presto", "timestamp_keys"], timestampKeysOf(at(all, [...PRESTO, "split_filter"])), [
      "split_filter",
    ]),
  ];
}

/** The least memory in gibibytes of which a worker is told these shares, or else the larger one. */
function memoryWithShares(query: number, system: number): number {
  const GIB = 1024 ** 3;
  const largest = Number.isFinite(system) && system > 0 ? Math.min(system, 1 << 16) * 2 : 8;
  for (let memory = 2; memory <= largest + 2; memory++) {
    const shares = workerShares(sourced(memory * GIB, constant("a worker's memory, tried")));
    if (shares.query.value === query && shares.system.value === system) return memory;
  }
  for (let memory = 2; memory <= largest + 2; memory++)
    if (workerShares(sourced(memory * GIB, constant("a worker's memory, tried"))).system.value >= system)
      return memory;
  return largest;
}

function isBundled(all: Plain, server: string): boolean {
  const bundled = at(all, ["clpConfig", "bundled"]);
  return Array.isArray(bundled) && bundled.includes(server);
}

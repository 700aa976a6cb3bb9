/** Directories of the host: where CLP takes none, and which get in each other's way. Text alone: no disk is asked. */

import { capital } from "../../base/capital.ts";
import { isInvalid, type Sourced } from "../../base/origin.ts";
import { quoteValue } from "../../base/printable.ts";
import { pick } from "../../base/typed.ts";
import { NO_VARIABLES, REFERENCE } from "../../base/variable-references.ts";
import type { Code } from "../../codes.ts";
import { isShortPath, MAX_PATH_BYTES, utf8Length } from "../../input/schema/rules.ts";
import type { DeploymentModel } from "../../model/model.ts";
import { normalize } from "../paths.ts";
import { type Facts, isWritten, type Rule, rule, type Subject } from "./rule.ts";

type DirectoryName = "data" | "logs" | "tmp" | "archives" | "streams";

/** A directory that a key of the config names, and that CLP writes. */
interface Directory {
  readonly name: DirectoryName;
  /** The key, as people know it. */
  readonly key: string;
  /** What it holds. */
  readonly what: string;
  /** As written, or the default. */
  readonly written: Sourced<string>;
  /** On the host. */
  readonly host: Sourced<string>;
  /** As `host`, normalized; relative where nobody says where relative paths start. */
  readonly path: string;
}

/** What the rules of this file share, resolved once. */
interface Disk<Reported extends Code = never> extends Subject<Reported> {
  readonly directories: readonly Directory[];
  /** Where the deployment runs, normalized: `host.clp_home`, or the folder of the compose file. */
  readonly folder: string;
}

/** `CLP2030`, `CLP3032`, `CLP3033`, `CLP3034`, `CLP4040`, `CLP4041`, `CLP4042` and `CLP4043`. */
const directories = rule(
  ["CLP2030", "CLP3032", "CLP3033", "CLP3034", "CLP4040", "CLP4041", "CLP4042", "CLP4043"],
  (subject) => {
    const folder = normalize(subject.site.host.clp_home ?? ".");
    const disk = { ...subject, directories: directoriesOf(subject), folder };
    restricted(disk);
    tooLong(disk);
    overlaps(disk);
    inputAmongOutput(disk);
    compiledFiles(disk);
    takenLiterally(disk);
  },
);

/** Log input is not among them: CLP only reads it. */
function directoriesOf({ deployment, config }: Facts): readonly Directory[] {
  const { directories: host } = deployment;
  const found: Directory[] = [];
  const add = (
    name: DirectoryName,
    key: string,
    what: string,
    written: Sourced<string>,
    there: Sourced<string> | undefined,
  ): void => {
    if (there === undefined || isInvalid(there.origin)) return;
    found.push({ name, key, what, written, host: there, path: normalize(there.value) });
  };
  add("data", "data_directory", "data of databases", pick(config, "data_directory"), host.data);
  add("logs", "logs_directory", "logs of services", pick(config, "logs_directory"), host.logs);
  add("tmp", "tmp_directory", "temporary files", pick(config, "tmp_directory"), host.tmp);
  for (const [name, section, final, staged] of [
    ["archives", "archive_output", host.archives, host.stagedArchives],
    ["streams", "stream_output", host.streams, host.stagedStreams],
  ] as const) {
    const { storage } = config[section];
    const key = `${section}.storage`;
    if (storage.type === "fs") add(name, `${key}.directory`, name, pick(storage, "directory"), final);
    else {
      const written = pick(storage, "staging_directory");
      add(name, `${key}.staging_directory`, `${name} before their upload`, written, staged);
    }
  }
  return found;
}

/** True where `path` is `folder` or lies below it; both normalized. An absolute one is never below a relative one. */
function isBelow(path: string, folder: string): boolean {
  if (path.startsWith("/") !== folder.startsWith("/")) return false;
  return path === folder || folder === "/" || folder === "." || path.startsWith(`${folder}/`);
}

/** Below these CLP takes no directory (facts: `validate_path_for_container_mount`). The longer of two first. */
const RESTRICTED = [
  ...["/opt/clp/.aws", "/opt/clp", "/mnt/logs", "/bin", "/boot", "/dev", "/etc", "/lib", "/lib32", "/lib64"],
  ...["/libx32", "/proc", "/root", "/run", "/sbin", "/srv", "/sys", "/usr", "/var"],
];

function restriction(path: string): string | undefined {
  return RESTRICTED.find((prefix) => isBelow(path, prefix));
}

/** `CLP3032` (D51). Where `host.clp_home` itself lies below one, that is said once. */
function restricted({ site, report, directories: all, folder }: Disk<"CLP3032">): void {
  const home = pick(site.host, "clp_home");
  const badHome = restriction(folder);
  const there: Directory[] = [];
  for (const one of all) {
    const { key, written, host, path } = one;
    const prefix = restriction(path);
    if (path === "/") {
      report("CLP3032", written.origin, `Cannot use / as ${key}: it is the whole disk of the host`, {
        help: "Name a directory for it, such as /home/clp/data",
      });
    } else if (
      prefix !== undefined &&
      badHome !== undefined &&
      startsAtHome(written) &&
      isBelow(path, badHome)
    ) {
      there.push(one);
    } else if (prefix !== undefined) {
      const becomes = path === written.value ? "" : `, which is ${path}`;
      const start = host.origin.kind === "derived" ? host.origin.from : [];
      report(
        "CLP3032",
        written.origin,
        `Cannot use "${written.value}" as ${key}${becomes}: CLP takes nothing below ${prefix}`,
        {
          also: start
            .filter((origin) => origin !== written.origin)
            .map((origin) => ({ origin, text: "where it starts" })),
          help: "Choose a directory elsewhere, such as /home/clp or a disk of its own; links of the host are not followed",
        },
      );
    }
  }
  if (there.length === 0) return;
  report(
    "CLP3032",
    home.origin,
    `Cannot keep CLP's directories below "${home.value}": CLP takes nothing below ${badHome}`,
    {
      also: there
        .filter(({ written }) => isWritten(written))
        .map(({ written, key }) => ({ origin: written.origin, text: key })),
      notes: [`it holds ${there.map(({ key }) => key).join(", ")}`],
      help: "Install CLP elsewhere, such as /home/clp/clp-package, or write absolute paths for these keys",
    },
  );
}

function startsAtHome({ value }: Sourced<string>): boolean {
  return !value.startsWith("/") && !value.startsWith("~");
}

/** A directory that one service has for itself or shares, and the key that leads there. */
interface Claim {
  readonly of: Directory;
  readonly path: string;
  readonly what: string;
  /** Owned by a database or a queue, for itself alone. */
  readonly exclusive: boolean;
}

/** From which directory the volumes come. */
const VOLUMES: Readonly<Record<string, { readonly of: DirectoryName; readonly exclusive: boolean }>> = {
  "database-data": { of: "data", exclusive: true },
  "redis-data": { of: "data", exclusive: true },
  "results-cache-data": { of: "data", exclusive: true },
  "database-logs": { of: "logs", exclusive: true },
  "queue-logs": { of: "logs", exclusive: true },
  "redis-logs": { of: "logs", exclusive: true },
  "results-cache-logs": { of: "logs", exclusive: true },
  logs: { of: "logs", exclusive: false },
  tmp: { of: "tmp", exclusive: false },
  archives: { of: "archives", exclusive: false },
  "staged-archives": { of: "archives", exclusive: false },
  streams: { of: "streams", exclusive: false },
  "staged-streams": { of: "streams", exclusive: false },
};

/** What is really mounted: services that do not run, or are external, claim nothing. */
function claimsOf({ volumes }: DeploymentModel, all: readonly Directory[]): readonly Claim[] {
  return volumes.flatMap(({ id, title, path }) => {
    const facts = VOLUMES[id];
    const of = all.find(({ name }) => name === facts?.of);
    // Who has the whole disk is told that alone.
    if (facts === undefined || of === undefined || of.path === "/") return [];
    return [{ of, path: normalize(path.value), what: title, exclusive: facts.exclusive }];
  });
}

type Relation = "equal" | "inside-exclusive" | "exclusive-inside" | "inside";

/** From the worst to the least bad. */
const RELATIONS: readonly Relation[] = ["equal", "inside-exclusive", "exclusive-inside", "inside"];

/** How `inner` stands to `outer`, or undefined where neither minds. */
function relate(inner: Claim, outer: Claim): Relation | undefined {
  if (!isBelow(inner.path, outer.path)) return undefined;
  if (inner.path === outer.path) return "equal";
  if (outer.exclusive) return "inside-exclusive";
  const keepsData = outer.of.name === "archives" || outer.of.name === "streams";
  return inner.exclusive && keepsData ? "exclusive-inside" : "inside";
}

interface Overlap {
  readonly relation: Relation;
  readonly inner: Claim;
  readonly outer: Claim;
}

/** `CLP3033`, `CLP3034` and `CLP4041` (D52): at most one of them for two keys, the worst. */
function overlaps(disk: Disk<"CLP3033" | "CLP3034" | "CLP4041">): void {
  const claims = claimsOf(disk.model, disk.directories);
  const found = new Map<string, Overlap>();
  for (const inner of claims) {
    for (const outer of claims) {
      if (inner.of === outer.of) continue;
      const relation = relate(inner, outer);
      // Whatever lies in the folder of the deployment: that finding says it.
      if (relation === undefined || (relation === "inside" && holdsFolder(disk, outer.of))) continue;
      const pair = [inner.of.name, outer.of.name].sort().join(" ");
      const known = found.get(pair);
      if (known === undefined || RELATIONS.indexOf(relation) < RELATIONS.indexOf(known.relation))
        found.set(pair, { relation, inner, outer });
    }
  }
  // Where an outer directory is refused, whatever else lies in it follows.
  const refused = [...found.values()]
    .filter(({ relation }) => relation !== "inside")
    .flatMap(({ inner, outer }) => [inner.of, outer.of]);
  for (const overlap of found.values()) {
    if (overlap.relation === "inside" && refused.includes(overlap.outer.of)) continue;
    reportOverlap(disk, overlap);
  }
}

function reportOverlap(
  { report }: Disk<"CLP3033" | "CLP3034" | "CLP4041">,
  { relation, inner, outer }: Overlap,
): void {
  const mover = isWritten(inner.of.written) || !isWritten(outer.of.written) ? inner.of : outer.of;
  const options = {
    also: [{ origin: outer.of.written.origin, text: `${outer.of.key}: ${outer.what}` }],
    help: `Give ${mover.key} a directory of its own`,
  };
  const { origin } = inner.of.written;
  const inside = `in ${inner.path}, inside ${outer.path}, which holds ${outer.what}`;
  switch (relation) {
    case "equal":
      report(
        "CLP3033",
        origin,
        `Cannot keep ${inner.what} and ${outer.what} in one directory, ${inner.path}`,
        options,
      );
      return;
    case "inside-exclusive":
    case "exclusive-inside":
      report("CLP3034", origin, `Cannot keep ${inner.what} ${inside}`, options);
      return;
    case "inside":
      report("CLP4041", origin, `${capital(inner.what)} are kept ${inside}`, options);
      return;
    default:
      relation satisfies never;
  }
}

/** `CLP4040` (D52). What CLP writes may lie below the log input, whose default is the whole disk. */
function inputAmongOutput({ config, deployment, report, directories: all }: Disk<"CLP4040">): void {
  if (config.logs_input.type !== "fs") return;
  const written = pick(config.logs_input, "directory");
  const input = deployment.directories.logsInput;
  if (input === undefined || isInvalid(input.origin) || !isWritten(written)) return;
  const path = normalize(input.value);
  const holder = all.find((one) => isBelow(path, one.path));
  if (holder === undefined) return;
  report(
    "CLP4040",
    written.origin,
    `The logs to compress are looked for in ${path}, where CLP keeps ${holder.what}`,
    {
      also: [{ origin: holder.written.origin, text: holder.key }],
      help: "Name the directory of the logs alone, or keep CLP's own files elsewhere",
    },
  );
}

/** Of the data directory only its services' own folders are mounted. */
function holdsFolder({ folder }: Disk, { name, path }: Directory): boolean {
  return name !== "data" && isBelow(folder, path);
}

/** `CLP4042` (D43). */
function compiledFiles(disk: Disk<"CLP4042">): void {
  const home = pick(disk.site.host, "clp_home");
  for (const one of disk.directories) {
    const { key, written, path } = one;
    if (path === "/" || !holdsFolder(disk, one)) continue;
    disk.report(
      "CLP4042",
      written.origin,
      `${key} holds the folder from which the deployment runs, and its passwords`,
      {
        also: home.value === null ? [] : [{ origin: home.origin, text: "the folder" }],
        help: `Give ${key} a directory below or beside it`,
      },
    );
  }
}

/** `CLP2030`, of a path that is short enough by itself and starts in a directory that makes it too long. */
function tooLong({ site, report, directories: all }: Disk<"CLP2030">): void {
  const home = pick(site.host, "clp_home");
  for (const { key, written, path } of all) {
    if (isShortPath(path)) continue;
    report(
      "CLP2030",
      written.origin,
      `Cannot use ${quoteValue(written.value)} for ${key}: on the host it is a path of ${utf8Length(path)} bytes, and ${MAX_PATH_BYTES} are the most`,
      {
        also: startsAtHome(written) ? [{ origin: home.origin, text: "where it starts" }] : [],
        help: "Choose a shorter path",
      },
    );
  }
}

/** What a shell, Windows or a URL library would make something else of, and what CLP does not. */
const LITERAL: readonly (readonly [pattern: RegExp, why: string, help: string])[] = [
  [REFERENCE, `${NO_VARIABLES} in it`, "Write the path in full"],
  [/^[A-Za-z]:[\\/]|^\\\\|^\.{0,2}\\/, "it is a path of Windows", "Write a path of the host, with slashes"],
  [/^[A-Za-z][A-Za-z0-9+.-]+:\/\//, "it is a URL", "Write the path alone; S3 is chosen by `type: s3`"],
  [
    /^[\u201c\u201d\u201e\u2018\u2019\xab\xbb]/u,
    "the quotes belong to the name",
    "Write plain quotes, or none",
  ],
  [/[;,]\s*$/, "the mark at its end belongs to the name", "Remove the mark, if it is not meant"],
  [/^~[^/]/, "CLP knows no homes of other users", "Write the path in full"],
];

/** `CLP4043` (D50). */
function takenLiterally({ config, site, report, directories: all }: Disk<"CLP4043">): void {
  const named: readonly { readonly key: string; readonly written: Sourced<string | null> }[] = [
    ...all,
    ...(config.logs_input.type === "fs"
      ? [{ key: "logs_input.directory", written: pick(config.logs_input, "directory") }]
      : []),
    { key: "host.clp_home", written: pick(site.host, "clp_home") },
    { key: "host.home", written: pick(site.host, "home") },
  ];
  for (const { key, written } of named) {
    const { value } = written;
    if (value === null) continue;
    const [, why, help] = LITERAL.find(([pattern]) => pattern.test(value)) ?? [];
    if (why === undefined || help === undefined) continue;
    const text = `"${value}" is taken for the name of a directory as ${key}: ${why}`;
    report("CLP4043", written.origin, text, { help });
  }
}

export const pathRules: readonly Rule[] = [directories];

/** Directories of the host: where CLP takes none, and which get in each other's way. Text alone: no disk is asked. */
import { isInvalid, type Sourced } from "../../base/origin.ts";
import { pick } from "../../input/typed.ts";
import { hostDirectories } from "../package-settings.ts";
import { isWithin, normalize } from "../paths.ts";
import { isWritten, type Rule, type Subject } from "./rule.ts";

/** A directory that a key of the config names. */
interface Directory {
  readonly name: DirectoryName;
  /** The key, as people know it. */
  readonly key: string;
  /** What it holds. */
  readonly what: string;
  /** As written, or the default. */
  readonly written: Sourced<string>;
  /** On the host; relative where nobody says where relative paths start. */
  readonly host: Sourced<string>;
}

type DirectoryName = "data" | "logs" | "tmp" | "archives" | "streams";

/** Log input is not among them: CLP only reads it. */
function directories({ deployment, config }: Subject): readonly Directory[] {
  const host = hostDirectories(deployment);
  const [archives, streams] = [config.archive_output.storage, config.stream_output.storage];
  const all = [
    {
      name: "data" as const,
      key: "data_directory",
      what: "data of databases",
      written: pick(config, "data_directory"),
      host: host.data,
    },
    {
      name: "logs" as const,
      key: "logs_directory",
      what: "logs of services",
      written: pick(config, "logs_directory"),
      host: host.logs,
    },
    {
      name: "tmp" as const,
      key: "tmp_directory",
      what: "temporary files",
      written: pick(config, "tmp_directory"),
      host: host.tmp,
    },
    archives.type === "fs"
      ? {
          name: "archives" as const,
          key: "archive_output.storage.directory",
          what: "archives",
          written: pick(archives, "directory"),
          host: host.archives,
        }
      : {
          name: "archives" as const,
          key: "archive_output.storage.staging_directory",
          what: "archives before their upload",
          written: pick(archives, "staging_directory"),
          host: host.stagedArchives,
        },
    streams.type === "fs"
      ? {
          name: "streams" as const,
          key: "stream_output.storage.directory",
          what: "streams",
          written: pick(streams, "directory"),
          host: host.streams,
        }
      : {
          name: "streams" as const,
          key: "stream_output.storage.staging_directory",
          what: "streams before their upload",
          written: pick(streams, "staging_directory"),
          host: host.stagedStreams,
        },
  ];
  return all.flatMap((one) =>
    one.host === undefined || isInvalid(one.host.origin) ? [] : [{ ...one, host: one.host }],
  );
}

/** Below these CLP takes no directory (facts: `validate_path_for_container_mount`). The longest first. */
const RESTRICTED = [
  ...["/opt/clp/.aws", "/opt/clp", "/mnt/logs", "/bin", "/boot", "/dev", "/etc", "/lib", "/lib32", "/lib64"],
  ...["/libx32", "/proc", "/root", "/run", "/sbin", "/srv", "/sys", "/usr", "/var"],
];

function restriction(path: string): string | undefined {
  if (!path.startsWith("/")) return undefined;
  return RESTRICTED.find((prefix) => isWithin(path, prefix));
}

/** `CLP3032` (D51). Where `host.clp_home` itself lies below one, that is said once. */
const restricted: Rule = (subject) => {
  const { site, report } = subject;
  const home = pick(site.host, "clp_home");
  const badHome = home.value === null ? undefined : restriction(home.value);
  const there: Directory[] = [];
  for (const one of directories(subject)) {
    const { key, written, host } = one;
    const prefix = restriction(host.value);
    const path = normalize(host.value);
    if (isWholeDisk(one)) {
      report("CLP3032", written.origin, `Cannot use / as ${key}: it is the whole disk of the host`, {
        help: "Name a directory for it, such as /home/clp/data",
      });
    } else if (prefix !== undefined) {
      const isRelative = !/^[/~]/.test(written.value);
      if (isRelative && badHome !== undefined && isWithin(path, badHome)) {
        there.push(one);
        continue;
      }
      const becomes = path === written.value ? "" : `, which is ${path}`;
      report(
        "CLP3032",
        written.origin,
        `Cannot use "${written.value}" as ${key}${becomes}: CLP takes nothing below ${prefix}`,
        {
          also: path.startsWith(written.value)
            ? []
            : originsBeyond(one).map((origin) => ({ origin, text: "where it starts" })),
          help: "Choose a directory elsewhere, such as /home/clp or a disk of its own; links of the host are not followed",
        },
      );
    }
  }
  const [first, ...others] = there;
  if (first === undefined) return;
  report(
    "CLP3032",
    home.origin,
    `Cannot keep CLP's directories below "${home.value}": CLP takes nothing below ${badHome}`,
    {
      also: there
        .filter(({ written }) => isWritten(written))
        .map(({ written, key }) => ({ origin: written.origin, text: key })),
      notes: [`it holds ${[first, ...others].map(({ key }) => key).join(", ")}`],
      help: "Install CLP elsewhere, such as /home/clp/clp-package, or write absolute paths for these keys",
    },
  );
};

/** Where a relative path starts, or what `~` is. */
function originsBeyond({ written, host }: Directory) {
  return host.origin.kind === "derived" ? host.origin.from.filter((origin) => origin !== written.origin) : [];
}

/** A directory that one service has for itself or shares, and the key that leads there. */
interface Claim {
  readonly of: Directory;
  readonly path: string;
  readonly what: string;
  /** Owned by a database or a queue, for itself alone. */
  readonly exclusive: boolean;
}

const ROOTS: Readonly<Record<string, DirectoryName>> = {
  "database-data": "data",
  "redis-data": "data",
  "results-cache-data": "data",
  "database-logs": "logs",
  "queue-logs": "logs",
  "redis-logs": "logs",
  "results-cache-logs": "logs",
  logs: "logs",
  tmp: "tmp",
  archives: "archives",
  "staged-archives": "archives",
  streams: "streams",
  "staged-streams": "streams",
};

/** What is really mounted: services that do not run, or are external, claim nothing. */
function claims(subject: Subject): readonly Claim[] {
  const all = directories(subject);
  return subject.model.volumes.flatMap(({ id, title, path }) => {
    const of = all.find(({ name }) => name === ROOTS[id]);
    if (of === undefined) return [];
    return [
      {
        of,
        path: normalize(path.value),
        what: title,
        exclusive: /^(?:database|queue|redis|results-cache)-/.test(id),
      },
    ];
  });
}

/** Absolute and relative paths cannot be told apart by their text. */
function comparable(a: string, b: string): boolean {
  return a.startsWith("/") === b.startsWith("/");
}

type Relation = "equal" | "inside-exclusive" | "exclusive-inside-output" | "inside";

/** From the worst to the least bad. */
const RELATIONS: readonly Relation[] = ["equal", "inside-exclusive", "exclusive-inside-output", "inside"];

/** How `inner` stands to `outer`, or undefined where neither minds. */
function relate(inner: Claim, outer: Claim): Relation | undefined {
  if (!comparable(inner.path, outer.path) || !isWithin(inner.path, outer.path)) return undefined;
  if (inner.path === outer.path) return "equal";
  if (outer.exclusive) return "inside-exclusive";
  if (inner.exclusive && (outer.of.name === "archives" || outer.of.name === "streams"))
    return "exclusive-inside-output";
  return "inside";
}

/** `CLP3033`, `CLP3034` and `CLP4041` (D52): at most one of them for two keys, the worst. */
const overlaps: Rule = (subject) => {
  // Who has the whole disk is told that alone.
  const all = claims(subject).filter(({ of }) => !isWholeDisk(of));
  const found = new Map<
    string,
    { readonly relation: Relation; readonly inner: Claim; readonly outer: Claim }
  >();
  for (const [index, one] of all.entries()) {
    for (const other of all.slice(index + 1)) {
      if (one.of.name === other.of.name) continue;
      for (const [inner, outer] of [
        [one, other],
        [other, one],
      ] as const) {
        const relation = relate(inner, outer);
        // Whatever lies in the folder of the deployment: that finding says it.
        if (relation === undefined || (relation === "inside" && holdsFolder(subject, outer.of))) continue;
        const pair = [one.of.name, other.of.name].sort().join(" ");
        const known = found.get(pair);
        if (known === undefined || RELATIONS.indexOf(relation) < RELATIONS.indexOf(known.relation))
          found.set(pair, { relation, inner, outer });
      }
    }
  }
  // Where an outer directory is refused, whatever else lies in it follows.
  const refused = [...found.values()]
    .filter(({ relation }) => relation !== "inside")
    .flatMap(({ inner, outer }) => [inner.of.name, outer.of.name]);
  for (const { relation, inner, outer } of found.values()) {
    if (relation === "inside" && refused.includes(outer.of.name)) continue;
    reportOverlap(subject, relation, inner, outer);
  }
};

function reportOverlap({ report }: Subject, relation: Relation, inner: Claim, outer: Claim): void {
  const options = {
    also: [{ origin: outer.of.written.origin, text: `${outer.of.key}: ${outer.what}` }],
    help: `Give ${isWritten(inner.of.written) || !isWritten(outer.of.written) ? inner.of.key : outer.of.key} a directory of its own`,
  };
  const { origin } = inner.of.written;
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
    case "exclusive-inside-output":
      report(
        "CLP3034",
        origin,
        `Cannot keep ${inner.what} in ${inner.path}: it lies inside ${outer.path}, which holds ${outer.what}`,
        options,
      );
      return;
    case "inside":
      report(
        "CLP4041",
        origin,
        `${capitalized(inner.what)} are kept in ${inner.path}, inside ${outer.path}, which holds ${outer.what}`,
        options,
      );
      return;
    default:
      relation satisfies never;
  }
}

function capitalized(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

/** `CLP4040` (D52). What CLP writes may lie below the log input, whose default is the whole disk. */
const inputAmongOutput: Rule = (subject) => {
  const { config, deployment, report } = subject;
  if (config.logs_input.type !== "fs") return;
  const written = pick(config.logs_input, "directory");
  const path = hostDirectories(deployment).logsInput;
  if (path === undefined || isInvalid(path.origin) || !isWritten(written)) return;
  const holder = directories(subject).find(
    ({ host }) => comparable(host.value, path.value) && isWithin(path.value, host.value),
  );
  if (holder === undefined) return;
  report(
    "CLP4040",
    written.origin,
    `The logs to compress are looked for in ${normalize(path.value)}, where CLP keeps ${holder.what}`,
    {
      also: [{ origin: holder.written.origin, text: holder.key }],
      help: "Name the directory of the logs alone, or keep CLP's own files elsewhere",
    },
  );
};

function isWholeDisk({ host }: Directory): boolean {
  return normalize(host.value) === "/";
}

/** The deployment runs in `host.clp_home`, or beside the compose file. */
function holdsFolder({ site }: Subject, { name, host }: Directory): boolean {
  const folder = site.host.clp_home ?? ".";
  // Of the data directory only its services' own folders are mounted.
  return name !== "data" && comparable(folder, host.value) && isWithin(folder, host.value);
}

/** `CLP4042` (D43). */
const compiledFiles: Rule = (subject) => {
  const home = pick(subject.site.host, "clp_home");

  for (const one of directories(subject)) {
    if (!holdsFolder(subject, one) || isWholeDisk(one)) continue;
    const { key, written } = one;
    subject.report(
      "CLP4042",
      written.origin,
      `${key} holds the folder from which the deployment runs, and its passwords`,
      {
        also: home.value === null ? [] : [{ origin: home.origin, text: "the folder" }],
        help: `Give ${key} a directory below or beside it`,
      },
    );
  }
};

export const pathRules: readonly Rule[] = [restricted, overlaps, inputAmongOutput, compiledFiles];

/** What an operator would not expect, or could not undo. */

import { capital } from "../../base/capital.ts";
import { listed } from "../../base/listed.ts";
import { withSecrets } from "../../base/secrets-in-environment.ts";
import { shell } from "../../base/shell.ts";
import { knownRelease } from "../../clp/releases/releases.ts";
import type { ComponentPlan, DataPlan, SecretsPlan, Warning } from "../plan.ts";
import { type DatabaseName, databaseName } from "../read/compiled-config.ts";
import type { ProjectService } from "../read/compose-project.ts";
import type { Deployed } from "../read/deployed.ts";
import { compareVersions, programOf } from "../read/image-program.ts";
import { keeperOf } from "../read/secrets-at-hand.ts";
import { externalAt } from "./compose-changes.ts";
import { isSamePlace } from "./data.ts";
import { COMPONENTS, oneWaysOf, type Passage } from "./passage.ts";

interface Findings {
  readonly before: Deployed;
  readonly after: Deployed;
  readonly components: readonly ComponentPlan[];
  readonly data: readonly DataPlan[];
  readonly secrets: SecretsPlan;
  readonly passage: Passage | undefined;
  /** False where nothing at all changes. */
  readonly different: boolean;
}

export function composeWarnings(findings: Findings): readonly Warning[] {
  return [
    ...releaseWarnings(findings, findings.passage),
    ...projectWarnings(findings),
    ...dataWarnings(findings),
    ...placeWarnings(findings),
    ...homeWarnings(findings),
    ...imageWarnings(findings),
    ...engineWarnings(findings),
    ...ownerWarnings(findings),
    ...databaseWarnings(findings),
    ...portWarnings(findings),
    ...overrideWarnings(findings),
    ...environmentWarnings(findings),
  ];
}

export function releaseWarnings(
  { before, after }: Pick<Findings, "before" | "after">,
  passage: Passage | undefined,
): readonly Warning[] {
  if (before.release === after.release || before.release === "" || after.release === "") return [];
  const [was, is] = [before.release, after.release];
  const said = (text: string, loud: boolean): readonly Warning[] => [{ kind: "other release", loud, text }];
  if (passage === undefined) {
    const unknown = [was, is].filter((release) => knownRelease(release) === undefined);
    return said(
      `CLP goes from ${was} to ${is}. Nothing is known here of ${listed(unknown)}: back up before, and read the notes of the releases between them.`,
      true,
    );
  }
  if (!passage.down) return said(`CLP goes from ${was} to ${is}: back up before.`, false);
  const lost = oneWaysOf(passage).map(({ what }) => what);
  return said(
    lost.length === 0
      ? `CLP goes back from ${was} to ${is}, which is not known to keep it from anything that it needs: back up before.`
      : `CLP goes back from ${was} to ${is}, and not everything goes with it. What ${is} does not take: ${lost.join("; ")}.`,
    true,
  );
}

function projectWarnings({ before, after }: Findings): readonly Warning[] {
  const [old, now] = [before.compose!.project.name, after.compose!.project.name];
  if (old === now) return [];
  return [
    {
      kind: "renamed project",
      loud: true,
      text: `Docker Compose does not take the containers of ${old} for those of ${now}: without stopping the old ones first, both would run on the same directories and ports.`,
    },
  ];
}

function dataWarnings({ after, data }: Findings): readonly Warning[] {
  return data.flatMap(({ title, before, after: now, leftBehind, components }): readonly Warning[] => {
    if (!leftBehind) return [];
    const external = components.map((name) => externalAt(after, name)).find((at) => at !== undefined);
    const because =
      now !== undefined
        ? `the new place is ${now}, and nothing is moved there by itself`
        : external !== undefined
          ? `${components[0]} is now an external server, ${external}, and nothing carries the data over`
          : "nothing mounts that directory any more, and nothing carries over what is in it";
    return [
      {
        kind: "data left behind",
        loud: true,
        text: `${capital(title)} would be left behind in ${before}: ${because}.`,
      },
    ];
  });
}

/** Paths that were relative and are no more, or the other way round. */
function placeWarnings({ data }: Findings): readonly Warning[] {
  const homes = new Map<string, string[]>();
  for (const { title, purpose, before, after } of data) {
    if ((purpose !== "data" && purpose !== "staging") || after === undefined || !isSamePlace(before, after))
      continue;
    const [relative, absolute] = before.startsWith("./") ? [before, after] : [after, before];
    const home = absolute.slice(0, absolute.length - relative.length + 1) || "/";
    homes.set(home, [...(homes.get(home) ?? []), title]);
  }
  return [...homes].map(([home, titles]) => ({
    kind: "data left behind",
    loud: false,
    text: `${capital(listed(titles))}: their paths are written in another way. They are the same directories only where docker-compose.yaml stands in ${home}; elsewhere they have to be moved.`,
  }));
}

/** A server that comes home starts with nothing. */
function homeWarnings({ before, components }: Findings): readonly Warning[] {
  return components.flatMap(({ name, action }): readonly Warning[] => {
    const external = action === "add" ? externalAt(before, name) : undefined;
    if (external === undefined || (name !== "database" && name !== "results-cache")) return [];
    return [
      {
        kind: "data left behind",
        loud: name === "database",
        text: `${capital(name)} starts empty: nothing carries over what ${external} holds.`,
      },
    ];
  });
}

/** Servers that keep files in a format of their own: in a directory of the host, or in an anonymous volume of the container. */
function keepsFiles(service: ProjectService): boolean {
  return (
    service.name === "queue" ||
    service.mounts.some(({ target }) => /^\/(?:var\/lib\/mysql|data|data\/db)$/.test(target))
  );
}

function imageWarnings({ before, after, passage }: Findings): readonly Warning[] {
  // Of these is known what they do with their files.
  const known = new Set(
    passage?.changes.flatMap(({ change: { version } }) =>
      version === undefined ? [] : [COMPONENTS[version.server]],
    ),
  );
  return before.compose!.project.services.filter(keepsFiles).flatMap((old): readonly Warning[] => {
    const now = after.compose!.project.services.find(({ name }) => name === old.name);
    if (now === undefined || now.image === old.image || known.has(old.name)) return [];
    const [was, is] = [programOf(old.image), programOf(now.image)];
    if (was.program !== is.program) {
      return [
        {
          kind: "files of another program",
          loud: true,
          text: `${old.name}: ${is.program} cannot use the files that ${was.program} wrote. Dump before, start with an empty directory, restore after.`,
        },
      ];
    }
    // The same version from another registry.
    if (was.version === is.version && was.version !== "") return [];
    const order = compareVersions(was.version, is.version);
    return [
      {
        kind: "files of another version",
        loud: true,
        text:
          order > 0
            ? `${old.name}: ${now.image} is earlier than ${old.image}, and as a rule does not start on files of a later version.`
            : `${old.name}: ${now.image} takes over the files of ${old.image}. They may have to be converted, and CLP gives no procedure: back up first, and follow the server's own instructions.`,
      },
    ];
  });
}

function engineWarnings({ before, after }: Findings): readonly Warning[] {
  const [was, is] = [before, after].map(({ compose }) => compose!.settings.get("CLP_PACKAGE_STORAGE_ENGINE"));
  if (was === undefined || is === undefined || was === is) return [];
  return [
    {
      kind: "data left behind",
      loud: true,
      text: `What the storage engine ${was} has stored is not found by searches of ${is}: archives and their tables stay where they are, unused.`,
    },
  ];
}

/** Directories that stay where they are and whose owner changes. */
export function disownedDirectories({ before, after }: Pick<Findings, "before" | "after">): readonly {
  readonly path: string;
  readonly before: string;
  readonly after: string;
}[] {
  return [...(after.owners ?? [])].flatMap(([path, owner]) => {
    const was = before.owners?.get(path);
    return was === undefined || was === owner ? [] : [{ path, before: was, after: owner }];
  });
}

function ownerWarnings(findings: Findings): readonly Warning[] {
  const disowned = disownedDirectories(findings);
  return [...new Set(disowned.map((one) => `${one.before} ${one.after}`))].map((pair): Warning => {
    const [was, is] = pair.split(" ");
    const paths = disowned.filter((one) => `${one.before} ${one.after}` === pair).map(({ path }) => path);
    return {
      kind: "files of another owner",
      loud: true,
      text: `What is in ${topmost(paths).join(", ")} belongs to ${was}, and services now run as ${is}: prepare.sh gives them the directories, not the files in them.`,
    };
  });
}

/** Without those that lie in others of the list. */
export function topmost(paths: readonly string[]): readonly string[] {
  return paths.filter((path) => !paths.some((other) => path.startsWith(`${other}/`)));
}

/** What is kept in the data of database and queue from their first start (D45). */
function databaseWarnings({ before, after, secrets }: Findings): readonly Warning[] {
  const warnings: Warning[] = [];
  const changed = [...secrets.changed].filter((name) => keeperOf(name) !== undefined);
  if (changed.length > 0) {
    const keepers = [...new Set(changed.map((name) => keeperOf(name)!))];
    warnings.push({
      kind: "not in the database",
      loud: true,
      text: `${listed(changed)}: ${listed(keepers)} took the users and passwords of the first start, and do${keepers.length === 1 ? "es" : ""} not take others from .env (D45). Change them there by hand, or nobody can log in.`,
    });
  }
  for (const [variable, what, loud] of NAMES) {
    const [was, is] = [before, after].map((side) => databaseName(side, variable));
    if (was === undefined || is === undefined || was === is) continue;
    warnings.push({ kind: "not in the database", loud, text: what(was, is) });
  }
  return warnings;
}

const NAMES: readonly (readonly [
  variable: DatabaseName,
  text: (was: string, is: string) => string,
  loud: boolean,
])[] = [
  [
    "CLP_DB_NAME",
    (was, is) =>
      `The database makes its database at its first start alone (D45): ${is} would be missing, and what is known of archives and jobs would be left behind in ${was}.`,
    true,
  ],
  [
    "SPIDER_DB_NAME",
    (was, is) => `Spider starts with an empty database, ${is}; the state of its tasks stays in ${was}.`,
    false,
  ],
  [
    "CLP_RESULTS_CACHE_DB_NAME",
    (was, is) =>
      `The results cache starts with an empty database, ${is}; results of earlier searches stay in ${was}.`,
    false,
  ],
];

function portWarnings({ components, before }: Findings): readonly Warning[] {
  return components.flatMap(({ name, changes }) =>
    changes.flatMap(({ aspect, before: was, after: is }): readonly Warning[] => {
      if (aspect !== "port" || is === undefined || !is.startsWith("0.0.0.0:") || was?.startsWith("0.0.0.0:"))
        return [];
      const wasThere = before.compose!.project.services.some((service) => service.name === name);
      return [
        {
          kind: "published widely",
          loud: false,
          text: `${name} is ${wasThere ? "now " : ""}published on all interfaces of the host (${is}).`,
        },
      ];
    }),
  );
}

/** Settings that somebody changed in `.env` itself: compiling writes the file anew. */
function overrideWarnings({ before, after }: Findings): readonly Warning[] {
  const { overrides } = before.compose!;
  const lost = [...overrides].filter(([variable, value]) => after.compose!.settings.get(variable) !== value);
  return lost.map(([variable, value]) => ({
    kind: "lost override",
    loud: false,
    text: `.env on this host says ${variable}=${value}, which the inputs do not: compiling writes .env anew, and the host gets ${after.compose!.settings.get(variable) ?? "no such variable"}.`,
  }));
}

/** What every command of the steps needs, and what is left of a file that had it. */
function environmentWarnings({ before, after, different }: Findings): readonly Warning[] {
  if (!different || !after.secretsInEnvironment) return [];
  const left = before.secretsInEnvironment
    ? ""
    : " Compiling removes the .env that had them, and containers go on; delete it where it was copied to.";
  return [
    {
      kind: "secrets in the environment",
      loud: false,
      text: `Secrets are in no file: Docker Compose needs them in the environment of every command, such as in the shell of ${withSecrets(shell`sh`)}.${left}`,
    },
  ];
}

/** The inputs of a deployment that ran already: what differs from defaults alone, each key with what it comes from. */
import type { AdoptedInputs } from "../adopt/adopted.ts";
import { draftKey } from "../adopt/draft.ts";
import { isPlainMap, type Plain, type PlainMap } from "../adopt/plain.ts";
import type { DocPath, FileId } from "../base/origin.ts";
import { positionAt, type SourceText } from "../base/source-text.ts";
import type { Release } from "../clp/releases/releases.ts";
import { hasCredential } from "../input/schema/credentials.ts";
import { flowText, prose } from "./annotate.ts";
import { CONFIG, CREDENTIALS, gitignore, type InitFile, SITE } from "./init.ts";
import { freshCredentials, type Random } from "./new-credentials.ts";

const HEADS: Readonly<Record<FileId, string>> = {
  config:
    "The configuration of CLP. A key that is not here has CLP's default: `clp-compile schema clp-config` lists all.",
  site: "What clp-compile has to know of the place of deployment. A key that is not here has its default: `clp-compile schema clp-site` lists all.",
  credentials: "User names and passwords of CLP. Keep this file out of the repository.",
};

/**
 * Config and site file, and the credentials where they are known.
 *
 * @param running what was given, for the lines that comments name
 */
export function adoptedFiles(
  inputs: AdoptedInputs,
  running: SourceText | undefined,
  random: Random,
): readonly InitFile[] {
  const file = (id: FileId, content: PlainMap): string =>
    `${[
      ...prose(HEADS[id], 0),
      "#",
      ...prose(`Made of ${inputs.of}. Behind each key stands what it comes from.`, 0),
      ...lines(content, [], (path) => causeOf(inputs, running, id, path)),
    ].join("\n")}\n`;
  const { credentials } = inputs;
  const secret = [
    ...(inputs.secretConfig ? [CONFIG] : []),
    ...(credentials === undefined ? [] : [CREDENTIALS]),
  ];
  return [
    ...(secret.length === 0 ? [] : [gitignore(secret)]),
    { path: CONFIG, mode: inputs.secretConfig ? 0o600 : 0o644, content: file("config", inputs.config) },
    { path: SITE, mode: 0o644, content: file("site", inputs.site) },
    ...(credentials === undefined
      ? []
      : [
          {
            path: CREDENTIALS,
            mode: 0o600,
            content: file("credentials", withUnused(credentials, inputs.release, random)),
          } as const,
        ]),
  ];
}

/**
 * CLP asks for all credentials, also of what a deployment does not use: Spider's user where Celery compresses, and
 * those of queue and Redis where nothing asks these two.
 */
function withUnused(credentials: PlainMap, release: Release, random: Random): PlainMap {
  const { database, queue, redis } = freshCredentials(random);
  const { spider_username, spider_password } = database;
  const given = isPlainMap(credentials["database"]) ? credentials["database"] : {};
  const hasSpider = hasCredential(release, "database.spider_password") && !("spider_username" in given);
  return {
    ...credentials,
    ...(hasSpider ? { database: { ...given, spider_username, spider_password } } : {}),
    ...("queue" in credentials ? {} : { queue }),
    ...("redis" in credentials ? {} : { redis }),
  };
}

function lines(
  map: PlainMap,
  path: DocPath,
  causeAt: (path: DocPath) => string | undefined,
): readonly string[] {
  const indent = "  ".repeat(path.length);
  return Object.entries(map).flatMap(([key, value]) => {
    const below = [...path, key];
    const cause = causeAt(below);
    const start = `${path.length === 0 ? "\n" : ""}${indent}${flowText({ [key]: null }).slice(2, -": null }".length)}:`;
    const behind = cause === undefined ? "" : `  # ${cause}`;
    return hasLines(value) && cause === undefined
      ? [start, ...lines(value, below, causeAt)]
      : [`${start} ${flowText(value)}${behind}`];
  });
}

function hasLines(value: Plain): value is PlainMap {
  return isPlainMap(value) && Object.keys(value).length > 0;
}

/** `clpConfig.webui.port, line 12`, or whose own value it is. */
function causeOf(
  { draft, of }: AdoptedInputs,
  running: SourceText | undefined,
  file: FileId,
  path: DocPath,
): string | undefined {
  const from = draft.get(draftKey({ file, path }))?.from;
  // A section has its causes behind its keys.
  if (from === undefined) return file === "credentials" && path.length > 1 ? UNUSED : undefined;
  if (from.fact === true || running === undefined) return from.name;
  return from.span === undefined
    ? from.certain
      ? from.name
      : `${from.name}, which ${of} has by itself`
    : `${from.name}, line ${positionAt(running, from.span.start).line}`;
}

const UNUSED = "made at random: CLP asks for it, and nothing that runs uses it";

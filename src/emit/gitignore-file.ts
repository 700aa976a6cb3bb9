/** `.gitignore` of the output: secret files, and the data of a deployment that runs right there. */

import { MADE_BY, type OutputPath } from "../backends/output-path.ts";
import { constant, type Origin } from "../base/origin.ts";
import { type EmittedFile, emittedFile } from "../model/emitted-file.ts";
import type { DeploymentModel } from "../model/model.ts";
import { type Line, textOfLines } from "../model/text.ts";
import { byPath, type Kept, type SecretPath } from "./manifest-file.ts";

export const GITIGNORE: OutputPath = { path: ".gitignore", kinds: [MADE_BY] };

const SECRETS = constant("secret files are never committed");
const TEMPORARIES = constant("temporary files of a run that was cut short");

/** The files of one host: what it runs, and the folder that they stand in. */
export interface ComposePlace {
  readonly model: DeploymentModel;
  readonly folder: string;
  /** The site file's `clp_home`: where the contents of that folder stand on the host. */
  readonly clpHome: string | null;
}

/** A path as git takes it: from the folder of the file, literally. */
function pattern(path: string): string {
  return `/${path.replace(/[\\*?[\]#!]/g, "\\$&").replace(/ +$/, (blanks) => "\\ ".repeat(blanks.length))}`;
}

/**
 * @param places where in the output Docker Compose has the files of each host
 * @param files the public files, which stay committable where they lie in a directory of data
 */
export function gitignore(
  places: readonly ComposePlace[],
  files: readonly EmittedFile<"public">[],
  secrets: readonly SecretPath[],
  kept?: Kept,
): EmittedFile<"public"> {
  const committable = [...files, ...(kept?.files ?? [])].map(({ path }) => path).sort();
  const secretPaths = [...secrets, ...secretsOf(kept)].sort(byPath);
  const folders = topmost(
    places.flatMap(({ model, folder, clpHome }) =>
      model.prepared.flatMap(({ path }) => {
        const inside = besideComposeFile(path.value, clpHome);
        return inside === undefined
          ? []
          : [{ path: inside === "" ? folder : `${folder}/${inside}`, origin: path.origin }];
      }),
    ),
  );
  return emittedFile(
    GITIGNORE.path,
    "public",
    textOfLines([
      { text: "# Made by clp-compile.", origins: [SECRETS] },
      ...secretPaths.map(({ path }) => ({ text: pattern(path), origins: [SECRETS] })),
      ...folders.flatMap(({ path, origin }) => ignoreFolder(path, committable, origin)),
      { text: ".clp-compile-*.tmp", origins: [TEMPORARIES] },
    ]),
  );
}

/** The secret files that are kept, and those that may be there. */
function secretsOf(kept: Kept | undefined): readonly SecretPath[] {
  const pending = (kept?.pending ?? []).filter(({ sha256 }) => sha256 === undefined);
  return [...new Map([...(kept?.secretFiles ?? []), ...pending].map((one) => [one.path, one])).values()];
}

/** The path relative to the compose file, where it lies below it. */
function besideComposeFile(path: string, clpHome: string | null): string | undefined {
  if (path === "." || path === clpHome) return "";
  if (path.startsWith("./")) return path.slice(2);
  const home = clpHome?.replace(/\/+$/, "");
  return home !== undefined && path.startsWith(`${home}/`) ? path.slice(home.length + 1) : undefined;
}

interface Folder {
  readonly path: string;
  readonly origin: Origin;
}

function topmost(folders: readonly Folder[]): readonly Folder[] {
  return folders.filter(({ path }) => !folders.some((other) => path.startsWith(`${other.path}/`)));
}

/** Git does not look into an ignored folder, so what is kept in it needs its parents kept, too. */
function ignoreFolder(folder: string, kept: readonly string[], origin: Origin): readonly Line[] {
  const inside = kept.filter((path) => path.startsWith(`${folder}/`));
  if (inside.length === 0) return [{ text: `${pattern(folder)}/`, origins: [origin] }];
  const children = [
    ...new Set(inside.map((path) => `${folder}/${path.slice(folder.length + 1).split("/")[0]!}`)),
  ].sort();
  return [
    { text: `${pattern(folder)}/*`, origins: [origin] },
    ...children.flatMap((child): readonly Line[] =>
      kept.includes(child)
        ? [{ text: `!${pattern(child)}`, origins: [origin] }]
        : [{ text: `!${pattern(child)}/`, origins: [origin] }, ...ignoreFolder(child, kept, origin)],
    ),
  ];
}

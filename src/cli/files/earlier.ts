/** The earlier deployment that `plan` compares with: an output folder, or one in git. */
import { type Stats, statSync } from "node:fs";
import { relative, resolve, sep } from "node:path";
import { COMPOSE_FOLDER } from "../../base/compose-folder.ts";
import type { BackendName, CompiledFiles } from "../../mod.ts";
import type { Finding } from "../../report/finding.ts";
import { fileFinding } from "../findings.ts";
import type { Host } from "../host.ts";
import { MANIFEST, type Manifest, OVERRIDE_FILES, type OwnPaths, parseManifest } from "../output/manifest.ts";
import { type Found, lookAt, outputFolder, shown } from "../output/output-folder.ts";
import { reasonOf } from "../system-error.ts";
import { readFromGit } from "./git.ts";
import { located } from "./input-files.ts";

/** Bytes of one file, as of an input, and of all; ours have some 200,000 in all. */
const MAX_FILE_BYTES = 1024 * 1024;
const MAX_FOLDER_BYTES = 16 * 1024 * 1024;

const COMPOSE_FILE = `${COMPOSE_FOLDER}/docker-compose.yaml`;

/** What is read where there is no manifest to say what there is. */
const USUAL_FILES = [
  COMPOSE_FILE,
  ...[
    ".env.example",
    ".env",
    "prepare.sh",
    "var/log/.clp-config.yaml",
    "var/www/webui/client/settings.json",
    "var/www/webui/server/dist/settings.json",
    "etc/mysql/conf.d/logging.cnf",
    "etc/redis/redis.conf",
    "etc/mongo/mongod.conf",
  ].map((path) => `${COMPOSE_FOLDER}/${path}`),
  "helm/values.yaml",
];

export type Earlier =
  | {
      readonly kind: "found";
      readonly files: CompiledFiles;
      /** Undefined where nothing says for which it was compiled. */
      readonly backends: readonly BackendName[] | undefined;
      readonly notes: readonly Finding[];
    }
  /** Nothing has been compiled into the output folder, which nobody named; the finding says so. */
  | { readonly kind: "nothing"; readonly finding: Finding }
  | { readonly kind: "refused"; readonly finding: Finding };

/** Reads one file; undefined where it is not there. */
type Read = (paths: readonly string[]) => readonly (string | undefined)[] | Finding;

/**
 * @param against a directory, or `REF:PATH`; a REF alone has the path of `out`; undefined: the folder `out`
 * @param own the paths that a manifest may list
 */
export function readEarlier(against: string | undefined, out: string, host: Host, own: OwnPaths): Earlier {
  if (against === undefined) return readFolder(out, host, own) ?? nothingThere(out, "it is not there");
  // A commit's whole name is never that of a folder, which a pull request could bring along.
  const [commit, folderOfCommit] = against.split(/(?<=^[0-9a-f]{40}):/);
  if (commit !== undefined && folderOfCommit !== undefined)
    return named(readFromCommit(against, commit, folderOfCommit, host, own));
  const folder = readFolder(against, host, own);
  if (folder !== undefined) return named(folder);
  const colon = against.indexOf(":");
  if (colon < 0 && /[\\/]|^\./.test(against) && !isBranch(against))
    return named(nothingThere(against, "it is not there"));
  const reference = colon < 0 ? against : against.slice(0, colon);
  const path = colon < 0 ? fromHere(out, host) : against.slice(colon + 1);
  const found = readFromCommit(against, reference, path, host, own);
  return colon < 0 ? found : named(found);
}

/** Who names a folder means one in which something is. */
function named(earlier: Earlier): Earlier {
  return earlier.kind === "nothing" ? refused(earlier.finding) : earlier;
}

/** Undefined where there is no such folder. */
function readFolder(name: string, host: Host, own: OwnPaths): Earlier | undefined {
  const directory = located(host, name);
  let stat: Stats | undefined;
  try {
    stat = statSync(directory, { throwIfNoEntry: false });
  } catch (error) {
    return refused(incomparable(name, reasonOf(error, "read")));
  }
  if (stat === undefined) return undefined;
  return stat.isDirectory()
    ? readWith(name, folderReader(name, directory), own, true)
    : refused(incomparable(name, "it is not a directory"));
}

function readFromCommit(
  against: string,
  reference: string,
  path: string,
  host: Host,
  own: OwnPaths,
): Earlier {
  const folder = path.replace(/\/+$/, "");
  return readWith(`${reference}:${path}`, gitReader(against, host, reference, folder), own, false);
}

/** A branch may well have a slash in its name: what git is asked is no path on the disk. */
function isBranch(name: string): boolean {
  return !/^[./\\]/.test(name);
}

/** Git takes a path with a leading `./` from where it is called. */
function fromHere(out: string, host: Host): string {
  const here = resolve(located(host, "."));
  return `./${relative(here, resolve(located(host, out))).replaceAll(sep, "/")}`;
}

function refused(finding: Finding): Earlier {
  return { kind: "refused", finding };
}

function nothingThere(name: string, reason: string): Earlier {
  return { kind: "nothing", finding: incomparable(name, reason) };
}

function incomparable(name: string, reason: string): Finding {
  return fileFinding("CLP6403", name, `Cannot compare with ${name}: ${reason}`, {
    help: "Name the output folder of an earlier compilation, or the same in git as REF:PATH, such as main:out",
  });
}

function folderReader(name: string, directory: string): Read {
  const folder = outputFolder(name, directory);
  return (paths) => {
    const texts: (string | undefined)[] = [];
    let total = 0;
    for (const path of paths) {
      let found: Found;
      try {
        found = lookAt(folder, path, MAX_FILE_BYTES);
      } catch (error) {
        return unreadable(shown(folder, path), reasonOf(error, "read"));
      }
      if (found.kind === "file") {
        total += found.bytes.length;
        if (total > MAX_FOLDER_BYTES) return unreadable(folder.name, "it is larger than any compiled folder");
        texts.push(new TextDecoder().decode(found.bytes));
      } else if (found.kind === "absent") texts.push(undefined);
      else return unreadable(shown(folder, path), found.reason);
    }
    return texts;
  };
}

function gitReader(name: string, host: Host, reference: string, folder: string): Read {
  return (paths) => {
    const at = paths.map((path) => (folder === "" || folder === "." ? path : `${folder}/${path}`));
    const answer = readFromGit(host.directory, reference, at);
    if (answer.kind === "files") {
      const large = answer.texts.findIndex((text) => text !== undefined && text.length > MAX_FILE_BYTES);
      return large < 0 ? answer.texts : unreadable(`${name}/${paths[large]}`, "it is too large");
    }
    // A name alone may have been meant as a folder.
    const message = name.includes(":")
      ? `Cannot ask git for ${name}: ${answer.reason}`
      : `Cannot find ${name}: there is no such folder, and ${answer.reason}`;
    return fileFinding("CLP6405", name, message, answer.help === undefined ? {} : { help: answer.help });
  };
}

/** Something of the earlier deployment that cannot be read: `CLP6404`. */
export function unreadable(name: string, reason: string): Finding {
  return fileFinding("CLP6404", name, `Cannot read ${name}: ${reason}`, {
    help: "Compile that deployment again, or compare with another one",
  });
}

function readWith(name: string, read: Read, own: OwnPaths, onDisk: boolean): Earlier {
  const first = read([MANIFEST, COMPOSE_FILE]);
  if (!Array.isArray(first)) return refused(first as Finding);
  const [manifestText, compose] = first as readonly (string | undefined)[];
  if (manifestText === undefined && compose === undefined) {
    return nothingThere(name, `it has neither ${MANIFEST} nor ${COMPOSE_FILE}`);
  }
  let manifest: Manifest | undefined;
  if (manifestText !== undefined) {
    const parsed = parseManifest(manifestText, own);
    if (typeof parsed === "string") return refused(unreadable(`${name}/${MANIFEST}`, parsed));
    manifest = parsed;
  }
  const listed =
    manifest === undefined
      ? USUAL_FILES
      : [...manifest.listed.keys()].filter((path) => /^(?:compose|helm|kubernetes)\//.test(path));
  const paths = [...new Set([...listed, ...(onDisk ? OVERRIDE_FILES : [])])];
  const texts = read(paths);
  if (!Array.isArray(texts)) return refused(texts as Finding);
  const found = new Map<string, string>();
  if (manifestText !== undefined) found.set(MANIFEST, manifestText);
  const notes: Finding[] = [];
  for (const [index, path] of paths.entries()) {
    const text = (texts as readonly (string | undefined)[])[index];
    if (text === undefined) continue;
    if (OVERRIDE_FILES.includes(path)) notes.push(overrideNote(`${name}/${path}`));
    else found.set(path, text);
  }
  return { kind: "found", files: { texts: found }, backends: manifest?.backends, notes };
}

function overrideNote(name: string): Finding {
  return fileFinding("CLP6107", name, `${name} is there, and changes what runs`, {
    severity: "note",
    notes: ["It is the operator's: docker compose merges it, and plan does not look into it"],
  });
}

/** What a compilation would change in its output folder, and what forbids it. Changes nothing. */

import { sha256Hex } from "../../base/hash.ts";
import { pathWord, shell } from "../../base/shell.ts";
import type { Compilation, EmittedFile, Kept } from "../../mod.ts";
import type { Finding } from "../../report/finding.ts";
import { fileFinding } from "../findings.ts";
import { isOfKind, withLf } from "./file-kind.ts";
import { type ListedFile, MANIFEST, type ManifestState, type OwnPaths } from "./manifest.ts";
import {
  directoryState,
  equalBytes,
  type Found,
  lookAt,
  type OutputFolder,
  parentOf,
  shown,
} from "./output-folder.ts";

export interface WriteStep {
  readonly kind: "create" | "update";
  readonly path: string;
  readonly mode: number;
  readonly secret: boolean;
  readonly bytes: Uint8Array;
  /** True where somebody changed the file since it was compiled: that change gets lost. */
  readonly edited: boolean;
}

export type Step =
  | WriteStep
  | { readonly kind: "mode"; readonly path: string; readonly mode: number }
  | { readonly kind: "remove"; readonly path: string }
  /** It was ours and is not known to be any more: it stays, and no manifest lists it. */
  | { readonly kind: "leave"; readonly path: string; readonly reason: string }
  | { readonly kind: "keep"; readonly path: string };

export function isWrite(step: Step): step is WriteStep {
  return step.kind === "create" || step.kind === "update";
}

export interface OutputPlan {
  /** Without the manifest, which is always the last. */
  readonly steps: readonly Step[];
  /** Why nothing may be written. */
  readonly findings: readonly Finding[];
  /** The manifest on disk when the plan was made … */
  readonly manifest: ManifestState;
  /** … and the one to be written. */
  readonly newManifest: string;
  /** What stood at each path; undefined for nothing. */
  readonly identities: ReadonlyMap<string, string | undefined>;
}

export interface Compiled extends Pick<Compilation, "files" | "secretPaths"> {
  /** What stays of backends that were not asked for. */
  readonly kept?: Kept | undefined;
}

/** Bytes of a file on disk that is worth comparing. */
const MAX_OUTPUT_BYTES = 16 * 1024 * 1024;

/** True where a mode lets others do more than the compiled one, or lacks what it has. */
export function wrongMode(found: number, wanted: number, secret: boolean): boolean {
  if (process.platform === "win32") return false;
  return secret ? (found & 0o077) !== 0 : (found & 0o100) !== (wanted & 0o100);
}

/**
 * Compares a compilation with the folder. Reports `CLP6201`, `CLP6202`, `CLP6205` and `CLP6210`.
 *
 * Replaced is what the manifest lists and is as it was written, or of its kind; where there is no
 * manifest, what is of its kind. Removed is a public file that is as it was written, and a secret one,
 * whose hash stands nowhere, that is of its kind.
 */
export function planOutput(
  folder: OutputFolder,
  manifest: ManifestState,
  own: OwnPaths,
  compiled: Compiled,
): OutputPlan {
  folder.directories.clear();
  const findings = new Map<string, Finding>();
  const identities = new Map<string, string | undefined>();
  const comparison: Comparison = {
    folder,
    manifest,
    listed: listedBy(manifest),
    own,
    look(path) {
      const found = lookAt(folder, path, MAX_OUTPUT_BYTES);
      if (found.kind === "absent") identities.set(path, undefined);
      if (found.kind === "file" || found.kind === "unreadable") identities.set(path, found.identity);
      return found;
    },
    report(path, finding) {
      if (!findings.has(path)) findings.set(path, finding);
    },
  };
  const steps: Step[] = [];
  let newManifest = "";
  for (const file of compiled.files) {
    if (file.path === MANIFEST) {
      newManifest = file.text;
      continue;
    }
    const step = stepFor(file, comparison);
    if (step === undefined) continue;
    steps.push(step);
    if (file.access === "secret" && step.kind !== "keep")
      checkDirectories(folder, file.path, comparison.report);
  }
  for (const one of outlived(comparison.listed, compiled)) {
    const { path } = one;
    const found = comparison.look(path);
    if (found.kind === "absent") continue;
    const reason = whyLeft(one, found, (bytes) => isOfOwnKind(path, bytes, own));
    steps.push(reason === undefined ? { kind: "remove", path } : { kind: "leave", path, reason });
  }
  return {
    steps,
    findings:
      manifest.kind === "damaged"
        ? damagedFindings(folder, manifest, steps, findings)
        : [...findings.values()],
    manifest,
    newManifest,
    identities,
  };
}

/** What is compared, and with what. */
interface Comparison {
  readonly folder: OutputFolder;
  readonly manifest: ManifestState;
  /** What the manifest lists, by path. */
  readonly listed: ReadonlyMap<string, ListedFile>;
  readonly own: OwnPaths;
  /** Looks at what is there, and remembers which file it was. */
  readonly look: (path: string) => Found;
  /** One finding a path is enough. */
  readonly report: (path: string, finding: Finding) => void;
}

/** What becomes of a file that is given; undefined, and reported, where something is in the way. */
function stepFor({ path, mode, access, text }: EmittedFile, comparison: Comparison): Step | undefined {
  const { folder, listed, look, report } = comparison;
  const bytes = new TextEncoder().encode(text);
  const secret = access === "secret";
  const found = look(path);
  switch (found.kind) {
    case "absent":
      return { kind: "create", path, mode, secret, bytes, edited: false };
    case "link":
      report(found.path, linkFinding(folder, found.path));
      return undefined;
    case "other":
    case "unreadable": {
      const at = "path" in found ? found.path : path;
      report(at, inTheWay(folder, at, found.reason));
      return undefined;
    }
    case "file": {
      if (equalBytes(found.bytes, bytes))
        return wrongMode(found.mode, mode, secret) ? { kind: "mode", path, mode } : { kind: "keep", path };
      const reason = refusal(path, found.bytes, comparison);
      if (reason !== undefined) {
        report(path, inTheWay(folder, path, reason));
        return undefined;
      }
      const one = listed.get(path);
      const edited = one !== undefined && one.hashes.size > 0 && !isAsWritten(one, found.bytes);
      return { kind: "update", path, mode, secret, bytes, edited };
    }
    default:
      return found satisfies never;
  }
}

/** Why a file that is there must not be replaced; undefined where it may. */
function refusal(path: string, bytes: Uint8Array, { manifest, listed, own }: Comparison): string | undefined {
  switch (manifest.kind) {
    case "absent":
      return isOfOwnKind(path, bytes, own) ? undefined : "clp-compile did not write it";
    case "damaged":
      return "nothing that can be read says that it is clp-compile's";
    case "valid": {
      const one = listed.get(path);
      if (one === undefined)
        return isOfOwnKind(path, bytes, own)
          ? `${MANIFEST} does not list it`
          : "clp-compile did not write it";
      return isAsWritten(one, bytes) || isOfOwnKind(path, bytes, own)
        ? undefined
        : "it is not what clp-compile wrote there";
    }
    default:
      return manifest satisfies never;
  }
}

/** True for bytes that are of the kind of what is written at a path. */
function isOfOwnKind(path: string, bytes: Uint8Array, own: OwnPaths): boolean {
  return isOfKind(bytes, own(path)?.kinds ?? []);
}

/** What a manifest lists, by path; nothing where it is not to be believed. */
export function listedBy(manifest: ManifestState): ReadonlyMap<string, ListedFile> {
  return manifest.kind === "valid" ? manifest.manifest.listed : new Map();
}

/** True for what the compiler wrote, also where git changed its line ends. */
function isAsWritten({ hashes }: ListedFile, bytes: Uint8Array): boolean {
  if (hashes.size === 0) return false;
  return hashes.has(sha256Hex(bytes)) || hashes.has(sha256Hex(withLf(new TextDecoder().decode(bytes))));
}

/**
 * Why something that is not given any more is not removed; undefined where it is.
 *
 * @param isKind whether bytes are of the path's kind
 */
export function whyLeft(
  one: ListedFile,
  found: Exclude<Found, { kind: "absent" }>,
  isKind: (bytes: Uint8Array) => boolean,
): string | undefined {
  if (found.kind !== "file") return found.reason;
  if (isAsWritten(one, found.bytes) || (one.secret && isKind(found.bytes))) return undefined;
  return one.secret ? "it is not what clp-compile wrote there" : "it was edited by hand";
}

/**
 * What earlier runs wrote and this one does not give, sorted by path. A secret file of an earlier run is
 * not among them where this run has no secrets; what was public is.
 */
export function outlived(
  listed: ReadonlyMap<string, ListedFile>,
  { files, secretPaths, kept }: Compiled,
): readonly ListedFile[] {
  const stays = [...files, ...(kept?.files ?? []), ...(kept?.secretFiles ?? []), ...(kept?.pending ?? [])];
  const settled = new Set(stays.map(({ path }) => path));
  for (const { path } of secretPaths) if (!listed.get(path)?.hashes.size) settled.add(path);
  return [...listed.values()]
    .filter(({ path }) => !settled.has(path))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** A damaged manifest is written anew where every file in the way is what would be written, and there is one. */
function damagedFindings(
  folder: OutputFolder,
  manifest: Extract<ManifestState, { kind: "damaged" }>,
  steps: readonly Step[],
  others: ReadonlyMap<string, Finding>,
): readonly Finding[] {
  if (manifest.bytes === undefined) {
    const { path } = manifest;
    return [manifest.link ? linkFinding(folder, path) : inTheWay(folder, path, manifest.reason)];
  }
  const isOurs = steps.some(({ kind }) => kind === "keep" || kind === "mode");
  if (others.size === 0 && isOurs) return [];
  const name = shown(folder, MANIFEST);
  return [
    fileFinding("CLP6210", name, `Cannot go by ${name}: ${manifest.reason}`, {
      notes: ["Nothing was changed"],
      help: `Delete ${name} and compile again: what is clp-compile's, edited or not, is then taken over, and all else stays`,
    }),
  ];
}

function checkDirectories(
  folder: OutputFolder,
  path: string,
  report: (path: string, finding: Finding) => void,
): void {
  for (let directory = parentOf(path); ; directory = parentOf(directory)) {
    const state = directoryState(folder, directory);
    if (state.kind === "directory" && state.othersMayWrite && process.platform !== "win32") {
      const name = shown(folder, directory);
      report(
        `${directory}/`,
        fileFinding(
          "CLP6205",
          name,
          `Cannot write secrets below ${name}: others may write to this directory`,
          {
            help: shell`chmod o-w ${pathWord(name)}`,
          },
        ),
      );
    }
    if (directory === "") return;
  }
}

function linkFinding(folder: OutputFolder, path: string): Finding {
  const name = shown(folder, path);
  return fileFinding("CLP6202", name, `Cannot write through ${name}: it is a symbolic link`, {
    help: "Links below the output folder are not followed: put a real file or directory there, or compile into another folder with --out",
  });
}

function inTheWay(folder: OutputFolder, path: string, reason: string): Finding {
  const name = shown(folder, path);
  return fileFinding("CLP6201", name, `Cannot replace ${name}: ${reason}`, {
    help: reason.endsWith("does not list it")
      ? `If it is clp-compile's, delete ${shown(folder, MANIFEST)} and compile again, which takes it over; if not, move it away`
      : "Only what clp-compile wrote is replaced: move it away, or compile into another folder with --out",
  });
}

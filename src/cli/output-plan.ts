/** What a compilation would change in its output folder, and what forbids it. Changes nothing. */

import { sha256Hex } from "../base/hash.ts";
import { pathWord, shell } from "../base/shell.ts";
import type { Compilation } from "../mod.ts";
import type { Finding } from "../report/finding.ts";
import { fileFinding } from "./findings.ts";
import {
  type Adopted,
  isAdopted,
  type ListedFile,
  MANIFEST,
  type Manifest,
  type ManifestState,
  readManifest,
} from "./manifest.ts";
import {
  directoryState,
  equalBytes,
  type Found,
  identityAt,
  lookAt,
  type OutputFolder,
  parentOf,
  shown,
} from "./output-folder.ts";

export type Step =
  | {
      readonly kind: "create" | "update";
      readonly path: string;
      readonly mode: number;
      readonly secret: boolean;
      readonly bytes: Uint8Array;
      /** True where somebody changed the file since it was compiled: that change gets lost. */
      readonly edited: boolean;
    }
  | { readonly kind: "mode"; readonly path: string; readonly mode: number }
  | { readonly kind: "remove"; readonly path: string; readonly edited: boolean }
  | { readonly kind: "keep"; readonly path: string };

export interface OutputPlan {
  /** Without the manifest, which is always the last. */
  readonly steps: readonly Step[];
  /** Why nothing may be written. */
  readonly findings: readonly Finding[];
  /** The manifest on disk when the plan was made … */
  readonly manifest: ManifestState;
  /** … and the one to be written. */
  readonly newManifest: Uint8Array;
  /** What stood at each path; undefined for nothing. */
  readonly identities: ReadonlyMap<string, string | undefined>;
}

export type Compiled = Pick<Compilation, "files" | "secretPaths">;

/** Bytes of a file on disk that is worth comparing. */
const LARGEST_OUTPUT = 16 * 1024 * 1024;

/** True where a mode lets others do more than the compiled one, or lacks what it has. */
export function wrongMode(found: number, wanted: number, secret: boolean): boolean {
  if (process.platform === "win32") return false;
  return secret ? (found & 0o077) !== 0 : (found & 0o100) !== (wanted & 0o100);
}

/** Compares a compilation with the folder. Reports `CLP6201`, `CLP6202` and `CLP6205`. */
export function planOutput(folder: OutputFolder, compiled: Compiled, adopted: Adopted): OutputPlan {
  folder.directories.clear();
  const manifest = readManifest(folder);
  const listed = manifest.kind === "valid" ? manifest.manifest.files : new Map<string, ListedFile>();
  const findings = new Map<string, Finding>();
  const report = (path: string, finding: Finding): void => {
    if (!findings.has(path)) findings.set(path, finding);
  };
  const identities = new Map<string, string | undefined>();
  const steps: Step[] = [];
  const encoder = new TextEncoder();

  const isOurs = (path: string, found: Found): boolean => listed.has(path) || isAdopted(adopted, path, found);
  const isEdited = (path: string, found: Found): boolean => {
    const hash = listed.get(path)?.sha256;
    if (hash === undefined || found.kind !== "file") return false;
    const now = sha256Hex(found.bytes);
    return now !== hash && now !== adopted.get(path)?.sha256;
  };
  const look = (path: string): Found => {
    const found = lookAt(folder, path, LARGEST_OUTPUT);
    if (found.kind === "absent") identities.set(path, undefined);
    if (found.kind === "file" || found.kind === "unreadable") identities.set(path, found.identity);
    if (found.kind === "link") report(found.path, linkFinding(folder, found.path));
    return found;
  };

  let newManifest: Uint8Array = new Uint8Array();
  for (const { path, mode, access, text } of compiled.files) {
    const bytes = encoder.encode(text);
    if (path === MANIFEST) {
      newManifest = bytes;
      continue;
    }
    const secret = access === "secret";
    const found = look(path);
    switch (found.kind) {
      case "absent":
        steps.push({ kind: "create", path, mode, secret, bytes, edited: false });
        break;
      case "link":
        break;
      case "other":
        report(found.path, inTheWay(folder, found.path, found.reason));
        break;
      case "file":
      case "unreadable":
        if (found.kind === "file" && equalBytes(found.bytes, bytes)) {
          const wrong = wrongMode(found.mode, mode, secret);
          steps.push(wrong ? { kind: "mode", path, mode } : { kind: "keep", path });
        } else if (isOurs(path, found)) {
          steps.push({ kind: "update", path, mode, secret, bytes, edited: isEdited(path, found) });
        } else report(path, inTheWay(folder, path, "clp-compile did not write it"));
        break;
      default:
        found satisfies never;
    }
    if (secret && steps.at(-1)?.path === path && steps.at(-1)?.kind !== "keep") {
      checkDirectories(folder, path, report);
    }
  }

  for (const path of outlived(listed, adopted, compiled)) {
    const found = look(path);
    if ((found.kind === "file" || found.kind === "unreadable") && isOurs(path, found)) {
      steps.push({ kind: "remove", path, edited: isEdited(path, found) });
    }
  }

  if (manifest.kind === "damaged") checkDamaged(folder, manifest, steps, report);
  identities.set(MANIFEST, identityAt(folder, MANIFEST));
  return { steps, findings: [...findings.values()], manifest, newManifest, identities };
}

/**
 * The paths of earlier runs that this one does not give, sorted. A secret file of an earlier run is not
 * among them where this run has no secrets; what was public is.
 */
export function outlived(
  listed: Manifest["files"],
  adopted: Adopted,
  compiled: Pick<Compiled, "files" | "secretPaths">,
): readonly string[] {
  const emitted = new Set(compiled.files.map(({ path }) => path));
  const secret = new Set(compiled.secretPaths.map(({ path }) => path));
  return [...new Set([...listed.keys(), ...adopted.keys()])]
    .filter((path) => !emitted.has(path) && !(secret.has(path) && listed.get(path)?.sha256 === undefined))
    .sort();
}

/** A damaged manifest is written anew only where the folder is ours beyond doubt. */
function checkDamaged(
  folder: OutputFolder,
  manifest: Extract<ManifestState, { kind: "damaged" }>,
  steps: readonly Step[],
  report: (path: string, finding: Finding) => void,
): void {
  if (manifest.bytes === undefined) {
    const { path } = manifest;
    report(path, manifest.link ? linkFinding(folder, path) : inTheWay(folder, path, manifest.reason));
  } else if (!steps.some(({ kind }) => kind === "keep" || kind === "mode")) {
    report(MANIFEST, inTheWay(folder, MANIFEST, manifest.reason));
  }
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
    help: "Only what manifest.json lists is replaced: move it away, or compile into another folder with --out",
  });
}

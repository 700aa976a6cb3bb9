/** What one run has made in the output folder so far: temporary files and directories, and how they go again. */
import {
  chmodSync,
  closeSync,
  fchmodSync,
  lstatSync,
  mkdirSync,
  openSync,
  rmdirSync,
  statSync,
  unlinkSync,
  writeSync,
} from "node:fs";
import { dirname } from "node:path";
import { randomHex } from "../native-crypto.ts";
import { systemCode } from "../system-error.ts";
import { makeFolders } from "./make-folders.ts";
import type { OwnPaths } from "./manifest.ts";
import { directoryState, type OutputFolder, parentOf, pathIn } from "./output-folder.ts";
import type { OutputPlan, WriteStep } from "./output-plan.ts";
import { temporaryName } from "./temporary-files.ts";

export interface Run {
  readonly folder: OutputFolder;
  readonly own: OwnPaths;
  readonly id: string;
  /** The path that is being worked on, for messages. */
  at: string;
  /** True from the first change that others can see. */
  changed: boolean;
  /** Temporary file by the path that it becomes. */
  readonly temporaries: Map<string, string>;
  /** In the order in which they were made; of the folder, by their paths in it. */
  readonly createdDirectories: string[];
  readonly createdPaths: Set<string>;
  /** The plan whose temporary files are there. */
  prepared: OutputPlan | undefined;
  /** How our pending manifest is known once it stands in its place. */
  pending: string | undefined;
}

export function newRun(folder: OutputFolder, own: OwnPaths): Run {
  return {
    folder,
    own,
    id: randomHex(8),
    at: "",
    changed: false,
    temporaries: new Map(),
    createdDirectories: [],
    createdPaths: new Set(),
    prepared: undefined,
    pending: undefined,
  };
}

export function writeStep(run: Run, step: WriteStep): void {
  makeDirectory(run, parentOf(step.path));
  run.at = step.path;
  writeTemporary(run, step.path, step.bytes, step.mode);
}

export function writeTemporary(
  run: Run,
  path: string,
  bytes: Uint8Array,
  mode: number,
  name?: string,
): string {
  const directory = parentOf(path);
  const file = temporaryName(run.id, name ?? run.temporaries.size);
  const temporary = directory === "" ? file : `${directory}/${file}`;
  const at = pathIn(run.folder, temporary);
  // "x": neither a link nor a file of somebody else is written to.
  const descriptor = openSync(at, "wx", mode & 0o700);
  run.temporaries.set(name ?? path, temporary);
  try {
    let written = 0;
    while (written < bytes.length) written += writeSync(descriptor, bytes, written);
    fchmodSync(descriptor, mode);
  } finally {
    closeSync(descriptor);
  }
  return temporary;
}

/** Makes a directory of the folder, and those above it; of the folder itself also those above that. */
export function makeDirectory(run: Run, path: string): void {
  const { folder } = run;
  if (directoryState(folder, path).kind === "directory") return;
  run.at = path;
  const at = pathIn(folder, path);
  if (path !== "") makeDirectory(run, parentOf(path));
  else makeFolders(dirname(at), (made) => run.createdDirectories.push(made));
  try {
    mkdirSync(at, { mode: 0o755 });
    run.createdDirectories.push(at);
    run.createdPaths.add(path);
  } catch (error) {
    // Another run was faster.
    if (systemCode(error) !== "EEXIST" || !isDirectory(at, path !== "")) throw error;
  }
  folder.directories.set(path, { kind: "directory", othersMayWrite: false });
}

function isDirectory(path: string, itself: boolean): boolean {
  const stat = itself
    ? lstatSync(path, { throwIfNoEntry: false })
    : statSync(path, { throwIfNoEntry: false });
  return stat?.isDirectory() === true;
}

export function setMode(run: Run, path: string, mode: number): void {
  run.at = path;
  chmodSync(pathIn(run.folder, path), mode);
}

/** Removes directories that a removed file left empty, up to the folder itself. */
export function removeEmpty(folder: OutputFolder, directory: string): void {
  for (let at = directory; at !== ""; at = parentOf(at)) {
    if (!unlessRefused(() => rmdirSync(pathIn(folder, at)))) return;
  }
}

/** Takes back what a run did before its first visible change; afterwards its manifest says what it was about. */
export function undo(run: Run): void {
  removeTemporaries(run);
  if (run.changed) return;
  for (const directory of run.createdDirectories.reverse()) unlessRefused(() => rmdirSync(directory));
  run.createdDirectories.length = 0;
}

export function removeTemporaries(run: Run): void {
  for (const temporary of run.temporaries.values()) remove(pathIn(run.folder, temporary));
  run.temporaries.clear();
}

/** Removes a file; that it is gone already is fine. */
export function remove(path: string): void {
  unlessGone(() => unlinkSync(path));
}

/** False where something on the way is not there any more. */
export function unlessGone(action: () => void): boolean {
  try {
    action();
    return true;
  } catch (error) {
    if (systemCode(error) !== "ENOENT") throw error;
    return false;
  }
}

/** False where the system says no. */
function unlessRefused(action: () => void): boolean {
  try {
    action();
    return true;
  } catch (error) {
    if (systemCode(error) === undefined) throw error;
    return false;
  }
}

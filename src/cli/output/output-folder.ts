/** Looks at the files of an output folder without ever following a link out of it. */
import { closeSync, constants, lstatSync, openSync, type Stats } from "node:fs";
import { join } from "node:path";
import { readUpTo } from "../host.ts";
import { reasonOf, systemCode } from "../system-error.ts";

export interface OutputFolder {
  /** As the user named it, for messages. */
  readonly name: string;
  /** As the system takes it. */
  readonly root: string;
  /** What is known of directories below the root, so that each is looked at once. */
  readonly directories: Map<string, DirectoryState>;
}

/** What stands at the place of a directory. */
type DirectoryState =
  | { readonly kind: "directory"; readonly othersMayWrite: boolean }
  | { readonly kind: "absent" }
  | { readonly kind: "link" | "other"; readonly path: string; readonly reason: string };

/** What stands at the place of a file. */
export type Found =
  | { readonly kind: "absent" }
  | {
      readonly kind: "file";
      readonly mode: number;
      readonly bytes: Uint8Array;
      /** Changes whenever the file is replaced or written to. */
      readonly identity: string;
    }
  /** A symbolic link, here or above. */
  | { readonly kind: "link"; readonly path: string; readonly reason: string }
  /** A directory, a device, a file in the place of a directory. */
  | { readonly kind: "other"; readonly path: string; readonly reason: string }
  | {
      readonly kind: "unreadable";
      readonly reason: string;
      readonly identity: string;
      readonly mode: number;
    };

export function outputFolder(name: string, root: string): OutputFolder {
  return { name, root, directories: new Map() };
}

/** The path of something in the folder, for messages. */
export function shown(folder: OutputFolder, path: string): string {
  return path === "" ? folder.name : join(folder.name, path);
}

/**
 * The path of something in the folder, as the system takes it. Not by `join`, which costs a cold start
 * some milliseconds: these paths are normal already.
 */
export function pathIn({ root }: OutputFolder, path: string): string {
  return path === "" ? root : `${root}/${path}`;
}

/** The directory of a path; "" is the folder itself. */
export function parentOf(path: string): string {
  const slash = path.lastIndexOf("/");
  return slash < 0 ? "" : path.slice(0, slash);
}

/** What stands where a directory of the folder is needed. */
export function directoryState(folder: OutputFolder, path: string): DirectoryState {
  const known = folder.directories.get(path);
  if (known !== undefined) return known;
  const state = lookAtDirectory(folder, path);
  folder.directories.set(path, state);
  return state;
}

type There =
  | { readonly kind: "there"; readonly stat: Stats }
  | { readonly kind: "absent" }
  | { readonly kind: "link"; readonly path: string; readonly reason: string }
  | { readonly kind: "unreadable"; readonly reason: string };

/** What stands at a path, no link followed. */
function statAt(folder: OutputFolder, path: string): There {
  let stat: Stats | undefined;
  try {
    stat = lstatSync(pathIn(folder, path), { throwIfNoEntry: false });
  } catch (error) {
    return { kind: "unreadable", reason: reasonOf(error, "read") };
  }
  if (stat === undefined) return { kind: "absent" };
  return stat.isSymbolicLink()
    ? { kind: "link", path, reason: "it is a symbolic link" }
    : { kind: "there", stat };
}

function lookAtDirectory(folder: OutputFolder, path: string): DirectoryState {
  if (path !== "") {
    const above = directoryState(folder, parentOf(path));
    if (above.kind !== "directory") return above;
  }
  const there = statAt(folder, path);
  if (there.kind === "unreadable") {
    // Why the folder itself cannot be looked at is said where it cannot be made.
    return path === "" ? { kind: "absent" } : { kind: "other", path, reason: there.reason };
  }
  if (there.kind !== "there") return there;
  const { stat } = there;
  if (!stat.isDirectory()) return { kind: "other", path, reason: "it is not a directory" };
  // In a sticky directory nobody can take away what is another's.
  return { kind: "directory", othersMayWrite: (stat.mode & 0o1002) === 0o002 };
}

/** Reads what stands at a path, up to `most` bytes. */
export function lookAt(folder: OutputFolder, path: string, most: number): Found {
  const above = directoryState(folder, parentOf(path));
  if (above.kind === "absent") return above;
  if (above.kind !== "directory") return above;
  const at = pathIn(folder, path);
  const there = statAt(folder, path);
  if (there.kind === "unreadable") return { ...there, identity: "", mode: 0 };
  if (there.kind !== "there") return there;
  const { stat } = there;
  if (stat.isDirectory()) return { kind: "other", path, reason: "it is a directory" };
  if (!stat.isFile()) return { kind: "other", path, reason: "it is no regular file" };
  const mode = stat.mode & 0o7777;
  const identity = identityOf(stat);
  if (stat.size > most) return { kind: "unreadable", reason: "it is too large", identity, mode };
  let descriptor: number | undefined;
  try {
    // Should a link have come since, it is not followed; nor is a pipe waited for.
    const { O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants;
    descriptor = openSync(at, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
    return { kind: "file", mode, bytes: readUpTo(descriptor, most + 1), identity };
  } catch (error) {
    if (systemCode(error) === "ENOENT") return { kind: "absent" };
    return { kind: "unreadable", reason: reasonOf(error, "read"), identity, mode };
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

/** The identity of what stands at a path now; undefined where there is nothing. */
export function identityAt(folder: OutputFolder, path: string): string | undefined {
  try {
    const stat = lstatSync(pathIn(folder, path), { throwIfNoEntry: false });
    return stat === undefined ? undefined : identityOf(stat);
  } catch (error) {
    if (systemCode(error) === undefined) throw error;
    return "";
  }
}

function identityOf(stat: Stats): string {
  return `${stat.ino}:${stat.size}:${stat.mtimeMs}:${stat.ctimeMs}:${stat.mode}`;
}

export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let index = 0; index < a.length; index++) if (a[index] !== b[index]) return false;
  return true;
}

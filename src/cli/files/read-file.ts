/** Reads one file of a person or of a repository, which may be none, or stand for another one. */
import { closeSync, constants, fstatSync, lstatSync, openSync, realpathSync } from "node:fs";
import { basename, dirname, sep } from "node:path";
import { readUpTo } from "../host.ts";
import { systemCode } from "../system-error.ts";

export type FileRead =
  | {
      readonly kind: "file";
      readonly bytes: Uint8Array;
      /** True where a link leads to a file of elsewhere, of which nothing is to be shown. */
      readonly leadsElsewhere: boolean;
    }
  | { readonly kind: "directory"; readonly reason: string }
  /** A pipe or a device, which nobody named. */
  | { readonly kind: "no file"; readonly reason: string };

export interface Reading {
  /** How many bytes at most. */
  readonly most: number;
  /** True where somebody named the file: it may be a pipe, which is waited for. */
  readonly waits: boolean;
  /** The working directory, as the system takes it. */
  readonly from: string;
}

/**
 * Reads a file.
 *
 * @param path as the system takes it
 * @throws what the system says where it cannot be read
 */
export function readFileAt(path: string, { most, waits, from }: Reading): FileRead {
  const { O_RDONLY, O_NONBLOCK = 0 } = constants;
  const descriptor = openSync(path, waits ? O_RDONLY : O_RDONLY | O_NONBLOCK);
  try {
    const stat = fstatSync(descriptor);
    if (stat.isDirectory()) return { kind: "directory", reason: "it is a directory" };
    if (!waits && !stat.isFile()) return { kind: "no file", reason: "it is a pipe or a device" };
    return {
      kind: "file",
      bytes: readUpTo(descriptor, most),
      leadsElsewhere: stat.isFile() && leadsElsewhere(path, from),
    };
  } finally {
    closeSync(descriptor);
  }
}

/**
 * True for a link to a file elsewhere. Whoever changes a repository may have made it lead to what this machine
 * alone can read, such as its environment or a key. A file of the same name, beside the link or below the working
 * directory, is what Kubernetes mounts and what deployments share: it is as good as a file.
 */
function leadsElsewhere(path: string, from: string): boolean {
  if (lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() !== true) return false;
  try {
    const real = realpathSync(path);
    const homes = [dirname(path), from].map((folder) => realpathSync(folder));
    return basename(real) !== basename(path) || !homes.some((home) => isWithin(real, home));
  } catch (error) {
    if (systemCode(error) === undefined) throw error;
    return true;
  }
}

/** True for a folder, and for what is in it; both with their links resolved. */
export function isWithin(place: string, folder: string): boolean {
  return place === folder || place.startsWith(folder.endsWith(sep) ? folder : `${folder}${sep}`);
}

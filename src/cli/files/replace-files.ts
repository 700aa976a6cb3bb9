/** Replaces files of a person, each at once, and none unless all of them could be written. */

import {
  closeSync,
  fchmodSync,
  fchownSync,
  fstatSync,
  fsyncSync,
  lstatSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import type { ShellCommand } from "../../base/shell.ts";
import type { Finding } from "../../report/finding.ts";
import { fileFinding } from "../findings.ts";
import { reasonOf } from "../system-error.ts";

export interface Replacement {
  /** As the user named it, for messages. */
  readonly name: string;
  /** As the system takes it. */
  readonly path: string;
  /** Undefined for a file that is new. */
  readonly before: Uint8Array | undefined;
  readonly after: Uint8Array;
}

/** What the files are replaced for, for messages. */
export interface Purpose {
  readonly code: Finding["code"];
  /** `fix` */
  readonly verb: string;
  /** The command that tries it again. */
  readonly again: ShellCommand;
  /** What can be done where the system refuses. */
  readonly otherwise: (name: string) => string;
}

/**
 * Reports by the code of the purpose where a file cannot be replaced, has changed since it was read, or is
 * there although it was not. Mode and owner stay; a link stays one, and the file that it names is replaced.
 */
export function replaceFiles(replacements: readonly Replacement[], purpose: Purpose): readonly Finding[] {
  const { code, verb, again, otherwise } = purpose;
  const prepared: { readonly one: Replacement; readonly temporary: string; readonly target: string }[] = [];
  let at: Replacement | undefined;
  try {
    for (const one of replacements) {
      at = one;
      const target = one.before === undefined ? one.path : realpathSync(one.path);
      const old = one.before === undefined ? undefined : statSync(target);
      const random = crypto.getRandomValues(new Uint32Array(2)).join("-");
      const temporary = join(dirname(target), `.clp-compile-${random}.tmp`);
      prepared.push({ one, temporary, target });
      const descriptor = openSync(temporary, "wx", old === undefined ? 0o666 : old.mode & 0o777);
      try {
        writeFileSync(descriptor, one.after);
        if (old !== undefined) takeOver(descriptor, old);
        fsyncSync(descriptor);
      } finally {
        closeSync(descriptor);
      }
    }
    const changed = prepared.filter(({ one, target }) => !isAsBefore(target, one.before));
    if (changed.length > 0)
      return changed.map(({ one: { name, before } }) =>
        fileFinding(
          code,
          name,
          `Cannot ${verb} ${name}: it ${before === undefined ? "has come into being" : "has changed"} since it was read`,
          {
            notes: ["Nothing was changed"],
            help: `Save it everywhere and run ${again} again`,
          },
        ),
      );
    for (const { one, temporary, target } of prepared) {
      at = one;
      renameSync(temporary, target);
    }
    return [];
  } catch (error) {
    const name = at?.name ?? "";
    return [
      fileFinding(code, name, `Cannot ${verb} ${name}: ${reasonOf(error, "write")}`, {
        help: otherwise(name),
      }),
    ];
  } finally {
    for (const { temporary } of prepared) rmSync(temporary, { force: true });
  }
}

/** Gives a new file the mode and the owner of the old one. */
function takeOver(descriptor: number, { mode, uid, gid }: Stats): void {
  // What the umask took away.
  fchmodSync(descriptor, mode & 0o777);
  const now = fstatSync(descriptor);
  if (now.uid !== uid || now.gid !== gid) fchownSync(descriptor, uid, gid);
}

function isAsBefore(path: string, before: Uint8Array | undefined): boolean {
  return before === undefined
    ? lstatSync(path, { throwIfNoEntry: false }) === undefined
    : isSame(readFileSync(path), before);
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}

/** Replaces files of a person, each at once, and none unless all of them could be written. */

import * as fs from "node:fs";
import { dirname, join } from "node:path";
import { shell } from "../../base/shell.ts";
import type { Finding } from "../../report/finding.ts";
import { fileFinding } from "../findings.ts";
import { reasonOf } from "../system-error.ts";

export interface Replacement {
  /** As the user named it, for messages. */
  readonly name: string;
  /** As the system takes it. */
  readonly path: string;
  readonly before: Uint8Array;
  readonly after: Uint8Array;
}

/**
 * Reports `CLP6206` where a file cannot be replaced, or has changed since it was read. Mode and owner stay;
 * a link stays one, and the file that it names is replaced.
 */
export function replaceFiles(replacements: readonly Replacement[]): readonly Finding[] {
  const prepared: { readonly one: Replacement; readonly temporary: string; readonly target: string }[] = [];
  let at: Replacement | undefined;
  try {
    for (const one of replacements) {
      at = one;
      const target = fs.realpathSync(one.path);
      const { mode, uid, gid } = fs.statSync(target);
      const random = crypto.getRandomValues(new Uint32Array(2)).join("-");
      const temporary = join(dirname(target), `.clp-compile-${random}.tmp`);
      prepared.push({ one, temporary, target });
      const descriptor = fs.openSync(temporary, "wx", mode & 0o777);
      try {
        fs.writeFileSync(descriptor, one.after);
        // What the umask took away.
        fs.fchmodSync(descriptor, mode & 0o777);
        const now = fs.fstatSync(descriptor);
        if (now.uid !== uid || now.gid !== gid) fs.fchownSync(descriptor, uid, gid);
        fs.fsyncSync(descriptor);
      } finally {
        fs.closeSync(descriptor);
      }
    }
    const changed = prepared.filter(({ one, target }) => !isSame(fs.readFileSync(target), one.before));
    if (changed.length > 0)
      return changed.map(({ one: { name } }) =>
        fileFinding("CLP6206", name, `Cannot fix ${name}: it has changed since it was read`, {
          notes: ["Nothing was changed"],
          help: "Save it everywhere and run clp-compile validate --fix again",
        }),
      );
    for (const { one, temporary, target } of prepared) {
      at = one;
      fs.renameSync(temporary, target);
    }
    return [];
  } catch (error) {
    const name = at?.name ?? "";
    return [
      fileFinding("CLP6206", name, `Cannot fix ${name}: ${reasonOf(error, "write")}`, {
        help: `The fixed text goes to standard output: ${shell`clp-compile validate - --fix < ${name}`}`,
      }),
    ];
  } finally {
    for (const { temporary } of prepared) fs.rmSync(temporary, { force: true });
  }
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}

/** The images of `images/` for a machine whose store does not have them: those of an engine of somebody else, and extra ones. */
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { type Machine, ok } from "./machine.ts";

/**
 * Makes images, as far as they are not made yet, and hands their archive over as a file of the machine.
 *
 * @param names which; all but the extra ones, if there is none
 */
export async function withArchive(
  machine: Machine,
  names: readonly string[],
  load: (archive: string) => Promise<unknown>,
): Promise<void> {
  const archive = "/images.tar";
  const script = join(import.meta.dirname, "images/build.sh");
  const command = ['archive=$1 && shift && sh "$@" >"$archive"', "sh", machine.path(archive), script];
  execFileSync("sh", ["-c", ...command, "--archive", ...names]);
  await load(archive);
  await ok(machine.run(["rm", archive]));
}

/** Gives a machine's engine images; all but the extra ones, if no name is given. */
export async function loadImages(machine: Machine, names: readonly string[] = []): Promise<void> {
  await withArchive(machine, names, (archive) =>
    ok(machine.run(["docker", "load", "--quiet", "--input", archive])),
  );
}

/** Which folders are no output folder, whatever stands in them, and which should be none. */
import { lstatSync, type Stats, statSync } from "node:fs";
import { dirname, normalize, parse, resolve } from "node:path";
import type { Sources } from "../../mod.ts";
import type { Finding } from "../../report/finding.ts";
import { located } from "../files/input-files.ts";
import { layersOf } from "../files/input-layers.ts";
import { fileFinding } from "../findings.ts";
import type { Host } from "../host.ts";
import { systemCode } from "../system-error.ts";
import type { Options } from "../usage/options.ts";
import { type OutputFolder, outputFolder } from "./output-folder.ts";

/** The folder that `--out` names, or why it cannot be one: `CLP6202`, `CLP6207`. */
export async function outputPlace(name: string, host: Host): Promise<OutputFolder | Finding> {
  // As text, so that what is looked at is what is written to: `link/` and `link/.` are the link.
  const root = normalize(located(host, name)).replace(/(?!^)[\\/]+$/, "");
  const link = statOf(() => lstatSync(root, { throwIfNoEntry: false }));
  if (link?.isSymbolicLink()) {
    return fileFinding("CLP6202", name, `Cannot use ${name} as the output folder: it is a symbolic link`, {
      help: "Name the directory that is meant: what a link points at changes without a trace",
    });
  }
  const reason = isSame(root, parse(resolve(root)).root, link)
    ? "it is the root of a file system"
    : isSame(root, await host.home(), link)
      ? "it is your home directory"
      : undefined;
  if (reason === undefined) return outputFolder(name, root);
  return fileFinding("CLP6207", name, `Cannot use ${name} as the output folder: ${reason}`, {
    help: "Name a directory of its own, such as out",
  });
}

/** `CLP6207`, as a warning, where the inputs stand directly in the output folder, among what is written there. */
export function amongInputs(
  { name, root }: OutputFolder,
  sources: Sources,
  { strict }: Pick<Options, "strict">,
  host: Host,
): readonly Finding[] {
  const there = statOf(() => statSync(root, { throwIfNoEntry: false }));
  const inputs = layersOf(sources)
    .map(([, { name: input }]) => input)
    .filter((input) => isSame(root, dirname(resolve(located(host, input))), there));
  if (inputs.length === 0) return [];
  return [
    fileFinding("CLP6207", name, `The output goes among the inputs: ${name} holds ${inputs.join(", ")}`, {
      severity: strict ? "error" : "warning",
      help: "Name a directory of its own with --out, such as out",
    }),
  ];
}

function isSame(path: string, other: string | undefined, stat: Stats | undefined): boolean {
  if (other === undefined) return false;
  if (resolve(path) === resolve(other)) return true;
  const there = statOf(() => statSync(other, { throwIfNoEntry: false }));
  return stat !== undefined && there !== undefined && stat.ino === there.ino && stat.dev === there.dev;
}

/** Undefined where the system refuses: what cannot be looked at is reported when it is to be read or written. */
function statOf(look: () => Stats | undefined): Stats | undefined {
  try {
    return look();
  } catch (error) {
    if (systemCode(error) === undefined) throw error;
    return undefined;
  }
}

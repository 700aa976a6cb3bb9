/**
 * A folder that was compiled for one release of CLP, and inputs that name none: a compiler that knows a newer
 * release would move a running site to it, with databases that cannot go back.
 */
import { shell } from "../../base/shell.ts";
import { knownRelease } from "../../clp/releases/releases.ts";
import type { Compilation } from "../../mod.ts";
import type { Finding } from "../../report/finding.ts";
import { fileFinding } from "../findings.ts";
import { MANIFEST, type ManifestState } from "./manifest.ts";
import { type OutputFolder, shown } from "./output-folder.ts";

/** Reports `CLP6120`; nothing where the site file names a release, or the folder is of the same one. */
export function unnamedRelease(
  folder: OutputFolder,
  state: ManifestState,
  { model }: Pick<Compilation, "model">,
): Finding | undefined {
  const before = state.kind === "valid" ? state.manifest.release : undefined;
  if (before === undefined || model === undefined || model.release.origin.kind !== "default")
    return undefined;
  const { id, name } = model.release.value;
  if (before === id) return undefined;
  const known = knownRelease(before);
  const was = known?.name ?? `CLP ${JSON.stringify(before)}`;
  return fileFinding(
    "CLP6120",
    shown(folder, MANIFEST),
    `Cannot tell for which release of CLP to compile: ${folder.name} is of ${was}, and the site file names none, which means ${name}`,
    {
      notes: ["Databases of a newer release change their files, and the older ones cannot read them again"],
      help:
        known === undefined
          ? `Write the release into the site file: \`clp_version: "${id}"\``
          : `To stay, write \`clp_version: "${known.id}"\` into the site file; to go to ${name}, ${shell`clp-compile migrate --from ${known.id} --to ${id}`}`,
    },
  );
}

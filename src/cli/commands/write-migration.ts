/** The files that a migration changes, and how they are written: all, or none. */
import { compareLayers } from "../../base/origin.ts";
import { shell } from "../../base/shell.ts";
import type { SourceText, SourceTexts } from "../../base/source-text.ts";
import type { Migration } from "../../migrate/migration.ts";
import type { Sources } from "../../mod.ts";
import type { Finding } from "../../report/finding.ts";
import { replacementOf } from "../files/input-bytes.ts";
import { sourceOf } from "../files/input-layers.ts";
import { type Replacement, replaceFiles } from "../files/replace-files.ts";
import type { Host } from "../host.ts";

/** The files that a migration changes, with their bytes before and afterwards. */
export function replacementsOf({ after }: Migration, sources: Sources, host: Host): readonly Replacement[] {
  return textsOf(after).map((text) => replacementOf(sourceOf(sources, text.file), text, host));
}

/** Writes all files, or none. Reports `CLP6418`. */
export function write(replacements: readonly Replacement[]): readonly Finding[] {
  return replaceFiles(replacements, {
    code: "CLP6418",
    verb: "migrate",
    again: shell`clp-compile migrate`,
    otherwise: () => "Nothing was changed; without --write the edits are shown",
  });
}

/** In the order of the inputs, each before the layers over it. */
export function textsOf(texts: SourceTexts): readonly SourceText[] {
  return Object.values(texts).sort((a, b) => compareLayers(a.file, b.file));
}

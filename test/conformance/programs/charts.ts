/**
 * CLP's Helm charts, which are not ours to bring along. `CLP_HELM_CHART` names the folder of one (in y-scope/clp:
 * tools/deployment/package-helm), or a folder with such a folder for each version.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";

const NAMED = process.env["CLP_HELM_CHART"] ?? "";

function versionOf(folder: string): string | undefined {
  const path = join(folder, "Chart.yaml");
  return existsSync(path) ? (parse(readFileSync(path, "utf8")) as { version: string }).version : undefined;
}

/** The folder of each chart that is at hand, by its version. */
export const CHART_FOLDERS: ReadonlyMap<string, string> = new Map(
  NAMED === ""
    ? []
    : [NAMED, ...readdirSync(NAMED).map((name) => join(NAMED, name))].flatMap((folder) => {
        const version = versionOf(folder);
        return version === undefined ? [] : [[version, folder] as const];
      }),
);

/** Why nothing is asked of a chart that is not at hand. */
export function notAtHand(version: string): string {
  return `CLP_HELM_CHART names neither the folder of CLP's chart ${version} nor one that has it`;
}

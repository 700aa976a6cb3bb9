/** What the images of the runtime tests can run: their stand-ins do what the programs of some releases of CLP do. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { atTestRelease } from "../at-release.ts";
import type { Any } from "../backends/kubernetes/manifests.ts";

/** The releases of CLP that have an image of stand-ins. */
export const RELEASES: readonly string[] = readFileSync(
  join(import.meta.dirname, "images/package/releases"),
  "utf8",
)
  .trim()
  .split("\n");

/** What a site file says, in the release of the stand-ins where it names none. */
export function siteForStandIns(path: string): string {
  return atTestRelease(existsSync(path) ? readFileSync(path, "utf8") : undefined) as string;
}

/** Why the images cannot run a folder of inputs; undefined where they can. */
export function whyNotStarted(folder: string): string | undefined {
  const read = (text: string) => (parse(text) ?? {}) as Readonly<Record<string, Any>>;
  const site = read(siteForStandIns(join(folder, "clp-site.yaml")));
  if (!RELEASES.includes(site["clp_version"])) return `there is no stand-in for CLP v${site["clp_version"]}`;
  if (site["hosts"] !== undefined) return "it has several hosts";
  return undefined;
}

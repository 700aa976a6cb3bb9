/** What the images of the runtime tests can run: their stand-ins do what the programs of one release of CLP do. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { atTestRelease, TEST_RELEASE } from "../at-release.ts";

/** What a site file says, in the release of the stand-ins where it names none. */
export function siteForStandIns(path: string): string {
  return atTestRelease(existsSync(path) ? readFileSync(path, "utf8") : undefined) as string;
}

/** True for a folder of inputs that the images can run: of their release, on one host, without other images. */
export function areForStandIns(folder: string): boolean {
  const site = parse(siteForStandIns(join(folder, "clp-site.yaml"))) as Readonly<Record<string, unknown>>;
  return (
    site["clp_version"] === TEST_RELEASE &&
    ["hosts", "presto", "images"].every((key) => site[key] === undefined)
  );
}

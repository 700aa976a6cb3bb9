/** Images that the site file names: a migration leaves them as they are, and says so where their release changes. */
import type { Reporter } from "../base/diagnostic.ts";
import { parseImage } from "../base/image-reference.ts";
import type { ReleaseId } from "../clp/releases/releases.ts";
import type { Upgrade } from "../clp/releases/upgrades/upgrade.ts";
import { dataAt, dataOf, locate } from "./edit/editable-document.ts";
import type { Layered } from "./edit/edited-layers.ts";
import { bundledServers } from "./hops/config-questions.ts";
import type { View } from "./hops/hop.ts";

interface Way {
  readonly to: ReleaseId;
  readonly down: boolean;
  readonly upgrades: readonly Upgrade[];
}

/**
 * Reports `CLP6632` for each image that stays of another version than the one of the release that is gone to:
 * that of a server whose version changes on the way, and CLP's own.
 *
 * @param view the config as it is before
 */
export function reportPinnedImages(site: Layered, view: View, way: Way, reporter: Reporter): void {
  const servers = bundledServers(view);
  const wanted = new Map<string, string>();
  if (way.upgrades.length > 0) wanted.set("package", way.to);
  // Of several changes on the way the last one counts.
  for (const { data } of way.upgrades)
    for (const { version } of data)
      if (version !== undefined && servers.get(version.server) === version.program)
        wanted.set(version.server, way.down ? version.before : version.after);
  for (const [key, version] of wanted) {
    const path = ["images", key];
    const image = dataAt(dataOf(site.root), path);
    if (typeof image !== "string" || parseImage(image).tag?.startsWith(version) === true) continue;
    reporter.report(
      "CLP6632",
      locate(site.root, path)?.entry.value.span,
      `images.${key} stays ${image}: CLP v${way.to} comes with ${version}`,
      {
        path,
        notes: ["What is said here of data is of the versions that the releases come with"],
        help: `Name an image of ${version}, or remove the key`,
      },
    );
  }
}

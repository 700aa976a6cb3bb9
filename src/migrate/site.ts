/** The release in the site file, which says for which one is compiled. */
import { createReporter, type Reporter } from "../base/diagnostic.ts";
import type { Source } from "../input/source.ts";
import { decode } from "../input/yaml/decode.ts";
import { dataAt, dataOf, type Editable, locate, openText } from "./edit/document.ts";
import { edit } from "./edit/edit.ts";

/** A site file where there is none. */
export const NEW_SITE = "# What clp-compile has to know of the place of deployment.\n";

/** As `init` leaves a key at its default. */
const SWITCHED_OFF = /^#clp_version:.*$/m;

/** With another release in it. Reports `CLP6416` where a person has to write it. */
export function editSite(site: Editable, release: string, reporter: Reporter): Editable | undefined {
  const line = `clp_version: "${release}"`;
  const [off] = locate(site.root, ["clp_version"]) === undefined ? (SWITCHED_OFF.exec(site.text) ?? []) : [];
  const edited =
    off === undefined
      ? edit(site, [{ kind: "set", path: ["clp_version"], value: release, quoted: true }])
      : openText(site.text.replace(SWITCHED_OFF, line), "site");
  if (edited !== undefined) return edited;
  reporter.report(
    "CLP6416",
    locate(site.root, ["clp_version"])?.entry.keySpan,
    "Cannot edit clp_version as it is written here, without touching anything else",
    { path: ["clp_version"], help: `Write \`${line}\`, and migrate again` },
  );
  return undefined;
}

/** The release that a site file says, whatever it is; undefined where it says none, or cannot be read. */
export function releaseInSite(site: Source): string | undefined {
  const decoded = decode(site, "site", createReporter());
  const document = decoded.readable ? openText(decoded.text, "site") : undefined;
  const value = document === undefined ? undefined : dataAt(dataOf(document.root), ["clp_version"]);
  return typeof value === "string" ? value : undefined;
}

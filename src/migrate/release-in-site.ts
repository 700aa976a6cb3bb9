/** The release in the site file, which says for which one is compiled. */
import { createReporter, type Reporter } from "../base/diagnostic.ts";
import type { Source } from "../input/source.ts";
import { decode } from "../input/yaml/decode.ts";
import { dataAt, dataOf, locate, openText } from "./edit/editable-document.ts";
import { editLayers, type Layered, layered } from "./edit/edited-layers.ts";
import { set } from "./edit/operation.ts";

/** A site file where there is none. */
export const NEW_SITE = "# What clp-compile has to know of the place of deployment.\n";

/** As `init` leaves a key at its default. */
const SWITCHED_OFF = /^#clp_version:.*$/m;

/**
 * With another release in the layer that says one, or else in the first. Reports `CLP6416` where a person has
 * to write it.
 */
export function editSite(site: Layered, release: string, reporter: Reporter): Layered | undefined {
  const line = `clp_version: "${release}"`;
  const written = locate(site.root, ["clp_version"]);
  const off = written === undefined ? site.layers.findIndex(({ text }) => SWITCHED_OFF.test(text)) : -1;
  const edited =
    off < 0
      ? editLayers(site, [set("clp_version", release, { quoted: true })], 0)
      : switchedOn(site, off, line);
  if (edited !== undefined) return edited;
  reporter.report(
    "CLP6416",
    written?.entry.keySpan,
    "Cannot edit clp_version as it is written here, without touching anything else",
    { path: ["clp_version"], help: `Write \`${line}\`, and migrate again` },
  );
  return undefined;
}

function switchedOn({ layers }: Layered, at: number, line: string): Layered | undefined {
  const { text, file } = layers[at]!;
  const edited = openText(text.replace(SWITCHED_OFF, line), file);
  return edited === undefined ? undefined : layered(layers.with(at, edited));
}

/**
 * The release that a site file with its layers says, whatever it is; undefined where they say none, or cannot
 * be read.
 */
export function releaseInSite(layers: readonly Source[]): string | undefined {
  const said = layers.flatMap((site) => {
    const decoded = decode(site, "site", createReporter());
    const document = decoded.readable ? openText(decoded.text, "site") : undefined;
    return document === undefined ? [] : (dataAt(dataOf(document.root), ["clp_version"]) ?? []);
  });
  const value = said.at(-1);
  return typeof value === "string" ? value : undefined;
}

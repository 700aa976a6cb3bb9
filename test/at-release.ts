/** Inputs of tests are of the first release, unless they name another: what is asserted stays what it is when a newer one comes out. */
import type { SourceTexts } from "../src/base/source-text.ts";
import type { Source } from "../src/mod.ts";

/** The release that tests are about where they say nothing of it. */
export const TEST_RELEASE = "0.9.0";

/** A site file that names a release, whatever it says besides; what is no mapping stays as it is. */
export function atTestRelease(site: Source["content"] | undefined): Source["content"] {
  if (site instanceof Uint8Array) {
    const text = new TextDecoder().decode(site);
    const named = atTestRelease(text);
    return named === text || text.includes("\ufffd") ? site : named;
  }
  const line = `clp_version: "${TEST_RELEASE}"\n`;
  if (site === undefined) return line;
  if (/clp_version/.test(site)) return site;
  if (site.trim() === "" || site.trim() === "{}") return line;
  if (site.trim().startsWith("{") && site.trim().endsWith("}"))
    return site.replace(/\}\s*$/, `, "clp_version": "${TEST_RELEASE}"}`);
  // Behind what is there, whose places stay the same.
  return /^[a-z_"]+ *:/m.test(site) ? `${site}${site.endsWith("\n") ? "" : "\n"}${line}` : site;
}

/** The texts that were read, with the site file as the test has it. */
export function asWritten(read: SourceTexts): SourceTexts {
  const { site } = read;
  if (site === undefined) return read;
  const text = site.text
    .replace(new RegExp(`\\n?clp_version: "${TEST_RELEASE}"\\n$`), (found) =>
      found.startsWith("\n") ? "\n" : "",
    )
    .replace(`, "clp_version": "${TEST_RELEASE}"}`, "}");
  return { ...read, site: { ...site, text } };
}

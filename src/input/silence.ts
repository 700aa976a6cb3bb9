/** Warnings that the site file silences, each for a reason that it states. */

import { createReporter, type Diagnostic } from "../base/diagnostic.ts";
import { fileOf, formatPath } from "../base/origin.ts";
import { nearest } from "../base/suggest.ts";
import { pick } from "../base/typed.ts";
import { allCodes, type Code, entryOf } from "../codes.ts";
import type { Inputs } from "./inputs.ts";
import { CREDENTIAL_VARIABLES } from "./schema/credentials.ts";

/** What must not be silenced: that something is. */
const ABOUT_SILENCE: readonly Code[] = ["CLP4071", "CLP4072"];

/**
 * Marks what the site file silences. Errors stay. Reports `CLP4071` for an entry that silences nothing, and
 * `CLP4072` for one that never could.
 *
 * @param findings all that a run reported
 * @param whole true where these are all that there is to be found: the inputs have no errors
 * @returns the findings, those about silence included
 */
export function silence(
  findings: readonly Diagnostic[],
  { site, credentials }: Pick<Inputs, "site" | "credentials">,
  whole: boolean,
): readonly Diagnostic[] {
  const entries = site.diagnostics.ignore;
  if (entries.length === 0) return findings;
  const used = new Set<number>();
  const marked = findings.map((finding) => {
    const index = entries.findIndex(({ code, at }) => finding.code === code && isAt(finding, at));
    if (index < 0 || finding.severity === "error" || ABOUT_SILENCE.includes(finding.code)) return finding;
    used.add(index);
    return { ...finding, silenced: entries[index]!.because };
  });
  const reporter = createReporter();
  for (const [index, entry] of entries.entries()) {
    if (used.has(index)) continue;
    const origin = pick(entry, "code").origin;
    const refused = neverSilenced(entry.code);
    if (refused !== undefined) {
      reporter.report("CLP4072", origin, `Cannot silence ${entry.code}: ${refused.why}`, {
        help: refused.help,
      });
    } else if (whole && canTell(entry, credentials !== undefined)) {
      const where = entry.at === undefined ? "about no key" : `at ${entry.at}`;
      const others = marked
        .filter(({ code, silenced }) => code === entry.code && silenced === undefined)
        .map(({ path }) => formatPath(path));
      reporter.report("CLP4071", origin, `Nothing to silence: ${entry.code} does not occur ${where}`, {
        help: others.length === 0 ? "Remove the entry" : `It occurs ${others.map(place).join(", ")}`,
      });
    }
  }
  return [...marked, ...reporter.diagnostics];
}

function place(path: string): string {
  return path === "" ? "about no key, so without `at`" : `at ${path}`;
}

/** `database.host`, or `config:database.host` where several files have such a key. */
function isAt({ path, primary }: Diagnostic, at: string | undefined): boolean {
  if (at === undefined) return path.length === 0;
  const [, file, name = at] = /^(?:(config|credentials|site):)?(.+)$/.exec(at) ?? [];
  return (
    (file === undefined || (primary !== undefined && file === fileOf(primary.span.file))) &&
    path.length > 0 &&
    (formatPath(path) === name || path.join(".") === name)
  );
}

function neverSilenced(code: string): { readonly why: string; readonly help: string } | undefined {
  const known = allCodes().find((one) => one === code);
  if (known === undefined) {
    const near = nearest(code, allCodes());
    return {
      why: "there is no such code",
      help: near === undefined ? "Remove the entry" : `Did you mean ${near}?`,
    };
  }
  const help = "Remove the entry";
  if (ABOUT_SILENCE.includes(known)) return { why: "it is about entries such as this one", help };
  if (known.startsWith("CLP6")) return { why: "it is about files, not about the inputs", help };
  // What a target that nobody named cannot carry is a warning by the code of an error.
  if (entryOf(known).severity === "error" && !known.startsWith("CLP5"))
    return { why: "it is an error", help };
  return undefined;
}

/** False where a finding may be missing for another reason than that it is mended. */
function canTell(
  { code, at }: { readonly code: string; readonly at?: string | undefined },
  withCredentials: boolean,
) {
  // Who compiles for other targets is not told of this one.
  if (code.startsWith("CLP5")) return false;
  if (withCredentials) return true;
  const path = at?.replace(/^credentials:/, "");
  return CREDENTIAL_VARIABLES.every(([, own]) => own.join(".") !== path);
}

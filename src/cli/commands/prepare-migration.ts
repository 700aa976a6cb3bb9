/** Inputs that are to be migrated: of which release they are, and what is asked of them. */
import { shell } from "../../base/shell.ts";
import { knownRelease, RELEASES, type ReleaseId } from "../../clp/releases/releases.ts";
import type { NewKeys } from "../../migrate/journey.ts";
import { migrate } from "../../migrate/migrate.ts";
import type { Migration } from "../../migrate/migration.ts";
import { releaseInSite } from "../../migrate/release-in-site.ts";
import type { Sources } from "../../mod.ts";
import type { Finding } from "../../report/finding.ts";
import { readInputs, siteNameOf } from "../files/input-files.ts";
import { fileFinding, findingsOf, hasErrors } from "../findings.ts";
import type { Host } from "../host.ts";
import { ownPaths, readManifest } from "../output/manifest.ts";
import { outputPlace } from "../output/output-place.ts";
import type { Options } from "../usage/options.ts";
import { wordsOf } from "../usage/words-of.ts";

/** Inputs that can be migrated, or what keeps them from it. */
export interface Prepared {
  /** Undefined where that is not known, or there is nothing to read. */
  readonly ready: { readonly sources: Sources; readonly from: ReleaseId } | undefined;
  readonly findings: readonly Finding[];
}

/**
 * Reads the inputs, and finds out of which release they are. Credentials are not read: no release that is known
 * has others. Reports `CLP6410` where nobody says the release, and `CLP6419` where site file and output disagree.
 */
export async function prepare(options: Options, host: Host): Promise<Prepared> {
  const { sources, findings } = await readInputs({ ...options, noSecrets: true }, host);
  if (sources === undefined || hasErrors(findings)) return { ready: undefined, findings };
  const { release: from, findings: doubts } = await releaseOfInputs(sources, options, host);
  return {
    ready: from === undefined ? undefined : { sources, from },
    findings: [...findings, ...doubts],
  };
}

/**
 * The migration that a command line asks for.
 *
 * @param words of the command that makes the edits, where it is about several deployments
 */
export function migrationOf(
  { sources, from }: NonNullable<Prepared["ready"]>,
  options: Options,
  {
    newKeys = "first",
    words,
  }: { readonly newKeys?: NewKeys; readonly words?: readonly string[] | undefined } = {},
): Migration {
  return migrate({
    sources,
    siteName: siteNameOf(options),
    from,
    to: options.to as ReleaseId,
    adoptDefaults: options.adoptDefaults,
    newKeys,
    write: options.write && !options.dryRun,
    out: options.out,
    flags: wordsOf(options),
    words: words ?? wordsOf(options),
  });
}

export function findingsOfMigration({ diagnostics, before, after }: Migration, options: Options) {
  return findingsOf(diagnostics, { ...after, ...before }, options);
}

/** The release that the inputs are of: as it is asked for, as the site file has it, or as it was compiled. */
async function releaseOfInputs(
  { site, siteLayers = [] }: Sources,
  options: Options,
  host: Host,
): Promise<{ readonly release: ReleaseId | undefined; readonly findings: readonly Finding[] }> {
  if (options.from !== undefined) return { release: options.from, findings: [] };
  const siteName = siteNameOf(options);
  const written = site === undefined ? undefined : releaseInSite([site, ...siteLayers]);
  const compiled = await releaseOfOutput(options, host);
  const said = written ?? compiled;
  const release = said === undefined ? undefined : knownRelease(said)?.id;
  const help = shell`clp-compile migrate --from ${RELEASES[0].id} --to ${options.to}`;
  if (release === undefined) {
    const message =
      said === undefined
        ? `Cannot tell which release of CLP the inputs are of: neither ${siteName} says it, nor has ${options.out} a manifest`
        : `Cannot migrate from CLP v${said}: only ${RELEASES.map(({ tag }) => tag).join(", ")} are known`;
    const finding = fileFinding("CLP6410", siteName, message, {
      help: `Name it, such as by ${help}, or write clp_version into the site file`,
    });
    return { release: undefined, findings: [finding] };
  }
  if (written === undefined || compiled === undefined || written === compiled)
    return { release, findings: [] };
  const finding = fileFinding(
    "CLP6419",
    siteName,
    `${siteName} says CLP v${written}, and ${options.out} was compiled for v${compiled}`,
    {
      severity: "warning",
      notes: [`The inputs are taken for those of v${written}`],
      help:
        compiled === options.to
          ? `If they are still those of v${compiled}: write \`clp_version: "${compiled}"\` into ${siteName}`
          : `If they were not migrated yet: the same command with \`--from ${compiled}\``,
    },
  );
  return { release, findings: [finding] };
}

/** The release that the output folder was compiled for; undefined where nobody can tell. */
async function releaseOfOutput(options: Options, host: Host): Promise<string | undefined> {
  const folder = await outputPlace(options.out, host);
  if ("code" in folder) return undefined;
  const state = readManifest(folder, ownPaths(await host.compiler()));
  return state.kind === "valid" ? state.manifest.release : undefined;
}

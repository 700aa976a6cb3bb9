/** `clp-compile migrate --to VERSION`: the inputs of one release of CLP become those of another. */
import { print, written } from "../../base/printable.ts";
import { shell } from "../../base/shell.ts";
import type { SourceText } from "../../base/source-text.ts";
import { knownRelease, RELEASES, type ReleaseId } from "../../clp/releases/releases.ts";
import { migrate } from "../../migrate/migrate.ts";
import type { Migration } from "../../migrate/migration.ts";
import { migrationData } from "../../migrate/say/migration-json.ts";
import { migrationMarkdown } from "../../migrate/say/migration-markdown.ts";
import { migrationText } from "../../migrate/say/migration-text.ts";
import type { Shown } from "../../migrate/say/summary.ts";
import { releaseInSite } from "../../migrate/site.ts";
import type { Source } from "../../mod.ts";
import type { Finding } from "../../report/finding.ts";
import { fixDiff } from "../../report/fix-diff.ts";
import { paintOf } from "../../report/paint.ts";
import { EXIT, type ExitCode } from "../exit.ts";
import { bytesOf, withMark } from "../files/input-bytes.ts";
import { located, readInputs, siteNameOf } from "../files/input-files.ts";
import { replaceFiles } from "../files/replace-files.ts";
import { fileFinding, findingsOf, hasErrors, reportFindings } from "../findings.ts";
import type { Host } from "../host.ts";
import { ownPaths, readManifest } from "../output/manifest.ts";
import { outputPlace } from "../output/output-place.ts";
import { DEFAULT_CONFIG, DEFAULT_OUT } from "../usage/choices.ts";
import type { Options } from "../usage/options.ts";

/**
 * Reports `CLP6410` where nobody says which release the inputs are of, `CLP6419` where site file and output
 * disagree, and what {@link migrate} reports. Credentials are not read: no release that is known has others.
 */
export async function migrateCommand(options: Options, host: Host): Promise<ExitCode> {
  const inputs = await readInputs({ ...options, noSecrets: true }, host);
  const { sources } = inputs;
  if (sources === undefined || hasErrors(inputs.findings)) {
    await reportFindings(inputs.findings, options, host);
    return EXIT.inputErrors;
  }
  const siteName = siteNameOf(options);
  const writes = options.write && !options.dryRun;
  const { release: from, findings: doubts } = await releaseOfInputs(sources.site, siteName, options, host);
  if (from === undefined) {
    await reportFindings([...inputs.findings, ...doubts], options, host);
    return EXIT.inputErrors;
  }

  const found = migrate({
    config: sources.config,
    site: sources.site,
    siteName,
    from,
    to: options.to as ReleaseId,
    adoptDefaults: options.adoptDefaults,
    write: writes,
    out: options.out,
    flags: flagsOf(options),
  });
  const findings = [
    ...inputs.findings,
    ...doubts,
    ...findingsOf(found.diagnostics, { ...found.after, ...found.before }, options),
  ];
  const decided = found.decided && !hasErrors(findings);
  const migration: Migration = { ...found, decided };
  const refused = decided && writes ? write(migration, sources.config, sources.site, host) : [];
  await reportFindings([...findings, ...refused], options, host);
  if (refused.length > 0) return EXIT.fileSystem;
  await show(migration, decided && writes, options, host);
  if (!decided) return EXIT.inputErrors;
  return migration.edits.length === 0 || writes ? EXIT.done : EXIT.difference;
}

/** The release that the inputs are of: as it is asked for, as the site file has it, or as it was compiled. */
async function releaseOfInputs(
  site: Source | undefined,
  siteName: string,
  options: Options,
  host: Host,
): Promise<{ readonly release: ReleaseId | undefined; readonly findings: readonly Finding[] }> {
  if (options.from !== undefined) return { release: options.from, findings: [] };
  const written = site === undefined ? undefined : releaseInSite(site);
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
      help: `If they were not migrated yet: ${shell`clp-compile migrate --from ${compiled} --to ${options.to}`}`,
    },
  );
  return { release, findings: [finding] };
}

/** The release that the output folder was compiled for; undefined where nobody can tell. */
async function releaseOfOutput(options: Options, host: Host): Promise<string | undefined> {
  const folder = outputPlace(options.out, host);
  if ("code" in folder) return undefined;
  const state = readManifest(folder, ownPaths(await host.compiler()));
  return state.kind === "valid" ? state.manifest.release : undefined;
}

/** The flags that name the same inputs and the same folder. */
function flagsOf({ config, site, out }: Options): readonly string[] {
  return [
    ...(config === undefined || config === DEFAULT_CONFIG ? [] : ["--config", config]),
    ...(site === undefined ? [] : ["--site", site]),
    ...(out === DEFAULT_OUT ? [] : ["--out", out]),
  ];
}

/** Writes all files, or none. */
function write(
  { after }: Migration,
  config: Source,
  site: Source | undefined,
  host: Host,
): readonly Finding[] {
  const replacement = (text: SourceText, source: Source | undefined) => {
    const before = source === undefined ? undefined : bytesOf(source.content);
    const bytes = new TextEncoder().encode(text.text);
    return {
      name: text.name,
      path: located(host, text.name),
      before,
      after: before === undefined ? bytes : withMark(before, bytes),
    };
  };
  const replacements = [
    ...(after.config === undefined ? [] : [replacement(after.config, config)]),
    ...(after.site === undefined ? [] : [replacement(after.site, site)]),
  ];
  return replaceFiles(replacements, {
    code: "CLP6418",
    verb: "migrate",
    again: shell`clp-compile migrate`,
    otherwise: () => "Nothing was changed; without --write the edits are shown",
  });
}

async function show(migration: Migration, isWritten: boolean, options: Options, host: Host): Promise<void> {
  const { before, after } = migration;
  const files = (["config", "site"] as const).flatMap((file) => {
    const text = after[file];
    if (text === undefined) return [];
    const old = before[file];
    return [
      {
        name: text.name,
        created: old === undefined,
        diff: fixDiff(old ?? { ...text, text: "", masked: [] }, text),
      },
    ];
  });
  const shown: Shown = { files, written: isWritten };
  if (options.json) {
    const { jsonText } = await import("../../base/printable.ts");
    host.out(jsonText(migrationData(migration, shown)));
    return;
  }
  const { before: _before, after: _after, diagnostics: _diagnostics, ...account } = migration;
  const data = { account, shown };
  const paint = paintOf((await host.terminal("out")).color);
  host.out(
    options.format === "markdown"
      ? written(data, (one) => migrationMarkdown(one.account, one.shown))
      : written(data, (one) => migrationText(one.account, one.shown, paint)),
  );
  if (!isWritten && migration.decided && migration.edits.length > 0 && options.format === "text")
    host.out(print`\nNothing is written: --write makes the edits\n`);
}

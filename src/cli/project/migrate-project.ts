/** Migrates deployments at once: files that several of them share are edited for all. */
import { resolve } from "node:path";
import { type ShellCommand, shell } from "../../base/shell.ts";
import type { SourceText } from "../../base/source-text.ts";
import { type DataMap, isDataMap, saysTheSame } from "../../migrate/edit/editable-document.ts";
import type { NewKeys } from "../../migrate/journey.ts";
import type { Migration } from "../../migrate/migration.ts";
import type { Sources } from "../../mod.ts";
import type { Finding } from "../../report/finding.ts";
import { findingsOfMigration, migrationOf, type Prepared, prepare } from "../commands/prepare-migration.ts";
import { showMigration } from "../commands/show-migration.ts";
import { replacementsOf, write } from "../commands/write-migration.ts";
import { EXIT, type ExitCode } from "../exit.ts";
import { located, siteNameOf } from "../files/input-files.ts";
import { layersOf, withTexts } from "../files/input-layers.ts";
import type { Replacement } from "../files/replace-files.ts";
import { fileFinding, hasErrors, reportFindings } from "../findings.ts";
import type { Host } from "../host.ts";
import type { Run, Together } from "../usage/command.ts";
import type { Options } from "../usage/options.ts";
import { realPath } from "./project-paths.ts";

interface Member extends Prepared {
  readonly options: Options;
}

/** Where a file stands: deployments may name one file by several spellings, or by links. */
type PlaceOf = (name: string) => string;

/**
 * Writes all files of all deployments, or none. Reports what {@link prepare} and `migrate` report of each, `CLP6630`
 * for files that a deployment shares with one that was not asked for, and `CLP6631` where two deployments need
 * different edits in a file that they share.
 */
export async function migrateTogether({ asked, others }: Together, host: Host): Promise<Run> {
  const members: Member[] = [];
  for (const options of asked) members.push({ options, ...(await prepare(options, host)) });
  const words = wordsFor(asked, others);
  // A deployment that is alone shares nothing: the disk need not be asked.
  const placeOf: PlaceOf = asked.length + others.length === 1 ? (name) => name : placesOn(host);
  // What all of them need goes where they share it; else each writes it down for itself.
  const first = join(members, "first", words, placeOf);
  const { migrations, conflicts } =
    first.conflicts.size === 0 ? first : join(members, "last", words, placeOf);

  const said = new Map(
    members.map(({ options, findings }) => {
      const own = migrations.get(options);
      const more =
        own === undefined
          ? []
          : [...findingsOfMigration(own, options), ...sharedWith(own, others, options, placeOf)];
      return [options, [...findings, ...more, ...(conflicts.get(options) ?? [])]];
    }),
  );
  const decided = (options: Options): boolean =>
    migrations.get(options)?.decided === true && !hasErrors(said.get(options)!);
  const writes =
    members.every(({ options }) => decided(options)) && asked.some(({ write, dryRun }) => write && !dryRun);
  const refused = writes ? write(replacements(members, migrations, placeOf, host)) : [];

  return async (options, own): Promise<ExitCode> => {
    await reportFindings([...said.get(options)!, ...refused], options, own);
    const migration = migrations.get(options);
    if (migration === undefined) return EXIT.inputErrors;
    if (refused.length > 0) return EXIT.fileSystem;
    return await showMigration({ ...migration, decided: decided(options) }, writes, options, own);
  };
}

/** What names the same deployments on a command line; undefined where there is no project file. */
function wordsFor(asked: readonly Options[], others: readonly Options[]): readonly string[] | undefined {
  const names = asked.flatMap(({ deployments }) => deployments);
  if (names.length === 0) return undefined;
  return others.length === 0 ? [] : names;
}

/** The disk is asked once of each name: of a file that many share, each of them asks. */
function placesOn(host: Host): PlaceOf {
  const known = new Map<string, string>();
  return (name) => {
    const place = known.get(name) ?? realPath(resolve(located(host, name)));
    known.set(name, place);
    return place;
  };
}

/** A deployment that is left out would mean something else, with half of its files migrated. */
function sharedWith(
  migration: Migration,
  others: readonly Options[],
  { to }: Options,
  placeOf: PlaceOf,
): readonly Finding[] {
  return Object.values(migration.after).flatMap(({ name }) => {
    const place = placeOf(name);
    const sharing = others
      .filter((one) => filesOf(one).some((file) => placeOf(file) === place))
      .flatMap(({ deployments }) => deployments);
    if (sharing.length === 0) return [];
    return fileFinding(
      "CLP6630",
      name,
      `Cannot migrate ${name} alone: it is a file of ${sharing.join(", ")}, too`,
      {
        help: `Migrate them together: ${allOf(to)}`,
      },
    );
  });
}

function allOf(to: string): ShellCommand {
  return shell`clp-compile migrate --to ${to}`;
}

function filesOf(options: Options): readonly string[] {
  const { config, configLayers, siteLayers } = options;
  return [...(config === undefined ? [] : [config]), ...configLayers, siteNameOf(options), ...siteLayers];
}

interface Joined {
  readonly migrations: ReadonlyMap<Options, Migration>;
  readonly conflicts: ReadonlyMap<Options, readonly Finding[]>;
}

/** Each deployment for itself; of a file that several share all must make the same. */
function join(
  members: readonly Member[],
  newKeys: NewKeys,
  words: readonly string[] | undefined,
  placeOf: PlaceOf,
): Joined {
  const migrations = new Map<Options, Migration>();
  /** By places. */
  const texts = new Map<string, string>();
  const clashing = new Map<string, { readonly name: string; readonly options: Options }>();
  for (const { options, ready } of members) {
    if (ready === undefined) continue;
    const migration = migrationOf(ready, options, { newKeys, words });
    migrations.set(options, migration);
    for (const { name, text } of Object.values<SourceText>(migration.after)) {
      const place = placeOf(name);
      if ((texts.get(place) ?? text) !== text) clashing.set(place, { name, options });
      texts.set(place, text);
    }
  }
  const conflicts = new Map<Options, readonly Finding[]>();
  for (const { name, options } of clashing.values()) conflicts.set(options, [conflict(options, name, [])]);
  for (const { options, ready } of members) {
    const alone = migrations.get(options);
    if (ready === undefined || alone?.decided !== true || clashing.size > 0 || members.length === 1) continue;
    // With the edits of all made nothing may be left to do, and it must say what it would say alone.
    const after = migrationOf({ ...ready, sources: asLeft(ready.sources, texts, options, placeOf) }, options);
    const differs = differences(after.outcome, alone.outcome);
    const [shared = ""] = filesOf(options).filter((name) => texts.has(placeOf(name)));
    if (after.edits.length > 0 || differs.length > 0)
      conflicts.set(options, [conflict(options, shared, differs)]);
  }
  return { migrations, conflicts };
}

/** The sections in which two outcomes say something else. */
function differences(is: Migration["outcome"], was: Migration["outcome"]): readonly string[] {
  return (["config", "site"] as const).flatMap((file) => {
    const [one, other] = [is?.[file], was?.[file]];
    if (!isDataMap(one) || !isDataMap(other)) return [];
    const part = (map: DataMap, key: string) => new Map([...map].filter(([name]) => name === key));
    return [...new Set([...one.keys(), ...other.keys()])].filter(
      (key) => !saysTheSame(part(one, key), part(other, key)),
    );
  });
}

function conflict({ deployments }: Options, name: string, differs: readonly string[]): Finding {
  const keys = differs.length === 0 ? "" : `, in ${differs.join(", ")}`;
  return fileFinding(
    "CLP6631",
    name,
    `Cannot edit ${name} for all deployments: ${deployments.join(", ")} needs another edit than those before it${keys}`,
    { help: "Write what differs into a layer of each deployment, and migrate again" },
  );
}

/** The same files as others have left them; a site file that one has made is there for the next. */
function asLeft(
  sources: Sources,
  texts: ReadonlyMap<string, string>,
  options: Options,
  placeOf: PlaceOf,
): Sources {
  const name = siteNameOf(options);
  const textOf = (file: string): string | undefined => texts.get(placeOf(file));
  const made = textOf(name);
  const site = sources.site ?? (made === undefined ? undefined : { name, content: made });
  const left = layersOf(sources).flatMap(([layer, source]) => {
    const text = textOf(source.name);
    return text === undefined ? [] : [[layer, text] as const];
  });
  return withTexts({ ...sources, site }, Object.fromEntries(left));
}

/** Each file once. */
function replacements(
  members: readonly Member[],
  migrations: Joined["migrations"],
  placeOf: PlaceOf,
  host: Host,
): readonly Replacement[] {
  const found = new Map<string, Replacement>();
  for (const { options, ready } of members) {
    const migration = migrations.get(options);
    if (ready === undefined || migration === undefined) continue;
    for (const one of replacementsOf(migration, ready.sources, host)) found.set(placeOf(one.name), one);
  }
  return [...found.values()];
}

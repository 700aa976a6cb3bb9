/** From one release of CLP to another: inputs go in; edits with their reasons, findings and steps come out. */
import { createReporter, hasErrors, type Reporter } from "../base/diagnostic.ts";
import { once } from "../base/once.ts";
import type { FileId } from "../base/origin.ts";
import type { SourceText } from "../base/source-text.ts";
import type { ReleaseId } from "../clp/releases/releases.ts";
import { upgradesBetween } from "../clp/releases/upgrades/upgrades.ts";
import { maskSecrets, maskSite } from "../input/mask.ts";
import { configOfAllReleases } from "../input/schema/config.ts";
import type { Source } from "../input/source.ts";
import { decode } from "../input/yaml/decode.ts";
import type { ReadDocument } from "../input/yaml/node.ts";
import { dataAt, dataOf, type Editable, openText } from "./edit/document.ts";
import { viewOf } from "./hops/hop.ts";
import { wayBetween } from "./hops/hops.ts";
import { travel } from "./journey.ts";
import type { Migration, MigrationEdit } from "./migration.ts";
import { editSite, NEW_SITE } from "./site.ts";
import { type Places, stepsOf } from "./steps.ts";

export interface MigrateRequest {
  readonly config: Source;
  /** Undefined: there is none yet. */
  readonly site: Source | undefined;
  /** The name of the site file, also of one that is made. */
  readonly siteName: string;
  readonly from: ReleaseId;
  readonly to: ReleaseId;
  /** True where new defaults are wanted, rather than the old behaviour. */
  readonly adoptDefaults: boolean;
  /** True where the outcome is to be written. */
  readonly write: boolean;
  /** The output folder, for the commands of the steps. */
  readonly out: string;
  /** The flags by which these inputs and this folder are named on a command line. */
  readonly flags: readonly string[];
}

/**
 * Migrates. Pure: what is to be written stands in `after`. Reports what keeps a text from being read
 * (`CLP1xxx`), what a person has to decide (`CLP6411` to `CLP6415`), edits that only a person can make
 * (`CLP6416`) and what is lost on the way to an earlier release (`CLP6417`).
 */
export function migrate(request: MigrateRequest): Migration {
  const { from, to, adoptDefaults } = request;
  const reporter = createReporter();
  const config = open(request.config, "config", reporter);
  const site = open(request.site ?? { name: request.siteName, content: NEW_SITE }, "site", reporter);
  const before = {
    ...(config.source === undefined ? {} : { config: config.source }),
    ...(request.site === undefined || site.source === undefined ? {} : { site: site.source }),
  };
  if (config.document === undefined || site.document === undefined) {
    const nothing = { edits: [], adopted: [], requests: [], notices: [], clients: [], steps: [] };
    return { ...nothing, from, to, decided: false, diagnostics: reporter.diagnostics, before, after: {} };
  }

  const { down, upgrades } = upgradesBetween(from, to);
  const journey = travel(config.document, wayBetween(from, to), adoptDefaults, reporter);
  const versioned = editSite(site.document, to, reporter);
  const isNew = request.site === undefined;
  const siteText =
    versioned === undefined || (versioned.text === site.document.text && !isNew)
      ? undefined
      : sourceText(request.siteName, versioned);
  const { edits, adopted, requests, notices, document } = journey;
  const places = placesOf(request, config.document, site.document);
  return {
    from,
    to,
    decided: !hasErrors(reporter.diagnostics),
    edits: siteText === undefined ? edits : [...edits, versionEdit(to)],
    adopted,
    requests,
    notices,
    clients: down ? [] : upgrades.flatMap(({ clients }) => clients.map(({ text }) => text)),
    steps: stepsOf({
      from,
      to,
      down,
      upgrades,
      view: viewOf(dataOf(config.document.root), adoptDefaults),
      places,
      adoptDefaults,
      written: request.write,
      hadSite: !isNew,
    }),
    diagnostics: reporter.diagnostics,
    before,
    after: {
      ...(document.text === config.document.text
        ? {}
        : { config: sourceText(request.config.name, document) }),
      ...(siteText === undefined ? {} : { site: siteText }),
    },
  };
}

function versionEdit(to: ReleaseId): MigrationEdit {
  return {
    file: "site",
    action: "set",
    path: "clp_version",
    value: to,
    why: "It is the release that is compiled for from now on",
    release: to,
    fact: { section: "the-release-of-a-deployment" },
  };
}

interface Opened {
  readonly document: Editable | undefined;
  /** Undefined where the file is no text. */
  readonly source: SourceText | undefined;
}

function open(source: Source, file: "config" | "site", reporter: Reporter): Opened {
  const decoded = decode(source, file, reporter);
  const document = decoded.readable ? openText(decoded.text, file, reporter) : undefined;
  const read = document ?? { root: undefined, whole: false, comments: [] };
  return {
    document: hasErrors(reporter.diagnostics) ? undefined : document,
    source: masked(source.name, decoded.text, file, read),
  };
}

function sourceText(name: string, document: Editable): SourceText {
  return masked(name, document.text, document.file, document);
}

/** What of the texts may be shown is what `compile` would show. */
function masked(name: string, text: string, file: FileId, document: ReadDocument): SourceText {
  const ranges = once(() =>
    file === "site" ? maskSite(text, document) : maskSecrets(text, document, configOfAllReleases),
  );
  return {
    file,
    name,
    text,
    get masked() {
      return ranges();
    },
  };
}

function placesOf(request: MigrateRequest, config: Editable, site: Editable): Places {
  const of = (document: Editable, path: readonly string[], fallback: string): string => {
    const value = dataAt(dataOf(document.root), path);
    return typeof value === "string" ? value : fallback;
  };
  const home = of(site, ["host", "clp_home"], `${request.out}/compose`);
  const own = of(site, ["host", "home"], "~");
  const directory = (key: string, fallback: string): string => {
    const written = of(config, [key], fallback).replace(/^~(?=\/|$)/, own);
    return /^[/~]/.test(written) ? written : `${home}/${written}`;
  };
  return {
    config: request.config.name,
    site: request.siteName,
    out: request.out,
    flags: request.flags,
    data: directory("data_directory", "var/data"),
    logs: directory("logs_directory", "var/log"),
    tmp: directory("tmp_directory", "var/tmp"),
  };
}

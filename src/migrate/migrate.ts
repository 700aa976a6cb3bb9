/** From one release of CLP to another: inputs go in; edits with their reasons, findings and steps come out. */
import { createReporter, hasErrors, type Reporter } from "../base/diagnostic.ts";
import type { ByLayer } from "../base/origin.ts";
import type { SourceTexts } from "../base/source-text.ts";
import type { ReleaseId } from "../clp/releases/releases.ts";
import { upgradesBetween } from "../clp/releases/upgrades/upgrades.ts";
import { sourceText } from "../input/mask.ts";
import type { Source, Sources } from "../input/source.ts";
import { decode } from "../input/yaml/decode.ts";
import { dataAt, dataOf, openText } from "./edit/editable-document.ts";
import { type Layered, layered, layerIds } from "./edit/edited-layers.ts";
import { viewOf } from "./hops/hop.ts";
import { wayBetween } from "./hops/hops.ts";
import { type NewKeys, travel } from "./journey.ts";
import type { Migration, MigrationEdit } from "./migration.ts";
import { reportPinnedImages } from "./pinned-images.ts";
import { editSite, NEW_SITE } from "./release-in-site.ts";
import { type Places, stepsOf } from "./steps.ts";

export interface MigrateRequest {
  /** Config and site file with their layers; the site file may be missing. */
  readonly sources: Pick<Sources, "config" | "configLayers" | "site" | "siteLayers">;
  /** The name of the site file, also of one that is made. */
  readonly siteName: string;
  readonly from: ReleaseId;
  readonly to: ReleaseId;
  /** True where new defaults are wanted, rather than the old behaviour. */
  readonly adoptDefaults: boolean;
  /** Where keys go that no layer has: into the first that they follow from, or into the last. */
  readonly newKeys?: NewKeys;
  /** True where the outcome is to be written. */
  readonly write: boolean;
  /** The output folder, for the commands of the steps. */
  readonly out: string;
  /** By which these inputs and this folder are named on a command line: flags, or a deployment. */
  readonly flags: readonly string[];
  /** By which those are named that are migrated together; undefined: the same. */
  readonly words?: readonly string[];
}

/**
 * Migrates. Pure: what is to be written stands in `after`. Reports what keeps a text from being read
 * (`CLP1xxx`), what a person has to decide (`CLP6411` to `CLP6415`, `CLP6590`), edits that only a person can make
 * (`CLP6416`), what is lost on the way to an earlier release (`CLP6417`), and images that stay (`CLP6632`).
 */
export function migrate(request: MigrateRequest): Migration {
  const { sources, siteName, from, to, adoptDefaults, newKeys = "first" } = request;
  const reporter = createReporter();
  const isNew = sources.site === undefined;
  const config = openLayers("config", [sources.config, ...(sources.configLayers ?? [])], reporter);
  const site = openLayers(
    "site",
    [sources.site ?? { name: siteName, content: NEW_SITE }, ...(sources.siteLayers ?? [])],
    reporter,
  );
  const { site: firstSite, ...others } = { ...config.texts, ...site.texts };
  const before = isNew || firstSite === undefined ? others : { ...others, site: firstSite };
  if (config.document === undefined || site.document === undefined || hasErrors(reporter.diagnostics)) {
    const nothing = { edits: [], adopted: [], requests: [], notices: [], clients: [], steps: [] };
    return { ...nothing, from, to, decided: false, diagnostics: reporter.diagnostics, before, after: {} };
  }

  const { down, upgrades } = upgradesBetween(from, to);
  const view = viewOf(config.document, adoptDefaults);
  const { edits, adopted, requests, notices, document } = travel(
    config.document,
    wayBetween(from, to),
    { adoptDefaults, newKeys },
    reporter,
  );
  reportPinnedImages(site.document, view, { to, down, upgrades }, reporter);
  const versioned = editSite(site.document, to, reporter) ?? site.document;
  const siteAfter = changedTexts(site, versioned, before);
  return {
    from,
    to,
    decided: !hasErrors(reporter.diagnostics),
    edits: Object.keys(siteAfter).length === 0 ? edits : [...edits, versionEdit(to)],
    adopted,
    requests,
    notices,
    clients: down ? [] : upgrades.flatMap(({ clients }) => clients.map(({ text }) => text)),
    steps: stepsOf({
      from,
      to,
      down,
      upgrades,
      view,
      places: placesOf(request, config.document, site.document),
      adoptDefaults,
      written: request.write,
      hadSite: !isNew,
      returns: canReturn(document, { from, to, newKeys }),
    }),
    diagnostics: reporter.diagnostics,
    before,
    after: { ...changedTexts(config, document, before), ...siteAfter },
    outcome: { config: dataOf(document.root), site: dataOf(versioned.root) },
  };
}

/** True where nothing has to be asked on the way back. */
function canReturn(
  edited: Layered,
  { from, to, newKeys }: { readonly from: ReleaseId; readonly to: ReleaseId; readonly newKeys: NewKeys },
): boolean {
  const reporter = createReporter();
  travel(edited, wayBetween(to, from), { adoptDefaults: false, newKeys }, reporter);
  return !hasErrors(reporter.diagnostics);
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
  /** Undefined where a layer is not whole. */
  readonly document: Layered | undefined;
  /** Of all layers that are texts. */
  readonly texts: SourceTexts;
  readonly sources: ByLayer<Source>;
}

function openLayers(file: "config" | "site", sources: readonly Source[], reporter: Reporter): Opened {
  const ids = layerIds(file, sources.length);
  const opened = sources.map((source, index) => {
    const decoded = decode(source, ids[index]!, reporter);
    const document = decoded.readable ? openText(decoded.text, ids[index]!, reporter) : undefined;
    const read = document ?? { root: undefined, whole: false, comments: [] };
    return { document, text: sourceText(ids[index]!, source, decoded.text, read) };
  });
  const documents = opened.flatMap(({ document }) => document ?? []);
  return {
    document: documents.length < opened.length ? undefined : layered(documents),
    texts: Object.fromEntries(opened.map(({ text }) => [text.file, text])),
    sources: Object.fromEntries(sources.map((source, index) => [ids[index]!, source])),
  };
}

/** The layers that are different, or new. */
function changedTexts({ sources }: Opened, { layers }: Layered, before: SourceTexts): SourceTexts {
  return Object.fromEntries(
    layers.flatMap((layer) => {
      const { file, text } = layer;
      return before[file]?.text === text ? [] : [[file, sourceText(file, sources[file]!, text, layer)]];
    }),
  );
}

function placesOf(request: MigrateRequest, config: Layered, site: Layered): Places {
  const of = (document: Layered, path: readonly string[], fallback: string): string => {
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
    inputs: [
      request.sources.config,
      ...(request.sources.configLayers ?? []),
      ...(request.sources.site === undefined ? [] : [request.sources.site]),
      ...(request.sources.siteLayers ?? []),
    ].map(({ name }) => name),
    out: request.out,
    flags: request.flags,
    words: request.words ?? request.flags,
    data: directory("data_directory", "var/data"),
    logs: directory("logs_directory", "var/log"),
    tmp: directory("tmp_directory", "var/tmp"),
  };
}

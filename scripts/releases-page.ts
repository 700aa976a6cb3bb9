/** docs/releases.md: what is known of each release of CLP, from the data that is compiled by. Pure, so that a test can hold the page against it. */

import { CREDENTIALS } from "../src/clp/package/secret-names.ts";
import { CAPABILITY_WORDS } from "../src/clp/releases/capability-words.ts";
import type { Capabilities, Images } from "../src/clp/releases/release.ts";
import { RELEASES, type Release, type ReleaseId, releaseOf } from "../src/clp/releases/releases.ts";
import { CHART_JOBS, type Upgrade } from "../src/clp/releases/upgrades/upgrade.ts";
import { UPGRADES } from "../src/clp/releases/upgrades/upgrades.ts";
import { atRelease } from "../src/input/schema/at-release.ts";
import { configOfAllReleases } from "../src/input/schema/config.ts";
import { credentialsOfAllReleases } from "../src/input/schema/credentials.ts";
import { expectedWords } from "../src/input/schema/expectation.ts";
import { type KeySchema, type ObjectSchema, tagOf } from "../src/input/schema/key-schema.ts";
import { linkDefects } from "./defects-page.ts";

const IDS: readonly ReleaseId[] = RELEASES.map(({ id }) => id);

/** In a table a bar would end the cell. */
function cell(text: string): string {
  return text.replaceAll("|", "\\|");
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(cell).join(" | ")} |`;
  return [line(head), `|${"---|".repeat(head.length)}`, ...rows.map(line)].join("\n");
}

function code(text: string): string {
  return `\`${text}\``;
}

/** A key of the config, and what each release has at its place; undefined in a release without it. */
interface KeyRow {
  readonly name: string;
  readonly schemas: readonly (KeySchema | undefined)[];
  /** The schema of all releases. */
  readonly whole: KeySchema;
  /** True where it goes with a `type` that not every release has, and that is told by itself. */
  readonly ofOtherType: boolean;
}

/** Every key of the config, or of another input whose schema of all releases is given: sections before what is in them, in the order of the definition. */
export function keyRows(whole: ObjectSchema = configOfAllReleases()): readonly KeyRow[] {
  const rows: KeyRow[] = [];
  const visit = (
    whole: ObjectSchema,
    at: readonly (ObjectSchema | undefined)[],
    above: string,
    branch: string,
    ofOtherType: boolean,
  ): void => {
    for (const [key, child] of whole.keys) {
      const name = above === "" ? key : `${above}.${key}`;
      const schemas = at.map((schema) => schema?.keys.get(key));
      rows.push({
        name: branch === "" ? code(name) : `${code(name)} (${branch})`,
        schemas,
        whole: child,
        ofOtherType,
      });
      below(child, schemas, name, branch, ofOtherType);
    }
  };
  const below = (
    whole: KeySchema,
    at: readonly (KeySchema | undefined)[],
    name: string,
    branch: string,
    ofOtherType: boolean,
  ): void => {
    if (whole.kind === "object")
      visit(
        whole,
        at.map((schema) => (schema?.kind === "object" ? schema : undefined)),
        name,
        branch,
        ofOtherType,
      );
    if (whole.kind !== "union") return;
    for (const one of whole.branches) {
      const tag = tagOf(one);
      const there = at.map((schema) =>
        schema?.kind === "union" ? schema.branches.find((other) => tagOf(other) === tag) : undefined,
      );
      visit(one, there, name, code(tag), ofOtherType || one.lifetime !== undefined);
    }
  };
  visit(
    whole,
    IDS.map((id) => atRelease(whole, id)),
    "",
    "",
    false,
  );
  return rows;
}

/** What the releases say one after the other: said once where all say the same. */
function byRelease(texts: readonly (string | undefined)[]): string {
  const said: string[] = [];
  let last: string | undefined;
  for (const [index, text] of texts.entries()) {
    if (text === undefined || text === last) continue;
    said.push(last === undefined ? text : `since v${IDS[index]} ${text}`);
    last = text;
  }
  return said.join("; ");
}

function defaultOf(schema: KeySchema): string {
  const { default: fallback } = schema;
  if (fallback === undefined) return schema.optional === true ? "none" : "must be written";
  if ("built" in fallback) return "its keys' own";
  return code(JSON.stringify(fallback.value));
}

/** In which releases it is, and what of it is otherwise in some of them. */
function releasesOf({ schemas, whole }: KeyRow): string {
  const there = schemas.flatMap((schema, index) => (schema === undefined ? [] : [index]));
  const [first = 0, last = 0] = [there[0], there.at(-1)];
  const renamed = whole.lifetime?.renamed;
  const span = [
    ...(first > 0 ? [`since v${IDS[first]}`] : []),
    ...(last < IDS.length - 1
      ? [`up to v${IDS[last]}${renamed === undefined ? "" : `, then ${code(renamed)}`}`]
      : []),
  ].join(", ");
  const changes = there.slice(1).flatMap((index) => {
    const [was, is] = [schemas[index - 1], schemas[index]];
    if (was === undefined || is === undefined) return [];
    return [
      ...(was.nullable !== true && is.nullable === true ? [`may be null since v${IDS[index]}`] : []),
      ...valueChanges(was, is, index),
    ];
  });
  return [...(span === "" ? ["all"] : [span]), ...changes].join("; ");
}

function valueChanges(was: KeySchema, is: KeySchema, index: number): readonly string[] {
  const values = (schema: KeySchema): readonly string[] =>
    schema.kind === "choice"
      ? schema.values
      : schema.kind === "union"
        ? schema.branches.map(tagOf)
        : schema.kind === "list"
          ? values(schema.of)
          : [];
  const [had, has] = [values(was), values(is)];
  return [
    ...has.filter((value) => !had.includes(value)).map((value) => `${code(value)} since v${IDS[index]}`),
    ...had.filter((value) => !has.includes(value)).map((value) => `${code(value)} up to v${IDS[index - 1]}`),
  ];
}

function expected({ schemas }: KeyRow): string {
  const newest = schemas.findLast((schema) => schema !== undefined)!;
  if (newest.kind === "object" || newest.kind === "union" || newest.kind === "record")
    return newest.nullable === true ? "a section, or null" : "a section";
  return expectedWords(newest);
}

function keysTable(): string {
  const rows = keyRows().map((row) => [
    row.name,
    expected(row),
    byRelease(row.schemas.map((schema) => (schema === undefined ? undefined : defaultOf(schema)))),
    releasesOf(row),
    linked(
      row.schemas.findLast((schema) => schema !== undefined)?.description ?? row.whole.description ?? "",
    ),
  ]);
  return table(["Key", "What stands there", "Default", "Releases", "Meaning"], rows);
}

/** Only what is not in every release, or not the same in all. */
function changedKeysTable(): string {
  const rows = keyRows()
    .map((row) => ({
      row,
      releases: releasesOf(row),
      fallback: byRelease(
        row.schemas.map((schema) => (schema === undefined ? undefined : defaultOf(schema))),
      ),
    }))
    .filter(
      ({ row, releases, fallback }) =>
        !row.ofOtherType && (releases !== "all" || fallback.includes("since v")),
    )
    .map(({ row, releases, fallback }) => [row.name, releases, fallback]);
  return table(["Key", "Releases", "Default"], rows);
}

const IMAGE_NAMES: Readonly<Record<keyof Images, string>> = {
  package: "CLP's services and jobs",
  mariadb: "database, MariaDB",
  mysql: "database, MySQL",
  queue: "queue",
  redis: "redis",
  resultsCache: "results-cache",
  otelCollector: "otel-collector",
  prestoCoordinator: "Presto, coordinator (in the chart)",
  prestoWorker: "Presto, worker (in the chart)",
};

function imagesTable(): string {
  const names = Object.entries(IMAGE_NAMES) as readonly (readonly [keyof Images, string])[];
  return table(
    ["Image", ...RELEASES.map(({ tag }) => tag)],
    names.map(([key, name]) => [
      name,
      ...RELEASES.map(({ images }: Release) => (images[key] === undefined ? "–" : code(images[key]))),
    ]),
  );
}

function capabilitiesTable(): string {
  const row = <Key extends keyof Capabilities>(key: Key): readonly string[] => {
    const { what, words } = CAPABILITY_WORDS[key];
    return [linked(what), linked(byRelease(RELEASES.map(({ capabilities }) => words(capabilities[key]))))];
  };
  return table(
    ["What", "How"],
    (Object.keys(CAPABILITY_WORDS) as (keyof Capabilities)[]).map((key) => row(key)),
  );
}

function linked(text: string): string {
  return linkDefects(text, "defects.md");
}

function releasesTable(): string {
  return table(
    ["Release", "Of", "Commit", "Chart"],
    RELEASES.map(({ tag, date, commit, chart }) => [tag, date, code(commit), chart]),
  );
}

/** From one release to the next. */
function upgradeSection({ before, release, data, columns, clients, chart }: Upgrade): readonly string[] {
  const list = (items: readonly string[]): readonly string[] =>
    items.length === 0 ? [] : [items.map((item) => `- ${linked(item)}`).join("\n")];
  const oneWay = data.flatMap((change) => change.oneWay?.what ?? []);
  return [
    `### v${before} → v${release}`,
    ...list([
      ...data.map(
        ({ of, version, up, source }) =>
          `*${of.replace("_", "-")}*${version === undefined ? "" : `, ${version.program} ${version.before} → ${version.after}`}: ${up}. *Source*: ${source}.`,
      ),
      ...(columns === undefined
        ? []
        : [
            `*columns*: ${columns.when}: ${columns.columns.map(({ table: name, column, type }) => code(`${name}.${column}`).concat(` becomes ${code(type)}`)).join(", ")}. *Source*: ${columns.source}.`,
          ]),
      ...clients.map(({ text, source }) => `*clients*: ${text}. *Source*: ${source}.`),
      ...(oneWay.length === 0 ? [] : [`*not for v${before}*: ${oneWay.join("; ")}.`]),
      `*chart*: ${chart.reinstall === undefined ? `before an upgrade the Jobs ${CHART_JOBS.map((job) => code(job)).join(", ")} have to be deleted (E14)` : `it has to be installed anew: ${chart.reinstall} (E14)`}. *Source*: the rendered charts ${releaseOf(before).chart} and ${releaseOf(release).chart}, applied one after the other; ${chart.source}.`,
      ...chart.notes.map((note) => `*chart*: ${note}.`),
    ]),
  ];
}

/** The credentials, but for the sections in which they stand. */
function credentialsTable(): string {
  const rows = keyRows(credentialsOfAllReleases()).filter(({ whole }) => whole.kind !== "object");
  return table(
    ["Key", "Variable", "Releases", "Meaning"],
    rows.map((row) => [
      row.name,
      code(CREDENTIALS.find(({ id }) => code(id) === row.name)!.variable),
      releasesOf(row),
      row.whole.description ?? "",
    ]),
  );
}

/** The whole page. */
export function releasesPage(): string {
  return `${[
    "<!-- Made from src/clp by `npm run generate`: do not edit. -->",
    "# Releases of CLP",
    "What differs between the releases that can be compiled for: the data that the compiler itself goes by. `clp_version` of the site file chooses one; [migrating](migrating.md) tells of the way from one to another.",
    releasesTable(),
    "## Keys that differ",
    "Of `clp-config.yaml`. What was written for another release is refused with the key that took its place.",
    changedKeysTable(),
    "## Images",
    imagesTable(),
    "## How they differ besides",
    capabilitiesTable(),
    "## From one to the next",
    "What happens to data, clients and the objects of CLP's chart. `clp-compile plan` tells it of a particular deployment, with the steps.",
    ...UPGRADES.flatMap(upgradeSection),
    "## All keys",
    "Of `clp-config.yaml`, in every release. Behind some names stands the `type` of the section with which they go.",
    keysTable(),
    "## Credentials",
    "Of `credentials.yaml`, with the variable of `.env` that carries each.",
    credentialsTable(),
  ].join("\n\n")}\n`;
}

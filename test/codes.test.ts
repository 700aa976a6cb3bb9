/** The registry of codes: complete, used, published as a page; the examples of targets are true. */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { diagnosticsPage } from "../scripts/diagnostics-page.ts";
import { allCodes, entryOf } from "../src/codes.ts";
import { type BackendName, compile } from "./compiler.ts";

const ROOT = join(import.meta.dirname, "..");

test("docs/diagnostics.md is fresh: npm run generate", () => {
  expect(readFileSync(join(ROOT, "docs/diagnostics.md"), "utf8")).toBe(diagnosticsPage());
});

test.each(allCodes())("%s says what, why and what to do", (code) => {
  const { title, explanation, wrong, right, source } = entryOf(code);
  expect(title).toMatch(/^[A-Z].*[^.]$/);
  expect(explanation).toMatch(/^\S.*[.`]$/s);
  for (const text of [wrong, right, source]) expect(text.trim()).not.toBe("");
});

test("titles are distinct", () => {
  expect(new Set(allCodes().map((code) => entryOf(code).title)).size).toBe(allCodes().length);
});

/** Every file of `src/`, and the codes that stand in it as texts. */
const naming: ReadonlyMap<string, readonly string[]> = new Map(
  readdirSync(join(ROOT, "src"), { recursive: true, encoding: "utf8" })
    .map((file) => file.replaceAll("\\", "/"))
    .filter((file) => file.endsWith(".ts") && !file.endsWith("codes.ts"))
    .map((file) => [
      file,
      [...readFileSync(join(ROOT, "src", file), "utf8").matchAll(/"(CLP\d{4})"/g)].map(([, code]) => code!),
    ]),
);

/** Each `codes.ts` and `NAME-codes.ts`, with the entries in it. */
const tables: readonly (readonly [file: string, codes: readonly string[]])[] = readdirSync(
  join(ROOT, "src"),
  { recursive: true, encoding: "utf8" },
)
  .map((file) => file.replaceAll("\\", "/"))
  .filter((file) => /[/-]codes\.ts$/.test(file))
  .sort()
  .map((file) => [
    file,
    [...readFileSync(join(ROOT, "src", file), "utf8").matchAll(/^ {2}(CLP\d{4}): /gm)].map(
      ([, code]) => code!,
    ),
  ]);

/** Files that name a code without reporting it, or report it of something that its own room does not know. */
const ELSEWHERE: Readonly<Record<string, readonly string[]>> = {
  CLP1016: ["input/read/wrong-keys.ts"], // An indentation that YAML accepts, and the schema shows to be wrong.
  CLP2030: ["lower/rules/host-directories.ts"], // A path that is short by itself, and too long in its directory.
  CLP3032: ["cli/commands/init.ts"], // Asked for among what was reported.
  CLP4104: ["cli/commands/init.ts"],
  CLP4030: ["clp/schema/site.ts"], // An example of a key.
  CLP4051: ["lower/rules/passwords.ts"], // What makes its own finding superfluous.
  CLP4082: ["clp/defects/later-defects.ts"], // The defect says by which code it is warned of.
  CLP4085: ["clp/defects/later-defects.ts"],
};

function reporting(code: string): readonly string[] {
  const named = [...naming].filter(([, codes]) => codes.includes(code)).map(([file]) => file);
  return named.filter((file) => !ELSEWHERE[code]?.includes(file));
}

/** The nearest folder that has them all. */
function commonFolder(files: readonly string[]): string {
  let folder = dirname(files[0]!);
  while (folder !== "." && !files.every((file) => file.startsWith(`${folder}/`))) folder = dirname(folder);
  return folder;
}

test("each code has one entry, in a file that the registry has", () => {
  expect(tables.flatMap(([, codes]) => codes).sort()).toEqual(allCodes());
});

/** Where the entry of what these report stands: the nearest `codes.ts` above them. */
function tableAbove(files: readonly string[]): string {
  let folder = commonFolder(files);
  while (folder !== "." && !tables.some(([table]) => table === `${folder}/codes.ts`))
    folder = dirname(folder);
  return `${folder}/codes.ts`;
}

test.each(tables)("%s: each entry stands beside what reports it", (table, codes) => {
  const rules = table.replace(/-codes\.ts$/, ".ts");
  const misplaced = codes.filter((code) => {
    const files = reporting(code);
    if (files.length === 0) return true;
    if (rules !== table) return !files.includes(rules) || commonFolder(files) !== dirname(table);
    return tableAbove(files) !== table;
  });
  expect(misplaced).toEqual([]);
});

/** Examples that are a part of a file, or a remark. Fixtures of `fixtures/bad` show the whole. */
const IN_PARTS = new Set([
  "CLP5240",
  "CLP5241",
  "CLP5110",
  "CLP5150",
  "CLP5152",
  "CLP5207",
  "CLP5208",
  "CLP5210",
  "CLP5211",
  "CLP5224",
  "CLP5227",
  "CLP5228",
  "CLP5230",
  "CLP5231",
  "CLP5303",
  "CLP5305",
  "CLP5261",
  "CLP5280",
  "CLP5281",
]);
const HOME = "host: {clp_home: /home/clp/clp-package}\n";
/** Of charts that v0.9.0 does not have. */
const LATER_CHARTS = new Set(["CLP5222", "CLP5223", "CLP5225", "CLP5226"]);

/** What a target says about an example: of the site file, or of the config where it begins with one of its keys. */
function said(code: string, example: string): readonly string[] {
  const target: BackendName =
    code.startsWith("CLP51") || code === "CLP5212" || LATER_CHARTS.has(code)
      ? "helm"
      : code === "CLP5213"
        ? "compose"
        : "kubernetes";
  const isSite = /^(?:database_general_log|host|kubernetes|compose):/.test(example);
  const site = isSite
    ? example.startsWith("host")
      ? example.replace(/\{(?!.*clp_home)/, "{clp_home: /home/clp/clp-package, ")
      : `${HOME}${example}`
    : example.includes("var/data") || code === "CLP5203"
      ? ""
      : LATER_CHARTS.has(code)
        ? `clp_version: "0.13.0"\n${HOME}`
        : HOME;
  return compile(
    {
      config: { name: "clp-config.yaml", content: isSite ? "" : example },
      site: { name: "clp-site.yaml", content: example.includes("no host.clp_home") ? example : site },
    },
    { secrets: false, emit: [target] },
  ).diagnostics.map((one) => one.code);
}

const OF_TARGETS = allCodes()
  .filter((code) => /^CLP5/.test(code) && !IN_PARTS.has(code))
  .map((code) => [code, entryOf(code)] as const);

describe.each(OF_TARGETS)("%s", (code, { wrong, right }) => {
  test("the wrong example gets it", () => expect(said(code, wrong)).toContain(code));
  test("the right one does not", () => expect(said(code, right)).not.toContain(code));
});

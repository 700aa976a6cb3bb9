/** The registry of codes: complete, used, published as a page; the examples of targets are true. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { diagnosticsPage } from "../../scripts/diagnostics-page.ts";
import { TARGET_CODES } from "../../src/base/codes/5-targets.ts";
import { ALL_CODES, CODES } from "../../src/base/codes.ts";
import { type BackendName, compile } from "../compiler.ts";

const ROOT = join(import.meta.dirname, "../..");

test("docs/diagnostics.md is fresh: npm run generate", () => {
  expect(readFileSync(join(ROOT, "docs/diagnostics.md"), "utf8")).toBe(diagnosticsPage());
});

test.each(ALL_CODES)("%s says what, why and what to do", (code) => {
  const { title, explanation, wrong, right, source } = CODES[code];
  expect(title).toMatch(/^[A-Z].*[^.]$/);
  expect(explanation).toMatch(/^\S.*[.`]$/s);
  for (const text of [wrong, right, source]) expect(text.trim()).not.toBe("");
});

test("titles are distinct", () => {
  expect(new Set(ALL_CODES.map((code) => CODES[code].title)).size).toBe(ALL_CODES.length);
});

test("each code is reported somewhere", () => {
  const sources = readdirSync(join(ROOT, "src"), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts") && !/base[/\\]codes/.test(path))
    .map((path) => readFileSync(join(ROOT, "src", path), "utf8"))
    .join("\n");
  expect(ALL_CODES.filter((code) => !sources.includes(`"${code}"`))).toEqual([]);
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

describe.each(Object.entries(TARGET_CODES).filter(([code]) => !IN_PARTS.has(code)))(
  "%s",
  (code, { wrong, right }) => {
    test("the wrong example gets it", () => expect(said(code, wrong)).toContain(code));
    test("the right one does not", () => expect(said(code, right)).not.toContain(code));
  },
);

/**
 * The published schemas against the compiler, on everything that is at hand: whatever a schema refuses
 * the compiler refuses, and docs/schemas.md says what only the compiler can see.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { RELEASES } from "../../src/clp/releases/releases.ts";
import { type Code, entryOf } from "../../src/codes.ts";
import { TEST_RELEASE } from "../at-release.ts";
import { type Diagnostic, type FileId, type Sources, validate } from "../compiler.ts";
import { FIXTURES, fixture } from "../fixtures.ts";
import { inputsOf, readCorpus } from "../fuzz/harness.ts";

const ROOT = join(import.meta.dirname, "../..");
const SCHEMAS = { config: "clp-config", credentials: "credentials", site: "clp-site" } as const;
const FILES = ["config", "credentials", "site"] as const satisfies readonly FileId[];

const ajv = new Ajv2020({ strict: true, allErrors: true });
const compiledSchemas = new Map<string, ReturnType<typeof ajv.compile>>();

function compiledSchema(path: string): ReturnType<typeof ajv.compile> {
  const known = compiledSchemas.get(path);
  if (known !== undefined) return known;
  const made = ajv.compile(JSON.parse(readFileSync(join(ROOT, "schema", path), "utf8")));
  compiledSchemas.set(path, made);
  return made;
}

/** That of the release which the site file names; the site file's own is the same for all. */
function validatorOf(file: FileId, sources: Sources): ReturnType<typeof ajv.compile> {
  const named = (dataOf(sources, "site") as { readonly clp_version?: unknown } | null)?.clp_version;
  const release = RELEASES.find(({ id }) => id === named)?.id ?? TEST_RELEASE;
  return compiledSchema(`${file === "site" ? "" : `${release}/`}${SCHEMAS[file]}.schema.json`);
}

/** What a schema is asked about: the data of a file, or "no data" where there is none. */
function dataOf(sources: Sources, file: FileId): unknown {
  const content = sources[file]?.content;
  if (content === undefined) return "no data";
  try {
    const text =
      typeof content === "string" ? content : new TextDecoder("utf-8", { fatal: true }).decode(content);
    return parse(text, { logLevel: "silent", merge: true }) ?? {};
  } catch {
    return "no data";
  }
}

/** The files that their schemas refuse. */
function refused(sources: Sources): readonly FileId[] {
  return FILES.filter((file) => {
    const data = dataOf(sources, file);
    return data !== "no data" && !validatorOf(file, sources)(data);
  });
}

function errors(sources: Sources): readonly Diagnostic[] {
  return validate(sources).diagnostics.filter(({ severity }) => severity === "error");
}

const bad = readdirSync(join(FIXTURES, "bad"))
  .filter((name) => existsSync(join(FIXTURES, "bad", name, "clp-config.yaml")))
  .filter((name) => !name.startsWith("CLP6"))
  .sort()
  .map((name) => fixture(join(FIXTURES, "bad", name), name));

test.each(bad)("$name: what a schema refuses the compiler refuses", ({ sources }) => {
  if (refused(sources).length > 0) expect(errors(sources)).not.toEqual([]);
});

test("the same of made inputs", () => {
  const corpus = readCorpus(FIXTURES);
  let count = 0;
  for (let index = 0; index < 600; index++) {
    const sources = inputsOf(7, index, corpus);
    if (refused(sources).length === 0) continue;
    count++;
    expect(errors(sources), `inputs ${index} of seed 7`).not.toEqual([]);
  }
  expect(count).toBeGreaterThan(50);
});

describe("docs/schemas.md", () => {
  const page = readFileSync(join(ROOT, "docs/schemas.md"), "utf8");
  const listed = new Set([...page.matchAll(/^\| \[?(CLP\d{4})/gm)].map((match) => match[1] as Code));

  test("lists every code that only the compiler can give", () => {
    const seen = new Set(
      bad
        .filter(({ sources }) => refused(sources).length === 0)
        .flatMap(({ sources }) => errors(sources).map(({ code }) => code)),
    );
    expect([...seen].filter((code) => !listed.has(code)).sort()).toEqual([]);
  });

  test("lists errors alone, by their titles", () => {
    for (const code of listed) {
      expect(entryOf(code).severity, code).toBe("error");
      expect(page).toContain(`${entryOf(code).title}`);
    }
  });
});

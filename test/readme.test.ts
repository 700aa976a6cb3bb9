/** The first page says what is so: its examples are real, its table of dependencies is complete. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parseArguments } from "../src/cli/usage/arguments.ts";
import { compile } from "../src/mod.ts";
import { COMPILER_VERSION } from "../src/version.ts";
import { FIXTURES } from "./fixtures.ts";

const ROOT = join(import.meta.dirname, "..");
const README = readFileSync(join(ROOT, "README.md"), "utf8");

test("the error messages are what a terminal shows", () => {
  const shown = [...README.matchAll(/```text\n([\s\S]*?)```/g)].map((match) => match[1]);
  const real = ["CLP2001-misspelt", "CLP3040-ports"].map((name) =>
    readFileSync(join(FIXTURES, "bad", name, "expected.txt"), "utf8"),
  );
  expect(shown).toEqual(real);
});

test("the diagram is the committed one", () => {
  const diagram = readFileSync(join(ROOT, "out/diagram/deployment.mmd"), "utf8");
  expect(README).toContain(`\`\`\`mermaid\n${diagram}\`\`\``);
});

test("every dependency has its reason, and an exact version", () => {
  const { dependencies, devDependencies } = JSON.parse(
    readFileSync(join(ROOT, "package.json"), "utf8"),
  ) as Record<string, Record<string, string>>;
  for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies })) {
    expect(version, name).toMatch(/^\d+\.\d+\.\d+(-[\w.]+)?$/);
    expect(README, `README.md says nothing of ${name}`).toContain(`\`${name}\``);
  }
});

test("every defect that has a test of its own is in the table", () => {
  const tested = readFileSync(join(ROOT, "test/backends/compose/defects.test.ts"), "utf8");
  for (const [, number] of tested.matchAll(/test\S*\(\s*"(D\d+)/g))
    expect(README).toMatch(new RegExp(`\\b${number}\\b`));
});

test("the site file is one that nothing is said of", () => {
  const [, site = ""] = /```yaml\n([\s\S]*?)```/.exec(README) ?? [];
  const config = { name: "clp-config.yaml", content: "" };
  const { ok, diagnostics } = compile(
    { config, site: { name: "clp-site.yaml", content: site } },
    { secrets: false, emit: ["compose", "kubernetes"] },
  );
  expect(ok).toBe(true);
  expect(
    diagnostics.filter(({ severity, primary }) => severity !== "note" && primary?.span.file === "site"),
  ).toEqual([]);
});

/** Words of the command table that stand for a value. */
const EXAMPLES: Readonly<Record<string, string>> = {
  COMMAND: "check",
  NAME: "clp-config",
  WHAT: "CLP_DB_PORT",
  DIR: "folder",
  FILE: "README.md",
};

test.each([
  "README.md",
  "CONTRIBUTING.md",
  "SECURITY.md",
  "docs/api.md",
  "docs/ci.md",
  "docs/kubernetes.md",
  "docs/presto.md",
  "docs/schemas.md",
  "docs/several-hosts.md",
  "docs/teams.md",
  "fixtures/repos/operations/README.md",
  "fixtures/repos/environments/README.md",
  "examples/gitops/README.md",
])("the command lines of %s are such", (file) => {
  const text = readFileSync(join(ROOT, file), "utf8");
  const shell = [...text.matchAll(/```sh\n([\s\S]*?)```/g)].map((match) => match[1]!).join("\n");
  const lines = shell
    .split(/\n|&&|\|/)
    .map((line) => line.trim().replace(/^\S*\/clp-compile(?= )/, "clp-compile"))
    .filter((line) => line.startsWith("clp-compile "));
  for (const line of lines) expect(mistakeIn(line), line).toBeUndefined();
  // In a sentence a command may stand by its name alone.
  for (const [, line = ""] of text.matchAll(/`(clp-compile [^`]+)`/g))
    expect(mistakeIn(line)?.replace(/^.* needs (?:an argument|--against).*$/, "") ?? "", line).toBe("");
});

/** What the program would say of a command line; placeholders are filled in. */
function mistakeIn(line: string): string | undefined {
  const words = line
    .replace(/\s[#<>].*$|[[\]]/g, "")
    .split(" ")
    .slice(1)
    .map((word) => EXAMPLES[word] ?? word);
  const parsed = parseArguments(words);
  return parsed.kind === "wrong" ? parsed.message : undefined;
}

test("what points at a release points at this one", () => {
  for (const file of [
    "README.md",
    "install.sh",
    "docs/api.md",
    "docs/ci.md",
    "ci/gitlab/clp-compile.yml",
    "fixtures/repos/operations/.github/workflows/clp.yml",
    "fixtures/repos/operations/.gitlab-ci.yml",
    "fixtures/repos/operations/.pre-commit-config.yaml",
    "examples/gitops/.github/workflows/clp.yml",
  ]) {
    const text = readFileSync(join(ROOT, file), "utf8");
    const named = [
      ...text.matchAll(
        /(?:@v?|\b(?:ref|rev): v|--branch v|download\/v|clp-compile-|^version=)(\d+\.\d+\.\d+)/gm,
      ),
    ];
    expect(named.length, file).toBeGreaterThan(0);
    for (const [, version] of named) expect(version, file).toBe(COMPILER_VERSION);
  }
});

test("the version stands once", () => {
  for (const file of ["package.json", "deno.json"]) {
    expect((JSON.parse(readFileSync(join(ROOT, file), "utf8")) as { version: string }).version).toBe(
      COMPILER_VERSION,
    );
  }
});

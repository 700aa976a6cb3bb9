/** The first page says what is so: its examples are real, its table of dependencies is complete. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
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

test("the version stands once", async () => {
  const { COMPILER_VERSION } = await import("../src/version.ts");
  for (const file of ["package.json", "deno.json"]) {
    expect((JSON.parse(readFileSync(join(ROOT, file), "utf8")) as { version: string }).version).toBe(
      COMPILER_VERSION,
    );
  }
});

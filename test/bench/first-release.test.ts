/** What the program is compared with, as it would be for the first release of CLP alone, can still be made. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { EDITED, withoutLater } from "../../scripts/bench/first-release.mjs";
import { HELM_CODES } from "../../src/backends/helm/codes.ts";
import { LATER_DEFECTS } from "../../src/clp/defects/later-defects.ts";

const ROOT = join(import.meta.dirname, "../..");

function reduced(name: string, isReported: (code: string) => boolean = () => true): string {
  return withoutLater(name, readFileSync(join(ROOT, name), "utf8"), isReported);
}

test.each(EDITED)("%s has all that is left out of it", (name) => {
  expect(() => reduced(name)).not.toThrow();
});

test("a defect that came later is left out", () => {
  const text = reduced("src/clp/defects/later-defects.ts");
  for (const [number, { since }] of Object.entries(LATER_DEFECTS))
    expect(text.includes(`  ${number}: {`)).toBe(since.startsWith("0.9."));
});

test("a code that nothing is left to report is left out, and no other", () => {
  const text = reduced("src/backends/helm/codes.ts", (code) => code !== "CLP5222");
  for (const code of Object.keys(HELM_CODES)) expect(text.includes(`  ${code}: {`)).toBe(code !== "CLP5222");
});

/** Pairs of deployments, and what `plan` says of each. UPDATE_GOLDEN=1 writes what is expected anew. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { plan as planBetween, planJson, planMarkdown, planText } from "../../src/mod.ts";
import { pairs } from "./pairs.ts";

const UPDATE = process.env["UPDATE_GOLDEN"] === "1";
const WRITERS = { "expected.txt": planText, "expected.md": planMarkdown, "expected.json": planJson } as const;

function check(path: string, text: string): void {
  if (UPDATE) writeFileSync(path, text);
  expect(text).toBe(existsSync(path) ? readFileSync(path, "utf8") : "(no such file)");
}

describe("the plan from one deployment to another", () => {
  for (const { name, folder, before, after, compilations } of pairs()) {
    const plan = planBetween(before, after, compilations.after.model);
    for (const [file, write] of Object.entries(WRITERS)) {
      const path = join(folder, file);
      // Text for each; the others where there is one to hold against.
      if (file === "expected.txt" || existsSync(path))
        test(`${name}, ${file}`, () => check(path, write(plan)));
    }
  }
});

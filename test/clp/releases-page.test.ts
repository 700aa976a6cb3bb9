/** docs/releases.md: fresh, and complete against what the schema and the releases say. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { keyRows, releasesPage } from "../../scripts/releases-page.ts";
import { RELEASES, type ReleaseId, releaseOf } from "../../src/clp/releases/releases.ts";
import { configSchema } from "../../src/input/schema/config.ts";
import type { KeySchema } from "../../src/input/schema/key-schema.ts";
import { keysOnlyIn } from "../../src/migrate/hops/key-differences.ts";

const PAGE = readFileSync(join(import.meta.dirname, "../../docs/releases.md"), "utf8");

/** The cells of the row of a key in the last table, which has all of them. */
function rowOf(key: string): readonly string[] {
  const all = PAGE.slice(PAGE.indexOf("## All keys"));
  const line = all.split("\n").find((one) => one.startsWith(`| \`${key}\` `));
  return (line ?? "").split(/(?<!\\)\|/).map((cell) => cell.trim());
}

describe("docs/releases.md", () => {
  test("is fresh: npm run generate", () => {
    expect(PAGE).toBe(releasesPage());
  });

  test.each(RELEASES)("has every key of $name", ({ id }) => {
    const count = (schema: KeySchema): number =>
      schema.kind === "object"
        ? [...schema.keys.values()].reduce((sum, child) => sum + 1 + count(child), 0)
        : schema.kind === "union"
          ? schema.branches.reduce((sum, branch) => sum + count(branch), 0)
          : 0;
    const index = RELEASES.findIndex((release) => release.id === id);
    expect(keyRows().filter(({ schemas }) => schemas[index] !== undefined)).toHaveLength(
      count(configSchema(releaseOf(id))),
    );
  });

  test("says since when, and until when, of each key that comes or goes", () => {
    const ids: readonly ReleaseId[] = RELEASES.map(({ id }) => id);
    for (const [index, release] of ids.slice(1).entries()) {
      const before = ids[index]!;
      for (const key of keysOnlyIn(release, before)) expect(rowOf(key)[4]).toMatch(`since v${release}`);
      for (const key of keysOnlyIn(before, release)) expect(rowOf(key)[4]).toMatch(`up to v${before}`);
    }
  });

  test.each([
    ["log_ingestor.buffer_flush_threshold", 3, "`268435456`; since v0.10.0 `4294967296`"],
    ["log_ingestor.buffer_flush_threshold", 4, "up to v0.10.0"],
    ["package.query_engine", 4, "up to v0.12.0, then `webui.query_engine`"],
    ["query_worker", 4, "all; may be null since v0.13.0"],
    ["telemetry.disable", 4, "since v0.13.0"],
    ["webui.port", 4, "all"],
    ["bundled", 4, "all; `otel_collector` since v0.13.0"],
  ])("%s, column %i: %s", (key, column, text) => {
    expect(rowOf(key)[column]).toBe(text);
  });

  test("has every image", () => {
    for (const { images } of RELEASES)
      for (const image of Object.values(images)) expect(PAGE).toContain(`\`${image}\``);
  });
});

/** In what releases differ, the schema says: each difference is edited, pinned, or named here as harmless. */
import { describe, expect, test } from "vitest";
import { RELEASES, type ReleaseId, releaseOf } from "../../src/clp/releases/releases.ts";
import { configSchema } from "../../src/input/schema/config.ts";
import type { KeySchema } from "../../src/input/schema/key-schema.ts";
import { dataAt, dataOf, openText } from "../../src/migrate/edit/editable-document.ts";
import { keysOnlyIn } from "../../src/migrate/hops/key-differences.ts";
import { migrate } from "../../src/migrate/migrate.ts";
import { requestFor } from "./migrated.ts";

const IDS: readonly ReleaseId[] = RELEASES.map(({ id }) => id);
const HOPS = IDS.slice(1).map((release, index) => ({ before: IDS[index]!, release }));

/** `a.b.c: VALUE` as a document. */
function written(path: string, value: string): string {
  return `${path.replaceAll(".", ": {")}: ${value}${"}".repeat(path.split(".").length - 1)}\n`;
}

function migrated(text: string, from: ReleaseId, to: ReleaseId) {
  const config = { name: "clp-config.yaml", content: text };
  const migration = migrate(requestFor({ config }, from, to));
  return { ...migration, data: dataOf(openText(migration.after.config?.text ?? text, "config")!.root) };
}

function valueFor(path: string): string {
  return path.endsWith("query_engine") ? "presto" : /^(?:telemetry|otel_collector)$/.test(path) ? "{}" : "7";
}

describe.each(HOPS)("$before → $release", ({ before, release }) => {
  test.each(keysOnlyIn(before, release))("%s, which is gone, is not left behind", (path) => {
    const { data, edits, requests } = migrated(written(path, valueFor(path)), before, release);
    expect(dataAt(data, path.split("."))).toBeUndefined();
    expect(edits.map((edit) => edit.path)).toContain(path);
    // Its value goes somewhere.
    expect(edits.some(({ to }) => to !== undefined) || requests.length > 0).toBe(true);
  });

  test.each(keysOnlyIn(release, before))("%s, which is new, goes on the way back", (path) => {
    const { data } = migrated(written(path, valueFor(path)), release, before);
    expect(dataAt(data, path.split("."))).toBeUndefined();
  });

  test("defaults that have changed are pinned, or change nothing", () => {
    const HARMLESS: Readonly<Record<string, string>> = {
      bundled: "the collector in it is of no use without telemetry, which is off",
      container_image_ref: "the image is that of the release",
    };
    const s3 = "logs_input: {type: s3, aws_authentication: {type: profile, profile: ours}}\n";
    const { data } = migrated(s3, before, release);
    const changed = changedDefaults(before, release).filter((path) => !(path in HARMLESS));
    expect(changed.filter((path) => dataAt(data, path.split(".")) === undefined)).toEqual([]);
  });
});

test("differences are found", () => {
  expect(HOPS.flatMap(({ before, release }) => keysOnlyIn(before, release))).toEqual([
    "log_ingestor.buffer_flush_timeout",
    "log_ingestor.buffer_flush_threshold",
    "log_ingestor.channel_capacity",
    "package.query_engine",
  ]);
  expect(changedDefaults("0.9.0", "0.10.0")).toEqual(["log_ingestor.buffer_flush_threshold"]);
});

/** The keys that two releases have with another default. */
function changedDefaults(before: ReleaseId, release: ReleaseId): readonly string[] {
  const of = (id: ReleaseId): ReadonlyMap<string, string> => {
    const found = new Map<string, string>();
    const visit = (schema: KeySchema, path: readonly string[]): void => {
      if (schema.default !== undefined && "value" in schema.default)
        found.set(path.join("."), JSON.stringify(schema.default.value));
      if (schema.kind === "object") for (const [key, child] of schema.keys) visit(child, [...path, key]);
      if (schema.kind === "union") for (const branch of schema.branches) visit(branch, path);
    };
    visit(configSchema(releaseOf(id)), []);
    return found;
  };
  const [old, now] = [of(before), of(release)];
  return [...now].flatMap(([path, value]) => (old.has(path) && old.get(path) !== value ? [path] : []));
}

/** What a migration gives compiles for the release that it is for, and runs what ran before. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { type ReleaseId, SUPPORTED } from "../../src/clp/releases/releases.ts";
import { migrate } from "../../src/migrate/migrate.ts";
import { type Compilation, compile, type Sources } from "../../src/mod.ts";
import { okFixtures } from "../fixtures.ts";

const RELEASES: readonly ReleaseId[] = SUPPORTED.map(({ id }) => id);
/** Each release that can be compiled for, with itself and with each later one. */
const PAIRS = RELEASES.flatMap((from, index) => RELEASES.slice(index).map((to) => ({ from, to })));

/** What a migration says will run in addition, where Presto searches. */
const SAID = ["query-worker", "results-cache", "results-cache-indices-creator"];

function servicesOf({ model }: Compilation): readonly string[] {
  return (model?.components ?? []).map(({ id }) => id).sort();
}

function said({ diagnostics }: Compilation): string {
  return diagnostics
    .filter(({ severity }) => severity === "error")
    .map(({ code, message }) => `${code} ${message}`)
    .join("\n");
}

/** The site file of a fixture for another release. */
function ofRelease(sources: Sources, release: ReleaseId): Sources {
  const text = sources.site === undefined ? "" : new TextDecoder().decode(sources.site.content as Uint8Array);
  const others = text.replace(/^clp_version:.*\n/m, "");
  return {
    ...sources,
    site: { name: "clp-site.yaml", content: `clp_version: "${release}"\n${others}` },
  };
}

describe.each(PAIRS)("$from → $to", ({ from, to }) => {
  test.each(okFixtures().map(({ name, folder, sources }) => ({ name, folder, sources })))(
    "$name",
    ({ sources }) => {
      const inputs = ofRelease(sources, from);
      const before = compile(inputs, { secrets: false });
      // What is of another release was never of this one.
      if (!before.ok) return;
      const migration = migrate({
        config: inputs.config,
        site: inputs.site,
        siteName: "clp-site.yaml",
        from,
        to,
        adoptDefaults: false,
        write: true,
        out: "out",
        flags: [],
      });
      if (!migration.decided) {
        expect(migration.diagnostics.some(({ notes }) => notes.some((note) => /^Either /.test(note)))).toBe(
          true,
        );
        return;
      }
      const after = compile(
        {
          ...inputs,
          config: { ...inputs.config, content: migration.after.config?.text ?? inputs.config.content },
          site: { name: "clp-site.yaml", content: migration.after.site?.text ?? inputs.site!.content },
        },
        { secrets: false },
      );
      expect(said(after)).toBe("");
      const [ran, runs] = [servicesOf(before), servicesOf(after)];
      expect(ran.filter((name) => !runs.includes(name))).toEqual([]);
      const more = runs.filter((name) => !ran.includes(name));
      expect(more.filter((name) => !SAID.includes(name))).toEqual([]);
      if (more.length > 0) expect(migration.notices.join("\n")).toMatch(/beside Presto/);
    },
  );
});

test("a release is migrated to itself without an edit of the config", () => {
  const [fixture] = okFixtures();
  const text = readFileSync(`${fixture!.folder}/clp-config.yaml`, "utf8");
  for (const release of RELEASES) {
    const { after, edits } = migrate({
      config: { name: "clp-config.yaml", content: text },
      site: { name: "clp-site.yaml", content: `clp_version: "${release}"\n` },
      siteName: "clp-site.yaml",
      from: release,
      to: release,
      adoptDefaults: false,
      write: false,
      out: "out",
      flags: [],
    });
    expect({ after, edits }).toEqual({ after: {}, edits: [] });
  }
});

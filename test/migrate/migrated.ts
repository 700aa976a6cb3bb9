/** Inputs of one release, migrated to another and compiled there. */
import { expect } from "vitest";
import type { ReleaseId } from "../../src/clp/releases/releases.ts";
import { type MigrateRequest, migrate } from "../../src/migrate/migrate.ts";
import type { Migration } from "../../src/migrate/migration.ts";
import { type Compilation, compile, type Sources } from "../../src/mod.ts";

/** What a migration says will run in addition, where Presto searches. */
const SAID = ["query-worker", "results-cache", "results-cache-indices-creator"];

/** Each component, and whether it runs here or is somebody else's. */
function runningIn({ model }: Compilation): readonly string[] {
  return (model?.components ?? [])
    .map(({ id, kind }) => (kind === "external" ? `${id}, external` : id))
    .sort();
}

function errorsOf({ diagnostics }: Compilation): readonly string[] {
  return diagnostics
    .filter(({ severity }) => severity === "error")
    .map(({ code, message }) => `${code} ${message}`);
}

/** What `migrate` is asked for inputs, all that can be chosen left as it is. */
export function requestFor(sources: Sources, from: ReleaseId, to: ReleaseId): MigrateRequest {
  return {
    sources,
    siteName: "clp-site.yaml",
    from,
    to,
    adoptDefaults: false,
    write: false,
    out: "out",
    flags: [],
  };
}

export function migrated(sources: Sources, from: ReleaseId, to: ReleaseId, adoptDefaults = false): Migration {
  return migrate({ ...requestFor(sources, from, to), adoptDefaults, write: true });
}

/** The inputs as a migration leaves them. */
export function inputsAfter(sources: Sources, { after }: Migration): Sources {
  return {
    ...sources,
    config: { ...sources.config, content: after.config?.text ?? sources.config.content },
    site: { name: "clp-site.yaml", content: after.site?.text ?? sources.site!.content },
  };
}

/**
 * What is decided compiles and runs the same, plus what was said; what is not is asked, with both edits.
 * What the earlier release does not compile is none of its inputs.
 */
export function expectSameDeployment(
  sources: Sources,
  from: ReleaseId,
  to: ReleaseId,
): "refused before" | "asked" | "same" {
  const before = compile(sources, { secrets: false });
  if (!before.ok) return "refused before";
  const migration = migrated(sources, from, to);
  if (!migration.decided) {
    const errors = migration.diagnostics.filter(({ severity }) => severity === "error");
    expect(errors).not.toEqual([]);
    for (const { notes } of errors) {
      expect(notes.filter((note) => /^Either /.test(note))).toHaveLength(1);
      expect(notes.filter((note) => /^Or /.test(note))).toHaveLength(1);
    }
    return "asked";
  }
  const after = compile(inputsAfter(sources, migration), { secrets: false });
  expect(errorsOf(after)).toEqual([]);
  const [ran, runs] = [runningIn(before), runningIn(after)];
  expect(ran.filter((name) => !runs.includes(name))).toEqual([]);
  const more = runs.filter((name) => !ran.includes(name));
  expect(more.filter((name) => !SAID.includes(name))).toEqual([]);
  if (more.length > 0) expect(migration.notices.join("\n")).toMatch(/beside Presto/);
  return "same";
}

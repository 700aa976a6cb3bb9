/** Every fix of the wrong inputs: it removes its finding, and a certain one adds none. */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { applyFixes, type Texts } from "../../src/base/apply-fixes.ts";
import type { Diagnostic } from "../../src/base/diagnostic.ts";
import { type FileId, type Sources, validate } from "../../src/mod.ts";
import { FIXTURES, fixture } from "../fixtures.ts";

const ROOT = join(FIXTURES, "bad");
const NAMES = readdirSync(ROOT)
  .filter((name) => existsSync(join(ROOT, name, "clp-config.yaml")))
  .filter((name) => !/^CLP6002/.test(name))
  .sort();

/** A finding without its place, which a fix may move. */
function identity({ code, message, primary }: Diagnostic): string {
  return `${code} ${primary?.span.file ?? ""} ${message}`;
}

function judge(sources: Sources, texts: Texts): readonly Diagnostic[] {
  const changed = Object.fromEntries(
    (["config", "credentials", "site"] as const).map((file: FileId) => {
      const source = sources[file];
      const content = texts[file];
      return [file, source === undefined || content === undefined ? source : { ...source, content }];
    }),
  );
  return validate({ ...sources, ...changed }).diagnostics;
}

const FIXES = NAMES.flatMap((name) => {
  const { sources } = fixture(join(ROOT, name), name);
  const { diagnostics, texts } = validate(sources);
  return diagnostics
    .filter(({ fix }) => fix !== undefined)
    .map((one) => ({ name, what: identity(one), one, sources, diagnostics, texts }));
});

test.each(FIXES)("$name: $what", ({ what, one, sources, diagnostics, texts }) => {
  const read = Object.fromEntries(Object.values(texts).map((source) => [source.file, source.text]));
  const fixed = applyFixes(read, [one]);
  expect(fixed.applied).toEqual([one]);
  const before = diagnostics.map(identity);
  const after = judge(sources, fixed.texts).map(identity);
  expect(after).not.toContain(what);
  if (one.choice === true) {
    // What was chosen may be asked about in turn; it must not be damaged.
    expect(after.filter((other) => /^CLP[12]/.test(other))).toEqual(
      before.filter((other) => /^CLP[12]/.test(other)),
    );
    return;
  }
  expect(after.filter((other) => !before.includes(other))).toEqual([]);
});

test("there are many", () => expect(FIXES.length).toBeGreaterThan(10));

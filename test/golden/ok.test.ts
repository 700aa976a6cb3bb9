/**
 * Whole deployments: everything that is emitted, and what is said. One is stored whole, and of the others
 * what differs from it.
 */
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { compile } from "../../src/mod.ts";
import { formatDiagnostics } from "../../src/report/report.ts";
import { okFixtures } from "../fixtures.ts";
import { expectGoldenFolder, expectGoldenVariant, WHOLE } from "./golden.ts";

describe.each(okFixtures())("$name", ({ folder, sources }) => {
  test("compiles to its goldens", async () => {
    const { ok, files, diagnostics, texts } = compile(sources, { secrets: true });
    const said = await formatDiagnostics("pretty", diagnostics, texts, { color: false, version: "" });
    expect(ok, said).toBe(true);
    const all = new Map([...files.map(({ path, text }) => [path, text] as const), ["diagnostics.txt", said]]);
    if (folder === WHOLE) expectGoldenFolder(join(folder, "expected"), all);
    else expectGoldenVariant(folder, all);
  });
});

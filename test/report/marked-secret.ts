/** A secret that is marked, and everything that is said of inputs in which it stands. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { expect } from "vitest";
import { fixAll } from "../../src/base/apply-fixes.ts";
import { type Sources, validate } from "../../src/mod.ts";
import { fixDiff } from "../../src/report/fix-diff.ts";
import { FORMATS, formatDiagnostics } from "../../src/report/report.ts";

/** Every five letters of it are in no other word. */
export const SECRET = "QzXjVkWqHxZvJq";
/** So short that a key and this are no further from the key than a misspelling is. */
export const SHORT = SECRET.slice(0, 5);
const PIECES = Array.from({ length: SECRET.length - 4 }, (_, at) => SECRET.slice(at, at + 5));

const ajv = new Ajv2020({ strict: true, allowUnionTypes: true });
const isReport = ajv.compile(
  JSON.parse(readFileSync(join(import.meta.dirname, "../../schema/diagnostics.schema.json"), "utf8")),
);

/** All that is said of inputs: each format, and what fixing them would change. */
export async function said(sources: Sources): Promise<string> {
  const { diagnostics, texts } = validate(sources);
  const formats = await Promise.all(
    FORMATS.map((format) =>
      formatDiagnostics(format, diagnostics, texts, { color: true, width: 100, version: "0" }),
    ),
  );
  const report: unknown = JSON.parse(formats[FORMATS.indexOf("json")]!);
  expect(isReport(report), JSON.stringify(isReport.errors)).toBe(true);
  const read = Object.fromEntries(Object.values(texts).map((source) => [source.file, source.text]));
  const changed = (all: typeof read): Sources =>
    Object.fromEntries(
      Object.entries(sources).map(([file, source]) => [
        file,
        source && { ...source, content: all[file] ?? source.content },
      ]),
    ) as never;
  const fixed = fixAll(read, (all) => (all === read ? diagnostics : validate(changed(all)).diagnostics));
  if (fixed.applied.length === 0) return formats.join("\n");
  const after = validate(changed(fixed.texts)).texts;
  const diffs = Object.values(texts).flatMap((source) => fixDiff(source, after[source.file]!));
  return [...formats, ...diffs].join("\n");
}

/** Holds that a text has no part of the secret. */
export function expectWithoutSecret(text: string): void {
  const line = text.split("\n").find((one) => PIECES.some((piece) => one.includes(piece)));
  expect(line ?? "").toBe("");
}

export async function expectNothingTold(sources: Sources): Promise<void> {
  expectWithoutSecret(await said(sources));
}

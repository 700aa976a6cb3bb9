import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { SourceSpan } from "../../src/base/origin.ts";
import { DEFAULT_RELEASE } from "../../src/clp/releases/releases.ts";
import { allCodes } from "../../src/codes.ts";
import { configSchema } from "../../src/input/schema/config.ts";
import { arbitraryInput } from "./arbitrary-input.ts";
import { CREDENTIALS, readAll, type Texts } from "./check.ts";

/** Reads, and expects that every finding has a code and that nothing lies outside its file. */
function survives(texts: Texts): void {
  const { findings, texts: read } = readAll(texts);
  const inside = ({ file, start, end }: SourceSpan): void => {
    expect(start).toBeGreaterThanOrEqual(0);
    expect(end).toBeGreaterThanOrEqual(start);
    expect(end).toBeLessThanOrEqual(read[file]!.text.length);
  };
  for (const finding of findings) {
    expect(allCodes()).toContain(finding.code);
    if (finding.primary !== undefined) inside(finding.primary.span);
    for (const { span } of finding.related) inside(span);
    for (const { span } of finding.fix ?? []) inside(span);
  }
  for (const text of Object.values(read)) {
    let last = 0;
    for (const { start, end } of text.masked) {
      expect(start).toBeGreaterThanOrEqual(last);
      expect(end).toBeGreaterThan(start);
      expect(end).toBeLessThanOrEqual(text.text.length);
      last = end;
    }
  }
}

const PIECES = [
  ..."[]{}:,-?&*!|>'\"%@`#~= \n\t\\",
  "\n  ",
  "\n    ",
  ": ",
  "- ",
  "webui",
  "port",
  "redis",
  "password",
  "hunter2",
  "<<",
  "*a",
  "&a ",
  "!!str ",
  "---\n",
  "...\n",
  "4001",
  "yes",
  "\r\n",
  "\u0085",
  "\ud800",
  "é",
  "😀",
];
const yamlish = fc.array(fc.constantFrom(...PIECES), { maxLength: 60 }).map((pieces) => pieces.join(""));

describe("anything is answered", () => {
  test("bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        survives({ config: bytes, credentials: bytes, site: bytes });
      }),
      { numRuns: 200 },
    );
  });

  test("what looks like YAML", () => {
    fc.assert(
      fc.property(yamlish, (text) => {
        survives({ config: text, credentials: text, site: text });
      }),
      { numRuns: 600 },
    );
  });

  test("configs with a piece put in or taken out", () => {
    const mutated = fc.tuple(
      arbitraryInput(configSchema(DEFAULT_RELEASE), 60),
      fc.nat(),
      fc.nat({ max: 8 }),
      fc.constantFrom(...PIECES, ""),
    );
    fc.assert(
      fc.property(mutated, fc.boolean(), ([data, place, length, piece], lines) => {
        const text = lines ? JSON.stringify(data, null, 2) : JSON.stringify(data);
        const at = place % (text.length + 1);
        survives({ config: text.slice(0, at) + piece + text.slice(at + length) });
      }),
      { numRuns: 100 },
    );
  });

  test("credentials with a piece put in or taken out never say their values", () => {
    fc.assert(
      fc.property(
        fc.nat({ max: CREDENTIALS.length }),
        fc.nat({ max: 12 }),
        fc.constantFrom(...PIECES.filter((piece) => piece !== "hunter2")),
        (at, length, piece) => {
          const text = CREDENTIALS.replaceAll(/: (.*)-password/g, ': "hunter2 $1-hunter2"');
          const credentials = text.slice(0, at) + piece + text.slice(at + length);
          survives({ credentials });
          const { findings, texts } = readAll({ credentials });
          expect(
            JSON.stringify(
              findings.map(({ message, help, notes, path, fix }) => [message, help, notes, path, fix]),
            ),
          ).not.toMatch(/hunter/);
          const { text: all, masked } = texts.credentials!;
          let shown = "";
          let from = 0;
          for (const range of masked) {
            shown += all.slice(from, range.start);
            from = range.end;
          }
          expect(shown + all.slice(from)).not.toMatch(/hunter/);
        },
      ),
      { numRuns: 200 },
    );
  });
});

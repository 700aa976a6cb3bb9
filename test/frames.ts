/**
 * Findings as carets below the lines that they stand on, which is how tests say where they are:
 *
 *     webui: {port: 0}
 *                   ^ CLP2004
 */
import { expect } from "vitest";
import type { Diagnostic } from "../src/base/diagnostic.ts";
import { type DocumentId, type FileId, fileOf } from "../src/base/origin.ts";
import type { SourceText, SourceTexts } from "../src/base/source-text.ts";

const CARETS = /^[ \t]*\^+ CLP\d{4}$/;

/** True for a text that has carets in it. */
export function isMarked(text: string): boolean {
  return text.split("\n").some((line) => CARETS.test(line));
}

/** A text without its carets. */
export function unmarked(text: string): string {
  return text
    .split("\n")
    .filter((line) => !CARETS.test(line))
    .join("\n");
}

/**
 * A text with carets below a part of it: for tables, and for texts that are put together.
 *
 * @param before what stands before the part, where it alone would be found too early
 */
export function under(text: string, part: string, code: string, before = ""): string {
  const lines = text.split("\n");
  const at = lines.findIndex((line) => !CARETS.test(line) && line.includes(before + part));
  if (at < 0) throw new Error(`nothing of ${JSON.stringify(text)} is ${JSON.stringify(before + part)}`);
  const column = lines[at]!.indexOf(before + part) + before.length;
  const indent = lines[at]!.slice(0, column).replace(/[^\t]/g, " ");
  const next = lines.findIndex((line, index) => index > at && !CARETS.test(line));
  lines.splice(next < 0 ? lines.length : next, 0, `${indent}${"^".repeat(part.length)} ${code}`);
  return lines.join("\n");
}

/** A text with carets below what findings stand on; what goes over several lines has them to the end of the first. */
export function marked({ file, text }: SourceText, findings: readonly Diagnostic[]): string {
  return linesWithCarets(file, text, findings).flat().join("\n");
}

/** The lines that findings stand on, with their carets. */
export function frames({ file, text }: SourceText, findings: readonly Diagnostic[]): string {
  return linesWithCarets(file, text, findings)
    .filter((lines) => lines.length > 1)
    .flat()
    .join("\n");
}

function linesWithCarets(
  file: SourceText["file"],
  text: string,
  findings: readonly Diagnostic[],
): readonly (readonly string[])[] {
  let offset = 0;
  return text.split("\n").map((line) => {
    const [from, to] = [offset, offset + line.length];
    offset = to + 1;
    const carets = findings.flatMap(({ code, primary }) => {
      const span = primary?.span;
      if (span === undefined || span.file !== file || span.start < from || span.start > to) return [];
      const indent = line.slice(0, span.start - from).replace(/[^\t]/g, " ");
      return [`${indent}${"^".repeat(Math.max(1, Math.min(span.end, to) - span.start))} ${code}`];
    });
    return [line, ...carets];
  });
}

/** A template literal without the indentation that its lines have in common; it ends with a line break. */
export function dedent(text: string): string {
  if (!text.startsWith("\n")) return text;
  const lines = text
    .slice(1)
    .replace(/\n[ \t]*$/, "\n")
    .split("\n");
  const indents = lines.filter((line) => line.trim() !== "").map((line) => line.search(/[^ ]/));
  const common = Math.min(...indents);
  return lines.map((line) => line.slice(common)).join("\n");
}

/** The inputs of a table, parted by blank lines: what each is called, and itself with its carets. */
export function marks(text: string): readonly (readonly [name: string, marked: string])[] {
  return dedent(text)
    .trimEnd()
    .split(/\n\n/)
    .map((input) => [JSON.stringify(unmarked(input)), `${input}\n`]);
}

/** What is given to the program of a text in a test: one without carets as it is. */
export function inputOf<Content>(written: Content): Content {
  return typeof written === "string" && isMarked(written) ? (unmarked(dedent(written)) as Content) : written;
}

/**
 * Expects exactly these findings. Those of an input that is marked stand in it; of the others, `expected`
 * has one frame with all of them, each line below the name of its file where that is not the config; and
 * the codes of those that stand nowhere.
 */
export function expectFindings(
  written: Readonly<Partial<Record<DocumentId, unknown>>>,
  read: SourceTexts,
  findings: readonly Diagnostic[],
  expected: readonly string[],
): void {
  const sources = FILES.flatMap((file) => read[file] ?? []);
  const writtenIn = ({ file }: SourceText): unknown => written[fileOf(file)];
  const isShown = (source: SourceText): boolean => {
    const text = writtenIn(source);
    return typeof text === "string" && isMarked(text);
  };
  const shown = sources.filter(isShown);
  for (const source of shown) expect(marked(source, findings)).toBe(dedent(String(writtenIn(source))));
  const others = findings.filter(({ primary }) => !shown.some(({ file }) => file === primary?.span.file));
  const framed = framesOf(
    sources.filter((source) => !isShown(source)),
    others,
  );
  const frame = expected.find((one) => one.includes("\n"));
  expect(framed === "" ? undefined : `${framed}\n`).toBe(frame && dedent(frame));
  expect(others.filter(({ primary }) => primary === undefined).map(({ code }) => code)).toEqual(
    expected.filter((one) => one !== frame),
  );
}

const FILES = ["config", "credentials", "site"] as const satisfies readonly FileId[];

function framesOf(sources: readonly SourceText[], findings: readonly Diagnostic[]): string {
  return sources
    .flatMap((source) => {
      const text = frames(source, findings);
      if (text === "") return [];
      return source.file === "config" ? [text] : [`${source.name}:`, text];
    })
    .join("\n");
}

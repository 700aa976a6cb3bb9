/**
 * The fuzzer: inputs made from the fixtures, and what must hold of each. Nothing may be thrown, every
 * finding has a code and lies inside its file, and what is accepted compiles to what a reader of YAML takes.
 * How long inputs take, `npm run fuzz` says.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse, parseAllDocuments } from "yaml";
import { fixAll } from "../../src/base/apply-fixes.ts";
import { compareDiagnostics } from "../../src/base/diagnostic.ts";
import { allCodes } from "../../src/codes.ts";
import {
  type Compilation,
  compile,
  type Diagnostic,
  type FileId,
  type Source,
  type SourceSpan,
  type Sources,
  type SourceTexts,
  validate,
} from "../../src/mod.ts";
import { FORMATS, formatDiagnostics } from "../../src/report/report.ts";
import { mutate } from "./mutate.ts";
import { createRandom, type Random } from "./random.ts";

type Corpus = Readonly<Record<FileId, readonly string[]>>;

const NAMES = { config: "clp-config.yaml", credentials: "credentials.yaml", site: "clp-site.yaml" } as const;
const FILES = Object.keys(NAMES) as FileId[];

/** Characters of a text of the corpus: what is longer says no more and takes longer. */
const MAX_LENGTH = 20_000;

/** The inputs of all fixtures. */
export function readCorpus(fixtures: string): Corpus {
  const texts: Record<FileId, string[]> = { config: [""], credentials: [], site: [""] };
  for (const kind of ["ok", "bad"]) {
    for (const name of readdirSync(join(fixtures, kind)).sort()) {
      for (const file of FILES) {
        const path = join(fixtures, kind, name, NAMES[file]);
        // One fixture has a directory there.
        if (!existsSync(path) || !/\.yaml$/.test(path)) continue;
        try {
          const text = readFileSync(path, "utf8");
          // What is right is worth more: most of what can be made of a mistake is one.
          if (text.length <= MAX_LENGTH) texts[file].push(...Array<string>(kind === "ok" ? 4 : 1).fill(text));
        } catch {}
      }
    }
  }
  return texts;
}

/** The inputs of one number: always the same for the same seed and corpus. */
export function inputsOf(seed: number, index: number, corpus: Corpus): Sources {
  const random = createRandom(Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(index + 1, 0xc2b2ae35));
  const make = (file: FileId, changed: number): Source => ({
    name: NAMES[file],
    content: random.chance(changed) ? mutate(random, corpus[file]) : random.pick(corpus[file]),
  });
  return {
    config: make("config", 0.9),
    ...(random.chance(0.5) ? { credentials: make("credentials", 0.5) } : {}),
    ...(random.chance(0.5) ? { site: make("site", 0.5) } : {}),
  };
}

export interface Checked {
  readonly accepted: boolean;
  readonly findings: number;
}

/** Checks one input. @throws what does not hold */
export async function checkInput(seed: number, index: number, corpus: Corpus): Promise<Checked> {
  const sources = inputsOf(seed, index, corpus);
  const random = createRandom(index);
  const { ok, diagnostics, texts } = validate(sources);
  checkFindings(diagnostics, texts);
  if (ok === diagnostics.some(({ severity }) => severity === "error"))
    throw new Error("what is accepted has no error, what is not has one");
  if (random.chance(0.3))
    await formatDiagnostics(random.pick(FORMATS), diagnostics, texts, {
      color: random.chance(0.5),
      width: 80,
      version: "0",
    });
  if (ok || random.chance(0.03)) checkCompilation(sources, ok, random);
  if (random.chance(0.1) && diagnostics.some(({ fix }) => fix !== undefined)) checkFixes(sources, texts);
  return { accepted: ok, findings: diagnostics.length };
}

function checkCompilation(sources: Sources, accepted: boolean, random: Random): void {
  const all = random.chance(0.04);
  const compilation = compile(sources, { secrets: true, emit: all ? undefined : ["compose"] });
  const { ok, diagnostics, texts, files } = compilation;
  checkFindings(diagnostics, texts);
  // A password that the named target cannot carry is found when it is written.
  if (ok && !accepted) throw new Error("compile accepts what validate refuses");
  if (!ok && accepted && !diagnostics.some(({ code }) => code.startsWith("CLP5")))
    throw new Error("compile refuses what validate accepts");
  if (ok) checkOutput(compilation, random);
  else if (files.length > 0) throw new Error("refused inputs give no file");
}

function checkFindings(diagnostics: readonly Diagnostic[], texts: SourceTexts): void {
  const inside = (what: string, { file, start, end }: SourceSpan): void => {
    const length = texts[file]?.text.length;
    if (length === undefined || start < 0 || end < start || end > length)
      throw new Error(`${what} at ${start} to ${end} of ${file}, which has ${length}`);
  };
  for (const [index, one] of diagnostics.entries()) {
    if (!allCodes().includes(one.code)) throw new Error(`no such code: ${one.code}`);
    if (one.message === "") throw new Error(`${one.code} says nothing`);
    if (one.primary !== undefined) inside(one.code, one.primary.span);
    for (const { span } of one.related) inside(`${one.code}, related`, span);
    for (const { span } of one.fix ?? []) inside(`${one.code}, fix`, span);
    const next = diagnostics[index + 1];
    if (next !== undefined && compareDiagnostics(one, next) > 0) throw new Error("findings are not sorted");
    if (next !== undefined && isSame(one, next)) throw new Error(`said twice: ${one.code} ${one.message}`);
  }
  for (const { text, masked } of Object.values(texts)) {
    let last = 0;
    for (const { start, end } of masked) {
      if (start < last || end <= start || end > text.length) throw new Error("masks are not in order");
      last = end;
    }
  }
}

function isSame(a: Diagnostic, b: Diagnostic): boolean {
  return (
    a.code === b.code &&
    a.message === b.message &&
    a.primary?.span.file === b.primary?.span.file &&
    a.primary?.span.start === b.primary?.span.start &&
    a.primary?.span.end === b.primary?.span.end
  );
}

function checkOutput({ files }: Compilation, random: Random): void {
  const text = (path: string): string | undefined => files.find((file) => file.path === path)?.text;
  const compose = text("compose/docker-compose.yaml");
  if (compose === undefined) return;
  const env = text("compose/.env") ?? text("compose/.env.example");
  if (env === undefined) throw new Error("there is no .env.example");
  const variables = new Set([...env.matchAll(/^#? ?([A-Z][A-Z0-9_]*)=/gm)].map((match) => match[1]));
  for (const [, name] of compose.matchAll(/(?<!\$)(?:\$\$)*\$\{([A-Z0-9_]+):\?/g))
    if (!variables.has(name)) throw new Error(`\${${name}:?} is not in .env`);
  // Parsing takes longer than compiling.
  if (!random.chance(0.06)) return;
  const { services } = parse(compose) as { services: Record<string, { depends_on?: object }> };
  for (const [name, service] of Object.entries(services))
    for (const other of Object.keys(service.depends_on ?? {}))
      if (!Object.hasOwn(services, other)) throw new Error(`${name} waits for ${other}, which is not there`);
  for (const { path, text: own } of files) {
    if (!/\.(?:ya?ml|json)$/.test(path)) continue;
    for (const document of parseAllDocuments(own))
      if ("errors" in document && document.errors.length > 0)
        throw new Error(`${path} is no YAML: ${document.errors[0]!.message}`);
  }
}

/** Fixing ends, and a second time there is nothing to fix. */
function checkFixes(sources: Sources, texts: SourceTexts): void {
  const read = Object.fromEntries(Object.values(texts).map((source) => [source.file, source.text]));
  const judge = (changed: Readonly<Partial<Record<FileId, string>>>): readonly Diagnostic[] => {
    const next = { ...sources };
    for (const file of FILES)
      if (next[file] !== undefined && changed[file] !== undefined)
        Object.assign(next, { [file]: { name: NAMES[file], content: changed[file] } });
    return validate(next).diagnostics;
  };
  const once = fixAll(read, judge);
  const twice = fixAll(once.texts, judge);
  if (JSON.stringify(twice.texts) !== JSON.stringify(once.texts))
    throw new Error("fixing twice is not fixing once");
}

export interface Summary {
  readonly inputs: number;
  readonly accepted: number;
  readonly findings: number;
  readonly failures: readonly { readonly index: number; readonly error: unknown }[];
}

/** Checks the inputs of a seed. Goes on after a failure, up to ten. */
export async function fuzz(
  seed: number,
  from: number,
  count: number,
  corpus: Corpus,
  progress: (done: number) => void = () => {},
): Promise<Summary> {
  const failures: { index: number; error: unknown }[] = [];
  let accepted = 0;
  let findings = 0;
  let inputs = 0;
  for (let index = from; index < from + count && failures.length < 10; index++) {
    try {
      const checked = await checkInput(seed, index, corpus);
      accepted += checked.accepted ? 1 : 0;
      findings += checked.findings;
    } catch (error) {
      failures.push({ index, error });
    }
    inputs++;
    progress(inputs);
  }
  return { inputs, accepted, findings, failures };
}

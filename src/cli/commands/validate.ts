/** `clp-compile validate`: findings alone; with `--fix` what is certain is mended first. */
import type { LayerId } from "../../base/origin.ts";
import { print, verbatim } from "../../base/printable.ts";
import { shell } from "../../base/shell.ts";
import type { SourceTexts } from "../../base/source-text.ts";
import type { Sources, Validation } from "../../mod.ts";
import type { Finding } from "../../report/finding.ts";
import { EXIT, type ExitCode } from "../exit.ts";
import { bytesOf, hasMark, MARK_LENGTH, replacementOf } from "../files/input-bytes.ts";
import { readInputs } from "../files/input-files.ts";
import { layersOf, sourceOf, withTexts } from "../files/input-layers.ts";
import { findingsOf, hasErrors, reportFindings } from "../findings.ts";
import type { Host } from "../host.ts";
import { remark } from "../remark.ts";
import type { Options } from "../usage/options.ts";

type Judgement = Pick<Validation, "diagnostics" | "texts">;

type Judge = (sources: Sources) => Judgement;

export async function validateCommand(options: Options, host: Host): Promise<ExitCode> {
  const inputs = await readInputs(options, host);
  const findings = [...inputs.findings];
  let unfixed = false;
  if (inputs.sources !== undefined) {
    const judge = await judgeOf(options, inputs.hasCredentials, host);
    let judgement = judge(inputs.sources);
    if (options.fix) {
      const fixed = await fix(inputs.sources, judgement, judge, options, host);
      judgement = fixed.judgement;
      findings.push(...fixed.findings);
      unfixed = fixed.findings.length > 0;
    }
    findings.push(...findingsOf(judgement.diagnostics, judgement.texts, options));
  }
  await reportFindings(findings, options, host);
  const { unreadCredentials } = inputs;
  if (unreadCredentials !== undefined && host.collect === undefined)
    remark(
      print`Not checked: ${unreadCredentials.there}; credentials are looked for at ${unreadCredentials.lookedFor}, or where --credentials says\n`,
      options,
      host,
    );
  if (unfixed) return EXIT.fileSystem;
  return hasErrors(findings) ? EXIT.inputErrors : EXIT.done;
}

/** Named backends are asked, too, what they cannot carry. */
async function judgeOf({ emit }: Options, secrets: boolean, host: Host): Promise<Judge> {
  if (emit === undefined) return (await host.validator()).validate;
  const { compile } = await host.compiler();
  return (sources) => compile(sources, { emit, secrets });
}

/** What is said of the inputs as they are then, and of files that could not be replaced. */
async function fix(
  sources: Sources,
  before: Judgement,
  judge: Judge,
  options: Options,
  host: Host,
): Promise<{ readonly judgement: Judgement; readonly findings: readonly Finding[] }> {
  // Of standard input, its own text alone is printed.
  const files = layersOf(sources)
    .map(([layer]) => layer)
    .filter((layer) => before.texts[layer] !== undefined && (!options.stdin || layer === "config"))
    // What came by standard input has no file to be mended.
    .filter((layer) => layer !== "credentials" || options.credentials !== "-")
    .filter((layer) => layer !== "config" || options.config !== "-");
  const readable = files.filter((file) => isAsRead(sources, before.texts, file));
  const texts = Object.fromEntries(readable.map((file) => [file, before.texts[file]!.text]));
  const { fixAll } = await import("../../base/apply-fixes.ts");
  let after = before;
  const outcome = fixAll(texts, (changed) => {
    after = judge(withTexts(sources, changed));
    return after.diagnostics.filter(({ silenced }) => silenced === undefined);
  });
  after = judge(withTexts(sources, outcome.texts));
  const changed = readable.filter((file) => outcome.texts[file] !== texts[file]);

  if (options.stdin && !options.dryRun) {
    const text = outcome.texts.config;
    if (text !== undefined)
      host.out(verbatim(hasMark(bytesOf(sources.config.content)) ? `\ufeff${text}` : text));
    return { judgement: after, findings: [] };
  }
  if (changed.length === 0) {
    host.out(print`Nothing to fix\n`);
    return { judgement: before, findings: [] };
  }
  await showChanges({ changed, before: before.texts, after: after.texts }, host);
  const names = changed.map((file) => before.texts[file]!.name).join(", ");
  const count = `${outcome.applied.length} finding${outcome.applied.length === 1 ? "" : "s"}`;
  if (options.dryRun) {
    host.out(print`Would fix ${count} in ${names}\n`);
    return { judgement: before, findings: [] };
  }
  const { replaceFiles } = await import("../files/replace-files.ts");
  const findings = replaceFiles(
    changed.map((file) => {
      const source = sourceOf(sources, file)!;
      return replacementOf(source, { name: source.name, text: outcome.texts[file]! }, host);
    }),
    {
      code: "CLP6206",
      verb: "fix",
      again: shell`clp-compile validate --fix`,
      otherwise: (name) =>
        `The fixed text goes to standard output: ${shell`clp-compile validate - --fix < ${name}`}`,
    },
  );
  if (findings.length > 0) return { judgement: before, findings };
  host.out(print`Fixed ${count} in ${names}\n`);
  return { judgement: after, findings: [] };
}

interface Changes {
  readonly changed: readonly LayerId[];
  readonly before: SourceTexts;
  readonly after: SourceTexts;
}

async function showChanges({ changed, before, after }: Changes, host: Host): Promise<void> {
  const [{ fixDiff }, { drawDiffLine }, { paintOf }] = await Promise.all([
    import("../../report/fix-diff.ts"),
    import("../../report/pretty.ts"),
    import("../../report/paint.ts"),
  ]);
  const paint = paintOf((await host.terminal("out")).color);
  for (const file of changed) {
    const lines = fixDiff(before[file]!, after[file]!);
    host.out(verbatim(lines.map((line) => `${drawDiffLine(line, paint)}\n`).join("")));
  }
}

/** True where nothing was lost on the way from bytes to text: what is no UTF-8 cannot be written back. */
function isAsRead(sources: Sources, texts: SourceTexts, file: LayerId): boolean {
  const source = sourceOf(sources, file);
  const text = texts[file]?.text;
  if (source === undefined || text === undefined) return false;
  const read = bytesOf(source.content);
  const again = new TextEncoder().encode(text);
  const start = hasMark(read) ? MARK_LENGTH : 0;
  return read.length - start === again.length && again.every((byte, index) => read[start + index] === byte);
}

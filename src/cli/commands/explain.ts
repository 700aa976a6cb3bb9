/** `clp-compile explain WHAT`: where a value comes from and where it goes; or what a code means. */
import { relative, resolve, sep } from "node:path";
import { jsonText, printableLines, written } from "../../base/printable.ts";
import { nearest } from "../../base/suggest.ts";
import {
  DEFECT_IDS,
  DEFECTS,
  type DefectId,
  defectIdOf,
  looksLikeDefect,
  releasesOf,
} from "../../clp/defects/defects.ts";
import { allCodes, type Code, entryOf } from "../../codes.ts";
import type { Compilation, Explanation } from "../../mod.ts";
import type { Finding } from "../../report/finding.ts";
import { paintOf } from "../../report/paint.ts";
import { EXIT, type ExitCode } from "../exit.ts";
import { located, readInputs } from "../files/input-files.ts";
import { fileFinding, findingsOf, hasErrors, reportFindings } from "../findings.ts";
import type { Host } from "../host.ts";
import { lookAt, outputFolder, shown } from "../output/output-folder.ts";
import type { Options } from "../usage/options.ts";

/** Bytes of a file of the output folder that is compared with what was explained. */
const MAX_OUTPUT_BYTES = 16 * 1024 * 1024;

export async function explainCommand(options: Options, host: Host): Promise<ExitCode> {
  const { subject } = options;
  // No variable and no key looks like a code.
  if (/^CLP\d\w{3}$/i.test(subject)) return explainCode(options, host);
  if (looksLikeDefect(subject)) return explainDefect(options, host);

  const inputs = await readInputs(options, host);
  if (inputs.sources === undefined) {
    await reportFindings(inputs.findings, options, host);
    return EXIT.inputErrors;
  }
  const { compile } = await host.compiler();
  const compilation = compile(inputs.sources, { emit: options.emit, secrets: inputs.hasCredentials });
  const findings = [...inputs.findings, ...findingsOf(compilation.diagnostics, compilation.texts, options)];
  if (!compilation.ok || hasErrors(findings)) {
    await reportFindings(findings, options, host);
    return EXIT.inputErrors;
  }

  const { explainer, explanationJson, explanationText, seenFrom } = await import("../../mod.ts");
  const answer = explainer(inputs.sources, compilation)(belowOutput(options, host, compilation));
  if (answer.kind === "unknown") {
    await reportFindings([nameFinding(answer.message, answer.help)], options, host);
    return EXIT.inputErrors;
  }
  const { explanation } = answer;
  const stale = staleLine(options, host, compilation, explanation);
  if (stale !== undefined) await reportFindings([stale], options, host);
  const placed = seenFrom(options.out, explanation);
  if (options.json) host.out(written(placed, explanationJson));
  else {
    const paint = paintOf((await host.terminal("out")).color);
    host.out(written(placed, (shown) => explanationText(shown, paint)));
  }
  return EXIT.done;
}

function nameFinding(message: string, help: string | undefined): Finding {
  return {
    code: "CLP6401",
    severity: "error",
    message,
    path: [],
    related: [],
    notes: [],
    ...(help === undefined ? {} : { help }),
  };
}

/** A file of the subject is looked for below the output folder, then from the working directory, where inputs are, too. */
function belowOutput(
  { subject, out }: Options,
  host: Host,
  { files, secretPaths, texts }: Compilation,
): string {
  const match = /^(.+?)(:\d+(?::\d+)?)$/.exec(subject);
  if (match === null) return subject;
  const [, path = "", place = ""] = match;
  const emitted = (name: string): boolean => [...files, ...secretPaths].some((one) => one.path === name);
  const fromHere = relative(resolve(located(host, out)), resolve(located(host, path))).replaceAll(sep, "/");
  const clean = path.replace(/^(?:\.\/)+/, "");
  const input = Object.values(texts).find(
    (one) => one !== undefined && resolve(located(host, one.name)) === resolve(located(host, path)),
  );
  return `${[clean, fromHere].find(emitted) ?? input?.name ?? clean}${place}`;
}

/** Says so where the file on disk has another line there: then the answer is about what would be written. */
function staleLine(
  { out }: Options,
  host: Host,
  { files }: Compilation,
  explanation: Explanation,
): Finding | undefined {
  if (explanation.kind !== "line") return undefined;
  const [, path = "", number = ""] = /^(.+):(\d+)$/.exec(explanation.name) ?? [];
  const folder = outputFolder(out, located(host, out));
  const found = lookAt(folder, path, MAX_OUTPUT_BYTES);
  const file = files.find((one) => one.path === path);
  if (found.kind !== "file" || file === undefined) return undefined;
  const lineOf = (text: string): string | undefined => text.split("\n")[Number(number) - 1];
  if (lineOf(new TextDecoder().decode(found.bytes)) === lineOf(file.text)) return undefined;
  return fileFinding(
    "CLP6402",
    shown(folder, path),
    `${shown(folder, path)} has something else on line ${number}`,
    {
      severity: "note",
      help: "This is what the inputs give; clp-compile check shows how the file differs",
    },
  );
}

async function explainCode(options: Options, host: Host): Promise<ExitCode> {
  const code = allCodes().find((one) => one === options.subject.toUpperCase());
  if (code === undefined) {
    const known = { names: allCodes(), why: "no code of that name", page: "docs/diagnostics.md" };
    return unknownName(known, options, host);
  }
  host.out(options.json ? jsonText({ code, ...entryOf(code) }) : printableLines(describeCode(code)));
  return EXIT.done;
}

async function explainDefect(options: Options, host: Host): Promise<ExitCode> {
  const id = defectIdOf(options.subject);
  if (id === undefined) {
    const known = { names: DEFECT_IDS, why: "no defect of that number", page: "docs/defects.md" };
    return unknownName(known, options, host);
  }
  host.out(options.json ? jsonText({ defect: id, ...DEFECTS[id] }) : printableLines(describeDefect(id)));
  return EXIT.done;
}

async function unknownName(
  { names, why, page }: { readonly names: readonly string[]; readonly why: string; readonly page: string },
  options: Options,
  host: Host,
): Promise<ExitCode> {
  const suggestion = nearest(options.subject, names);
  const help =
    suggestion === undefined
      ? `They go from ${names[0]} to ${names.at(-1)}; ${page} lists them`
      : `Did you mean ${suggestion}?`;
  await reportFindings([nameFinding(`Cannot explain "${options.subject}": ${why}`, help)], options, host);
  return EXIT.inputErrors;
}

function describeDefect(id: DefectId): string {
  const { title, happens, treatment, here, source } = DEFECTS[id];
  return `${id}: ${title}\n\n${happens}\n\nHere ${treatment}: ${here}\nIn CLP: ${releasesOf(DEFECTS[id])}\nSource: ${source}\n`;
}

function describeCode(code: Code): string {
  const { severity, title, explanation, wrong, right, source } = entryOf(code);
  const indent = (text: string): string =>
    text
      .trimEnd()
      .split("\n")
      .map((line) => `    ${line}`.trimEnd())
      .join("\n");
  return `${code} (${severity}): ${title}\n\n${explanation}\n\nWrong:\n${indent(wrong)}\n\nRight:\n${indent(right)}\n\nSource: ${source}\n`;
}

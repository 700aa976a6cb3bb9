/** `clp-compile [compile]`: compiles, and writes the result if there is nothing wrong at all. */

import type { SkippedTarget } from "../../mod.ts";
import { EXIT, type ExitCode } from "../exit.ts";
import { fileFinding, findingsOf, hasErrors, reportFindings } from "../findings.ts";
import { harmless } from "../harmless.ts";
import type { Host } from "../host.ts";
import { located, readInputs } from "../inputs.ts";
import { useNativeSha256 } from "../native-sha256.ts";
import type { Options } from "../options.ts";
import type { Step } from "../output-plan.ts";

export async function compileCommand(options: Options, host: Host): Promise<ExitCode> {
  const inputs = await readInputs(options, host, "required");
  if (inputs.sources === undefined) {
    await reportFindings(inputs.findings, options, host);
    return EXIT.inputErrors;
  }
  const { compile } = await host.compiler();
  useNativeSha256();
  const compilation = compile(inputs.sources, { emit: options.emit, secrets: inputs.hasCredentials });
  const findings = [...inputs.findings, ...findingsOf(compilation.diagnostics, compilation.texts, options)];
  if (!compilation.ok || hasErrors(findings)) {
    await reportFindings(findings, options, host);
    return EXIT.inputErrors;
  }

  const { writeOutput } = await import("../output-write.ts");
  const outcome = writeOutput(options.out, located(host, options.out), compilation, options.dryRun);
  if (outcome.kind === "refused") {
    await reportFindings([...findings, ...outcome.findings], options, host);
    return EXIT.fileSystem;
  }
  const edited = outcome.steps.filter((step) => "edited" in step && step.edited).map(({ path }) => path);
  const lost = edited.map((path) =>
    fileFinding(
      "CLP6102",
      `${options.out}/${path}`,
      `${options.dryRun ? "Would replace" : "Replaced"} ${path}, which was edited by hand`,
      {
        severity: "note",
        help: "Say it in the inputs, or in docker-compose.override.yaml: what is edited in the output is lost",
      },
    ),
  );
  await reportFindings([...findings, ...lost], options, host);
  const secrets = new Set(compilation.secretPaths.map(({ path }) => path));
  if (options.dryRun) host.out(listSteps(outcome.steps, secrets));
  if (options.diagnostics === "pretty") {
    host.err(compilation.skipped.map(leftOut).join(""));
    if (!options.dryRun) host.err(summarize(outcome.steps, options.out));
  }
  return EXIT.done;
}

/** A line about a target that was not asked for and cannot carry the deployment. */
function leftOut({ name, reasons }: SkippedTarget): string {
  const [first] = reasons;
  return first === undefined ? "" : `without ${name}: ${harmless(first.message)} [${first.code}]\n`;
}

const VERBS = { create: "create", update: "update", mode: "chmod", remove: "remove", keep: "keep" } as const;

function listSteps(steps: readonly Step[], secrets: ReadonlySet<string>): string {
  const lines = [...steps]
    .sort((a, b) => (a.path < b.path ? -1 : 1))
    .map(({ kind, path }) => `${VERBS[kind].padEnd(6)}  ${path}${secrets.has(path) ? "  (secret)" : ""}\n`);
  return lines.join("");
}

/** `out: 14 files, 3 written, 1 removed` */
function summarize(steps: readonly Step[], out: string): string {
  const count = (...kinds: readonly Step["kind"][]): number =>
    steps.filter(({ kind }) => kinds.includes(kind)).length;
  const files = count("create", "update", "mode", "keep");
  const written = count("create", "update", "mode");
  const removed = count("remove");
  const changes = written + removed === 0 ? "unchanged" : `${written} written`;
  return `${out}: ${files} files, ${changes}${removed === 0 ? "" : `, ${removed} removed`}\n`;
}

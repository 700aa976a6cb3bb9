/** `clp-compile [compile]`: compiles, and writes the result if there is nothing wrong at all. */
import { join, type Printable, print } from "../../base/printable.ts";
import type { SkippedTarget } from "../../mod.ts";
import { EXIT, type ExitCode } from "../exit.ts";
import { fileFinding, findingsOf, hasErrors, reportFindings } from "../findings.ts";
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
    host.err(join(compilation.skipped.map(leftOut)));
    if (!options.dryRun) host.err(summarize(outcome.steps, options.out));
  }
  return EXIT.done;
}

/** A line about a target that was not asked for and cannot carry the deployment. */
function leftOut({ name, reasons }: SkippedTarget): Printable {
  const [first] = reasons;
  return first === undefined ? print`` : print`without ${name}: ${first.message} [${first.code}]\n`;
}

const VERBS = { create: "create", update: "update", mode: "chmod", remove: "remove", keep: "keep" } as const;

function listSteps(steps: readonly Step[], secrets: ReadonlySet<string>): Printable {
  const lines = [...steps]
    .sort((a, b) => (a.path < b.path ? -1 : 1))
    .map(
      ({ kind, path }) => print`${VERBS[kind].padEnd(6)}  ${path}${secrets.has(path) ? "  (secret)" : ""}\n`,
    );
  return join(lines);
}

/** `out: 14 files, 3 written, 1 removed` */
function summarize(steps: readonly Step[], out: string): Printable {
  const count = (...kinds: readonly Step["kind"][]): number =>
    steps.filter(({ kind }) => kinds.includes(kind)).length;
  const files = count("create", "update", "mode", "keep");
  const written = count("create", "update", "mode");
  const removed = count("remove");
  const changes = written + removed === 0 ? "unchanged" : `${written} written`;
  return print`${out}: ${files} files, ${changes}${removed === 0 ? "" : `, ${removed} removed`}\n`;
}

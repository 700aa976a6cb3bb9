/** `clp-compile diagram`: Mermaid on standard output, or into a Markdown file. */

import { EXIT, type ExitCode } from "../exit.ts";
import { fileFinding, findingsOf, hasErrors, reportFindings } from "../findings.ts";
import type { Host } from "../host.ts";
import { located, readInputs } from "../inputs.ts";
import type { Options } from "../options.ts";

const DIAGRAM = "diagram/deployment.mmd";

export async function diagramCommand(options: Options, host: Host): Promise<ExitCode> {
  if (options.all) {
    const text = (await host.compiler()).diagramOfPackage();
    return finish(text, options, host);
  }
  const inputs = await readInputs({ ...options, noSecrets: true }, host, "optional");
  if (inputs.sources === undefined) {
    await reportFindings(inputs.findings, options, host);
    return EXIT.inputErrors;
  }
  const { compile } = await host.compiler();
  const compilation = compile(inputs.sources, { emit: ["diagram"], secrets: false });
  const findings = [...inputs.findings, ...findingsOf(compilation.diagnostics, compilation.texts, options)];
  await reportFindings(findings, options, host);
  if (!compilation.ok || hasErrors(findings)) return EXIT.inputErrors;
  const file = compilation.files.find(({ path }) => path === DIAGRAM);
  if (file === undefined) throw new Error(`the diagram backend did not emit ${DIAGRAM}`);
  return finish(file.text, options, host);
}

async function finish(text: string, options: Options, host: Host): Promise<ExitCode> {
  if (options.update === undefined) {
    host.out(text);
    return EXIT.done;
  }
  const { updateBlock } = await import("../markdown-block.ts");
  const outcome = updateBlock(located(host, options.update), text, options.dryRun);
  if (outcome.kind === "refused") {
    const { reason, line, help } = outcome;
    const at = line === undefined ? undefined : { line, column: 1 };
    const place = { name: options.update, text: "", ...(at && { region: { start: at, end: at } }) };
    const finding = fileFinding("CLP6203", options.update, `Cannot update ${options.update}: ${reason}`, {
      place,
      ...(help === undefined ? {} : { help }),
    });
    await reportFindings([finding], options, host);
    return EXIT.fileSystem;
  }
  if (options.diagnostics === "pretty") host.err(`${options.update}: ${outcome.kind}\n`);
  return EXIT.done;
}

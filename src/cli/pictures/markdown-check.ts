/** Are the diagrams in Markdown files what the inputs give? Reads them only: `diagram --update` is what writes. */

import type { Origin } from "../../base/origin.ts";
import { pathWord, shell } from "../../base/shell.ts";
import { updateMarkdown } from "../../base/update-markdown.ts";
import type { Compilation, EmittedFile, Sources } from "../../mod.ts";
import type { Finding } from "../../report/finding.ts";
import { located } from "../files/input-files.ts";
import { fileFinding } from "../findings.ts";
import type { Compiler, Host } from "../host.ts";
import type { Options } from "../usage/options.ts";
import { DIAGRAM_ALONE, diagramOf, findDiagram } from "./diagram-file.ts";
import { readMarkdown } from "./markdown-file.ts";

/**
 * @param sources inputs without errors
 * @param compiled what was compiled of them
 */
export async function compareDocuments(
  sources: Sources,
  compiled: Compilation,
  compiler: Compiler,
  options: Pick<Options, "markdown">,
  host: Host,
): Promise<readonly Finding[]> {
  // Whatever the output folder is made for: a document may have a diagram that the folder has not.
  const deployment = findDiagram(compiled.files) ?? diagramOf(compiler.compile(sources, DIAGRAM_ALONE).files);
  const findings: Finding[] = [];
  for (const name of options.markdown) {
    const read = readMarkdown(located(host, name));
    if (!read.ok) {
      findings.push(fileFinding("CLP6109", name, `Cannot compare ${name}: ${read.reason}`));
      continue;
    }
    const drawn = updateMarkdown(read.text, deployment.text);
    if (!drawn.ok) {
      const at = drawn.line === undefined ? undefined : { line: drawn.line, column: 1 };
      const place = { name, text: "", ...(at && { region: { start: at, end: at } }) };
      const { problem, help } = drawn;
      findings.push(
        fileFinding("CLP6110", name, `No diagram to compare in ${name}: ${problem}`, { place, help }),
      );
      continue;
    }
    // `diagram --all --update` puts the whole package there, which no input changes, but a release does.
    const packageText = compiler.diagramOfPackage();
    const ofPackage = linesKept(drawn.old, packageText) > linesKept(drawn.old, deployment.text);
    const fresh = ofPackage ? updateMarkdown(read.text, packageText) : drawn;
    if (!fresh.ok || fresh.text === read.text) continue;
    const { diffFile } = await import("../output/diff.ts");
    const file: EmittedFile = {
      ...deployment,
      text: fresh.text,
      origins: ofPackage
        ? []
        : [...new Array<readonly Origin[]>(fresh.line - 1).fill([]), ...deployment.origins],
    };
    const { diff, line } = diffFile(name, read.text, file, compiled.texts);
    findings.push(
      fileFinding("CLP6110", name, `Stale: the diagram of ${name}`, {
        place: { name, region: { start: { line, column: 1 }, end: { line, column: 1 } }, text: "" },
        diff,
        help: ofPackage
          ? shell`clp-compile diagram --all --update ${pathWord(name)}`
          : `${shell`clp-compile diagram --update ${pathWord(name)}`}, with the flags that name the inputs`,
      }),
    );
  }
  return findings;
}

/** How many lines of a block a diagram has, too: the one that it was made from has the most. */
function linesKept(block: string, diagram: string): number {
  const lines = new Set(diagram.split("\n").map((line) => line.trim()));
  return block.split("\n").filter((line) => lines.has(line.trim())).length;
}

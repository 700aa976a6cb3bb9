/** `clp-compile explain CODE`: the entry of the code registry. */
import { ALL_CODES, CODES, type Code } from "../../base/codes.ts";
import { nearest } from "../../base/suggest.ts";
import { printable } from "../../report/printable.ts";
import { EXIT, type ExitCode } from "../exit.ts";
import type { Host } from "../host.ts";
import type { Options } from "../options.ts";

export async function explainCommand({ subject }: Options, host: Host): Promise<ExitCode> {
  const code = ALL_CODES.find((one) => one === subject.toUpperCase());
  if (code === undefined) {
    const suggestion = nearest(subject, ALL_CODES);
    host.err(`clp-compile: Cannot explain "${printable(subject)}": no code of that name\n`);
    if (suggestion !== undefined) host.err(`  Did you mean ${suggestion}?\n`);
    return EXIT.inputErrors;
  }
  host.out(explainCode(code));
  return EXIT.done;
}

function explainCode(code: Code): string {
  const { severity, title, explanation, wrong, right, source } = CODES[code];
  const indent = (text: string): string =>
    text
      .trimEnd()
      .split("\n")
      .map((line) => `    ${line}`.trimEnd())
      .join("\n");
  return `${code} (${severity}): ${title}\n\n${explanation}\n\nWrong:\n${indent(wrong)}\n\nRight:\n${indent(right)}\n\nSource: ${source}\n`;
}

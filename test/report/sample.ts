/** The findings on which every format is tested: all severities, places of every kind, a secret. */
import type { Diagnostic } from "../../src/base/diagnostic.ts";
import type { FileId, SourceSpan } from "../../src/base/origin.ts";
import type { SourceText, SourceTexts } from "../../src/base/source-text.ts";

/** Makes a text of which `‹…›` is the span that is wanted, and `«…»` is masked. The marks are taken out. */
export function source(
  marked: string,
  name = "etc/clp-config.yaml",
  file: FileId = "config",
): SourceText & { readonly spans: readonly SourceSpan[] } {
  let text = "";
  const spans: SourceSpan[] = [];
  const masked: { start: number; end: number }[] = [];
  let start = 0;
  let maskStart = 0;
  for (const character of marked) {
    if (character === "‹") start = text.length;
    else if (character === "›") spans.push({ file, start, end: text.length });
    else if (character === "«") maskStart = text.length;
    else if (character === "»") masked.push({ start: maskStart, end: text.length });
    else text += character;
  }
  return { file, name, text, masked, spans };
}

/** A diagnostic with what is not said left at nothing. */
export function finding(
  parts: Partial<Diagnostic> & { readonly span?: SourceSpan | undefined; readonly label?: string },
): Diagnostic {
  const { span, label, ...rest } = parts;
  return {
    code: "CLP6101",
    severity: "error",
    message: "Something is wrong",
    path: [],
    related: [],
    notes: [],
    ...(span === undefined ? {} : { primary: { span, text: label ?? "" } }),
    ...rest,
  };
}

export const SECRET = "hunter2-and-more";

const config = source(`# CLP
package:
  storage_engine: clp-s
database:
  host: localhost
  port: ‹99999›
‹webiu›:
  host: "100%, :here"
  port: ‹4000›
`);
const credentials = source(
  `database:
  username: «clp»
  password: ‹«${SECRET}»›
`,
  "etc/credentials.yaml",
  "credentials",
);

export const TEXTS: SourceTexts = { config, credentials };

export const DIAGNOSTICS: readonly Diagnostic[] = [
  finding({
    code: "CLP6109",
    message: "No place has this",
    severity: "note",
    notes: ["A fact"],
  }),
  finding({
    code: "CLP6105",
    severity: "warning",
    message: "The password is weak",
    path: ["database", "password"],
    span: credentials.spans[0],
    help: "Choose another",
    fix: [{ span: credentials.spans[0]!, text: `"${SECRET}"` }],
  }),
  finding({
    message: 'Unknown key "webiu"',
    path: ["webiu"],
    span: config.spans[1],
    help: 'Did you mean "webui"?',
    fix: [{ span: config.spans[1]!, text: "webui" }],
  }),
  finding({
    code: "CLP6103",
    message: "Cannot use port 99999: expected 1 to 65535, 100% sure",
    path: ["database", "port"],
    span: config.spans[0],
    label: "too large",
    related: [{ span: config.spans[2]!, text: "this one is right" }],
    notes: ["A port is a number of 16 bits"],
  }),
];

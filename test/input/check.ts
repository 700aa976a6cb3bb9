/** What the tests of the inputs share: one line for each finding. */
import { expect } from "vitest";
import { compareDiagnostics, createReporter, type Diagnostic } from "../../src/base/diagnostic.ts";
import { type Inputs, readInputs } from "../../src/input/inputs.ts";
import type { Source } from "../../src/input/source.ts";
import { asWritten, atTestRelease } from "../at-release.ts";
import { expectFindings, inputOf } from "../frames.ts";

/** Credentials in which nothing is wrong. */
export const CREDENTIALS = `database:
  username: clp-user
  password: database-password
  root_username: root
  root_password: root-password
  spider_username: spider-user
  spider_password: spider-password
queue:
  username: clp-user
  password: queue-password
redis:
  password: redis-password
`;

export interface Texts {
  readonly config?: Source["content"];
  readonly credentials?: Source["content"] | undefined;
  readonly site?: Source["content"] | undefined;
  readonly environment?: Readonly<Record<string, string>>;
}

export interface Outcome extends Inputs {
  /** In the order in which they are shown. */
  readonly findings: readonly Diagnostic[];
}

/** Reads inputs under the names that they usually have. */
export function readAll({ config = "", credentials, site, environment }: Texts): Outcome {
  const source = (name: string, content: Source["content"] | undefined) =>
    content === undefined ? undefined : { name, content: inputOf(content) };
  const reporter = createReporter();
  const inputs = readInputs(
    {
      config: source("clp-config.yaml", config)!,
      credentials: source("credentials.yaml", credentials),
      site: source("clp-site.yaml", atTestRelease(site)),
      environment,
    },
    reporter,
  );
  return { ...inputs, findings: [...reporter.diagnostics].sort(compareDiagnostics) };
}

function content(texts: Texts | string): Texts {
  return typeof texts === "string" ? { config: texts } : texts;
}

/** Expects exactly these findings: see test/frames.ts. */
export function check(texts: Texts | string, ...expected: readonly string[]): Outcome {
  const written = content(texts);
  const outcome = readAll(written);
  expectFindings(written, asWritten(outcome.texts), outcome.findings, expected);
  return outcome;
}

/** Expects one finding with this message, and this help where one is given. */
export function says(texts: Texts | string, message: string, help?: string): Diagnostic {
  const { findings } = readAll(content(texts));
  expect(findings.map((finding) => finding.message)).toEqual([message]);
  if (help !== undefined) expect(findings[0]!.help).toBe(help);
  return findings[0]!;
}

/** The text after the certain fixes of all findings about a file. */
export function fixed(texts: Texts | string, file: "config" | "credentials" | "site" = "config"): string {
  const outcome = readAll(content(texts));
  const edits = outcome.findings
    .flatMap((finding) => finding.fix ?? [])
    .filter((edit) => edit.span.file === file)
    .sort((a, b) => b.span.start - a.span.start || b.span.end - a.span.end);
  let { text } = outcome.texts[file]!;
  for (const { span, text: replacement } of edits) {
    text = text.slice(0, span.start) + replacement + text.slice(span.end);
  }
  return text;
}

/** The lines of a file as a frame may show them. */
export function masked(texts: Texts, file: "config" | "credentials" | "site"): string {
  const { text, masked: ranges } = readAll(texts).texts[file]!;
  let shown = "";
  let from = 0;
  for (const { start, end } of ranges) {
    shown += `${text.slice(from, start)}…`;
    from = end;
  }
  return shown + text.slice(from);
}

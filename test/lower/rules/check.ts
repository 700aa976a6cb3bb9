/** What the tests of the rules share: whole inputs in, one line for each finding out. */
import { expect } from "vitest";
import { type Diagnostic, validate } from "../../../src/mod.ts";
import { asWritten, atTestRelease } from "../../at-release.ts";
import { expectFindings, inputOf } from "../../frames.ts";

export interface Texts {
  readonly config?: string;
  readonly site?: string;
  /** Credentials that differ from those in which nothing is wrong. */
  readonly credentials?: Readonly<Record<string, string>>;
}

const CREDENTIALS = {
  username: "clp-user",
  password: "fake-database-password",
  root_username: "root",
  root_password: "fake-root-password",
  spider_username: "spider-user",
  spider_password: "fake-spider-password",
  queue_username: "clp-user",
  queue_password: "fake-queue-password",
  redis_password: "fake-redis-password",
};

function credentialsText(changes: Readonly<Record<string, string>>): string {
  const { queue_username, queue_password, redis_password, ...database } = { ...CREDENTIALS, ...changes };
  return JSON.stringify(
    {
      database,
      queue: { username: queue_username, password: queue_password },
      redis: { password: redis_password },
    },
    null,
    2,
  );
}

/** Said of every config with Presto whose site file does not say who runs it: presto.test.ts holds that it is. */
const WHO_RUNS_PRESTO = "CLP4124";

/** What is said about these inputs, in the order in which it is shown. */
export function findings(texts: Texts | string): readonly Diagnostic[] {
  return validated(texts).diagnostics;
}

/** The same, with the note on who runs Presto. */
export function allFindings(texts: Texts | string): readonly Diagnostic[] {
  return validatedWhole(texts).diagnostics;
}

function validated(texts: Texts | string) {
  const { diagnostics, ...rest } = validatedWhole(texts);
  return { ...rest, diagnostics: diagnostics.filter(({ code }) => code !== WHO_RUNS_PRESTO) };
}

function validatedWhole(texts: Texts | string) {
  const { config = "", site, credentials } = content(texts);
  return validate({
    config: { name: "clp-config.yaml", content: inputOf(config) },
    site: { name: "clp-site.yaml", content: atTestRelease(site === undefined ? undefined : inputOf(site)) },
    ...(credentials === undefined
      ? {}
      : { credentials: { name: "credentials.yaml", content: credentialsText(credentials) } }),
  });
}

function content(texts: Texts | string): Texts {
  return typeof texts === "string" ? { config: texts } : texts;
}

/** Expects exactly these findings: see test/frames.ts. */
export function check(texts: Texts | string, ...expected: readonly string[]): void {
  checked(texts, ...expected);
}

/** As {@link check}, and gives them. */
export function checked(texts: Texts | string, ...expected: readonly string[]): readonly Diagnostic[] {
  const { diagnostics, texts: read } = validated(texts);
  const { config = "", site } = content(texts);
  expectFindings({ config, site }, asWritten(read), diagnostics, expected);
  return diagnostics;
}

/** Expects these codes, in any order and wherever they are. */
export function codes(texts: Texts | string, ...expected: readonly string[]): void {
  expect(
    findings(texts)
      .map(({ code }) => code)
      .sort(),
  ).toEqual([...expected].sort());
}

/** Expects one finding with this message, and this help where one is given. */
export function says(texts: Texts | string, message: string, help?: string): Diagnostic {
  const said = findings(texts);
  expect(said.map((one) => one.message)).toEqual([message]);
  if (help !== undefined) expect(said[0]!.help).toBe(help);
  return said[0]!;
}

/** The text once the fixes of all findings are applied. */
export function fixed(config: string): string {
  const edits = findings(config).flatMap(({ fix }) => fix ?? []);
  return [...edits]
    .sort((a, b) => b.span.start - a.span.start)
    .reduce((text, { span, text: by }) => text.slice(0, span.start) + by + text.slice(span.end), config);
}

export const PRESTO = `package: {query_engine: presto}
presto: {host: presto-coordinator, port: 8080}
results_cache: {retention_period: null}
api_server: null
`;

export const SPIDER = `compression_scheduler: {type: spider}
spider_scheduler: {}
`;

export const CLP_TEXT = `package: {storage_engine: clp, query_engine: clp}
api_server: null
log_ingestor: null
`;

export const KEYS =
  "{type: credentials, credentials: {access_key_id: FAKE-KEY, secret_access_key: fake-secret}}";

/** `archive_output` or `stream_output` on S3, in one line. */
export function onS3(
  section: "archive_output" | "stream_output",
  changes: Readonly<Record<string, string>> = {},
): string {
  const keys = {
    ...(section === "stream_output" ? { region_code: "us-east-2" } : {}),
    bucket: "clp-bucket",
    key_prefix: section === "stream_output" ? "streams/" : "archives/",
    aws_authentication: KEYS,
    ...changes,
  };
  const text = Object.entries(keys).map(([key, value]) => `${key}: ${value}`);
  return `${section}: {storage: {type: s3, s3_config: {${text.join(", ")}}}}\n`;
}

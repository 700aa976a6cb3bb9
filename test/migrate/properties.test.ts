/** Whatever a config says and however it is written: a migration is whole, comes to rest, and loses no comment. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { RELEASES as ALL, type ReleaseId } from "../../src/clp/releases/releases.ts";
import { edit } from "../../src/migrate/edit/edit.ts";
import {
  type Data,
  dataAt,
  dataOf,
  type Editable,
  openText,
} from "../../src/migrate/edit/editable-document.ts";
import { layered } from "../../src/migrate/edit/edited-layers.ts";
import { type Question, viewOf } from "../../src/migrate/hops/hop.ts";
import { wayBetween } from "../../src/migrate/hops/hops.ts";
import { type MigrateRequest, migrate } from "../../src/migrate/migrate.ts";
import { requestFor } from "./migrated.ts";

const RELEASES: readonly ReleaseId[] = ALL.map(({ id }) => id);

type Value = string | number | boolean | null | readonly string[] | { readonly [key: string]: Value };

const section = (keys: Readonly<Record<string, fc.Arbitrary<Value>>>): fc.Arbitrary<Value> =>
  fc.record(keys, { requiredKeys: [] }) as fc.Arbitrary<Value>;
const port = fc.integer({ min: 1024, max: 65535 });
const engine = fc.constantFrom("clp", "clp-s", "presto");
const authentication = fc.oneof(
  fc.constant({ type: "ec2" }),
  fc.constant({ type: "default" }),
  fc.constant({ type: "profile", profile: "ours" }),
);
const limits = section({
  task_soft_time_limit: fc.nat(9000),
  task_time_limit: fc.nat(9000),
  logging_level: fc.constant("INFO"),
});

/** What hops look at, right and wrong for a release, and a few keys that they do not. */
const configs: fc.Arbitrary<Value> = section({
  package: section({ storage_engine: fc.constantFrom("clp", "clp-s"), query_engine: engine }),
  webui: fc.oneof(section({ port, query_engine: engine, rate_limit: port }), section({ port })),
  bundled: fc.uniqueArray(fc.constantFrom("database", "queue", "redis", "results_cache", "otel_collector"), {
    minLength: 1,
  }),
  database: section({ host: fc.constantFrom("localhost", "db.example.com"), port }),
  results_cache: section({
    host: fc.constantFrom("127.0.0.1", "10.0.0.5"),
    port,
    retention_period: fc.constant(null),
  }),
  logs_input: fc.oneof(
    fc.record({ type: fc.constant("s3"), aws_authentication: authentication }),
    fc.constant({ type: "fs", directory: "/logs" }),
  ),
  log_ingestor: fc.oneof(
    fc.constant(null),
    section({ port, buffer_flush_timeout: port, buffer_flush_threshold: port, channel_capacity: port }),
  ),
  compression_scheduler: section({
    type: fc.constantFrom("celery", "spider"),
    telemetry_update_interval_ms: port,
  }),
  query_scheduler: fc.oneof(
    fc.constant(null),
    section({ max_datasets_per_query: port, scheduler_concurrency: port, jobs_poll_delay: fc.constant(0.5) }),
  ),
  reducer: fc.oneof(fc.constant(null), section({ logging_level: fc.constant("WARN") })),
  compression_worker: limits,
  query_worker: fc.oneof(fc.constant(null), limits),
  mcp_server: fc.oneof(fc.constant(null), section({ port })),
  telemetry: section({ disable: fc.boolean(), endpoint: fc.constant("https://telemetry.example.com") }),
  otel_collector: section({ host: fc.constant("otel.example.com"), port }),
  aws_config_directory: fc.constant("/home/clp/.aws"),
});

/** How a mapping or a list is written, by what is drawn one after the other. */
interface Form {
  readonly choose: (most: number) => number;
  readonly lineBreak: string;
}

function scalar(value: Value, { choose }: Form): string {
  if (typeof value !== "string") return String(value);
  return [value, JSON.stringify(value), `'${value}'`][choose(2)]!;
}

function inline(value: Value, form: Form): string {
  if (Array.isArray(value)) {
    const items = (value as readonly string[]).map((item) => scalar(item, form));
    return items.length === 0 ? "[]" : `[${items.join(", ")}]`;
  }
  if (typeof value !== "object" || value === null) return scalar(value, form);
  const entries = Object.entries(value).map(([key, item]) => `${key}: ${inline(item, form)}`);
  return entries.length === 0 ? "{}" : `{ ${entries.join(", ")} }`;
}

/** YAML with comments on lines of their own, each of them once. */
function block(
  value: Readonly<Record<string, Value>>,
  indent: string,
  form: Form,
  note: () => string,
): string {
  return Object.entries(value)
    .map(([key, item]) => {
      const comment = form.choose(2) === 0 ? `${indent}${note()}${form.lineBreak}` : "";
      const isBlock = typeof item === "object" && item !== null && form.choose(1) === 0;
      if (isBlock && Array.isArray(item) && item.length > 0) {
        const items = (item as readonly string[]).map(
          (one) => `${indent}  - ${scalar(one, form)}${form.lineBreak}`,
        );
        return `${comment}${indent}${key}:${form.lineBreak}${items.join("")}`;
      }
      if (isBlock && !Array.isArray(item) && Object.keys(item).length > 0) {
        const below = block(item as Readonly<Record<string, Value>>, `${indent}  `, form, note);
        return `${comment}${indent}${key}:${form.lineBreak}${below}`;
      }
      return `${comment}${indent}${key}: ${inline(item, form)}${form.lineBreak}`;
    })
    .join("");
}

const documents: fc.Arbitrary<string> = fc
  .tuple(
    configs,
    fc.infiniteStream(fc.nat(1000)),
    fc.constantFrom("\n", "\r\n"),
    fc.integer({ min: 0, max: 5 }),
  )
  .map(([config, stream, lineBreak, kind]) => {
    if (kind === 0) return JSON.stringify(config, null, 2);
    const form: Form = { lineBreak, choose: (most) => stream.next().value! % (most + 1) };
    let count = 0;
    return block(config as Readonly<Record<string, Value>>, "", form, () => `# remark ${++count}.`);
  });

const ways = fc
  .tuple(fc.constantFrom(...RELEASES), fc.constantFrom(...RELEASES))
  .filter(([from, to]) => from !== to);

function request(
  text: string,
  from: ReleaseId,
  to: ReleaseId,
  more: Partial<MigrateRequest> = {},
): MigrateRequest {
  const config = { name: "clp-config.yaml", content: text };
  const site = { name: "clp-site.yaml", content: `clp_version: "${from}"\n` };
  return { ...requestFor({ config, site }, from, to), ...more };
}

function migrated(text: string, from: ReleaseId, to: ReleaseId, adoptDefaults = false) {
  const migration = migrate(request(text, from, to, { adoptDefaults }));
  return { ...migration, text: migration.after.config?.text ?? text };
}

function data(text: string): Data {
  const document = openText(text, "config");
  if (document === undefined) throw new Error(`no YAML: ${text}`);
  return dataOf(document.root);
}

const RUNS = { numRuns: 400 };

describe("a migration", () => {
  test("has nothing to do the second time", () => {
    fc.assert(
      fc.property(documents, ways, fc.boolean(), (text, [from, to], adopt) => {
        const once = migrated(text, from, to, adopt);
        if (!once.decided) return;
        const again = migrated(once.text, from, to, adopt);
        expect(again.text).toBe(once.text);
        expect(again.edits.filter(({ file }) => file === "config")).toEqual([]);
      }),
      RUNS,
    );
  });

  test("leaves a text as it was where one hop undoes what another did", () => {
    const text =
      "logs_input: {type: s3, aws_authentication: {type: credentials, credentials: {access_key_id: K, secret_access_key: S}}}";
    expect(migrated(text, "0.9.0", "0.11.0").text).toBe(text);
  });

  test("of several hops is what one hop after the other gives", () => {
    fc.assert(
      fc.property(documents, ways, (text, [from, to]) => {
        const whole = migrated(text, from, to);
        const [start, end] = [RELEASES.indexOf(from), RELEASES.indexOf(to)];
        const stops = start < end ? RELEASES.slice(start, end + 1) : RELEASES.slice(end, start + 1).reverse();
        let current = text;
        for (const [index, stop] of stops.slice(1).entries()) {
          const hop = migrated(current, stops[index]!, stop);
          if (!hop.decided) return;
          current = hop.text;
        }
        expect(whole.decided).toBe(true);
        expect(whole.text).toBe(current);
      }),
      RUNS,
    );
  });

  test("keeps every comment on a line of its own, in its order, but in a section that is gone or null", () => {
    fc.assert(
      fc.property(documents, ways, (text, [from, to]) => {
        const { text: after, edits } = migrated(text, from, to);
        const gone = edits.some(
          ({ action, path, value }) =>
            (action === "set" && value === null) || (action === "remove" && !path.includes(".")),
        );
        if (gone) return;
        const remarks = (one: string): readonly string[] => one.match(/# remark \d+\./g) ?? [];
        expect(remarks(after)).toEqual(remarks(text));
      }),
      RUNS,
    );
  });

  test("says what each release reads, and nothing that it ignores", () => {
    const KEYS: readonly (readonly [string, string | undefined, string | undefined])[] = [
      ["log_ingestor.buffer_flush_timeout", undefined, "0.11.0"],
      ["log_ingestor.buffer_flush_threshold", undefined, "0.11.0"],
      ["log_ingestor.channel_capacity", undefined, "0.11.0"],
      ["package.query_engine", undefined, "0.13.0"],
      ["webui.query_engine", "0.13.0", undefined],
      ["telemetry", "0.13.0", undefined],
      ["otel_collector", "0.13.0", undefined],
      ["compression_worker.task_time_limit", "0.13.0", undefined],
      ["query_scheduler.scheduler_concurrency", "0.12.0", undefined],
      ["query_scheduler.max_datasets_per_query", "0.10.0", undefined],
    ];
    fc.assert(
      fc.property(documents, ways, (text, [from, to]) => {
        const result = migrated(text, from, to);
        if (!result.decided) return;
        const after = data(result.text);
        const at = (release: string): number => RELEASES.indexOf(release as ReleaseId);
        for (const [key, since, until] of KEYS) {
          // What neither release has was no concern of the way between them.
          const passed = [from, to].some((release) => {
            const known =
              (since === undefined || at(release) >= at(since)) &&
              (until === undefined || at(release) < at(until));
            return known;
          });
          const known =
            (since === undefined || at(to) >= at(since)) && (until === undefined || at(to) < at(until));
          if (passed && !known) expect(dataAt(after, key.split(".")), key).toBeUndefined();
        }
      }),
      RUNS,
    );
  });

  test("asks nothing any more once either of the edits is made that it spells out", () => {
    fc.assert(
      fc.property(documents, ways, fc.boolean(), (text, [from, to], adoptDefaults) => {
        const document = openText(text, "config")!;
        const { down, hops } = wayBetween(from, to);
        const rules = down ? hops[0]!.down : hops[0]!.up;
        const asked = (one: Editable): readonly Question[] =>
          rules.flatMap((rule) =>
            rule(viewOf(layered([one]), adoptDefaults)).filter((outcome) => outcome.kind === "question"),
          );
        for (const { message, choices } of asked(document)) {
          for (const { operations } of choices) {
            const edited = edit(document, operations);
            expect(edited).toBeDefined();
            expect(asked(edited!).map((one) => one.message)).not.toContain(message);
          }
        }
      }),
      RUNS,
    );
  });

  test("spells out two edits for each question, and writes none", () => {
    fc.assert(
      fc.property(documents, ways, fc.boolean(), (text, [from, to], adopt) => {
        const { diagnostics, decided } = migrated(text, from, to, adopt);
        const errors = diagnostics.filter(({ severity }) => severity === "error");
        expect(errors.length === 0).toBe(decided);
        for (const { notes, code } of errors) {
          expect(code).toMatch(/^CLP(?:641[1-5]|6590)$/);
          expect(notes.filter((note) => /^(?:Either|Or) /.test(note))).toHaveLength(2);
        }
      }),
      RUNS,
    );
  });
});

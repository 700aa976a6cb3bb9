/** A key, a word or a null of another release of CLP: told with its release and the way out, in both directions. */
import { describe, expect, test } from "vitest";
import { RELEASES, type Release, type ReleaseId, releaseOf } from "../../src/clp/releases/releases.ts";
import { keyOfOtherRelease } from "../../src/input/other-releases.ts";
import { isIn } from "../../src/input/schema/at-release.ts";
import { configOfAllReleases, configSchema } from "../../src/input/schema/config.ts";
import type { KeySchema } from "../../src/input/schema/key-schema.ts";
import { keysOf } from "./keys-of-clp.ts";
import { readAs } from "./read-as.ts";

function said(id: ReleaseId, text: string): readonly string[] {
  return readAs(id, text).findings.map(({ code, message, help, notes }) =>
    [code, message, help, ...notes].filter((one) => one !== undefined).join(" | "),
  );
}

describe("what is said", () => {
  test.each([
    [
      "0.9.0",
      "webui: {query_engine: presto}",
      'CLP2009 | Unknown key "query_engine" in webui: it came with CLP v0.13.0 | In v0.9.0 it is package.query_engine',
    ],
    [
      "0.13.0",
      "package: {query_engine: presto}",
      'CLP2009 | Unknown key "query_engine" in package: it was a key up to CLP v0.12.0 | Since v0.13.0 it is webui.query_engine',
    ],
    [
      "0.12.0",
      "telemetry: {disable: true}",
      'CLP2009 | Unknown key "telemetry": it came with CLP v0.13.0 | Remove it: CLP v0.12.0 sends no telemetry',
    ],
    [
      "0.10.0",
      "query_scheduler: {scheduler_concurrency: 4}",
      'CLP2009 | Unknown key "scheduler_concurrency" in query_scheduler: it came with CLP v0.12.0 | Remove it: CLP v0.10.0 has nothing like it',
    ],
    [
      "0.11.0",
      "log_ingestor: {buffer_flush_timeout: 5}",
      'CLP2009 | Unknown key "buffer_flush_timeout" in log_ingestor: it was a key up to CLP v0.10.0 | Since v0.11.0 each ingestion job says it, in buffer_config.timeout_sec',
    ],
    [
      "0.13.0",
      "log_ingestor: {buffer_size: 5}",
      'CLP2009 | Unknown key "buffer_size" in log_ingestor: it is no key of any release of CLP | The size at which the buffer is sent stands in each ingestion job, in buffer_config.flush_threshold_bytes',
    ],
    [
      "0.10.0",
      "bundled: [otel_collector]",
      'CLP2009 | Cannot use "otel_collector" for bundled[0]: it came with CLP v0.13.0 | Remove it: CLP v0.10.0 has nothing like it',
    ],
    [
      "0.10.0",
      "logs_input: {type: s3, aws_authentication: {type: default}}",
      'CLP2009 | Cannot use "default" for logs_input.aws_authentication.type: it came with CLP v0.11.0 | In v0.10.0 the role of an EC2 instance is the type "ec2"',
    ],
    [
      "0.11.0",
      "logs_input: {type: s3, aws_authentication: {type: ec2}}",
      'CLP2009 | Cannot use "ec2" for logs_input.aws_authentication.type: it was a value up to CLP v0.10.0 | Since v0.11.0 the role of an EC2 instance is found by the type "default"',
    ],
    [
      "0.13.0",
      "compression_coordinator: {}",
      'CLP2009 | Unknown key "compression_coordinator": it came with CLP after v0.13.0 | Remove it: CLP v0.13.0 has nothing like it',
    ],
  ] as const)("in v%s of %s", (id, text, expected) => expect(said(id, text)).toEqual([expected]));

  test("a null that is none yet says from when on it is one", () => {
    expect(said("0.12.0", "query_worker: null")[0]).toMatch(/^CLP2008 .*\| Null came with CLP v0\.13\.0$/);
    expect(said("0.13.0", "query_worker: null")).toEqual([]);
    expect(said("0.13.0", "database: null")[0]).not.toContain("Null came");
  });

  test("nothing is said of a release that is itself wrong", () => {
    expect(readAs("0.9.0", "telemetry: {}", false).findings).toEqual([]);
    expect(readAs("0.9.0", "query_worker: null", false).findings).toEqual([]);
    expect(readAs("0.9.0", "nonsense: {}", false).findings).toHaveLength(1);
  });

  test("a new name and its old one say the same of each other", () => {
    for (const { path, schema } of keysOf(configOfAllReleases())) {
      const { renamed, until } = schema.lifetime ?? {};
      if (renamed === undefined) continue;
      const before = releaseOf(until!);
      expect(keyOfOtherRelease("config", renamed.split("."), before)?.help).toBe(
        `In ${before.tag} it is ${path.join(".")}`,
      );
      expect(keysOf(configSchema(before)).map((one) => one.path.join("."))).not.toContain(renamed);
    }
  });
});

/** A value that a key takes. */
function sample(schema: KeySchema): unknown {
  const { default: fallback, examples } = schema;
  if (fallback !== undefined && "value" in fallback && fallback.value !== null) return fallback.value;
  return examples?.[0] ?? {};
}

interface Bounded {
  readonly name: string;
  readonly text: string;
  readonly there: (release: Release) => boolean;
}

function bounded(): readonly Bounded[] {
  return keysOf(configOfAllReleases()).flatMap(({ path, schema }) => {
    const { lifetime } = schema;
    if (lifetime === undefined) return [];
    const value = path.reduceRight<unknown>((below, key) => ({ [key]: below }), sample(schema));
    return [
      {
        name: path.join("."),
        text: JSON.stringify(value),
        there: ({ id }) => isIn(lifetime, id),
      },
    ];
  });
}

describe.each(bounded())("$name", ({ name, text, there }) => {
  test.each(RELEASES.map((release) => [release.id, release] as const))("in v%s", (id, release) => {
    const { config, findings } = readAs(id, text);
    const steps = name.split(".");
    const held = steps.reduce<unknown>(
      (at, key) => (at as Record<string, unknown> | undefined)?.[key],
      config,
    );
    expect(held !== undefined).toBe(there(release));
    expect(findings.map(({ code }) => code)).toEqual(there(release) ? [] : ["CLP2009"]);
    expect(readAs(id, "").findings).toEqual([]);
  });
});

test("the schema tells every release from the next, but for none", () => {
  const texts = RELEASES.map((release) =>
    JSON.stringify(
      keysOf(configSchema(release)).map(({ path, schema: { examples: _, ...schema } }) => [
        path,
        schema.default,
        schema.nullable,
        schema.kind,
      ]),
    ),
  );
  expect(new Set(texts).size).toBe(RELEASES.length);
});

test("a default that has changed is that of its release", () => {
  const threshold = (id: ReleaseId) => readAs(id, "").config.log_ingestor?.buffer_flush_threshold;
  expect([threshold("0.9.0"), threshold("0.10.0"), threshold("0.11.0")]).toEqual([
    268435456,
    4294967296,
    undefined,
  ]);
  expect(readAs("0.12.0", "").config.bundled).not.toContain("otel_collector");
  expect(readAs("0.13.0", "").config.bundled).toContain("otel_collector");
});

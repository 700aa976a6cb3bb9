/**
 * Terminals and the logs of CI systems: what comes from inputs, from files on disk and from the command
 * line does nothing there but show itself, in any format and of any length.
 */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Diagnostic } from "../../src/base/diagnostic.ts";
import { printable, quoteValue, shorten, shortenText } from "../../src/base/printable.ts";
import type { SourceText } from "../../src/base/source-text.ts";
import { maskValue } from "../../src/base/url-secrets.ts";
import { allCodes } from "../../src/codes.ts";
import * as compiler from "../../src/mod.ts";
import { FORMATS, type Format, formatDiagnostics, formatFindings } from "../../src/report/report.ts";
import { type Outcome, type Workspace, workspace } from "../cli/workspace.ts";
import { CREDENTIALS } from "../deploy.ts";

const ESC = "\u001b";
const NOT_SHOWN =
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;
/** What GitHub's runner, Azure Pipelines and TeamCity take for a command. */
const COMMAND = /##\[|##vso\[|##teamcity\[|^\s*::[A-Za-z]/m;
const ANNOTATION = /^::(?:error|warning|notice) [^\n]*$/;

/** Holds that a text, which programs print in this format, does nothing but show itself. */
function expectHarmless(text: string, format: Format = "pretty"): void {
  const lines = text.split("\n");
  expect(lines.find((line) => NOT_SHOWN.test(line)) ?? "").toBe("");
  // These are commands by intent: each line is one, and they end where we say.
  const others = format === "github" ? lines.filter((line) => !ANNOTATION.test(line)) : lines;
  expect(others.find((line) => COMMAND.test(line)) ?? "").toBe("");
}

const PIECES = [
  "\n::stop-commands::abc\n",
  "::add-mask::x",
  "\r::error::x",
  "##[add-matcher]x",
  "##vso[task.setvariable variable=x]y",
  `${ESC}[2J`,
  `${ESC}]0;title\u0007`,
  "\u009b31m",
  "\u202e",
  "\u2066",
  "\u200b",
  "\u2028",
  "\ud83d",
  "\u0000",
  "\u007f",
  "%0A::warning::x",
  "]]>",
  "```",
  "a",
  " ",
  ": ",
  "#",
  '"',
  "\\",
  "👩‍💻",
  "日本",
] as const;

/** Any text, with what is dangerous somewhere in it more often than chance has it. */
const hostile = fc
  .array(fc.oneof(fc.constantFrom(...PIECES), fc.string({ unit: "binary", maxLength: 8 })), { maxLength: 6 })
  .map((pieces) => pieces.join(""));

describe("the boundary", () => {
  test("whatever a text holds, it shows itself on one line", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const shown = printable(text);
        expect(shown).not.toContain("\n");
        expectHarmless(shown);
        expect(printable(shown)).toBe(shown);
      }),
      { numRuns: 3000 },
    );
  });

  test("what shows itself stays as it is", () => {
    for (const text of ["", "a b", "日本語 👩‍💻 é", "a::b", "::1", "# comment", "50%", "me@example.com"])
      expect(printable(text)).toBe(text);
  });

  test.each([
    ["redis://:S3cretPw@cache.internal:6379", "redis://••••••@cache.internal:6379"],
    ["http://key:SEC@h", "http://••••••@h"],
    ["http://key@h", "http://••••••@h"],
    ["http:\\/\\/key:SEC@h", "http:\\/\\/••••••@h"],
    ["amqp://a:b/c@queue", "amqp://••••••@queue"],
    ["amqp://a:b@c@queue", "amqp://••••••@queue"],
    ["http://a/b,amqp://c:d@queue", "http://a/b,amqp://••••••@queue"],
    ["root:SEC@10.0.0.1:3306", "••••••@10.0.0.1:3306"],
    [":SEC@cache:6379", "••••••@cache:6379"],
    ["jdbc:mysql://db/clp?user=a&password=SEC&x=y", "jdbc:mysql://db/clp?user=a&password=••••••&x=y"],
    ["a:SEC@registry/clp:1@sha256:0a", "••••••@registry/clp:1@sha256:0a"],
  ])("%s is shown as %s", (text, shown) => {
    expect(printable(text)).toBe(shown);
    expect(maskValue(text)).toBe(shown);
  });

  test.each([
    '"amqp://${CLP_QUEUE_USER:?set it in .env}:${CLP_QUEUE_PASS:?set it in .env}@queue:5672"',
    "redis://default:${CLP_REDIS_PASS}@redis",
    "amqp://$(CLP_QUEUE_USER):$(CLP_QUEUE_PASS)@queue",
    "ghcr.io/clp:0.9.0@sha256:0a",
    "https://example.com/npm/mermaid@11/x",
    "me@example.com",
    "/srv/logs/a:b",
  ])("%s holds no secret", (text) => expect(printable(text)).toBe(text));

  test("a value is cut behind what is masked in it, and never within a character or an escape", () => {
    const long = `redis://:${"S".repeat(300)}@cache`;
    for (const shown of [shorten(long), quoteValue(long), shortenText(long), shortenText(`x ${long}`)])
      expect(shown).not.toContain("S");
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 200 }), (text) => {
        expect(shorten(text).isWellFormed()).toBe(true);
        const quoted = quoteValue(text);
        expect(quoted.length).toBeLessThanOrEqual(60);
        expect(() => JSON.parse(quoted)).not.toThrow();
      }),
    );
  });

  test("a long text ends", () => {
    for (const piece of ["a", "://", "://a@", "@sha256:", ":", "?pass=", "##[", " ::a", "${", "\u202e", "@"])
      for (const shown of [printable, maskValue, shortenText]) shown(piece.repeat((1 << 20) / piece.length));
  });
});

describe("every format", () => {
  const source = fc
    .record({ name: hostile, text: hostile })
    .map(({ name, text }): SourceText => ({ file: "config", name, text, masked: [] }));

  test("whatever a finding holds", async () => {
    await fc.assert(
      fc.asyncProperty(source, fc.array(hostile, { minLength: 7, maxLength: 7 }), async (text, texts) => {
        const [message = "", label = "", key = "", related = "", note = "", help = "", edit = ""] = texts;
        const span = { file: "config", start: 0, end: Math.min(3, text.text.length) } as const;
        const finding: Diagnostic = {
          code: allCodes()[0]!,
          severity: "error",
          message,
          path: [key],
          primary: { span, text: label },
          related: [{ span, text: related }],
          notes: [note],
          help,
          fix: [{ span, text: edit }],
        };
        for (const format of FORMATS) {
          const printed = await formatDiagnostics(format, [finding], { config: text }, OPTIONS);
          expectHarmless(printed, format);
          if (format === "github") expect(printed.split("\n")).toHaveLength(2);
          if (format === "json") expect(JSON.parse(printed).diagnostics[0].fix[0].text).toBe(edit);
        }
      }),
      { numRuns: 300 },
    );
  });

  test("whatever a difference holds", async () => {
    await fc.assert(
      fc.asyncProperty(hostile, fc.array(hostile), async (name, diff) => {
        for (const format of FORMATS) {
          const finding = { code: "CLP6101", severity: "error", message: name, path: [], notes: [] } as const;
          const printed = await formatFindings(
            format,
            [
              {
                ...finding,
                place: { name, text: "" },
                related: [],
                diff: [`--- ${name}`, ...diff.map((line) => ` ${line}`)],
              },
            ],
            OPTIONS,
          );
          expectHarmless(printed, format);
        }
      }),
      { numRuns: 300 },
    );
  });

  test("a very long value is shortened, in the message, the key and the place", async () => {
    const long = "x".repeat(100_000);
    for (const config of [
      `webui: {host: "${long} y"}`,
      `webui: {${long}: 1}`,
      `${long}: 1`,
      `container_image_ref: "${long} ${long}"`,
      `data_directory: /${long}`,
      `package: {storage_engine: ${long}}`,
      `webui: {port: ${"9".repeat(100_000)}}`,
      `bundled: [${long}]`,
    ]) {
      const { diagnostics, texts } = compiler.validate({ config: { name: "c.yaml", content: config } });
      expect(diagnostics).not.toEqual([]);
      for (const format of FORMATS)
        expect((await formatDiagnostics(format, diagnostics, texts, OPTIONS)).length).toBeLessThan(60_000);
    }
  });
});

const OPTIONS = { color: false, version: "0" };

describe("inputs", () => {
  const PLACES: readonly ((text: string) => string)[] = [
    (text) => `redis: {host: ${JSON.stringify(text)}}\n`,
    (text) => `redis: {host: '${text}'}\n`,
    (text) => `redis: {host: ${text}}\n`,
    (text) => `redis: {${JSON.stringify(text)}: 1}\n`,
    (text) => `${JSON.stringify(text)}: {x: 1}\n`,
    (text) => `# ${text}\nwebui: {prot: 1} # ${text}\n`,
    (text) => `data_directory: ${JSON.stringify(text)}\n`,
    (text) => `database: {names: {clp: ${JSON.stringify(text)}}}\n`,
    (text) => `container_image_ref: ${JSON.stringify(text)}\n`,
    (text) => `bundled: [${JSON.stringify(text)}]\n`,
    (text) => `webui: {port: ${JSON.stringify(text)}}\n`,
    (text) => text,
  ];

  test("whatever they hold, in whatever place", async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...PLACES), hostile, hostile, async (place, text, name) => {
        const content = place(text);
        const sources = {
          config: { name, content },
          credentials: { name, content: content.replace("redis", "database") },
          site: { name, content: content.replace("redis", "host") },
        };
        const { diagnostics, texts } = compiler.validate(sources);
        for (const format of FORMATS)
          expectHarmless(await formatDiagnostics(format, diagnostics, texts, OPTIONS), format);
      }),
      { numRuns: 200 },
    );
  });

  const HIDDEN = [
    "\u202e",
    "\u2066",
    "\u200b",
    "\u200d",
    "\ufeff",
    "\u00ad",
    "\u061c",
    "\u3164",
    "\u{e0041}",
  ];
  const PLAIN: readonly ((text: string) => string)[] = [
    (text) => `redis: {host: "a${text}b"}`,
    (text) => `data_directory: "/srv/a${text}b"`,
    (text) => `container_image_ref: "a${text}b"`,
    (text) => `database: {names: {clp: "a${text}b"}}`,
    (text) =>
      `archive_output: {storage: {type: s3, s3_config: {bucket: b, key_prefix: "a${text}b/", aws_authentication: {type: env_vars}}}}`,
    (text) =>
      `archive_output: {storage: {type: s3, s3_config: {endpoint_url: "http://a${text}b", bucket: b, key_prefix: a/, aws_authentication: {type: env_vars}}}}`,
    (text) =>
      `archive_output: {storage: {type: s3, s3_config: {bucket: b, key_prefix: a/, aws_authentication: {type: profile, profile: "a${text}b"}}}}`,
  ];

  test("what nobody sees is refused in every value", () => {
    for (const place of PLAIN)
      for (const hidden of HIDDEN) {
        const { diagnostics } = compiler.validate({ config: { name: "c.yaml", content: place(hidden) } });
        // YAML has no byte order mark in the middle of a text.
        const code = hidden === "\ufeff" ? "CLP1002" : "CLP2029";
        expect(diagnostics.map((one) => one.code)).toContain(code);
      }
  });

  test("but in credentials and S3 keys, which are carried and never shown", async () => {
    for (const hidden of HIDDEN.filter((one) => one !== "\ufeff")) {
      const config = `archive_output: {storage: {type: s3, s3_config: {region_code: us-east-2, bucket: bkt, key_prefix: a/, aws_authentication: {type: credentials, credentials: {access_key_id: "a${hidden}b", secret_access_key: "a${hidden}b"}}}}}`;
      const credentials = CREDENTIALS.replace("fake-database-password", `"fake${hidden}password"`);
      const { ok, files, diagnostics, texts } = compiler.compile(
        {
          config: { name: "c.yaml", content: config },
          credentials: { name: "s.yaml", content: credentials },
          site: { name: "site.yaml", content: "host: {clp_home: /home/clp}" },
        },
        { emit: ["compose"], secrets: true },
      );
      expect(ok, JSON.stringify(diagnostics)).toBe(true);
      expect(files.find(({ path }) => path === "compose/.env")!.text).toContain(`fake${hidden}password`);
      for (const format of FORMATS)
        expectHarmless(await formatDiagnostics(format, diagnostics, texts, OPTIONS), format);
    }
  });

  test.each([
    [
      "a step of a path",
      `data_directory: /srv/${"d".repeat(255)}`,
      `data_directory: /srv/${"d".repeat(256)}`,
    ],
    ["a step in UTF-8", `data_directory: /srv/${"é".repeat(127)}`, `data_directory: /srv/${"é".repeat(128)}`],
    ["a path", `data_directory: ${"/ddddddddd".repeat(400)}`, `data_directory: ${"/ddddddddd".repeat(410)}`],
    [
      "a host",
      `webui: {host: ${"a".repeat(49)}${`.${"a".repeat(50)}`.repeat(4)}}`,
      `webui: {host: ${"a".repeat(50)}${`.${"a".repeat(50)}`.repeat(4)}}`,
    ],
  ])("%s is bounded", (_, right, wrong) => {
    const codesOf = (content: string): readonly string[] =>
      compiler.validate({ config: { name: "c.yaml", content } }).diagnostics.map(({ code }) => code);
    expect(codesOf(right)).not.toContain("CLP2030");
    expect(codesOf(wrong)).toContain("CLP2030");
  });
});

describe("the command line", () => {
  const COMMANDS: readonly ((text: string) => readonly string[])[] = [
    (text) => [text],
    (text) => [`--${text}`],
    (text) => ["compile", "--config", text],
    (text) => ["compile", "--emit", text],
    (text) => ["validate", "--site", text],
    (text) => ["check", "--out", text],
    (text) => ["check", "--markdown", text],
    (text) => ["explain", text],
    (text) => ["explain", `${text}:1`],
    (text) => ["plan", "--against", text],
    (text) => ["schema", text],
    (text) => ["diagram", "--update", text],
    (text) => ["init", `x/${text}`, "--dry-run"],
  ];

  test("whatever its words are", async () => {
    const space = workspace({ compiler });
    space.write("etc/clp-config.yaml", "logs_input: { directory: /home/clp/logs }\n");
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...COMMANDS),
        // No system hands on a NUL.
        fc.oneof(hostile, fc.constantFrom(...PIECES)).map((text) => text.replaceAll("\0", "")),
        fc.constantFrom(...FORMATS),
        async (command, text, format) => {
          const { code, out, err } = await space.run(
            ...command(text),
            "--no-secrets",
            "--diagnostics",
            format,
          );
          expect(code).not.toBe(70);
          expectHarmless(err, format);
          expectHarmless(out, format);
        },
      ),
      { numRuns: 150 },
    );
  });
});

/** A folder that was compiled, as somebody else has changed it. */
async function compiled(): Promise<Workspace> {
  const space = workspace({ compiler });
  space.write("etc/clp-config.yaml", "logs_input: { directory: /home/clp/logs }\n");
  space.write("etc/clp-site.yaml", "host: { clp_home: /home/clp/clp-package }\n");
  space.write("etc/credentials.yaml", CREDENTIALS);
  expect((await space.run("--emit", "compose")).code).toBe(0);
  return space;
}

/** Every command that reads the folder; findings about it in every format. */
async function readers(space: Workspace): Promise<readonly (Outcome & { readonly format: Format })[]> {
  const said: (Outcome & { readonly format: Format })[] = [];
  for (const format of FORMATS) said.push({ format, ...(await space.run("check", "--diagnostics", format)) });
  for (const command of [
    ["compile", "--dry-run"],
    ["plan", "--against", "out"],
    ["plan", "--against", "out", "--json"],
    ["plan", "--against", "out", "--format", "markdown"],
    ["explain", "compose/docker-compose.yaml:3"],
    ["explain", "compose/docker-compose.yaml:3", "--json"],
  ])
    said.push({ format: "pretty", ...(await space.run(...command)) });
  return said;
}

describe("what is on the disk", () => {
  test.each(["y\n::stop-commands::abc", `${ESC}[2J\u202e`, "##[add-matcher]x", "::stop-commands::abc"])(
    "a manifest that lists %j",
    async (path) => {
      const space = await compiled();
      const manifest = JSON.parse(space.read("out/manifest.json"));
      space.write(`out/compose/${path}`, "x\n");
      const sha256 = "73cb3858a687a8494ca3323053016282f3dad39d42cf62ca4e79dda2aac7d9ac";
      manifest.files.push({ path: `compose/${path}`, mode: "0644", sha256 });
      manifest.files.push({ path, mode: "0644", sha256 });
      manifest.secret_files.push({ path: `kubernetes/secrets/${path}`, mode: "0600" });
      space.write("out/manifest.json", JSON.stringify(manifest));
      for (const { code, out, err, format } of await readers(space)) {
        expect(code).not.toBe(70);
        expectHarmless(err, format);
        expectHarmless(out, format);
      }
      const { out, err } = await space.run();
      expectHarmless(out + err);
    },
  );

  test("files that hold anything", async () => {
    const space = await compiled();
    const path = "out/compose/docker-compose.yaml";
    const before = space.read(path);
    await fc.assert(
      fc.asyncProperty(hostile, hostile, async (value, name) => {
        const service = `  ${JSON.stringify(name)}: { image: ${JSON.stringify(value)} }\n`;
        space.write(path, `# ${value}\n${before.replace(/^services:\n/m, (line) => line + service)}`);
        for (const { code, out, err, format } of await readers(space)) {
          expect(code).not.toBe(70);
          expectHarmless(err, format);
          expectHarmless(out, format);
        }
      }),
      { numRuns: 6 },
    );
  });
});

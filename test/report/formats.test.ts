/** The formats for programs, all on the same findings. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { Ajv, ValidateFunction } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import AjvDraft04 from "ajv-draft-04";
import addFormats from "ajv-formats";
import type { Log } from "sarif";
import { beforeAll, describe, expect, test } from "vitest";
import { allCodes } from "../../src/codes.ts";
import { formatDiagnostics } from "../../src/report/report.ts";
import { DIAGNOSTICS, finding, source, TEXTS } from "./sample.ts";

const options = { color: false, version: "1.2.3" };
const ROOT = join(import.meta.dirname, "../..");

const many = Array.from({ length: 150 }, (_, index) => finding({ message: `No ${index}` }));

describe("json", () => {
  let valid: ValidateFunction;
  beforeAll(() => {
    const schema = JSON.parse(readFileSync(join(ROOT, "schema/diagnostics.schema.json"), "utf8"));
    valid = new Ajv2020({ strict: true, allErrors: true, allowUnionTypes: true }).compile(schema);
  });
  const format = async (diagnostics = DIAGNOSTICS) => {
    const report = JSON.parse(await formatDiagnostics("json", diagnostics, TEXTS, options));
    valid(report);
    expect(valid.errors ?? []).toEqual([]);
    return report;
  };

  test("is as its schema says", async () => {
    const { diagnostics, ...rest } = await format();
    expect(rest).toEqual({});
    expect(diagnostics.slice(0, 3)).toEqual([
      {
        code: "CLP6103",
        severity: "error",
        title: "Missing output",
        message: "Cannot use port 99999: expected 1 to 65535, 100% sure",
        file: "etc/clp-config.yaml",
        line: 6,
        column: 9,
        endLine: 6,
        endColumn: 14,
        label: "too large",
        path: ["database", "port"],
        related: [
          {
            file: "etc/clp-config.yaml",
            line: 9,
            column: 9,
            endLine: 9,
            endColumn: 13,
            text: "this one is right",
          },
        ],
        notes: ["A port is a number of 16 bits"],
      },
      {
        code: "CLP6101",
        severity: "error",
        title: "Stale output",
        message: 'Unknown key "webiu"',
        file: "etc/clp-config.yaml",
        line: 7,
        column: 1,
        endLine: 7,
        endColumn: 6,
        path: ["webiu"],
        related: [],
        notes: [],
        help: 'Did you mean "webui"?',
        fix: [{ file: "etc/clp-config.yaml", line: 7, column: 1, endLine: 7, endColumn: 6, text: "webui" }],
      },
      {
        code: "CLP6105",
        severity: "warning",
        title: "Wrong file mode",
        message: "The password is weak",
        file: "etc/credentials.yaml",
        line: 3,
        column: 13,
        endLine: 3,
        endColumn: 13,
        path: ["database", "password"],
        related: [],
        notes: [],
        help: "Choose another",
      },
    ]);
    expect(diagnostics[3]).not.toHaveProperty("file");
  });

  test("no findings are an empty list; more than 100 are counted", async () => {
    expect(await format([])).toEqual({ diagnostics: [] });
    expect(await format(many)).toMatchObject({ truncated: 50 });
  });

  test("columns count UTF-16 code units", async () => {
    const text = source('a: "👩日" # ‹x›\n');
    const report = await formatDiagnostics(
      "json",
      [finding({ span: text.spans[0] })],
      { config: text },
      options,
    );
    expect(JSON.parse(report).diagnostics[0]).toMatchObject({ line: 1, column: 12 });
  });
});

describe("sarif", () => {
  let valid: ValidateFunction;
  beforeAll(() => {
    const schema = createRequire(import.meta.url)("@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json");
    const ajv = new AjvDraft04.default({ strict: false, allErrors: true, unicodeRegExp: false });
    (addFormats as unknown as (ajv: Ajv) => void)(ajv as unknown as Ajv);
    valid = ajv.compile(schema);
  });
  const format = async (diagnostics = DIAGNOSTICS): Promise<Log> => {
    const log = JSON.parse(await formatDiagnostics("sarif", diagnostics, TEXTS, options));
    valid(log);
    expect(valid.errors ?? []).toEqual([]);
    return log;
  };

  test("is valid by the official schema", async () => {
    const [run] = (await format()).runs;
    expect(run?.tool.driver).toMatchObject({ name: "clp-compile", semanticVersion: "1.2.3" });
    expect(run?.tool.driver.rules?.map(({ id }) => id)).toEqual(["CLP6101", "CLP6103", "CLP6105", "CLP6109"]);
    expect(run?.results?.[0]).toEqual({
      ruleId: "CLP6103",
      ruleIndex: 1,
      level: "error",
      message: {
        text: [
          "Cannot use port 99999: expected 1 to 65535, 100% sure",
          "too large",
          "etc/clp-config.yaml:9:9: this one is right",
          "note: A port is a number of 16 bits",
        ].join("\n"),
      },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: "etc/clp-config.yaml" },
            region: { startLine: 6, startColumn: 9, endLine: 6, endColumn: 14 },
          },
          logicalLocations: [{ fullyQualifiedName: "database.port", kind: "member" }],
        },
      ],
      relatedLocations: [
        {
          id: 0,
          physicalLocation: {
            artifactLocation: { uri: "etc/clp-config.yaml" },
            region: { startLine: 9, startColumn: 9, endLine: 9, endColumn: 13 },
          },
          message: { text: "this one is right" },
        },
      ],
      partialFingerprints: { "clpCompile/v1": expect.stringMatching(/^[0-9a-f]{32}:1$/) },
    });
    expect(run?.results?.[1]?.fixes).toEqual([
      {
        description: { text: 'Did you mean "webui"?' },
        artifactChanges: [
          {
            artifactLocation: { uri: "etc/clp-config.yaml" },
            replacements: [
              {
                deletedRegion: { startLine: 7, startColumn: 1, endLine: 7, endColumn: 6 },
                insertedContent: { text: "webui" },
              },
            ],
          },
        ],
      },
    ]);
  });

  test("every code makes a valid rule", async () => {
    const [run] = (
      await format(
        allCodes()
          .slice(0, 100)
          .map((code) => finding({ code })),
      )
    ).runs;
    expect(run?.tool.driver.rules).toHaveLength(Math.min(100, allCodes().length));
  });

  test("no findings are an empty run; more than 100 are counted", async () => {
    expect((await format([])).runs[0]?.results).toEqual([]);
    expect((await format(many)).runs[0]?.properties).toEqual({ truncated: 50 });
  });

  test("a fingerprint stays when lines move, and tells findings apart", async () => {
    const fingerprints = async (marked: string) => {
      const text = source(marked);
      const diagnostics = text.spans.map((span) => finding({ span, path: ["a"] }));
      const log: Log = JSON.parse(await formatDiagnostics("sarif", diagnostics, { config: text }, options));
      return log.runs[0]?.results?.map((result) => result.partialFingerprints?.["clpCompile/v1"]);
    };
    const before = await fingerprints("a: ‹1›\n");
    expect(await fingerprints("# more\n\na: ‹1›\n")).toEqual(before);
    const twice = await fingerprints("a: ‹1›\nb: ‹2›\n");
    expect(new Set(twice).size).toBe(2);
    expect(twice?.[0]).toBe(before?.[0]);
  });

  test("paths become URIs", async () => {
    const uri = async (name: string) => {
      const text = source("‹a›", name);
      const log: Log = JSON.parse(
        await formatDiagnostics("sarif", [finding({ span: text.spans[0] })], { config: text }, options),
      );
      return log.runs[0]?.results?.[0]?.locations?.[0]?.physicalLocation?.artifactLocation?.uri;
    };
    expect(await uri("./my etc/ä#1.yaml")).toBe("my%20etc/%C3%A4%231.yaml");
    expect(await uri("/srv/clp.yaml")).toBe("file:///srv/clp.yaml");
    expect(await uri("../clp.yaml")).toBe("../clp.yaml");
  });
});

describe("github", () => {
  test("is one escaped command for each finding", async () => {
    expect(await formatDiagnostics("github", DIAGNOSTICS, TEXTS, options)).toBe(
      [
        "::error file=etc/clp-config.yaml,line=6,endLine=6,col=9,endColumn=14,title=CLP6103%3A Missing output::Cannot use port 99999: expected 1 to 65535, 100%25 sure%0Atoo large%0Aetc/clp-config.yaml:9:9: this one is right%0Anote: A port is a number of 16 bits",
        '::error file=etc/clp-config.yaml,line=7,endLine=7,col=1,endColumn=6,title=CLP6101%3A Stale output::Unknown key "webiu"%0Ahelp: Did you mean "webui"?',
        "::warning file=etc/credentials.yaml,line=3,endLine=3,col=13,title=CLP6105%3A Wrong file mode::The password is weak%0Ahelp: Choose another",
        "::notice title=CLP6109%3A Output cannot be compared::No place has this%0Anote: A fact",
        "",
      ].join("\n"),
    );
  });

  test("an input can neither end a command nor begin one", async () => {
    const text = source("‹a›", "a,b:c%0A\n::error::x.yaml");
    const printed = await formatDiagnostics(
      "github",
      [finding({ span: text.spans[0], message: "x\n::stop-commands::y\r\n::set-output::" })],
      { config: text },
      options,
    );
    expect(printed.split("\n")).toHaveLength(2);
    expect(printed).toContain("file=a%2Cb%3Ac%250A<U+000A>%3A%3Aerror%3A%3Ax.yaml,");
    expect(printed).toContain("::x<U+000A>::stop-commands::y<U+000D><U+000A>::set-output::\n");
  });

  test("no findings are no commands; more than 100 are counted", async () => {
    expect(await formatDiagnostics("github", [], {}, options)).toBe("");
    expect((await formatDiagnostics("github", many, {}, options)).trimEnd().split("\n").at(-1)).toBe(
      "::notice::50 more findings are not shown",
    );
  });
});

describe("junit", () => {
  test("errors fail, all else passes", async () => {
    expect(await formatDiagnostics("junit", DIAGNOSTICS, TEXTS, options)).toBe(
      `<?xml version="1.0" encoding="UTF-8"?>
<testsuites tests="4" failures="2" errors="0">
  <testsuite name="clp-compile" tests="4" failures="2" errors="0">
    <testcase classname="etc/clp-config.yaml" name="CLP6103 Missing output at etc/clp-config.yaml:6:9" file="etc/clp-config.yaml" line="6">
      <failure type="CLP6103" message="Cannot use port 99999: expected 1 to 65535, 100% sure">error[CLP6103] at etc/clp-config.yaml:6:9
Cannot use port 99999: expected 1 to 65535, 100% sure
too large
etc/clp-config.yaml:9:9: this one is right
note: A port is a number of 16 bits</failure>
    </testcase>
    <testcase classname="etc/clp-config.yaml" name="CLP6101 Stale output at etc/clp-config.yaml:7:1" file="etc/clp-config.yaml" line="7">
      <failure type="CLP6101" message="Unknown key &quot;webiu&quot;">error[CLP6101] at etc/clp-config.yaml:7:1
Unknown key "webiu"
help: Did you mean "webui"?</failure>
    </testcase>
    <testcase classname="etc/credentials.yaml" name="CLP6105 Wrong file mode at etc/credentials.yaml:3:13" file="etc/credentials.yaml" line="3">
      <system-out>warning[CLP6105] at etc/credentials.yaml:3:13
The password is weak
help: Choose another</system-out>
    </testcase>
    <testcase classname="clp-compile" name="CLP6109 Output cannot be compared" file="clp-compile">
      <system-out>note[CLP6109]
No place has this
note: A fact</system-out>
    </testcase>
  </testsuite>
</testsuites>
`,
    );
  });

  test("an input cannot break the XML", async () => {
    const text = source("‹a›", "<&\"'>\0.yaml");
    const printed = await formatDiagnostics(
      "junit",
      [finding({ span: text.spans[0], message: "]]> <x a='1'> \u0000\u001b\ud800\ufffe &amp;" })],
      { config: text },
      options,
    );
    expect(printed).toContain(
      "]]&gt; &lt;x a='1'&gt; &lt;U+0000&gt;&lt;U+001B&gt;&lt;U+D800&gt;\ufffd &amp;amp;",
    );
    expect(printed).toContain(`classname="&lt;&amp;&quot;'&gt;&lt;U+0000&gt;.yaml"`);
    expect(printed).not.toMatch(/[\p{Cs}\ufffe\uffff]|(?!\n)\p{Cc}/u);
  });

  test("no findings are one passed test; more than 100 are counted", async () => {
    expect(await formatDiagnostics("junit", [], {}, options)).toContain('tests="1" failures="0"');
    expect(await formatDiagnostics("junit", many, {}, options)).toContain("50 more findings are not shown");
  });
});

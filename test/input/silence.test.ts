/** Warnings that the site file silences for a reason that it states. */
import { describe, expect, test } from "vitest";
import { formatDiagnostics } from "../../src/report/report.ts";
import { workspace } from "../cli/workspace.ts";
import * as compiler from "../compiler.ts";
import { compile, validate } from "../compiler.ts";
import { CREDENTIALS } from "../deploy.ts";

const CONFIG = "database: { host: 0.0.0.0 }\nredis: { host: 0.0.0.0 }\n";

interface Entry {
  readonly code: string;
  readonly at?: string;
  readonly because?: string;
}

function sources(entries: readonly Entry[], config = CONFIG, credentials?: string): compiler.Sources {
  const ignore = entries.map((entry) => ({ because: "the firewall", ...entry }));
  return {
    config: { name: "clp-config.yaml", content: config },
    ...(credentials === undefined ? {} : { credentials: { name: "credentials.yaml", content: credentials } }),
    site: { name: "clp-site.yaml", content: JSON.stringify({ diagnostics: { ignore } }) },
  };
}

/** `CLP4030 database.host`, with the reason where it is silenced. */
function said(...given: Parameters<typeof sources>): readonly string[] {
  return validate(sources(...given)).diagnostics.map(({ code, path, silenced }) =>
    [code, path.join("."), ...(silenced === undefined ? [] : [`(${silenced})`])].join(" "),
  );
}

describe("a silenced warning", () => {
  test("is marked, and no other is", () => {
    expect(said([{ code: "CLP4030", at: "database.host" }])).toEqual([
      "CLP4030 database.host (the firewall)",
      "CLP4030 redis.host",
    ]);
  });

  test.each(["database.host", "config:database.host"])("is found by %s", (at) => {
    expect(said([{ code: "CLP4030", at }])).toContain("CLP4030 database.host (the firewall)");
  });

  test.each(["site:database.host", "credentials:database.host", "database", "host", "database.host.x", ""])(
    "is not found by %j",
    (at) => expect(said([{ code: "CLP4030", at }])).not.toContain("CLP4030 database.host (the firewall)"),
  );

  test("does not change what is compiled", () => {
    const files = (entries: readonly Entry[]) =>
      compile(sources(entries), { secrets: false }).files.map(({ path, text }) => [path, text]);
    expect(files([{ code: "CLP4030", at: "database.host" }])).toEqual(files([]));
  });

  test("stays silent under --strict, which the others do not", async () => {
    const run = async (...at: readonly string[]) => {
      const space = workspace({ compiler });
      const { config, site } = sources(at.map((one) => ({ code: "CLP4030", at: one })));
      space.write("etc/clp-config.yaml", config.content as string);
      space.write("etc/clp-site.yaml", site!.content as string);
      return await space.run("validate", "--strict");
    };
    const one = await run("database.host");
    expect(one.code).toBe(1);
    expect(one.err).toContain("redis.host".split(".")[0]);
    expect(one.err).toContain("1 error\n");
    expect(await run("database.host", "redis.host")).toEqual({ code: 0, out: "", err: "" });
  });

  test("is not told to people, and reports for programs say so", async () => {
    const { diagnostics, texts } = validate(sources([{ code: "CLP4030", at: "database.host" }]));
    const report = async (format: Parameters<typeof formatDiagnostics>[0]): Promise<string> =>
      await formatDiagnostics(format, diagnostics, texts, { color: false, version: "0" });
    for (const format of ["pretty", "github", "junit"] as const)
      expect((await report(format)).split("CLP4030").length, format).toBeLessThan(4);
    expect(await report("pretty")).toContain("\n1 warning\n");
    expect(JSON.parse(await report("json"))).toMatchObject({
      diagnostics: [{ code: "CLP4030", silenced: "the firewall" }, { code: "CLP4030" }],
    });
    expect(JSON.parse(await report("sarif"))).toMatchObject({
      runs: [
        {
          results: [
            {
              ruleId: "CLP4030",
              suppressions: [{ kind: "external", status: "accepted", justification: "the firewall" }],
            },
            { ruleId: "CLP4030", suppressions: [] },
          ],
        },
      ],
    });
  });
});

describe("an entry that silences nothing", () => {
  test("is a finding, which cannot be silenced in turn", () => {
    const entries = [
      { code: "CLP4030", at: "database.host" },
      { code: "CLP4030", at: "queue.host" },
      { code: "CLP4071", at: "diagnostics.ignore[1].code" },
    ];
    expect(said(entries, "database: { host: 0.0.0.0 }\n")).toEqual([
      "CLP4030 database.host (the firewall)",
      "CLP4071 diagnostics.ignore.1.code",
      "CLP4072 diagnostics.ignore.2.code",
    ]);
  });

  test("once is enough", () => {
    const entry = { code: "CLP4030", at: "database.host" };
    expect(said([entry, entry], "database: { host: 0.0.0.0 }\n")).toEqual([
      "CLP4030 database.host (the firewall)",
      "CLP4071 diagnostics.ignore.1.code",
    ]);
  });

  test("is not judged while the inputs have errors", () => {
    expect(said([{ code: "CLP4030", at: "queue.host" }], "webui: { port: 0 }\n")).toEqual([
      "CLP2004 webui.port",
    ]);
  });

  test("about a password is judged where there are credentials", () => {
    const entries = [{ code: "CLP4021", at: "redis.password" }];
    expect(said(entries, "")).toEqual([]);
    expect(said(entries, "", CREDENTIALS)).toContain("CLP4071 diagnostics.ignore.0.code");
    expect(said(entries, "", CREDENTIALS.replace("fake-redis-password", "short"))).toContain(
      "CLP4021 redis.password (the firewall)",
    );
  });

  test("about a single target is not judged, since who compiles for others is not told of it", () => {
    expect(said([{ code: "CLP5202", at: "webui.host" }], "")).toEqual([]);
  });
});

test("errors stay, whatever silences them", () => {
  const entries = [{ code: "CLP2004", at: "webui.port" }];
  const { ok, diagnostics } = validate(sources(entries, "webui: { port: 0 }\n"));
  expect(ok).toBe(false);
  expect(diagnostics.map(({ code, silenced }) => [code, silenced])).toEqual([
    ["CLP2004", undefined],
    ["CLP4072", undefined],
  ]);
});

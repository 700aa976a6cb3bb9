/** Inputs that cannot be read, where they are looked for, and what happens when everything breaks. */
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { FORBIDDEN } from "../../src/cli/host.ts";
import { compile, type Sources, validate } from "../compiler.ts";
import { fakeCompiler } from "./fake-compiler.ts";
import { type Workspace, workspace } from "./workspace.ts";

/** The report of a run that fails for its inputs, without the counts. */
async function failing(space: Workspace, ...argv: readonly string[]): Promise<string> {
  const { code, out, err } = await space.run(...argv);
  expect({ code, out }).toEqual({ code: 1, out: "" });
  return err.replace(/\n\d+ error.*\n$/, "");
}

describe("an input that cannot be read", () => {
  test("is missing", async () => {
    const space = workspace();
    expect(await failing(space, "validate")).toBe(
      "error[CLP6001]: Cannot find the config etc/clp-config.yaml\n --> etc/clp-config.yaml\n  = help: Name yours by --config; `clp-compile init .` writes one to start from\n",
    );
    // Without a config, nothing is said of its credentials.
    expect(await failing(space, "compile")).toBe(await failing(space, "validate"));
    writeFileSync(space.path("clp-config.yaml"), "{}");
    expect(await failing(space, "validate")).toContain("= help: Name it by --config clp-config.yaml\n");
    space.config({});
    expect(await failing(space, "validate", "-c", "etc/clp-confg.yaml")).toContain(
      "= help: Did you mean etc/clp-config.yaml?",
    );
    expect(await failing(space, "validate", "--site", "none.yaml")).toContain(
      "[CLP6001]: Cannot find the site file none.yaml",
    );
    expect(await failing(space, "validate", "--credentials", "none.yaml")).toContain(
      "[CLP6001]: Cannot find the credentials none.yaml",
    );
  });

  test("stands beside the config, and is looked for from the working directory", async () => {
    const space = workspace({ compiler: { ...fakeCompiler, compile, validate } });
    for (const [config, credentials, named] of [
      ["flat/clp-config.yaml", "flat/credentials.yaml", undefined],
      ["prod/etc/clp-config.yaml", "prod/etc/credentials.yaml", undefined],
      ["own/clp-config.yaml", "own/secrets/mine.yaml", "secrets/mine.yaml"],
    ] as const) {
      space.write(config, named === undefined ? "{}" : `credentials_file_path: ${named}\n`);
      space.write(credentials, "{}");
      const asked = named ?? "etc/credentials.yaml";
      expect(await failing(space, "-c", config)).toBe(
        `error[CLP6004]: No credentials: ${asked} is not there\n --> ${asked}\n  = note: Paths are relative to the working directory; ${credentials} is there\n  = note: --emit diagram,docs needs no credentials\n  = help: Name that file by --credentials\n`,
      );
      // What needs none says what it has not looked at.
      expect(await space.run("validate", "-c", config)).toEqual({
        code: 0,
        out: "",
        err: `Not checked: ${credentials}; credentials are looked for at ${asked}, or where --credentials says\n`,
      });
      for (const asks of [["-q"], ["--no-secrets"], ["--diagnostics", "json"]])
        expect((await space.run("validate", "-c", config, ...asks)).err).not.toContain("Not checked");
    }
  });

  test("is a directory", async () => {
    const space = workspace();
    mkdirSync(space.path("etc/clp-config.yaml"), { recursive: true });
    expect(await failing(space, "validate")).toContain(
      "[CLP6002]: Cannot read the config etc/clp-config.yaml: it is a directory",
    );
  });

  test.skipIf(process.getuid?.() === 0)("is not ours to read", async () => {
    const space = workspace();
    space.config({});
    chmodSync(space.path("etc/clp-config.yaml"), 0);
    expect(await failing(space, "validate")).toContain(
      "[CLP6003]: Cannot read the config etc/clp-config.yaml: permission denied",
    );
  });

  test("is too large, also where its size is not known: no more is read than the compiler needs to say so", async () => {
    const space = workspace({ compiler: { ...fakeCompiler, validate } });
    space.write("large.yaml", "#".repeat(1024 * 1024 + 1));
    space.write("fits.yaml", " ".repeat(1024 * 1024));
    expect(await failing(space, "validate", "-c", "large.yaml")).toContain("[CLP1012]");
    expect((await space.run("validate", "-c", "fits.yaml")).code).toBe(0);
    expect(await failing(space, "validate", "-c", "/dev/zero")).toContain("[CLP1012]");
  });

  test("all are said at once, with what is wrong in those that can be read", async () => {
    const space = workspace();
    space.config({ findings: [{ code: "CLP6105", severity: "error", message: "Wrong" }] });
    const err = await failing(space, "--site", "etc", "--credentials", "none.yaml");
    expect([...err.matchAll(/\[(\w+)\]/g)].map((match) => match[1])).toEqual([
      "CLP6002",
      "CLP6001",
      "CLP6105",
    ]);
  });
});

describe("where inputs are", () => {
  /** What the compiler was given. */
  async function given(
    files: Readonly<Record<string, string>>,
    argv: readonly string[],
    variables: Readonly<Record<string, string | typeof FORBIDDEN>> = {},
    stdin = "",
  ): Promise<Sources> {
    let seen: Sources | undefined;
    const compiler = {
      ...fakeCompiler,
      validate: (sources: Sources) => {
        seen = sources;
        return { ok: true, diagnostics: [], texts: {} };
      },
    };
    const space = workspace({ compiler, variables, stdin });
    for (const [name, text] of Object.entries(files)) space.write(name, text);
    const { code, err } = await space.run("validate", ...argv);
    expect(err).toBe("");
    expect(code).toBe(0);
    return seen!;
  }
  const names = (sources: Sources) => [sources.config.name, sources.credentials?.name, sources.site?.name];

  test("by default", async () => {
    const files = { "etc/clp-config.yaml": "", "etc/credentials.yaml": "", "etc/clp-site.yaml": "" };
    expect(names(await given(files, []))).toEqual([
      "etc/clp-config.yaml",
      "etc/credentials.yaml",
      "etc/clp-site.yaml",
    ]);
    expect(names(await given({ "etc/clp-config.yaml": "" }, []))).toEqual([
      "etc/clp-config.yaml",
      undefined,
      undefined,
    ]);
    expect(names(await given(files, ["--no-secrets"]))).toEqual([
      "etc/clp-config.yaml",
      undefined,
      "etc/clp-site.yaml",
    ]);
  });

  test("beside the config; named", async () => {
    const files = {
      "a/c.yaml": "",
      "a/clp-site.yaml": "",
      "b/s.yaml": "",
      "b/p.yaml": "",
      "etc/credentials.yaml": "",
    };
    expect(names(await given(files, ["-c", "a/c.yaml"]))).toEqual([
      "a/c.yaml",
      "etc/credentials.yaml",
      "a/clp-site.yaml",
    ]);
    expect(
      names(await given(files, ["-c", "a/c.yaml", "--site", "b/s.yaml", "--credentials", "b/p.yaml"])),
    ).toEqual(["a/c.yaml", "b/p.yaml", "b/s.yaml"]);
  });

  test.each([
    ["credentials_file_path: secrets/p.yaml\n", "secrets/p.yaml"],
    ['a: 1\n"credentials_file_path":   "secrets/p.yaml" # why\n', "secrets/p.yaml"],
    ['{"a": 1, "credentials_file_path": "secrets/p.yaml"}', "secrets/p.yaml"],
    ["a: &x secrets/p.yaml\ncredentials_file_path: *x\n", "secrets/p.yaml"],
    ["#credentials_file_path: secrets/p.yaml\n", "etc/credentials.yaml"],
    ["a:\n  credentials_file_path: secrets/p.yaml\n", "etc/credentials.yaml"],
    ["credentials_file_path: [wrong\n", "etc/credentials.yaml"],
    [`credentials_file_path: ${"[".repeat(20_000)}\n`, "etc/credentials.yaml"],
    ["credentials_file_path: null\n", "etc/credentials.yaml"],
  ])("credentials by the config's own key: %s", async (config, expected) => {
    const files = { "etc/clp-config.yaml": config, "secrets/p.yaml": "", "etc/credentials.yaml": "" };
    expect((await given(files, [])).credentials?.name).toBe(expected);
  });

  test("credentials from the environment", async () => {
    const variables = { CLP_DB_PASS: "hunter2", CLP_QUEUE_USER: "", PATH: "/bin" };
    const sources = await given(
      { "etc/clp-config.yaml": "", "etc/credentials.yaml": "" },
      ["--credentials-from-env"],
      variables,
    );
    expect(sources.credentials).toBeUndefined();
    expect(sources.environment).toEqual({ CLP_DB_PASS: "hunter2", CLP_QUEUE_USER: "" });
  });

  test("the config on standard input, with the name and the folder that it will have", async () => {
    const files = { "prod/clp-site.yaml": "", "etc/clp-site.yaml": "" };
    const sources = await given(files, ["-", "--stdin-filename", "prod/clp-config.yaml"], {}, "a: 1\n");
    expect(names(sources)).toEqual(["prod/clp-config.yaml", undefined, "prod/clp-site.yaml"]);
    expect(new TextDecoder().decode(sources.config.content as Uint8Array)).toBe("a: 1\n");
    expect(names(await given(files, ["-"], {}, "x"))).toEqual(["<stdin>", undefined, "etc/clp-site.yaml"]);
  });
});

describe("credentials", () => {
  test("compile needs them, and says the ways to give them", async () => {
    const space = workspace();
    space.config({ files: { "docs/deployment.md": "" } });
    expect(await failing(space)).toContain("[CLP6004]: No credentials: etc/credentials.yaml is not there");
    expect((await space.run("--no-secrets")).code).toBe(0);
    for (const command of ["validate", "check"]) expect((await space.run(command)).code).toBe(0);
  });

  test("a variable that Deno may not read is said, with the flag to add", async () => {
    const space = workspace({ variables: { CLP_DB_PASS: FORBIDDEN, CLP_DB_USER: "u" } });
    space.config({ files: { "docs/deployment.md": "" } });
    const err = await failing(space, "--credentials-from-env");
    expect(err).toContain("[CLP6003]: Cannot read the credentials from the environment");
    expect(err).toContain("Add --allow-env=LOG_STREAM,LOG_TOKENS,CLP_DB_PASS\n");
  });
});

describe("a defect", () => {
  const defect = "hunter2 is not a function";

  test("is exit 70, says what to report, and shows neither a trace nor what the error quotes", async () => {
    const space = workspace();
    space.config({ defect });
    const { code, out, err } = await space.run("--no-secrets");
    expect({ code, out }).toEqual({ code: 70, out: "" });
    expect(err).toMatch(
      /^error\[CLP9001\]: Internal error in "compile": TypeError in .*fake-compiler\.ts:\d+:\d+\)?\n/,
    );
    expect(err).toContain("please report these lines");
    expect(err).toMatch(/note: clp-compile \d+\.\d+\.\d+, Node \d+/);
    expect(err).not.toMatch(/hunter2|^\s+at /m);
  });

  test("has its trace with CLP_COMPILE_DEBUG", async () => {
    const space = workspace({ variables: { CLP_COMPILE_DEBUG: "1" } });
    space.config({ defect });
    expect((await space.run("--no-secrets")).err).toMatch(/TypeError: hunter2 is not a function\n\s+at /);
  });

  test("is a finding for programs", async () => {
    const space = workspace();
    space.config({ defect });
    const { err } = await space.run("--no-secrets", "--diagnostics", "json");
    expect(JSON.parse(err).diagnostics).toMatchObject([{ code: "CLP9001", severity: "error" }]);
  });
});

test("programs get a report also where there is nothing to say", async () => {
  const space = workspace();
  space.config({});
  expect((await space.run("validate", "--diagnostics", "json")).err).toBe('{\n  "diagnostics": []\n}\n');
  expect((await space.run("validate")).err).toBe("");
});

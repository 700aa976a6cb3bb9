/** The project file: which deployments a command line means, in which order they end, and what is said of them together. */
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { print } from "../../src/base/printable.ts";
import { run } from "../../src/cli/run.ts";
import { BACKENDS } from "../../src/cli/usage/choices.ts";
import { EMITTED } from "../../src/clp/schema/project.ts";
import * as compiler from "../../src/mod.ts";
import type { Step } from "../../src/plan/plan.ts";
import { CREDENTIALS } from "../deploy.ts";
import { FIXTURES } from "../fixtures.ts";
import { fakeCompiler } from "./fake-compiler.ts";
import { runIn, type Workspace, workspace } from "./workspace.ts";

const PROJECT = `defaults: {no_secrets: true, emit: [compose]}
deployments:
  prod: {config: [base.yaml, prod.yaml], out: prod/out}
  staging: {config: [base.yaml, staging.yaml], out: staging/out}
  dev: {config: [base.yaml], out: dev/out}
`;

function repository(project = PROJECT): Workspace {
  const space = workspace({ compiler });
  space.write("clp-compile.yaml", project);
  space.write("clp-site.yaml", 'clp_version: "0.9.0"\n');
  space.write("base.yaml", "webui: {port: 4001}\n");
  space.write("prod.yaml", "webui: {port: 4002}\n");
  space.write("staging.yaml", "webui: {port: 4003}\n");
  return space;
}

test("what the project file may name as outputs is what --emit takes", () => {
  expect(EMITTED).toEqual(BACKENDS);
});

describe("a folder with a project file", () => {
  test("is compiled, checked and planned as a whole, with one summary", async () => {
    const space = repository();
    const compiled = await space.run();
    expect(compiled.code).toBe(0);
    expect(compiled.err).toMatch(
      /^prod\/out: \d+ files, \d+ written\nstaging\/out: .*\ndev\/out: .*\n3 deployments: 3 done\n$/,
    );
    expect(space.read("prod/out/compose/docker-compose.yaml")).toContain("CLP_WEBUI_PORT:-4002");
    expect(space.read("dev/out/compose/docker-compose.yaml")).toContain("CLP_WEBUI_PORT:-4001");

    const checked = await space.run("check");
    expect(checked.code).toBe(0);
    expect(checked.out).toContain("prod/out is fresh");

    space.write("staging.yaml", "webui: {port: 4004}\n");
    const stale = await space.run("check");
    expect(stale.code).toBe(3);
    expect(stale.out).toContain("staging:\n\nerror[CLP6101]: Stale: staging/out/");
    expect(stale.out).not.toContain("Stale: prod/");
    expect(stale.err).toContain("3 deployments: 2 done, 1 with a difference (staging)\n");

    const planned = await space.run("plan", "--json");
    const { deployments } = JSON.parse(planned.out);
    expect(Object.keys(deployments)).toEqual(["prod", "staging", "dev"]);
    expect(
      Object.entries(deployments).map(([name, plan]) => [name, (plan as { different: boolean }).different]),
    ).toEqual([
      ["prod", false],
      ["staging", true],
      ["dev", false],
    ]);
    expect((await space.run("plan", "--exit-code")).code).toBe(3);
    expect((await space.run("plan", "prod", "--exit-code")).code).toBe(0);
    expect((await space.run("plan", "--format", "markdown")).out).toContain("## staging\n\n");
  });

  test("is planned with commands that are typed beside the project file", async () => {
    const space = repository();
    await space.run();
    space.write("staging.yaml", "webui: {port: 4004}\n");
    const { deployments } = JSON.parse((await space.run("plan", "staging", "--json")).out);
    const commands = deployments.staging.compose.steps.flatMap((step: Step) => step.commands) as string[];
    expect(commands).toEqual([
      "clp-compile compile staging",
      "docker compose --project-directory staging/out/compose up --wait",
    ]);
    const [compile] = commands;
    expect((await space.run(...compile!.split(" ").slice(1))).code).toBe(0);
    expect(space.read("staging/out/compose/docker-compose.yaml")).toContain("CLP_WEBUI_PORT:-4004");
    expect((await space.run("plan", "--exit-code")).code).toBe(0);
  });

  test("plans a deployment that is new as such, but not where a folder is named", async () => {
    const space = repository();
    const git = (...argv: readonly string[]) =>
      execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@example.com", ...argv], {
        cwd: space.directory,
        stdio: "pipe",
      });
    git("init", "--initial-branch", "main");
    await space.run("compile", "staging", "dev");
    git("add", ".");
    git("commit", "--message", "before");
    // A branch of the folder's name is not what is meant.
    git("branch", "prod/out");
    const isNew = { code: 0, out: expect.stringContaining("all of it is new\nNew output: Docker Compose\n") };
    expect(await space.run("plan", "prod")).toMatchObject(isNew);
    await space.run("compile", "prod");
    expect((await space.run("plan", "prod")).out).toContain("nothing changes");
    const since = await space.run("plan", "--against", "main", "--exit-code");
    expect(since).toMatchObject({ ...isNew, code: 3 });
    expect(since.err).toContain("3 deployments: 2 done, 1 with a difference (prod)\n");
    for (const against of ["main:nowhere", "nowhere"])
      expect(await space.run("plan", "prod", "--against", against)).toMatchObject({ code: 1 });
  });

  test.each([
    [10, 0],
    [25, 1],
  ])("of %i deployments holds its memory %i times, once all is loaded", async (count, times) => {
    const names = Array.from({ length: count }, (_, index) => `  d${index}: {config: [base.yaml]}\n`);
    const space = repository(
      `defaults: {no_secrets: true, emit: [diagram]}\ndeployments:\n${names.join("")}`,
    );
    const held: number[] = [];
    let compiled = 0;
    const counted = {
      ...compiler,
      compile: (...asked: Parameters<typeof compiler.compile>) => {
        compiled += 1;
        return compiler.compile(...asked);
      },
    };
    const { code } = await runIn(space.directory, [], {
      compiler: counted,
      holdMemory: async () => {
        held.push(compiled);
      },
    });
    expect({ code, compiled, held: held.length }).toEqual({ code: 0, compiled: count, held: times });
    for (const before of held) expect(before).toBeGreaterThan(0);
  });

  test("does those that are named, in the order of the file", async () => {
    const space = repository();
    expect((await space.run("compile", "dev", "prod")).err).toMatch(
      /^prod\/out: .*\ndev\/out: .*\n2 deployments: 2 done\n$/,
    );
    expect(existsSync(space.path("staging"))).toBe(false);
    expect(await space.run("check", "prdo")).toMatchObject({
      code: 2,
      err: expect.stringContaining('clp-compile.yaml has no deployment "prdo"\n  Did you mean "prod"?'),
    });
    expect((await space.run("check", "elsewhere")).err).toContain("It has prod, staging, dev");
  });

  test.each([
    ["-c", "prod.yaml"],
    ["--out", "other"],
    ["--site", "clp-site.yaml"],
    ["--credentials", "none.yaml"],
    ["--credentials-from-env"],
  ])("is a folder like any other where %s names an input or an output", async (...flags) => {
    const { err } = await repository().run("validate", ...flags);
    expect(err).not.toContain("deployments:");
    if (flags[0] !== "-c") expect(err).toContain("etc/clp-config.yaml");
  });

  test("is looked for in the working directory alone", async () => {
    const space = repository();
    space.write("below/etc/clp-config.yaml", "");
    const { err } = await runIn(space.path("below"), ["validate"], { compiler });
    expect(err).not.toContain("deployments:");
    expect(await runIn(space.path("below"), ["check", "prod"], { compiler })).toMatchObject({
      code: 2,
      err: expect.stringContaining(
        '"check" cannot do anything with "prod": there is no clp-compile.yaml here',
      ),
    });
  });

  test("flags count more than the file, and switches add to it", async () => {
    const space = repository(PROJECT.replace("no_secrets: true, ", ""));
    expect((await space.run("--emit", "docs", "--no-secrets")).code).toBe(0);
    expect(existsSync(space.path("prod/out/docs/deployment.md"))).toBe(true);
    expect(existsSync(space.path("prod/out/compose"))).toBe(false);
    expect((await space.run("compile", "prod")).err).toContain("CLP6004");
  });

  test("says what is wrong with the project file, and does nothing then", async () => {
    const space = repository(`${PROJECT}  bad: {out: prod/out}\n`);
    const { code, out, err } = await space.run();
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(err).toContain("error[CLP2140]");
    expect(err).toContain(
      "error[CLP6503]: Cannot compile bad into prod/out: it is the output folder of prod",
    );
    expect(existsSync(space.path("prod/out"))).toBe(false);
  });

  test("says once what is wrong with a list", async () => {
    const wrong = async (project: string) => (await repository(project).run()).err.match(/error\[CLP\d+\]/g);
    expect(await wrong("deployments: {a: {config: base.yaml}}\n")).toEqual(["error[CLP2002]"]);
    expect(await wrong("defaults: {config: [base.yaml], emit: []}\ndeployments: {a: {}, b: {}}\n")).toEqual([
      "error[CLP6580]",
    ]);
  });

  test("--fix mends a shared base once", async () => {
    const space = repository();
    space.write("base.yaml", "webui: {prot: 4001}\n");
    expect((await space.run("validate", "--fix")).code).toBe(0);
    expect(space.read("base.yaml")).toBe("webui: {port: 4001}\n");
  });
});

describe("findings", () => {
  test("stand below the deployments that have them, those of a shared file once", async () => {
    const space = repository();
    space.write("base.yaml", "webui: {port: 0}\n");
    space.write("prod.yaml", "bogus: 1\n");
    const { code, err } = await space.run("validate");
    expect(code).toBe(1);
    expect(err).toContain("prod, staging, dev:\n\nerror[CLP2004]");
    expect(err.match(/CLP2004/g)).toHaveLength(1);
    expect(err).toContain("prod:\n\nerror[CLP2001]");
    expect(err).toContain("3 deployments: 3 with errors (prod, staging, dev)\n");
  });

  test.each(["json", "sarif", "junit", "github"])("are one report as %s", async (format) => {
    const space = repository();
    space.write("base.yaml", "webui: {port: 0}\n");
    const { err } = await space.run("validate", "--diagnostics", format);
    expect(err.match(/Number out of range|CLP2004/g)!.length).toBeGreaterThan(0);
    if (format === "json")
      expect(JSON.parse(err).diagnostics.map((one: { deployments: unknown }) => one.deployments)).toEqual([
        ["prod", "staging", "dev"],
      ]);
    if (format === "sarif")
      expect(JSON.parse(err).runs[0].results[0].properties).toEqual({
        deployments: ["prod", "staging", "dev"],
      });
    if (format === "junit") expect(err.match(/<testsuites/g)).toHaveLength(1);
    if (format === "github") expect(err).toContain("in prod, staging, dev");
  });

  test("are a report for programs also where there are none", async () => {
    const { code, err } = await repository().run("validate", "--diagnostics", "json");
    expect(code).toBe(0);
    expect(JSON.parse(err)).toEqual({ diagnostics: [] });
  });
});

describe("the exit code", () => {
  /** The fake compiler takes each outcome from a config. */
  function outcomes(...names: readonly string[]): Workspace {
    const space = workspace({ compiler: fakeCompiler });
    const all: Readonly<Record<string, object>> = {
      done: { files: { "compose/docker-compose.yaml": "services: {}\n" } },
      wrong: { findings: [{ code: "CLP2001", severity: "error", message: "Unknown key" }] },
      broken: { defect: "broken" },
      different: { files: { "compose/docker-compose.yaml": "services: {a: 1}\n" } },
    };
    for (const [name, config] of Object.entries(all)) space.write(`${name}.yaml`, JSON.stringify(config));
    space.write(
      "clp-compile.yaml",
      `defaults: {no_secrets: true}\ndeployments:\n${names.map((name) => `  ${name}: {config: [${name.replace(/\d/, "")}.yaml]}\n`).join("")}`,
    );
    return space;
  }

  test("is that of the worst: a defect, then the file system, the inputs, a difference", async () => {
    expect((await outcomes("done", "wrong", "broken", "done2").run()).code).toBe(70);
    expect((await outcomes("done", "wrong").run()).code).toBe(1);
    const refused = outcomes("done", "wrong");
    refused.write("elsewhere/x", "");
    refused.link("out/done", "../elsewhere");
    expect((await refused.run()).code).toBe(4);
    expect((await outcomes("done", "different").run("check")).code).toBe(3);
    expect((await outcomes("done", "wrong").run("check")).code).toBe(1);
    expect((await outcomes("done").run()).code).toBe(0);
  });

  test("a defect in one deployment leaves the others alone", async () => {
    const space = outcomes("broken", "done");
    const { err } = await space.run();
    expect(err).toContain("broken:\n\nerror[CLP9001]");
    expect(err).toContain("2 deployments: 1 done, 1 with an internal error (broken)");
    expect(existsSync(space.path("out/done/manifest.json"))).toBe(true);
  });
});

describe("flags that are about one deployment", () => {
  test("need one", async () => {
    const space = repository();
    await space.run();
    expect(await space.run("plan", "--against", "HEAD:prod/out")).toMatchObject({
      code: 2,
      err: expect.stringContaining("--against with a path is about one deployment"),
    });
    expect((await space.run("check", "--markdown", "README.md")).code).toBe(2);
    space.write("README.md", "no diagram\n");
    expect((await space.run("check", "prod", "--markdown", "README.md")).code).toBe(3);
    expect(await space.run("check", "prod", "-c", "base.yaml")).toMatchObject({
      code: 2,
      err: expect.stringContaining('"check prod" and --config contradict each other'),
    });
  });
});

describe("--deployment", () => {
  test("is the one that explain, diagram and secrets are about", async () => {
    const space = repository();
    const explained = await space.run("explain", "webui.port", "--deployment", "prod");
    expect(explained).toMatchObject({ code: 0, err: "" });
    expect(explained.out).toContain("webui.port = 4002");
    expect(explained.out).toContain("written at prod.yaml:1:15");
    expect((await space.run("diagram", "--deployment", "dev")).out).toContain("flowchart");
    space.write("etc/credentials.yaml", CREDENTIALS);
    expect((await space.run("secrets", "--deployment", "prod")).out).toContain("CLP_DB_PASS: ");
  });

  test("is asked for by secrets, whatever else lies in the folder: those of all are nobody's environment", async () => {
    const space = repository();
    space.write("etc/clp-config.yaml", "");
    space.write("etc/credentials.yaml", CREDENTIALS);
    expect(await space.run("secrets")).toMatchObject({
      code: 2,
      out: "",
      err: expect.stringContaining("Say which: --deployment prod, --deployment staging, --deployment dev\n"),
    });
    expect((await space.run("secrets", "--config", "etc/clp-config.yaml")).code).toBe(0);
    space.write("clp-compile.yaml", "deployments: {}\n");
    expect(await space.run("secrets")).toMatchObject({
      code: 1,
      out: "",
      err: expect.stringContaining("CLP2141"),
    });
  });

  test("has to be in the project file, and names no file beside it", async () => {
    const space = repository();
    expect((await space.run("explain", "webui.port", "--deployment", "prdo")).err).toContain(
      'Did you mean "prod"?',
    );
    expect((await space.run("explain", "webui.port", "--deployment", "prod", "-c", "dev.yaml")).code).toBe(2);
    expect((await space.run("explain", "webui.port")).err).toContain("say which by --deployment");
    expect(await workspace().run("diagram", "--deployment", "prod")).toMatchObject({
      code: 2,
      err: expect.stringContaining("there is no clp-compile.yaml here"),
    });
  });
});

test("names thousands of deployments, each with its layers", () => {
  const layers = (name: string) =>
    `  ${name}: {config: [base/clp-config.yaml, ${name}/clp-config.yaml], site: [base/clp-site.yaml, ${name}/clp-site.yaml], out: ${name}/out}\n`;
  const content = `deployments:\n${Array.from({ length: 4000 }, (_, index) => layers(`d${index}`)).join("")}`;
  const { deployments, diagnostics } = compiler.readProject({ name: "clp-compile.yaml", content });
  expect({ count: deployments.length, diagnostics }).toEqual({ count: 4000, diagnostics: [] });
});

test("completion names the deployments for a shell, and never says an error", async () => {
  const space = repository();
  const names = { code: 0, out: "prod\nstaging\ndev\n", err: "" };
  expect(await space.run("completion", "bash", "--deployments")).toEqual(names);
  space.write("clp-compile.yaml", `${PROJECT}bogus: 1\n`);
  expect(await space.run("completion", "zsh", "--deployments")).toEqual(names);
  space.write("clp-compile.yaml", "deployments: [\n");
  expect(await space.run("completion", "fish", "--deployments")).toEqual({ code: 0, out: "", err: "" });
  expect(await workspace().run("completion", "fish", "--deployments")).toMatchObject({ code: 0, out: "" });
});

test("a terminal shows how far a run of many deployments is", async () => {
  const names = Array.from({ length: 12 }, (_, index) => `d${index}`);
  const space = workspace();
  for (const name of names) space.write(`${name}.yaml`, JSON.stringify({ files: { a: "b\n" } }));
  space.write(
    "clp-compile.yaml",
    `deployments:\n${names.map((name) => `  ${name}: {config: [${name}.yaml]}\n`).join("")}`,
  );
  const shown: string[] = [];
  const code = await run(["validate", "--no-secrets"], {
    directory: space.directory,
    out: () => true,
    err: (text) => shown.push(text) > 0,
    terminal: async () => ({ color: false, width: 80 }),
    variable: () => undefined,
    readInput: () => new Uint8Array(),
    home: async () => undefined,
    validator: async () => fakeCompiler,
    compiler: async () => fakeCompiler,
  });
  expect(code).toBe(0);
  expect(shown).toContain(print`\r\u001b[K12 of 12: d11`);
  expect(shown.join("")).toMatch(/\r\u001b\[K12 deployments: 12 done\n$/);
});

test("the example with three environments is what its inputs give", async () => {
  const { code, err } = await runIn(join(FIXTURES, "repos/environments"), ["check"], { compiler });
  expect(err).toContain("3 deployments: 3 done");
  expect(code).toBe(0);
});

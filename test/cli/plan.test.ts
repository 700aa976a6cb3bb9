/** `plan` on the command line: the earlier deployment in a folder or in git, and what is said where it is in neither. */
import { execFileSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import type { Step } from "../../src/plan/plan.ts";
import * as compiler from "../compiler.ts";
import { CREDENTIALS } from "../deploy.ts";
import { type Workspace, type WorkspaceOptions, workspace } from "./workspace.ts";

const CONFIG = "logs_input: { directory: /home/clp/logs }\n";
const SITE = "host: { clp_home: /home/clp/clp-package }\n";

/** A folder with inputs and what they give, and inputs that were changed since. */
async function compiled(options: WorkspaceOptions = {}): Promise<Workspace> {
  const space = workspace({ compiler, ...options });
  space.write("etc/clp-config.yaml", CONFIG);
  space.write("etc/clp-site.yaml", SITE);
  space.write("etc/credentials.yaml", CREDENTIALS);
  const { code } = await space.run("--emit", "compose");
  expect(code).toBe(0);
  space.write("etc/clp-config.yaml", `${CONFIG}webui: { port: 4001 }\n`);
  return space;
}

function git(space: Workspace, ...argv: readonly string[]): void {
  execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@example.com", ...argv], {
    cwd: space.directory,
    stdio: "pipe",
  });
}

const CHANGE = "made anew  webui  published at 127.0.0.1:4000 → 127.0.0.1:4001";

describe("plan", () => {
  test("says what the edited inputs change", async () => {
    const space = await compiled();
    const { code, out, err } = await space.run("plan", "--against", "out");
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toContain(CHANGE);
    expect(out).not.toContain("Kubernetes");
  });

  test("--exit-code gives 3 where something changes, and 0 where nothing does", async () => {
    const space = await compiled();
    expect((await space.run("plan", "--against", "out", "--exit-code")).code).toBe(3);
    space.write("etc/clp-config.yaml", CONFIG);
    expect(await space.run("plan", "--against", "out", "--exit-code")).toEqual({
      code: 0,
      out: "CLP 0.9.0, full: nothing changes\n",
      err: "",
    });
  });

  test("prints commands that are typed where it was", async () => {
    const space = await compiled();
    const site = ["--site", "etc/clp-site.yaml"];
    const emit = "compose,kubernetes,helm";
    expect((await space.run(...site, "--out", "of a", "--emit", emit)).code).toBe(0);
    space.write(
      "etc/clp-config.yaml",
      `${CONFIG}webui: { port: 4002 }\napi_server: { default_max_num_query_results: 7 }\n`,
    );
    const argv = [...site, "--out", "of a/", "--against", "of a", "--json"];
    const plan = JSON.parse((await space.run("plan", ...argv)).out);
    const commands = [plan.compose, plan.kubernetes, plan.helm].map(({ steps }) =>
      steps.flatMap((step: Step) => step.commands),
    );
    expect(commands).toEqual([
      [
        "clp-compile --site etc/clp-site.yaml --out 'of a/'",
        "docker compose --project-directory 'of a/compose' up --wait",
      ],
      ["clp-compile --site etc/clp-site.yaml --out 'of a/'", "kubectl apply -k 'of a/kubernetes'"],
      [
        "clp-compile --site etc/clp-site.yaml --out 'of a/'",
        expect.stringMatching(
          /^helm upgrade .* -f 'of a\/helm\/values\.yaml' -f 'of a\/helm\/values\.secret\.yaml'$/,
        ),
      ],
    ]);
  });

  test("writes nothing", async () => {
    const space = await compiled();
    const before = space.tree(".");
    await space.run("plan", "--against", "out");
    expect(space.tree(".")).toEqual(before);
  });

  test("--json and --format markdown", async () => {
    const space = await compiled();
    const { out } = await space.run("plan", "--against", "out", "--json");
    expect(JSON.parse(out)).toMatchObject({
      version: 1,
      different: true,
      secrets: { compared: true, changed: [] },
    });
    expect((await space.run("plan", "--against", "out", "--format", "markdown")).out).toContain(
      "| webui | made anew | published at `127.0.0.1:4000` → `127.0.0.1:4001` |",
    );
    expect((await space.run("plan", "--against", "out", "--format", "html")).code).toBe(2);
    expect((await space.run("plan", "--against", "out", "--format", "text", "--json")).code).toBe(2);
    expect((await space.run("plan")).err).toContain('"plan" needs --against');
  });

  test("without credentials does not know of secrets, and says so", async () => {
    const space = await compiled();
    const { out } = await space.run("plan", "--against", "out", "--no-secrets");
    expect(out).toContain("Not compared: one side's secret files are not at hand.");
  });

  test("compares what was compiled, or what is asked for", async () => {
    const space = await compiled();
    const { out } = await space.run("plan", "--against", "out", "--emit", "compose,kubernetes");
    expect(out).toContain("New output: Kubernetes");
  });

  test("reads an earlier deployment from git", async () => {
    const space = await compiled();
    git(space, "init", "-q");
    git(space, "add", "out");
    git(space, "commit", "-qm", "compiled");
    git(space, "branch", "with/slash");
    await space.run("--emit", "compose");
    for (const against of ["HEAD:out", "HEAD:out/", "HEAD:./out", "HEAD", "with/slash:out", "with/slash"]) {
      const { code, out, err } = await space.run("plan", "--against", against, "--exit-code");
      expect({ against, code, err }).toEqual({ against, code: 3, err: "" });
      expect(out).toContain(CHANGE);
      // The repository has no secret file.
      expect(out).toContain("Not compared");
    }
    expect((await space.run("plan", "--against", "out", "--exit-code")).code).toBe(0);
  });

  test("passes over a submodule of which git has the commit", async () => {
    const space = await compiled();
    git(space, "init", "-q");
    git(space, "add", "out");
    git(space, "commit", "-qm", "compiled");
    git(space, "rm", "-q", "--cached", "out/manifest.json");
    const commit = execFileSync("git", ["rev-parse", "HEAD"], { cwd: space.directory, encoding: "utf8" });
    git(space, "update-index", "--add", "--cacheinfo", `160000,${commit.trim()},out/manifest.json`);
    git(space, "commit", "-qm", "a submodule in the place of the manifest");
    await space.run("--emit", "compose");
    const { code, out, err } = await space.run("plan", "--against", "HEAD:out");
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toContain(CHANGE);
  });

  test.each([
    [
      "nothing",
      "CLP6405",
      "Cannot find nothing: there is no such folder, and the working directory is in no git repository",
    ],
    ["/nothing/there", "CLP6403", "it is not there"],
    ["./nothing", "CLP6403", "it is not there"],
    ["etc", "CLP6403", "it has neither manifest.json nor compose/docker-compose.yaml"],
    ["etc/clp-config.yaml", "CLP6403", "it is not a directory"],
  ])("against %s is refused", async (against, finding, reason) => {
    const space = await compiled();
    const { code, out, err } = await space.run("plan", "--against", against);
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(err).toContain(finding);
    expect(err).toContain(reason);
  });

  test.each([
    ["nothing:out", "CLP6405", "git does not know the commit nothing"],
    ["--help:out", "CLP6405", "git does not know the commit --help"],
    ["HEAD:nothing", "CLP6403", "it has neither manifest.json nor compose/docker-compose.yaml"],
  ])("against %s in git is refused", async (against, finding, reason) => {
    const space = await compiled();
    git(space, "init", "-q");
    git(space, "add", "etc");
    git(space, "commit", "-qm", "inputs");
    const { code, err } = await space.run("plan", `--against=${against}`);
    expect(code).toBe(1);
    expect(err).toContain(finding);
    expect(err).toContain(reason);
  });

  test("says which file it cannot read", async () => {
    const space = await compiled();
    space.write("out/compose/docker-compose.yaml", "services: [\n");
    const { code, err } = await space.run("plan", "--against", "out");
    expect(code).toBe(1);
    expect(err).toContain("error[CLP6404]: Cannot read out/compose/docker-compose.yaml:");
    space.write("out/manifest.json", "{");
    expect((await space.run("plan", "--against", "out")).err).toContain(
      "Cannot read out/manifest.json: it is no JSON",
    );
  });

  test("without a manifest takes what is there", async () => {
    const space = await compiled();
    const { rmSync } = await import("node:fs");
    rmSync(space.path("out/manifest.json"));
    expect((await space.run("plan", "--against", "out", "--emit", "compose")).out).toContain(CHANGE);
  });

  test("says that an override is there, which it does not look into", async () => {
    const space = await compiled();
    space.write("out/compose/docker-compose.override.yaml", "services: {}\n");
    const { code, err } = await space.run("plan", "--against", "out");
    expect(code).toBe(0);
    expect(err).toContain("note[CLP6107]: out/compose/docker-compose.override.yaml is there");
  });

  test("tells the mistakes of the inputs first", async () => {
    const space = await compiled();
    space.write("etc/clp-config.yaml", "webui: { prt: 1 }\n");
    const { code, out, err } = await space.run("plan", "--against", "out");
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(err).toContain('Unknown key "prt"');
  });

  test("shows nothing that drives a terminal", async () => {
    const space = await compiled();
    const path = "out/compose/docker-compose.yaml";
    space.write(path, space.read(path).replace("hostname: webui", 'hostname: "\\e[31mwebui"'));
    const { out } = await space.run("plan", "--against", "out");
    expect(out).toContain("<U+001B>[31mwebui");
    expect(out).not.toContain("\u001b");
  });
});

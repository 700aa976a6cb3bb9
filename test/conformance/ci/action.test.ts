/** The GitHub Action, step by step, on the example of an operations repository. */
import { execFileSync, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { runAction } from "./action.ts";
import {
  builtProgram,
  EMIT,
  failing,
  operationsRepository,
  ownCheckout,
  type Repository,
} from "./repository.ts";

interface Sarif {
  readonly runs: readonly [
    {
      readonly results: readonly {
        readonly ruleId: string;
        readonly level: string;
        readonly locations: readonly {
          readonly physicalLocation: { readonly artifactLocation: { readonly uri: string } };
        }[];
      }[];
    },
  ];
}

const PROGRAM = { program: builtProgram() };

function pullRequest(repository: Repository, change: () => void): Readonly<Record<string, string>> {
  const base = repository.git("rev-parse", "HEAD");
  repository.git("switch", "--quiet", "--create", "change");
  change();
  repository.commit("A change");
  return { "event.pull_request.base.sha": base };
}

function sarif(path: string): Sarif {
  return JSON.parse(readFileSync(path, "utf8")) as Sarif;
}

describe("the GitHub Action", () => {
  test("is content with what is fresh", () => {
    const repository = operationsRepository();
    const result = runAction(repository, PROGRAM, { "event.before": "0".repeat(40) });
    expect(result).toMatchObject({
      ok: true,
      ran: ["Get clp-compile", "Check inputs and output", "Resolve the base", "Plan", "Verdict"],
      outputs: { valid: "true", fresh: "true", plan: "" },
    });
    expect(sarif(result.outputs["sarif"]!).runs[0].results.filter(({ level }) => level !== "note")).toEqual(
      [],
    );
    expect(result.summary).toContain("is valid, and `out` is what it gives");
    expect(result.log).toContain("::notice title=clp-compile::No plan: there is no base");
  });

  test("points at a typo, in the pull request and in SARIF", () => {
    const repository = operationsRepository();
    const event = pullRequest(repository, () => repository.edit("etc/clp-config.yaml", "webui:", "webiu:"));
    const result = runAction(repository, PROGRAM, event);
    expect(result).toMatchObject({ ok: false, failed: "Verdict", outputs: { valid: "false", fresh: "" } });
    expect(result.ran).not.toContain("Plan");
    expect(result.log).toMatch(/^::error file=etc\/clp-config\.yaml,line=6,.*title=CLP2001.*webiu/m);
    expect(sarif(result.outputs["sarif"]!).runs[0].results).toMatchObject([
      {
        ruleId: "CLP2001",
        locations: [{ physicalLocation: { artifactLocation: { uri: "etc/clp-config.yaml" } } }],
      },
    ]);
  });

  test("refuses a change without its output, and plans it all the same", () => {
    const repository = operationsRepository();
    const event = pullRequest(repository, () =>
      repository.edit("etc/clp-config.yaml", "port: 8080", "port: 8081"),
    );
    const result = runAction(repository, PROGRAM, event);
    expect(result).toMatchObject({
      ok: false,
      failed: "Verdict",
      outputs: { valid: "true", fresh: "false" },
    });
    expect(result.log).toMatch(/^::error file=out\/compose\/docker-compose\.yaml/m);
    const plan = readFileSync(result.outputs["plan"]!, "utf8");
    expect(plan).toContain("webui");
    expect(plan).toMatch(/8080.*8081/);
    expect(result.summary).toContain(plan);
  });

  test("minds the diagrams of documents that it is told of", () => {
    const repository = operationsRepository();
    const inputs = { ...PROGRAM, markdown: "README.md\ndocs/of the host.md\n" };
    const block = "<!-- clp-compile:diagram:start -->\n<!-- clp-compile:diagram:end -->\n";
    for (const name of ["README.md", "docs/of the host.md"]) {
      repository.write(name, block);
      repository.run("diagram", "--update", name);
    }
    expect(runAction(repository, inputs, {})).toMatchObject({ ok: true, outputs: { fresh: "true" } });
    repository.edit("docs/of the host.md", "graph LR", "graph TD");
    const result = runAction(repository, inputs, {});
    expect(result).toMatchObject({ ok: false, failed: "Verdict", outputs: { fresh: "false" } });
    expect(result.log).toMatch(/^::error file=docs\/of the host\.md,.*title=CLP6110/m);
  });

  test("is content with a change and its output", () => {
    const repository = operationsRepository();
    const event = pullRequest(repository, () => {
      repository.edit("etc/clp-config.yaml", "port: 8080", "port: 8081");
      repository.compile();
    });
    const result = runAction(repository, PROGRAM, event);
    expect(result).toMatchObject({ ok: true, outputs: { valid: "true", fresh: "true" } });
    expect(readFileSync(result.outputs["plan"]!, "utf8")).toMatch(/8080.*8081/);
  });

  test("works in a folder of a larger repository, and where warnings are errors", () => {
    const repository = operationsRepository();
    repository.move("clp");
    repository.commit("In a folder");
    const inputs = { ...PROGRAM, "working-directory": "clp", strict: "true" };
    const event = pullRequest(repository, () => {
      repository.edit("clp/etc/clp-config.yaml", "webui:", "database:\n  host: 0.0.0.0\nwebui:");
    });
    const result = runAction(repository, inputs, event);
    expect(result).toMatchObject({ ok: false, failed: "Verdict", outputs: { valid: "false" } });
    expect(result.log).toMatch(/^::error .*CLP4030/m);
    repository.git("reset", "--quiet", "--hard", event["event.pull_request.base.sha"]!);
    expect(runAction(repository, inputs, event)).toMatchObject({ ok: true, outputs: { fresh: "true" } });
  });

  test("only validates, where nothing is committed", () => {
    const repository = operationsRepository();
    repository.git("rm", "-r", "--quiet", "out");
    const result = runAction(repository, { ...PROGRAM, check: "false", plan: "false" }, {});
    expect(result).toMatchObject({ ok: true, outputs: { valid: "true", fresh: "", plan: "" } });
  });

  test("takes no text of the repository for a command", () => {
    const repository = operationsRepository();
    const result = runAction(
      repository,
      { ...PROGRAM, out: "out$(touch pwned)`touch pwned`", config: "etc/'; touch pwned" },
      {},
    );
    expect(result.ok).toBe(false);
    expect(repository.git("status", "--porcelain")).toBe("");
  });
});

describe("the base of the Action's plan", () => {
  function changed(): { readonly repository: Repository; readonly base: string } {
    const repository = operationsRepository();
    const base = repository.git("rev-parse", "HEAD");
    repository.git("tag", "--annotate", "--message", "x", "v1");
    repository.git("branch", "feature/x");
    repository.git("branch", "x/refs/heads/main");
    const origin = join(repository.scratch, "origin.git");
    repository.git("clone", "--quiet", "--bare", repository.folder, origin);
    repository.git("remote", "add", "origin", origin);
    repository.edit("etc/clp-config.yaml", "port: 8080", "port: 8081");
    repository.compile();
    repository.commit("A change");
    return { repository, base };
  }

  test.each(["a commit", "main", "v1", "feature/x"])("is %s", (name) => {
    const { repository, base } = changed();
    const result = runAction(repository, { ...PROGRAM, base: name === "a commit" ? base : name }, {});
    expect(result.ok, result.log).toBe(true);
    expect(readFileSync(result.outputs["plan"]!, "utf8")).toMatch(/8080.*8081/);
  });

  test.each([
    "--upload-pack=touch pwned",
    "--output=pwned",
    "-h",
    "main; touch pwned",
    "$(touch pwned)",
    "a\ncommit=x",
    "ext::sh -c touch% pwned",
    "HEAD",
    "*",
    "main^{}",
    "ab",
  ])("is not %j, which does nothing", (name) => {
    const { repository } = changed();
    const result = runAction(repository, { ...PROGRAM, base: name }, {});
    expect(result).toMatchObject({ ok: true, outputs: { plan: "" } });
    expect(result.log).toContain("::notice title=clp-compile::No plan");
    expect(repository.git("status", "--porcelain")).toBe("");
  });

  test("is refused by the plan itself, should anything else arrive there", () => {
    const { repository, base } = changed();
    const step = (BASE: string): number => {
      try {
        execFileSync("sh", [join(import.meta.dirname, "../../../ci/github/plan.sh")], {
          cwd: repository.folder,
          env: {
            ...repository.env,
            BASE,
            INPUT_CONFIG: "etc/clp-config.yaml",
            INPUT_OUT: "out",
            RUNNER_TEMP: repository.scratch,
            GITHUB_OUTPUT: "/dev/null",
            GITHUB_STEP_SUMMARY: "/dev/null",
          },
          stdio: "pipe",
        });
        return 0;
      } catch (error) {
        return (error as { readonly status: number }).status;
      }
    };
    expect(step(base)).toBe(0);
    expect(step("--upload-pack=touch pwned")).toBe(2);
    expect(repository.git("status", "--porcelain")).toBe("");
  });

  test.each([
    ["the base has none", "new", "the base has no output folder"],
    ["it is beside the repository", "../elsewhere", "git cannot be asked for the base"],
    ["its whole path is beside it", "SCRATCH/elsewhere", "the output folder is outside of the repository"],
  ])("has no output folder where %s: the reason is told", (_, folder, reason) => {
    const { repository, base } = changed();
    const out = folder.replace("SCRATCH", repository.scratch);
    repository.run("--no-secrets", "--emit", EMIT, "--out", out);
    const result = runAction(repository, { ...PROGRAM, base, out }, {});
    expect(result).toMatchObject({ ok: true, outputs: { fresh: "true", plan: "" } });
    expect(result.log).toContain(`::notice title=clp-compile::No plan: ${reason}`);
  });

  test("is told by the whole path of the output folder, too, from a folder below", () => {
    const { repository, base } = changed();
    const inputs = { ...PROGRAM, base, "working-directory": "etc", config: "clp-config.yaml" };
    const result = runAction(repository, { ...inputs, out: join(repository.folder, "out") }, {});
    expect(result.ok, result.log).toBe(true);
    expect(readFileSync(result.outputs["plan"]!, "utf8")).toMatch(/8080.*8081/);
  });

  test.each(["main", "a commit"])(
    "is %s, which git cannot be asked for: that is said, and not that it is not there",
    (name) => {
      const { repository, base } = changed();
      repository.git("remote", "set-url", "origin", join(repository.scratch, "gone"));
      if (name === "a commit") repository.write(".git/HEAD", "");
      const inputs = { ...PROGRAM, check: "false", base: name === "main" ? name : base };
      const result = runAction(repository, inputs, {});
      expect(result).toMatchObject({ ok: true, outputs: { plan: "" } });
      expect(result.log).toMatch(/^::notice title=clp-compile::No plan: .*cannot be asked/m);
      expect(result.log).toMatch(/^fatal: /m);
    },
  );

  test("is a commit's own folder, not one that the change brings along", () => {
    const { repository, base } = changed();
    repository.write(`${base}:./out/manifest.json`, "{}");
    repository.commit("A trap");
    const result = runAction(repository, { ...PROGRAM, base }, {});
    expect(result.ok, result.log).toBe(true);
    expect(readFileSync(result.outputs["plan"]!, "utf8")).toMatch(/8080.*8081/);
  });
});

describe("where the Action's program comes from", () => {
  test("is its own checkout, without npm where a release has the program", () => {
    const repository = operationsRepository();
    const { folder: checkout } = ownCheckout(repository, true);
    const PATH = [failing(repository, "clp-compile", "npm", "npx"), repository.env["PATH"]].join(delimiter);
    const result = runAction(repository, {}, {}, { checkout, env: { PATH } });
    expect(result.ok, result.log).toBe(true);
    expect(existsSync(join(repository.scratch, "called"))).toBe(false);
  });

  test("is no registry while the name is a placeholder", () => {
    const repository = operationsRepository();
    const PATH = [failing(repository, "npm"), repository.env["PATH"]].join(delimiter);
    const result = runAction(repository, { version: "0.1.0", integrity: "sha512-x" }, {}, { env: { PATH } });
    expect(result).toMatchObject({ ok: false, failed: "Get clp-compile" });
    expect(result.log).toContain("clp-compile is on npm under no name");
    expect(existsSync(join(repository.scratch, "called"))).toBe(false);
  });

  test("is the version that is named, if its package is the one that is meant, and no script of it runs", async () => {
    const repository = operationsRepository();
    const { folder: checkout } = ownCheckout(repository, true);
    const name = "@example/clp-compile";
    writeFileSync(join(checkout, "ci/npm-package"), `${name}\n`);
    const { url, integrity, ran } = await registry(repository, name);
    const env = { npm_config_registry: url, "npm_config_@example:registry": url };
    const version = (inputs: Readonly<Record<string, string>>) =>
      runAction(repository, inputs, {}, { checkout, env });
    const good = version({ version: "7.7.7", integrity });
    expect(good.log).toContain("the package of the registry");
    for (const wrong of [
      { version: "7.7.7" },
      { version: "7.7.7", integrity: `sha512-${"A".repeat(86)}==` },
      { version: "latest", integrity },
      { version: "7.7.7 left-pad", integrity },
      { version: "--global", integrity },
    ])
      expect(version(wrong)).toMatchObject({ ok: false, failed: "Get clp-compile" });
    expect(existsSync(ran)).toBe(false);
  });

  /** A registry with one package, whose install scripts would leave a file. */
  async function registry(
    { scratch }: Repository,
    name: string,
  ): Promise<{ readonly url: string; readonly integrity: string; readonly ran: string }> {
    const folder = join(scratch, "package");
    mkdirSync(folder);
    const ran = join(scratch, "ran");
    const script = `touch '${ran}'`;
    const manifest = {
      name,
      version: "7.7.7",
      bin: { "clp-compile": "cli.js" },
      scripts: { preinstall: script, install: script, postinstall: script, prepack: script },
    };
    writeFileSync(join(folder, "package.json"), JSON.stringify(manifest));
    writeFileSync(
      join(folder, "cli.js"),
      "#!/usr/bin/env node\nconsole.log('the package of the registry');\n",
    );
    execFileSync("npm", ["pack", "--ignore-scripts", "--pack-destination", scratch], {
      cwd: folder,
      stdio: "pipe",
    });
    const tarball = join(scratch, "example-clp-compile-7.7.7.tgz");
    const integrity = `sha512-${createHash("sha512").update(readFileSync(tarball)).digest("base64")}`;
    // In a process of its own: the steps of the action are waited for here.
    const serve = `
      const [, tarball, manifest, integrity] = process.argv;
      const server = require("node:http").createServer((request, response) => {
        if (request.url.endsWith(".tgz")) return response.end(require("node:fs").readFileSync(tarball));
        const { name, version, ...rest } = JSON.parse(manifest);
        const dist = { tarball: "http://127.0.0.1:" + server.address().port + "/x.tgz", integrity };
        response.setHeader("content-type", "application/json");
        response.end(JSON.stringify({ name, "dist-tags": { latest: version }, versions: { [version]: { name, version, ...rest, dist } } }));
      }).listen(0, "127.0.0.1", () => console.log(server.address().port));`;
    const server = spawn(process.execPath, ["-e", serve, tarball, JSON.stringify(manifest), integrity], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    onTestFinished(() => void server.kill());
    const port = await new Promise<string>((resolve) =>
      server.stdout.once("data", (data) => resolve(String(data))),
    );
    return { url: `http://127.0.0.1:${port.trim()}/`, integrity, ran };
  }
});

/** The GitHub Action, step by step, on the example of an operations repository. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { runAction } from "./action.ts";
import { builtProgram, operationsRepository, type Repository } from "./repository.ts";

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
      ran: ["Get clp-compile", "Check inputs and output", "Plan", "Verdict"],
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

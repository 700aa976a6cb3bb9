/** The template for GitLab CI: its script, as a runner's shell runs it, on the example of an operations repository. */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { operationsRepository, ownCheckout, type Repository, ROOT } from "./repository.ts";

interface Template {
  readonly ".clp-compile": {
    readonly variables: Readonly<Record<string, string>>;
    readonly before_script: readonly string[];
    readonly script: readonly string[];
    readonly artifacts: { readonly reports: { readonly junit: string }; readonly paths: readonly string[] };
  };
}

const { ".clp-compile": job } = parse(
  readFileSync(join(ROOT, "ci/gitlab/clp-compile.yml"), "utf8"),
) as Template;

interface Outcome {
  readonly code: number | null;
  readonly log: string;
  readonly junit: string;
  /** Undefined where there is none. */
  readonly plan: string | undefined;
}

function runJob(repository: Repository, variables: Readonly<Record<string, string>> = {}): Outcome {
  // A runner joins both scripts, and ends at the first command that fails.
  const script = [...job.before_script, ...job.script].join("\n");
  const { status, stdout, stderr } = spawnSync("sh", ["-e", "-c", script], {
    cwd: repository.folder,
    encoding: "utf8",
    env: { ...repository.env, ...job.variables, ...variables },
  });
  const report = join(repository.folder, job.artifacts.reports.junit);
  const [plan] = job.artifacts.paths.map((path) => join(repository.folder, path));
  return {
    code: status,
    log: stdout + stderr,
    junit: existsSync(report) ? readFileSync(report, "utf8") : "",
    plan: existsSync(plan!) ? readFileSync(plan!, "utf8") : undefined,
  };
}

describe("the template for GitLab CI", () => {
  test("is content with what is fresh, and plans nothing on a branch", () => {
    const outcome = runJob(operationsRepository());
    expect(outcome).toMatchObject({ code: 0, plan: undefined });
    expect(outcome.junit).toContain("<testsuites");
    expect(outcome.junit).not.toContain("<failure");
  });

  test("minds the diagrams of documents that it is told of", () => {
    const repository = operationsRepository();
    for (const name of ["a.md", "b.md"]) {
      repository.write(name, "<!-- clp-compile:diagram:start -->\n<!-- clp-compile:diagram:end -->\n");
      repository.run("diagram", "--update", name);
    }
    const variables = { CLP_MARKDOWN: "a.md b.md" };
    expect(runJob(repository, variables).code).toBe(0);
    repository.edit("b.md", "graph LR", "graph TD");
    const outcome = runJob(repository, variables);
    expect(outcome.code).toBe(3);
    expect(outcome.junit).toMatch(/<failure[^>]*b\.md/);
  });

  test("shows a typo as a failed test", () => {
    const repository = operationsRepository();
    repository.edit("etc/clp-config.yaml", "webui:", "webiu:");
    const outcome = runJob(repository);
    expect(outcome.code).toBe(1);
    expect(outcome.junit).toMatch(/<failure[^>]*webiu/);
  });

  test("refuses a change without its output, and plans it for the merge request", () => {
    const repository = operationsRepository();
    const base = repository.git("rev-parse", "HEAD");
    repository.edit("etc/clp-config.yaml", "port: 8080", "port: 8081");
    repository.commit("A change");
    const outcome = runJob(repository, { CI_MERGE_REQUEST_DIFF_BASE_SHA: base });
    expect(outcome.code).toBe(3);
    expect(outcome.plan).toMatch(/8080.*8081/);
  });

  test("takes more flags", () => {
    const repository = operationsRepository();
    repository.edit("etc/clp-config.yaml", "webui:", "database:\n  host: 0.0.0.0\nwebui:");
    repository.compile();
    expect(runJob(repository)).toMatchObject({ code: 0 });
    expect(runJob(repository, { CLP_FLAGS: "--strict" })).toMatchObject({ code: 1 });
  });

  test("runs the program of the commit that is named, where there is none, and no other", () => {
    const repository = operationsRepository();
    const { folder, commit } = ownCheckout(repository, true);
    const PATH = repository.env["PATH"]!.replace(/^[^:]*:/, "");
    const variables = { PATH, CLP_COMPILE_REPOSITORY: folder, CLP_COMPILE_COMMIT: commit };
    expect(runJob(repository, variables)).toMatchObject({ code: 0 });
    for (const wrong of ["", "v0.1.0", "--upload-pack=touch pwned", "0".repeat(40)])
      expect(runJob(repository, { ...variables, CLP_COMPILE_COMMIT: wrong }).code, wrong).not.toBe(0);
    expect(repository.git("status", "--porcelain", "--", "pwned")).toBe("");
  });
});

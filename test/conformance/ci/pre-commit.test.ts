/** The hooks, with the real pre-commit. */
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { expect, test } from "vitest";
import { run } from "../programs/programs.ts";
import { failing, operationsRepository, ownCheckout } from "./repository.ts";

test.each([
  ["built from a commit that is no release", false],
  ["that the commit of a release has, without npm", true],
])(
  "the hooks run the program %s, and fail on a typo, on a stale output and where compiling changes it",
  async (_, bundle) => {
    const repository = operationsRepository();
    const { folder: url, commit: rev } = ownCheckout(repository, bundle);
    const forbidden = failing(repository, "clp-compile", "npx", ...(bundle ? ["npm"] : []));
    repository.write(
      ".pre-commit-config.yaml",
      JSON.stringify({
        repos: [
          {
            repo: url,
            rev,
            hooks: [
              { id: "clp-compile-validate" },
              { id: "clp-compile-check" },
              { id: "clp-compile", stages: ["manual"], args: ["--emit", "compose,diagram"] },
            ],
          },
        ],
      }),
    );
    repository.commit("Hooks");
    const env = {
      ...repository.env,
      PATH: [forbidden, repository.env["PATH"]].join(delimiter),
      PRE_COMMIT_HOME: join(repository.scratch, "pre-commit"),
      NO_COLOR: "1",
    };
    const hooks = async (...args: readonly string[]) => {
      repository.git("add", "--all");
      const { code, stdout } = await run("pre-commit", ["run", "--color", "never", ...args], {
        cwd: repository.folder,
        env,
      });
      return {
        code,
        results: [...stdout.matchAll(/\.+(Passed|Failed|\(no files to check\)Skipped)$/gm)].map(
          (match) => match[1],
        ),
        stdout,
      };
    };

    const first = await hooks("--all-files");
    expect(first.results, first.stdout).toEqual(["Passed", "Passed"]);

    repository.write("README.md", "Nothing that the hooks mind");
    expect((await hooks()).results).toEqual(["(no files to check)Skipped", "(no files to check)Skipped"]);

    repository.edit("etc/clp-config.yaml", "port: 8080", "port: 8081");
    const stale = await hooks();
    expect(stale).toMatchObject({ code: 1, results: ["Passed", "Failed"] });
    expect(stale.stdout).toContain("CLP6101");

    const compiled = await hooks("--hook-stage", "manual", "clp-compile");
    expect(compiled).toMatchObject({ code: 1, results: ["Failed"] });
    expect(compiled.stdout).toContain("files were modified by this hook");
    expect((await hooks()).results).toEqual(["Passed", "Passed"]);

    repository.edit("etc/clp-config.yaml", "webui:", "webiu:");
    const typo = await hooks();
    expect(typo.results[0]).toBe("Failed");
    expect(typo.stdout).toContain('Did you mean "webui"?');
    expect(existsSync(join(repository.scratch, "called"))).toBe(false);
  },
);

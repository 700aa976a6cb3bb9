/** The files of CI services are what these services take, by their published schemas. */
import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { run } from "../programs/programs.ts";
import { builtProgram, EMIT, EXAMPLE, ROOT } from "./repository.ts";

describe("files of CI services", () => {
  test.each([
    ["github-actions", join(ROOT, "action.yml")],
    ["gitlab-ci", join(ROOT, "ci/gitlab/clp-compile.yml")],
    ["github-workflows", join(EXAMPLE, ".github/workflows/clp.yml")],
    ["gitlab-ci", join(EXAMPLE, ".gitlab-ci.yml")],
  ])("vendor.%s takes %s", async (schema, path) => {
    const transform = schema === "gitlab-ci" ? ["--data-transform", "gitlab-ci"] : [];
    const { code, stdout } = await run("check-jsonschema", [
      "--builtin-schema",
      `vendor.${schema}`,
      ...transform,
      path,
    ]);
    expect(code, stdout).toBe(0);
  });

  test("pre-commit takes its files", async () => {
    for (const [command, path] of [
      ["validate-manifest", join(ROOT, ".pre-commit-hooks.yaml")],
      ["validate-config", join(EXAMPLE, ".pre-commit-config.yaml")],
    ] as const) {
      const { code, stdout } = await run("pre-commit", [command, path]);
      expect(code, stdout).toBe(0);
    }
  });

  test("shellcheck finds nothing in the scripts", async () => {
    const scripts = [
      ...["install", "findings", "base", "plan", "verdict"].map((name) => join(ROOT, `ci/github/${name}.sh`)),
      join(ROOT, "ci/clp-compile"),
    ];
    const { code, stdout } = await run("shellcheck", ["--external-sources", ...scripts], { cwd: ROOT });
    expect(code, stdout).toBe(0);
  });
});

test("the example's output is fresh", () => {
  if (process.env["UPDATE_GOLDEN"] !== undefined) {
    execFileSync(process.execPath, [builtProgram(), "--no-secrets", "--emit", EMIT], {
      cwd: EXAMPLE,
      stdio: "pipe",
    });
  }
  const check = spawnSync(process.execPath, [builtProgram(), "check", "--no-secrets"], {
    cwd: EXAMPLE,
    encoding: "utf8",
  });
  expect(check.stdout, "UPDATE_GOLDEN=1 writes it").toContain("out is fresh");
  expect(readFileSync(join(EXAMPLE, "README.md"), "utf8")).toContain(
    `clp-compile --no-secrets --emit ${EMIT}`,
  );
});

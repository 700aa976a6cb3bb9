/** `init --repository`: what it writes compiles at once, is fresh in a checkout without passwords, and commits none. */
import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { parse } from "yaml";
import * as compiler from "../../src/mod.ts";
import { workspace } from "../cli/workspace.ts";

test("a repository is compiled, checked and committed without a secret in it", async () => {
  const space = workspace({ compiler });
  const made = await space.run("init", ".", "--repository");
  expect(made.code).toBe(0);
  expect(made.err).toContain("Next: clp-compile\n");
  const compiled = await space.run();
  expect(compiled).toMatchObject({ code: 0, err: expect.stringContaining("3 deployments: 3 done") });
  expect((await space.run("check", "--no-secrets")).code).toBe(0);

  execFileSync("git", ["init", "--quiet"], { cwd: space.directory });
  execFileSync("git", ["add", "--all"], { cwd: space.directory });
  const committed = execFileSync("git", ["ls-files"], { cwd: space.directory, encoding: "utf8" })
    .trim()
    .split("\n");
  expect(committed).toContain("prod/out/compose/docker-compose.yaml");
  expect(committed.filter((path) => /credentials|\/\.env$|secret/.test(path))).toEqual([]);
  const passwords = ["dev", "staging", "prod"].map(
    (name) => parse(space.read(`${name}/credentials.yaml`)).database.password as string,
  );
  expect(new Set(passwords).size).toBe(3);
  for (const path of committed)
    for (const password of passwords) expect(space.read(path), path).not.toContain(password);
  expect(space.mode("prod/credentials.yaml")).toBe("0600");
  expect(space.read("prod/out/compose/docker-compose.yaml")).toContain("name: clp-prod\n");
});

test("nothing is replaced", async () => {
  const space = workspace({ compiler });
  space.write("ops/base/clp-config.yaml", "mine\n");
  expect(await space.run("init", "ops", "--repository")).toMatchObject({
    code: 4,
    err: expect.stringContaining("CLP6301"),
  });
  expect(space.read("ops/base/clp-config.yaml")).toBe("mine\n");
});

test.each([["--from-installation", "clp-package"], ["--this-machine"]])(
  "%s contradicts it",
  async (...flags) => {
    expect((await workspace().run("init", "ops", "--repository", ...flags)).code).toBe(2);
  },
);

test("every type and storage compiles", async () => {
  for (const type of ["base", "spider-full", "spider-base"]) {
    const space = workspace({ compiler });
    await space.run("init", ".", "--repository", "--type", type, "--storage", "s3");
    expect((await space.run()).code, type).toBe(0);
  }
});

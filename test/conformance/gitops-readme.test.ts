/** Every command of the example repository's README, in its order: with a real API server, SOPS and age. */
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { type ApiServer, startApiServer } from "./programs/api-server.ts";
import { bash } from "./programs/bash.ts";
import { installCommandLine } from "./programs/command-line.ts";
import { gitopsDefinitions, program } from "./programs/programs.ts";

const EXAMPLE = join(import.meta.dirname, "../../examples/gitops");
const README = readFileSync(join(EXAMPLE, "README.md"), "utf8");
const BLOCKS = [...README.matchAll(/^```sh.*\n([\s\S]*?)^```$/gm)].map(([, text]) => text!);

let server: ApiServer;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "clp-compile-gitops-readme-"));
  cpSync(EXAMPLE, join(folder, "operations"), { recursive: true });
  const bin = join(folder, "bin");
  mkdirSync(bin);
  await installCommandLine(bin);
  for (const name of ["kubectl", "sops", "age-keygen"] as const)
    writeFileSync(join(bin, name), `#!/bin/sh\nexec '${program(name)}' "$@"\n`, { mode: 0o755 });
  server = await startApiServer();
  const made = await server.kubectl(["apply", "--server-side", "-f", gitopsDefinitions()]);
  expect(made.stderr).toBe("");
  for (const name of ["applications.argoproj.io", "kustomizations.kustomize.toolkit.fluxcd.io"])
    await server.kubectl(["wait", "--for=condition=Established", `crd/${name}`, "--timeout=60s"]);
  await server.kubectl(["create", "namespace", "argocd"]);
  await run("git init --quiet && git add --all && git commit --quiet --message=example");
});

afterAll(async () => {
  await server?.stop();
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
});

/** Runs a text as a person would paste it, in one shell of the repository. */
async function run(text: string): Promise<string> {
  const person = { GIT_AUTHOR_NAME: "test", GIT_AUTHOR_EMAIL: "test@example.com" };
  const env = {
    ...person,
    GIT_COMMITTER_NAME: "test",
    GIT_COMMITTER_EMAIL: "test@example.com",
    PATH: `${join(folder, "bin")}:${process.env["PATH"]}`,
    HOME: folder,
    ...server.environment,
    SOPS_AGE_KEY_FILE: "age.agekey",
  };
  const cwd = join(folder, "operations");
  const { code, said } = await bash(text, { cwd, env });
  if (code !== 0) throw new Error(`${text}\n${said}`);
  return said;
}

describe("every block does what it says", () => {
  test.for(BLOCKS.map((text, index) => ({ name: `${index + 1}: ${text.split("\n")[0]}`, text })))(
    "$name",
    async ({ text }) => {
      expect(await run(text)).not.toMatch(/Warning:|^error/m);
    },
  );

  test("and after them only what is encrypted has changed, with the new password in it", async () => {
    const changed = (await run("git status --porcelain --untracked-files=all")).trimEnd().split("\n");
    expect(changed.map((line) => line.slice(3)).sort()).toEqual([
      ".sops.yaml",
      "staging/credentials.yaml",
      ...readdirSync(join(EXAMPLE, "staging/secrets"))
        .filter((name) => name !== "kustomization.yaml")
        .map((name) => `staging/secrets/${name}`),
    ]);
    expect(await run("git grep -l fake-new-password -- . ':!README.md' || true")).toBe("");
    const { metadata, data } = parse(await run("sops decrypt staging/secrets/redis.yaml"));
    expect(metadata.name).toBe("clp-redis");
    expect(Buffer.from(data.password, "base64").toString()).toBe("fake-new-password");
  });
});

/**
 * Docker Compose without a secret on disk: what SOPS keeps of `clp-compile secrets`, it gives to the real
 * `docker compose`, which reads the same of it as of an `.env`, whatever a password looks like.
 */
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse, stringify } from "yaml";
import { keepSecrets } from "../../src/base/secrets-in-environment.ts";
import { quote } from "../../src/base/shell.ts";
import * as compiler from "../../src/mod.ts";
import { type Workspace, workspace } from "../cli/workspace.ts";
import { CREDENTIALS } from "../deploy.ts";
import { program, run } from "./programs/programs.ts";
import { type Sops, sopsFolder } from "./programs/sops.ts";

const SITE = 'clp_version: "0.9.0"\nhost: {clp_home: /home/clp/clp-package}\n';
const ENVIRONMENT = "compose: {secrets: environment}\n";
const HOSTS = `hosts:
  - {name: control, address: 10.0.0.11, components: [infrastructure, schedulers, rest]}
  - {name: worker, address: 10.0.0.21, components: [workers]}
shared_storage:
  archives: {mounted: true}
  streams: {mounted: true}
  logs_input: {mounted: true}
`;

/** Passwords that a shell, YAML, dotenv, SOPS or Compose could take for something else. */
const HOSTILE = [
  "a b+c/%@:{{ \"'\\ $(touch x) #",
  "$HOME ${HOME} $$ `id`",
  "line: - é, a line\nbreak, a tab\there",
  "  outer blanks  ",
  "null",
  "0123456789",
  "ENC[AES256_GCM,data:x]",
  "'single' \\' \"double\" \\\" \\",
];

function space(site: string, password: string): Workspace {
  const made = workspace({ compiler });
  const credentials = parse(CREDENTIALS);
  // CLP strips these two (CLP2014).
  credentials.database.password = password.trim();
  credentials.database.root_password = password.trim();
  credentials.redis.password = password;
  credentials.queue.password = password;
  made.write("etc/clp-config.yaml", "webui: {port: 4001}\n");
  made.write("etc/clp-site.yaml", site);
  made.write("etc/credentials.yaml", stringify(credentials));
  return made;
}

/** By the command line that `.env.example` shows, but for what prints the secrets. */
async function keep(sops: Sops, printed: string): Promise<void> {
  const [, encrypt = ""] = keepSecrets().split(" | ");
  const { code, stderr } = await run("bash", ["-c", encrypt], {
    cwd: sops.folder,
    input: printed,
    env: sops.env,
  });
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
}

const CONFIG = "config --format json";

async function configured(folder: string, sops?: Sops): Promise<unknown> {
  const { code, stdout, stderr } =
    sops === undefined
      ? await run("docker-compose", CONFIG.split(" "), { cwd: folder })
      : await sops.run(
          ["exec-env", sops.path("secrets.yaml"), `${quote(program("docker-compose"))} ${CONFIG}`],
          { cwd: folder },
        );
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  // Where the files are is another matter.
  return JSON.parse(stdout.replaceAll(folder, "FOLDER"));
}

describe.each(HOSTILE)("with the password %j", (password) => {
  test("docker compose reads the same of its environment as of .env", async () => {
    const inFile = space(SITE, password);
    const inEnvironment = space(`${SITE}${ENVIRONMENT}`, password);
    expect((await inFile.run("--emit", "compose")).code).toBe(0);
    expect((await inEnvironment.run("--emit", "compose")).code).toBe(0);
    const folder = inEnvironment.path("out/compose");
    expect(existsSync(join(folder, ".env"))).toBe(false);

    const without = await run("docker-compose", ["ps"], { cwd: folder });
    expect(without.code).not.toBe(0);
    expect(without.stderr).toContain("must be in the environment, as .env.example says");

    for (const format of ["yaml", "json"]) {
      const sops = await sopsFolder();
      const { out } = await inEnvironment.run("secrets", "--format", format);
      await keep(sops, out);
      expect(await configured(folder, sops)).toEqual(await configured(inFile.path("out/compose")));
    }
  });
});

test("each of several hosts needs what its own .env.example names, and is given nothing else", async () => {
  const inFile = space(`${SITE}${HOSTS}`, HOSTILE[0]!);
  const inEnvironment = space(`${SITE}${HOSTS}${ENVIRONMENT}`, HOSTILE[0]!);
  expect((await inFile.run("--emit", "compose")).code).toBe(0);
  expect((await inEnvironment.run("--emit", "compose")).code).toBe(0);
  for (const host of ["control", "worker"]) {
    const folder = `out/compose/hosts/${host}`;
    const { out } = await inEnvironment.run("secrets", "--host", host);
    const blanks = [...inEnvironment.read(`${folder}/.env.example`).matchAll(/^(\w+)=$/gm)];
    expect(Object.keys(parse(out))).toEqual(blanks.map(([, name]) => name));
    const sops = await sopsFolder();
    await keep(sops, out);
    expect(await configured(inEnvironment.path(folder), sops)).toEqual(await configured(inFile.path(folder)));
  }
  const { out } = await inEnvironment.run("secrets", "--host", "worker");
  expect(Object.keys(parse(out))).not.toContain("CLP_DB_ROOT_PASS");
});

test("prepare.sh --check says what is not in its environment, and what is left in a file", async () => {
  const made = space(`${SITE}${ENVIRONMENT}`, "fake-password");
  await made.run("--emit", "compose");
  const { out } = await made.run("secrets");
  const script = made.path("out/compose/prepare.sh");
  const linted = await run("shellcheck", ["--shell=sh", script]);
  expect({ code: linted.code, stdout: linted.stdout }).toEqual({ code: 0, stdout: "" });
  const bare = await run("bash", ["-c", `sh ${quote(script)} --check`]);
  expect(bare.stderr).toMatch(/not in this environment: CLP_DB_USER CLP_DB_PASS .*CLP_REDIS_PASS_ENCODED\. /);
  const env = parse(out) as Record<string, string>;
  const given = await run("bash", ["-c", `sh ${quote(script)} --check`], { env });
  expect(given.stderr).not.toContain("not in this environment");
  writeFileSync(made.path("out/compose/.env"), "CLP_WEBUI_PORT=4002\nCLP_DB_PASS=left\n");
  const left = await run("bash", ["-c", `sh ${quote(script)} --check`], { env });
  expect(left.code).toBe(1);
  expect(left.stderr).toContain(".env holds CLP_DB_PASS, and secrets are to stand in no file");
});

/**
 * Everything by which the compiler could once be used against its owner, or compiled what was not meant,
 * replayed on the program as it is. Each was observed; each is harmless now.
 *
 * |  # | What was tried                                                      | What it did                            |
 * | -- | ------------------------------------------------------------------- | -------------------------------------- |
 * |  1 | a manifest that lists the operator's own files                      | `compile` deleted them                 |
 * |  2 | the same as secret files                                            | the same, without asking for a hash    |
 * |  3 | a planted list of what an interrupted run had claimed               | the operator's own files were replaced |
 * |  4 | `--emit helm`, as a note told                                       | 34 files of other targets were deleted |
 * |  5 | two interruptions, with a change between                            | every later run was refused, for ever  |
 * |  6 | twelve first runs side by side                                      | all were refused                       |
 * |  7 | CLP's guide to an external database, word by word                   | a local, empty one was compiled        |
 * |  8 | services at four machines                                           | one Compose file that none can start   |
 * |  9 | a password with ` #` in it                                          | YAML cut it, and nobody said so        |
 * | 10 | a connection string for a host                                      | its password stood in every format     |
 * | 11 | an endpoint with a key and a secret                                 | they stood in the frame                |
 * | 12 | a manifest with a path that has a line break                        | a command to the runner of CI          |
 * | 13 | escapes and U+202E in the name of a file                            | they reached `file=` of annotations    |
 * | 14 | a Service with a command for its name, in a compared folder         | `plan` printed it, to be pasted        |
 * | 15 | an alias without an anchor, in a compared folder                    | a defect, exit 70                      |
 * | 16 | a base of the plan that is an option to git                         | the Action ran it                      |
 * | 17 | the bare name on npm, which belongs to nobody                       | the Action installed it                |
 * | 18 | another port of the web UI, on Kubernetes                           | seven Deployments and a Job made anew  |
 *
 * `attacks`, `plan`, `secrets` and `terminals` beside this file go further, by properties and over all
 * fixtures; what is written here is how it was found.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { FORMATS } from "../../src/report/report.ts";
import { buildWorker, start } from "../cli/processes.ts";
import { type Workspace, workspace } from "../cli/workspace.ts";
import * as compiler from "../compiler.ts";
import { CREDENTIALS } from "../deploy.ts";

const ROOT = join(import.meta.dirname, "../..");
const CONFIG = "logs_input: { directory: /home/clp/logs }\n";
const SITE = "host: { clp_home: /home/clp/clp-package }\n";

/** Inputs in a folder of their own. */
function inputs(config = CONFIG): Workspace {
  const space = workspace({ compiler });
  space.write("etc/clp-config.yaml", config);
  space.write("etc/clp-site.yaml", SITE);
  space.write("etc/credentials.yaml", CREDENTIALS);
  return space;
}

async function compiled(): Promise<Workspace> {
  const space = inputs();
  expect((await space.run()).code).toBe(0);
  return space;
}

/** A change that each run has to write. */
const change = (space: Workspace, port = 4001): void =>
  space.write("etc/clp-config.yaml", `${CONFIG}webui: { port: ${port} }\n`);

const OWN = ["compose/var/data/database/ibdata1", ".git/config", "helm/own.yaml"] as const;

interface ManifestFile {
  files: { path: string; mode: string; sha256: string }[];
  secret_files: { path: string; mode: string }[];
}

function inManifest(space: Workspace, edit: (manifest: ManifestFile) => void): void {
  const manifest = JSON.parse(space.read("out/manifest.json"));
  edit(manifest);
  space.write("out/manifest.json", JSON.stringify(manifest));
}

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

describe("what may be removed or replaced", () => {
  test.each(OWN)("1. a manifest that lists %s deletes it no more", async (path) => {
    const space = await compiled();
    space.write(`out/${path}`, "precious\n");
    inManifest(space, ({ files }) => files.push({ path, mode: "0644", sha256: sha256("precious\n") }));
    change(space);
    await space.run();
    expect(space.read(`out/${path}`)).toBe("precious\n");
  });

  test.each([...OWN, "kubernetes/secrets/own.yaml"])("2. nor as a secret file: %s", async (path) => {
    const space = await compiled();
    space.write(`out/${path}`, "precious\n");
    inManifest(space, ({ secret_files }) => secret_files.push({ path, mode: "0600" }));
    change(space);
    await space.run();
    expect(space.read(`out/${path}`)).toBe("precious\n");
  });

  test("3. a planted claim replaces none of the operator's own files", async () => {
    const space = inputs();
    const own = { "compose/docker-compose.yaml": "services: { mine: {} }\n", "compose/.env": "MINE=1\n" };
    for (const [path, text] of Object.entries(own)) space.write(`out/${path}`, text);
    const claim = {
      version: 1,
      backends: ["compose"],
      files: [],
      secret_files: Object.keys(own).map((path) => ({ path, mode: "0644" })),
    };
    space.write("out/.clp-compile-claim.tmp", JSON.stringify(claim));
    expect((await space.run()).code).toBe(4);
    for (const [path, text] of Object.entries(own)) expect(space.read(`out/${path}`)).toBe(text);
  });

  test("4. --emit helm deletes nothing of the other targets", async () => {
    const space = await compiled();
    const before = space.tree("out");
    expect((await space.run("--emit", "helm")).code).toBe(0);
    expect(space.tree("out")).toEqual(before);
    expect((await space.run("check")).code).toBe(0);
  });
});

describe("interruptions", () => {
  let built: Awaited<ReturnType<typeof buildWorker>>;
  beforeAll(async () => {
    built = await buildWorker();
  });
  afterAll(() => built.remove());

  /** A config of the fake compiler, which emits files of the real one, with a text in each. */
  const files = (text: string): string =>
    JSON.stringify({
      files: Object.fromEntries(
        readdirSync(join(ROOT, "out/kubernetes"))
          .filter((name) => name.endsWith(".yaml"))
          .map((name) => [`kubernetes/${name}`, `${FIRST_LINE}\n${text}`]),
      ),
      secrets: { "compose/.env": `# Made by clp-compile.\nA=${text}` },
    });
  const FIRST_LINE = readFileSync(join(ROOT, "out/kubernetes/webui.yaml"), "utf8").split("\n", 1)[0]!;

  const CREDENTIALS_FILE = ["--credentials", "credentials.yaml"];

  /** Runs in a folder of its own, each of which may be killed before a step of its writing. */
  function deployment() {
    const space = workspace();
    space.write("credentials.yaml", "");
    return {
      check: async () => (await space.run("check", ...CREDENTIALS_FILE)).code,
      run: (text: string, stepsToLive?: number) => {
        space.write("etc/clp-config.yaml", files(text));
        return start(built.worker, space.directory, CREDENTIALS_FILE, () => {}, stepsToLive);
      },
    };
  }

  test("5. two of them, with a change between, are repaired by the next run", async () => {
    const { steps = 0 } = await deployment().run("a: 0\n");
    expect(steps).toBeGreaterThan(20);
    for (const first of [0.3, 0.6, 0.9])
      for (const second of [2, Math.ceil(steps / 2)]) {
        const { run, check } = deployment();
        expect((await run("a: 1\n", Math.ceil(first * steps))).code).toBeUndefined();
        expect((await run("a: 2\n", second)).code).toBeUndefined();
        const { code, err } = await run("a: 3\n");
        expect(code, err).toBe(0);
        expect(await check()).toBe(0);
      }
  });

  test("6. of twelve first runs side by side not all are refused, and nothing is mixed", async () => {
    const { run, check } = deployment();
    const runs = await Promise.all(Array.from({ length: 12 }, () => run("a: 1\n")));
    expect(runs.map(({ code }) => code)).toContain(0);
    expect((await run("a: 1\n")).code).toBe(0);
    expect(await check()).toBe(0);
  });
});

describe("deployments that are not what was meant", () => {
  test("7. an external database, by CLP's guide alone, is asked about", async () => {
    const space = inputs(`${CONFIG}database: { host: 10.20.30.40 }\n`);
    const { err } = await space.run("validate");
    expect(err).toContain("CLP4052");
    expect(err).toContain("bundled");
    space.write(
      "etc/clp-site.yaml",
      "host: { clp_home: /home/clp/clp-package, own_addresses: [10.0.0.1] }\n",
    );
    expect((await space.run("validate")).code).toBe(1);
  });

  test("8. four machines in one deployment are an error", async () => {
    const space = inputs(
      `${CONFIG}database: { host: 10.0.0.1 }\nqueue: { host: 10.0.0.2 }\nredis: { host: 10.0.0.3 }\nwebui: { host: 10.0.0.4 }\n`,
    );
    const { code, err } = await space.run();
    expect(code).toBe(1);
    expect(err).toContain("CLP3064");
    expect(existsSync(space.path("out"))).toBe(false);
  });

  test("9. a password that YAML cuts is warned of, without a word of it", async () => {
    const space = inputs();
    space.write(
      "etc/credentials.yaml",
      CREDENTIALS.replace("redis: { password: fake-redis-password }", "redis:\n  password: fakered #isword"),
    );
    const { code, err } = await space.run("validate");
    expect(code).toBe(0);
    expect(err).toContain("CLP4051");
    expect(err).not.toMatch(/fakered|isword/);
  });
});

describe("secrets and terminals", () => {
  /** What every format says. */
  async function said(space: Workspace, ...argv: readonly string[]): Promise<string> {
    const all: string[] = [];
    for (const format of FORMATS) {
      const { out, err } = await space.run(...argv, "--diagnostics", format);
      all.push(out, err);
    }
    return all.join("\n");
  }

  test("10. the password of a connection string stands in no format, and the host is told", async () => {
    const space = inputs(
      `${CONFIG}redis: { host: "redis://:S3cretPw@cache.internal:6379" }\nresults_cache: { host: "mongodb+srv://clp:S3cretPw@cluster0.abcd.mongodb.net/x" }\n`,
    );
    const all = await said(space, "validate");
    expect(all).not.toContain("S3cret");
    expect(all).toContain("Write the host alone, cluster0.abcd.mongodb.net");
  });

  test("11. nor do the keys of an endpoint, in the frame least of all", async () => {
    const space = inputs(
      `${CONFIG}archive_output:\n  storage:\n    type: s3\n    s3_config:\n      endpoint_url: http://key:SEC@h\n      bucket: bkt\n      key_prefix: a/\n      aws_authentication: { type: env_vars }\n`,
    );
    const all = await said(space, "validate");
    expect(all).toContain("endpoint_url: http://••••••@h");
    expect(all).not.toMatch(/SEC@|key:SEC/);
  });

  test("12. a path in a manifest is no command to the runner of CI", async () => {
    const space = await compiled();
    const path = "y\n::stop-commands::abc";
    space.write(`out/${path}`, "x\n");
    inManifest(space, ({ files }) => files.push({ path, mode: "0644", sha256: sha256("x\n") }));
    for (const command of [["check"], ["--dry-run"], ["plan", "--against", "out"]])
      expect(await said(space, ...command)).not.toMatch(/^\s*::stop-commands/m);
  });

  test("13. the name of a file drives no terminal from an annotation", async () => {
    const space = inputs();
    const name = "etc/\u001b[2J\u202egnp.yaml";
    space.write(name, "webui: { prot: 1 }\n");
    const all = await said(space, "validate", "--config", name);
    expect(all).toContain("file=etc/<U+001B>[2J<U+202E>gnp.yaml");
    expect(all).not.toMatch(/\u001b|\u202e/);
  });
});

describe("what people and CI run", () => {
  const NAME = "web; touch PWN $(touch PWN) `touch PWN` '; touch PWN '";
  const FOLDERS: Readonly<Record<string, readonly [path: string, edit: (text: string) => string]>> = {
    "Docker Compose": [
      "compose/docker-compose.yaml",
      (text) => text.replace("services:\n", `services:\n  ${JSON.stringify(NAME)}: { image: x }\n`),
    ],
    Kubernetes: [
      "kubernetes/webui.yaml",
      (text) => `${text}---\napiVersion: v1\nkind: Service\nmetadata: { name: ${JSON.stringify(NAME)} }\n`,
    ],
  };

  test.each(Object.entries(FOLDERS))("14. no name becomes a command: %s", async (_, [path, edit]) => {
    const space = await compiled();
    space.write(`out/${path}`, edit(space.read(`out/${path}`)));
    const { code, out, err } = await space.run("plan", "--against", "out", "--json");
    if (code !== 0) {
      // Refused for its name, which is said as it is shown.
      expect(err).toContain("touch PWN");
      return;
    }
    const commands = [...JSON.stringify(JSON.parse(out)).matchAll(/"commands":(\[.*?\])[,}]/g)].flatMap(
      ([, list]) => JSON.parse(list!) as readonly string[],
    );
    expect(commands).not.toEqual([]);
    // As who pastes all of it would, with programs that do nothing.
    const folder = mkdtempSync(join(tmpdir(), "clp-compile-paste-"));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    mkdirSync(join(folder, "bin"));
    for (const program of ["docker", "kubectl", "helm", "clp-compile", "mv", "chown"])
      writeFileSync(join(folder, "bin", program), "#!/bin/sh\n", { mode: 0o755 });
    const env = { PATH: `${join(folder, "bin")}:${process.env["PATH"]}` };
    for (const command of commands) spawnSync("sh", ["-c", command], { cwd: folder, env });
    expect(existsSync(join(folder, "PWN"))).toBe(false);
  });

  test.each(["a: *x\n", "services: *x\n", "a: &a [*a, *a]\n", "[", "{}", "\u0000", `${"[".repeat(5000)}\n`])(
    "15. a compared file that is %j ends in an answer",
    async (text) => {
      for (const path of [
        "compose/docker-compose.yaml",
        "kubernetes/kustomization.yaml",
        "helm/values.yaml",
      ]) {
        const space = await compiled();
        space.write(`out/${path}`, text);
        expect((await space.run("plan", "--against", "out")).code).not.toBe(70);
      }
    },
  );

  test("16. a base that is an option to git is refused", () => {
    const folder = mkdtempSync(join(tmpdir(), "clp-compile-base-"));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    execFileSync("git", ["init", "-q"], { cwd: folder });
    for (const base of [
      `--upload-pack=touch ${folder}/PWN`,
      "--output=PWN",
      "main",
      "HEAD",
      "0".repeat(39),
    ]) {
      const { status } = spawnSync("sh", [join(ROOT, "ci/github/plan.sh")], {
        cwd: folder,
        env: {
          PATH: process.env["PATH"],
          BASE: base,
          INPUT_CONFIG: "c",
          INPUT_OUT: "out",
          RUNNER_TEMP: folder,
        },
      });
      expect(status === 0 ? existsSync(join(folder, "clp-compile-plan.md")) : false, base).toBe(false);
      expect(existsSync(join(folder, "PWN"))).toBe(false);
    }
  });

  test("17. nothing installs the bare name from npm", () => {
    const tracked = execFileSync("git", ["ls-files", "-z"], { cwd: ROOT, encoding: "utf8" }).split("\0");
    const told = tracked
      .filter((path) => /\.(?:md|ya?ml|sh|json)$/.test(path) && !/package(?:-lock)?\.json$/.test(path))
      .filter((path) => existsSync(join(ROOT, path)))
      .flatMap((path) =>
        readFileSync(join(ROOT, path), "utf8")
          .split("\n")
          .filter((line) =>
            /\bnpx (?:-\S+ )*clp-compile\b|\bnpm (?:i|install|exec|x)\b[^\n]* clp-compile\b(?![-./])/.test(
              line,
            ),
          )
          .map((line) => `${path}: ${line.trim()}`),
      );
    expect(told).toEqual([]);
    expect(readFileSync(join(ROOT, ".pre-commit-hooks.yaml"), "utf8")).not.toContain(
      "additional_dependencies",
    );
  });

  test("18. another port of the web UI makes nothing anew on Kubernetes", async () => {
    const space = await compiled();
    change(space);
    const { out } = await space.run("plan", "--against", "out", "--emit", "kubernetes");
    expect(out).toContain("ConfigMap");
    expect(out).not.toMatch(/Deployment|StatefulSet|Job/);
  });
});

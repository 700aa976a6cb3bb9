/**
 * What was tried against the compiler, replayed with the real one; each harmless here. A file that the
 * operator owns must be there afterwards, byte for byte, whoever wrote the manifest.
 */
import { createHash } from "node:crypto";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import type { FakeConfig } from "../cli/fake-compiler.ts";
import { buildWorker, start, type Worker } from "../cli/processes.ts";
import { treeOf } from "../cli/workspace.ts";
import { FIXTURES } from "../fixtures.ts";
import { type Shown, show } from "../golden/terminal.ts";

const INPUTS = ["--config", "clp-config.yaml", "--credentials", "credentials.yaml"];

interface Place {
  readonly directory: string;
  readonly write: (path: string, text: string) => void;
  readonly read: (path: string) => string;
  readonly run: (...argv: readonly string[]) => Promise<Shown>;
  readonly tree: () => Readonly<Record<string, string>>;
  /** Changes the manifest as a pull request would. */
  readonly manifest: (change: (content: Manifest) => void) => void;
}

interface Manifest {
  files: { path: string; mode: string; sha256: string }[];
  secret_files: { path: string; mode: string }[];
  pending?: { path: string; mode: string; sha256?: string }[];
}

/** The inputs of a whole deployment in a folder of their own. */
function place(): Place {
  const directory = mkdtempSync(join(tmpdir(), "clp-compile-attack-"));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  for (const name of ["clp-config.yaml", "clp-site.yaml", "credentials.yaml"])
    cpSync(join(FIXTURES, "ok/01-full", name), join(directory, name));
  const at = (path: string): string => join(directory, path);
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(at(path)), { recursive: true });
    writeFileSync(at(path), text);
  };
  const read = (path: string): string => readFileSync(at(path), "utf8");
  return {
    directory,
    write,
    read,
    run: (...argv) => show(directory, [...argv, ...INPUTS]),
    tree: () => treeOf(at("out")),
    manifest(change) {
      const content = JSON.parse(read("out/manifest.json"));
      change(content);
      write("out/manifest.json", `${JSON.stringify(content, null, 2)}\n`);
    },
  };
}

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

describe("a manifest that a pull request wrote", () => {
  test.each([
    "compose/var/data/database/ibdata1",
    ".git/config",
    "helm/own.yaml",
    "kubernetes/own.yaml",
    "compose/docker-compose.override.yaml",
  ])("removes no %s, with its hash, as a secret file or as pending", async (path) => {
    for (const list of ["files", "secret_files", "pending"] as const) {
      const here = place();
      expect((await here.run("compile")).exit).toBe(0);
      here.write(`out/${path}`, "precious\n");
      here.manifest((content) => {
        const entry = { path, mode: "0644", sha256: sha256("precious\n") };
        if (list === "secret_files") content.secret_files.push({ path, mode: "0600" });
        else if (list === "files") content.files.push(entry);
        else content.pending = [entry];
      });
      await here.run("compile");
      expect(here.read(`out/${path}`), list).toBe("precious\n");
      // Nor where more has changed.
      here.manifest((content) => content.files.push({ path, mode: "0644", sha256: sha256("precious\n") }));
      here.write("clp-config.yaml", "webui: { port: 4001 }\n");
      const before = here.tree();
      const { exit, err } = await here.run("compile");
      expect(exit).toBe(4);
      expect(err.replace(/\s+/g, " ")).toContain(`it lists ${path}, which clp-compile never writes`);
      expect(here.tree()).toEqual(before);
    }
  });

  test("replaces none of the operator's own files in the folder", async () => {
    const here = place();
    here.write("out/compose/docker-compose.yaml", "services: { mine: {} }\n");
    here.write("out/compose/.env", "MINE=1\n");
    const entries = ["compose/docker-compose.yaml", "compose/.env"].map((path) => ({ path, mode: "0644" }));
    const planted = { version: 1, backends: ["compose"], files: [], secret_files: entries };
    const before = here.tree();
    for (const content of [
      planted,
      { ...planted, pending: entries },
      { ...planted, files: entries.map((one) => ({ ...one, sha256: "0".repeat(64) })) },
    ]) {
      here.write("out/manifest.json", JSON.stringify(content));
      expect((await here.run("compile")).exit).toBe(4);
      const { "manifest.json": _, ...left } = here.tree();
      expect(left).toEqual(before);
    }
    rmSync(join(here.directory, "out/manifest.json"));
    here.write("out/.clp-compile-claim.tmp", JSON.stringify(planted));
    expect((await here.run("compile")).exit).toBe(4);
    expect(here.tree()).toMatchObject(before);
  });

  test("with the marks of a merge is not acted on, and deleting it is the way back", async () => {
    const here = place();
    await here.run("compile");
    const text = here.read("out/manifest.json");
    here.write("out/manifest.json", `<<<<<<< HEAD\n${text}=======\n${text}>>>>>>> other\n`);
    here.write("clp-config.yaml", "webui: { port: 4001 }\n");
    const { exit, err } = await here.run("compile");
    expect(exit).toBe(4);
    expect(err.replace(/\s+/g, " ")).toMatch(/a merge left its marks in it.*Delete out\/manifest\.json/);
    rmSync(join(here.directory, "out/manifest.json"));
    expect((await here.run("compile")).exit).toBe(0);
    expect((await here.run("check")).exit).toBe(0);
  });
});

test("neither root, nor home, nor a link is an output folder, whatever the command", async () => {
  const here = place();
  mkdirSync(join(here.directory, "real"));
  symlinkSync("real", join(here.directory, "link"));
  for (const out of ["/", "/home/user", "link", "link/"])
    for (const argv of [["compile"], ["compile", "--dry-run"], ["check"]])
      expect((await here.run(...argv, "--out", out)).exit, `${argv.join(" ")} ${out}`).toBe(4);
  expect(treeOf(join(here.directory, "real"))).toEqual({});
});

describe("a remark about a target", () => {
  test("tells nobody to type what deletes the others", async () => {
    const here = place();
    const { err } = await here.run("compile");
    expect(err).not.toContain("--emit");
    const before = here.tree();
    // What it told until now, as it stood.
    await here.run("compile", "--emit", "helm");
    expect(here.tree()).toEqual(before);
    expect((await here.run("check")).exit).toBe(0);
  });

  test("explain CLP5150 recommends no command that writes", async () => {
    const { exit, out } = await show("", ["explain", "CLP5150"]);
    expect(exit).toBe(0);
    expect(out).not.toMatch(/clp-compile |helm (?:install|upgrade)|kubectl/);
  });
});

describe("interrupted twice, with other inputs each time", () => {
  let worker: Worker;
  let remove: () => void;
  beforeAll(async () => {
    ({ worker, remove } = await buildWorker());
  });
  afterAll(() => remove());

  const YAML = "# Made by clp-compile.\n";
  const CONFIGS: readonly FakeConfig[] = [
    { files: { "compose/docker-compose.yaml": `${YAML}a\n`, "kubernetes/webui.yaml": `${YAML}a\n` } },
    {
      files: { "compose/docker-compose.yaml": `${YAML}b\n`, "kubernetes/queue.yaml": `${YAML}b\n` },
      secrets: { "compose/.env": `${YAML}B=1\n` },
    },
    { files: { "docs/deployment.md": "<!-- Made by clp-compile. -->\n" } },
  ];

  /** Before which change of the file system each of the two runs is killed. */
  test.each([
    [18, 2],
    [20, 16],
    [22, 20],
    [24, 22],
    [26, 21],
    [99, 19],
  ])("before the steps %i and %i, the next run repairs it", async (first, second) => {
    const here = place();
    here.write("etc/credentials.yaml", "");
    for (const [index, config] of CONFIGS.entries()) here.write(`${index}.json`, JSON.stringify(config));
    const { directory } = here;
    await start(worker, directory, ["-c", "0.json"], () => {}, first);
    const { code } = await start(worker, directory, ["-c", "1.json"], () => {}, second);
    expect(code).toBeUndefined();
    for (const which of ["2.json", "0.json"]) {
      const { code: repaired, err } = await start(worker, directory, ["-c", which]);
      expect(repaired, err).toBe(0);
      expect((await start(worker, directory, ["check", "-c", which])).code).toBe(0);
    }
    expect(Object.keys(here.tree()).filter((path) => !path.endsWith("/"))).toEqual([
      ".gitignore",
      "compose/docker-compose.yaml",
      "kubernetes/webui.yaml",
      "manifest.json",
    ]);
  });
});

test("what version 0.1.0 wrote is taken over, with CR LF too", async () => {
  for (const end of ["\n", "\r\n"]) {
    const here = place();
    await here.run("compile");
    // It said nothing of directories. Before the first manifest with anything pending, all else was the same.
    const { volumes: _volumes, owners: _owners, ...old } = JSON.parse(here.read("out/manifest.json"));
    expect(Object.keys(old)).toEqual(
      Object.keys(JSON.parse(readFileSync(join(FIXTURES, "manifest-0.1.0.json"), "utf8"))),
    );
    here.write("out/manifest.json", `${JSON.stringify(old, null, 2)}\n`);
    for (const [path, text] of Object.entries(here.tree()))
      if (text !== "/") here.write(`out/${path}`, text.replaceAll("\n", end));
    here.write("clp-config.yaml", "webui: { port: 4001 }\n");
    const { exit, err } = await here.run("compile");
    expect(exit, err).toBe(0);
    expect(err).not.toContain("edited by hand");
    expect((await here.run("check")).exit).toBe(0);
    expect(existsSync(join(here.directory, "out/compose/.env"))).toBe(true);
  }
});

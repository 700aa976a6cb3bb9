/** What `compile` writes, leaves alone and refuses. */
import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, lstatSync, mkdirSync, rmSync, statSync, utimesSync } from "node:fs";
import { describe, expect, onTestFinished, test } from "vitest";
import type { FakeConfig } from "./fake-compiler.ts";
import { type Workspace, workspace } from "./workspace.ts";

const CONFIG: FakeConfig = {
  files: { "compose/docker-compose.yaml": "services: {}\n", "docs/deployment.md": "# Docs\n" },
  scripts: { "compose/prepare.sh": "#!/bin/sh\n" },
  secrets: { "compose/.env": "CLP_DB_PASS=hunter2\n" },
};

/** A workspace with a compiled folder. */
async function compiled(config = CONFIG): Promise<Workspace> {
  const space = workspace();
  space.write("etc/credentials.yaml", "database: {}\n");
  space.config(config);
  expect(await space.run()).toMatchObject({ code: 0 });
  return space;
}

async function refused(space: Workspace, ...codes: readonly string[]): Promise<string> {
  const before = space.tree("out");
  const { code, err } = await space.run();
  expect(code, err).toBe(4);
  expect([...err.matchAll(/^error\[(\w+)\]/gm)].map((match) => match[1])).toEqual(codes);
  expect(space.tree("out")).toEqual(before);
  return err;
}

describe("compile", () => {
  test("writes every file with its mode, and the manifest", async () => {
    const space = await compiled();
    expect(Object.keys(space.tree("out"))).toEqual([
      ".gitignore",
      "compose/",
      "compose/.env",
      "compose/docker-compose.yaml",
      "compose/prepare.sh",
      "docs/",
      "docs/deployment.md",
      "manifest.json",
    ]);
    expect(space.mode("out/compose/.env")).toBe("0600");
    expect(space.mode("out/compose/prepare.sh")).toBe("0755");
    expect(space.mode("out/compose/docker-compose.yaml")).toBe("0644");
    expect(space.mode("out/manifest.json")).toBe("0644");
  });

  test("sets the same modes whatever the umask", async () => {
    const before = process.umask(0o077);
    try {
      const space = await compiled();
      expect(space.mode("out/compose/prepare.sh")).toBe("0755");
      expect(space.mode("out/compose/.env")).toBe("0600");
    } finally {
      process.umask(before);
    }
  });

  test("says what it wrote, on standard error", async () => {
    const space = workspace();
    space.config(CONFIG);
    expect(await space.run("--no-secrets")).toEqual({ code: 0, out: "", err: "out: 5 files, 5 written\n" });
    expect(await space.run("--no-secrets")).toEqual({ code: 0, out: "", err: "out: 5 files, unchanged\n" });
  });

  test("keeps the time of what does not change", async () => {
    const space = await compiled();
    const past = new Date("2001-01-01T00:00:00Z");
    const names = ["manifest.json", "compose/.env", "compose/prepare.sh", "docs/deployment.md"];
    for (const name of names) utimesSync(space.path(`out/${name}`), past, past);
    utimesSync(space.path("out/compose"), past, past);
    expect((await space.run()).code).toBe(0);
    for (const name of names) expect(statSync(space.path(`out/${name}`)).mtime).toEqual(past);
    expect(statSync(space.path("out/compose")).mtime).toEqual(past);

    space.config({ ...CONFIG, files: { ...CONFIG.files, "docs/deployment.md": "# New\n" } });
    expect((await space.run()).code).toBe(0);
    expect(statSync(space.path("out/compose/prepare.sh")).mtime).toEqual(past);
    expect(statSync(space.path("out/docs/deployment.md")).mtime).not.toEqual(past);
  });

  test("removes what an earlier run wrote and this one does not, with its empty directories", async () => {
    const space = await compiled();
    space.write("out/docs/mine.md", "mine");
    const { files: _, ...rest } = CONFIG;
    space.config({ ...rest, files: { "compose/docker-compose.yaml": "services: {}\n" } });
    expect((await space.run()).err).toBe("out: 5 files, 1 written, 1 removed\n");
    expect(existsSync(space.path("out/docs/deployment.md"))).toBe(false);
    expect(space.read("out/docs/mine.md")).toBe("mine");
    space.config({ secrets: CONFIG.secrets! });
    await space.run();
    expect(Object.keys(space.tree("out"))).toEqual([
      ".gitignore",
      "compose/",
      "compose/.env",
      "docs/",
      "docs/mine.md",
      "manifest.json",
    ]);
  });

  test("--no-secrets leaves the secret files of an earlier run alone", async () => {
    const space = await compiled();
    const manifest = space.read("out/manifest.json");
    expect((await space.run("--no-secrets")).code).toBe(0);
    expect(space.read("out/compose/.env")).toBe("CLP_DB_PASS=hunter2\n");
    expect(space.read("out/manifest.json")).toBe(manifest);
  });

  test("a public file that has become a secret one does not stay where there are no secrets", async () => {
    const space = await compiled();
    const { "docs/deployment.md": _, ...files } = CONFIG.files!;
    space.config({ ...CONFIG, files, secrets: { ...CONFIG.secrets, "docs/deployment.md": "# Secret\n" } });
    expect((await space.run("check", "--no-secrets")).out).toContain("Orphaned: out/docs/deployment.md");
    expect((await space.run("--no-secrets")).err).toBe("out: 4 files, 1 written, 1 removed\n");
    expect(existsSync(space.path("out/docs/deployment.md"))).toBe(false);
    expect((await space.run("check", "--no-secrets")).code).toBe(0);
    expect((await space.run()).code).toBe(0);
    expect(space.mode("out/docs/deployment.md")).toBe("0600");
  });

  test("--emit removes the files of other backends", async () => {
    const space = await compiled();
    expect((await space.run("--emit", "docs")).code).toBe(0);
    expect(Object.keys(space.tree("out"))).toEqual([
      ".gitignore",
      "docs/",
      "docs/deployment.md",
      "manifest.json",
    ]);
  });

  test("mends modes without touching the content", async () => {
    const space = await compiled();
    chmodSync(space.path("out/compose/.env"), 0o644);
    chmodSync(space.path("out/compose/prepare.sh"), 0o644);
    const { ino } = lstatSync(space.path("out/compose/.env"));
    expect((await space.run()).err).toBe("out: 6 files, 2 written\n");
    expect(space.mode("out/compose/.env")).toBe("0600");
    expect(space.mode("out/compose/prepare.sh")).toBe("0755");
    expect(lstatSync(space.path("out/compose/.env")).ino).toBe(ino);
  });

  test("says when it replaces what was edited by hand", async () => {
    const space = await compiled();
    space.write("out/docs/deployment.md", "# Edited\n");
    const { code, err } = await space.run();
    expect(code).toBe(0);
    expect(err).toContain("note[CLP6102]: Replaced docs/deployment.md, which was edited by hand\n");
    expect(space.read("out/docs/deployment.md")).toBe("# Docs\n");
  });

  test("makes the folders above its output, and takes them back when it fails", async () => {
    const space = workspace();
    space.config(CONFIG);
    expect((await space.run("--no-secrets", "--out", "build/clp/out")).code).toBe(0);
    space.config({ files: { "x/y": "", "x/y/z": "" } });
    expect((await space.run("--no-secrets", "--out", "other/out")).code).toBe(4);
    expect(existsSync(space.path("other"))).toBe(false);
  });

  test("--dry-run lists and writes nothing", async () => {
    const space = workspace();
    space.config(CONFIG);
    space.write("etc/credentials.yaml", "");
    const first = await space.run("--dry-run");
    expect(first).toMatchObject({ code: 0, err: "" });
    expect(first.out).toBe(
      "create  .gitignore\ncreate  compose/.env  (secret)\ncreate  compose/docker-compose.yaml\ncreate  compose/prepare.sh\ncreate  docs/deployment.md\ncreate  manifest.json\n",
    );
    expect(existsSync(space.path("out"))).toBe(false);
    await space.run();
    space.config({ ...CONFIG, files: { "compose/docker-compose.yaml": "services: {a: 1}\n" } });
    const before = space.tree("out");
    expect((await space.run("--dry-run")).out).toBe(
      "keep    .gitignore\nkeep    compose/.env  (secret)\nupdate  compose/docker-compose.yaml\nkeep    compose/prepare.sh\nremove  docs/deployment.md\nupdate  manifest.json\n",
    );
    expect(space.tree("out")).toEqual(before);
  });

  test("writes nothing where an input is wrong", async () => {
    const space = workspace();
    space.config({ ...CONFIG, findings: [{ code: "CLP6101", severity: "error", message: "Wrong" }] });
    expect((await space.run("--no-secrets")).code).toBe(1);
    space.config({ ...CONFIG, findings: [{ code: "CLP6101", severity: "warning", message: "Odd" }] });
    expect((await space.run("--no-secrets", "--strict")).code).toBe(1);
    expect(existsSync(space.path("out"))).toBe(false);
    expect((await space.run("--no-secrets")).code).toBe(0);
  });
});

describe("what is not ours", () => {
  test("a file that no manifest lists is in the way, and so are all others at once", async () => {
    const space = await compiled();
    space.config({ ...CONFIG, files: { ...CONFIG.files, "helm/values.yaml": "a: 1\n", "helm/b": "b\n" } });
    space.write("out/helm/values.yaml", "mine");
    mkdirSync(space.path("out/helm/b"));
    const err = await refused(space, "CLP6201", "CLP6201");
    expect(err).toContain("Cannot replace out/helm/b: it is a directory");
    expect(err).toContain("Cannot replace out/helm/values.yaml: clp-compile did not write it");
    expect(err).toContain("move it away, or compile into another folder with --out");
  });

  test("one that is what would be written is not in the way", async () => {
    const space = await compiled();
    space.config({ ...CONFIG, files: { ...CONFIG.files, "helm/values.yaml": "a: 1\n" } });
    space.write("out/helm/values.yaml", "a: 1\n");
    expect((await space.run()).code).toBe(0);
  });

  test("without a manifest, everything has to be what would be written", async () => {
    const space = await compiled();
    rmSync(space.path("out/manifest.json"));
    expect((await space.run()).err).toBe("out: 6 files, 1 written\n");
    rmSync(space.path("out/manifest.json"));
    space.write("out/compose/.env", "CLP_DB_PASS=other\n");
    await refused(space, "CLP6201");
  });

  test.each([
    "",
    "{",
    "[]",
    '{"version":1,"backends":[],"files":[{"path":"../../etc/passwd","mode":"0644"}],"secret_files":[]}',
    '{"name":"my web app"}',
  ])("a damaged manifest is written anew only in a folder that is ours: %s", async (text) => {
    const space = await compiled();
    const manifest = space.read("out/manifest.json");
    space.write("out/manifest.json", text);
    expect((await space.run()).code).toBe(0);
    expect(space.read("out/manifest.json")).toBe(manifest);

    const other = workspace();
    other.config(CONFIG);
    other.write("etc/credentials.yaml", "");
    other.write("out/manifest.json", text);
    await refused(other, "CLP6201");
  });

  test("a manifest that lists paths elsewhere removes nothing", async () => {
    const space = await compiled();
    for (const path of [
      "../precious",
      "/etc/hostname",
      "a/../../precious",
      "manifest.json",
      "compose/docker-compose.override.yaml",
      "x\\y",
    ]) {
      space.write("precious", "precious");
      space.write("out/compose/docker-compose.override.yaml", "mine");
      const manifest = JSON.parse(space.read("out/manifest.json"));
      manifest.secret_files.push({ path, mode: "0600" });
      space.write("out/manifest.json", JSON.stringify(manifest));
      expect((await space.run()).code).toBe(0);
      expect(space.read("precious")).toBe("precious");
      expect(space.read("out/compose/docker-compose.override.yaml")).toBe("mine");
    }
  });

  test("links in the folder are refused, out/ itself may be one", async () => {
    const space = await compiled();
    mkdirSync(space.path("elsewhere"));
    space.config({ ...CONFIG, files: { ...CONFIG.files, "helm/values.yaml": "a: 1\n" } });
    space.link("out/helm", "../elsewhere");
    expect(await refused(space, "CLP6202")).toContain("Cannot write through out/helm: it is a symbolic link");
    expect(space.tree("elsewhere")).toEqual({});

    rmSync(space.path("out/helm"));
    rmSync(space.path("out/compose/.env"));
    space.write("elsewhere/env", "precious");
    space.link("out/compose/.env", "../../elsewhere/env");
    await refused(space, "CLP6202");
    expect(space.read("elsewhere/env")).toBe("precious");

    const other = workspace();
    other.config(CONFIG);
    mkdirSync(other.path("real"));
    other.link("out", "real");
    expect((await other.run("--no-secrets")).code).toBe(0);
    expect(existsSync(other.path("real/manifest.json"))).toBe(true);
  });

  test("a linked manifest, and a link in the place of what would be removed, are refused", async () => {
    const space = await compiled();
    space.write("elsewhere.json", space.read("out/manifest.json"));
    rmSync(space.path("out/manifest.json"));
    space.link("out/manifest.json", "../elsewhere.json");
    await refused(space, "CLP6202");

    const other = await compiled();
    rmSync(other.path("out/docs"), { recursive: true });
    other.write("elsewhere/deployment.md", "precious");
    other.link("out/docs", "../elsewhere");
    other.config({ secrets: CONFIG.secrets! });
    await refused(other, "CLP6202");
    expect(other.read("elsewhere/deployment.md")).toBe("precious");
  });

  test("secrets are not written where others may write", async () => {
    const space = workspace();
    space.config(CONFIG);
    space.write("etc/credentials.yaml", "");
    mkdirSync(space.path("out/compose"), { recursive: true });
    chmodSync(space.path("out/compose"), 0o777);
    expect(await refused(space, "CLP6205")).toContain("chmod o-w out/compose");
    expect((await space.run("--no-secrets")).code).toBe(0);
    chmodSync(space.path("out/compose"), 0o755);
    expect((await space.run()).code).toBe(0);
  });

  test("the folder is a file", async () => {
    const space = workspace();
    space.config(CONFIG);
    space.write("out", "mine");
    const { code, err } = await space.run("--no-secrets");
    expect(code).toBe(4);
    expect(err).toContain("Cannot replace out: it is not a directory");
    expect(err.match(/^error/gm)).toHaveLength(1);
    expect(space.read("out")).toBe("mine");
  });
});

describe("what earlier runs left", () => {
  test("temporary files go, and only these", async () => {
    const space = await compiled();
    space.write("out/.clp-compile-0123456789abcdef-1.tmp", "x");
    space.write("out/compose/.clp-compile-0123456789abcdef-2.tmp", "x");
    space.write("out/compose/clp-compile-x.tmp", "mine");
    expect((await space.run()).err).toBe("out: 6 files, unchanged\n");
    expect(Object.keys(space.tree("out")).filter((name) => name.includes("tmp"))).toEqual([
      "compose/clp-compile-x.tmp",
    ]);
  });

  test("what a killed run created is known by its claim", async () => {
    const space = await compiled();
    // As a run with other inputs leaves it that was killed after it had put two new files in.
    const helm = { ...CONFIG, files: { ...CONFIG.files, "helm/values.yaml": "a: 1\n" } };
    space.config({ ...helm, secrets: { ...CONFIG.secrets, "helm/values.secret.yaml": "s: 1\n" } });
    const old = space.read("out/manifest.json");
    await space.run();
    space.write("out/.clp-compile-claim.tmp", space.read("out/manifest.json"));
    space.write("out/manifest.json", old);

    expect((await space.run("check")).code).toBe(3);
    space.config(CONFIG);
    expect((await space.run()).code).toBe(0);
    expect(existsSync(space.path("out/helm"))).toBe(false);
    expect((await space.run("check")).code).toBe(0);
  });

  test("a claim makes nothing ours that is not what it says", async () => {
    const space = await compiled();
    const helm = { ...CONFIG, files: { ...CONFIG.files, "helm/values.yaml": "a: 1\n" } };
    space.config(helm);
    const old = space.read("out/manifest.json");
    await space.run();
    space.write("out/.clp-compile-claim.tmp", space.read("out/manifest.json"));
    space.write("out/manifest.json", old);
    space.write("out/helm/values.yaml", "mine");
    space.config(CONFIG);
    expect((await space.run()).code).toBe(0);
    expect(space.read("out/helm/values.yaml")).toBe("mine");
    space.config(helm);
    await refused(space, "CLP6201");
  });
});

test.skipIf(process.getuid?.() === 0)("a folder that cannot be written is said", async () => {
  const space = await compiled();
  chmodSync(space.path("out/docs"), 0o555);
  onTestFinished(() => chmodSync(space.path("out/docs"), 0o755));
  space.config({ ...CONFIG, files: { ...CONFIG.files, "docs/deployment.md": "# New\n" } });
  const err = await refused(space, "CLP6203");
  expect(err).toContain("Cannot write out/docs/deployment.md: permission denied");
});

test("git sees no secret file, of a killed run neither", async () => {
  const space = await compiled();
  execFileSync("git", ["init", "-q"], { cwd: space.directory });
  space.write("out/compose/.clp-compile-0123456789abcdef-2.tmp", "secret");
  const status = execFileSync("git", ["status", "--porcelain", "-uall"], {
    cwd: space.directory,
    encoding: "utf8",
  });
  expect(status).not.toContain(".tmp");
});

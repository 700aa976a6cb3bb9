/** What `compile` writes, leaves alone and refuses. */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, existsSync, lstatSync, mkdirSync, rmSync, statSync, utimesSync } from "node:fs";
import { describe, expect, onTestFinished, test } from "vitest";
import type { FakeConfig } from "./fake-compiler.ts";
import { compiledIn, runIn, type Workspace, workspace } from "./workspace.ts";

const YAML = "# Made by clp-compile. Change the inputs.\n";
const PAGE = "<!-- Made by clp-compile. Change the inputs. -->\n";
const ENV = "# Made by clp-compile. Holds secrets.\nCLP_DB_PASS=hunter2\n";
const VALUES = "# Values of chart clp 0.1.3\n";
const CONFIG: FakeConfig = {
  files: { "compose/docker-compose.yaml": `${YAML}services: {}\n`, "docs/deployment.md": `${PAGE}# Docs\n` },
  scripts: { "compose/prepare.sh": "#!/bin/sh\n# Made by clp-compile.\n" },
  secrets: { "compose/.env": ENV },
};

const compiled = (config = CONFIG): Promise<Workspace> => compiledIn(config);

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

    space.config({ ...CONFIG, files: { ...CONFIG.files, "docs/deployment.md": `${PAGE}# New\n` } });
    expect((await space.run()).code).toBe(0);
    expect(statSync(space.path("out/compose/prepare.sh")).mtime).toEqual(past);
    expect(statSync(space.path("out/docs/deployment.md")).mtime).not.toEqual(past);
  });

  test("removes what an earlier run wrote and this one does not, with its empty directories", async () => {
    const space = await compiled();
    space.write("out/docs/mine.md", "mine");
    const { files: _, ...rest } = CONFIG;
    space.config({ ...rest, files: { "compose/docker-compose.yaml": `${YAML}services: {}\n` } });
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
    expect(space.read("out/compose/.env")).toBe(ENV);
    expect(space.read("out/manifest.json")).toBe(manifest);
  });

  test("a public file that has become a secret one does not stay where there are no secrets", async () => {
    const space = await compiled();
    const { "docs/deployment.md": _, ...files } = CONFIG.files!;
    space.config({
      ...CONFIG,
      files,
      secrets: { ...CONFIG.secrets, "docs/deployment.md": `${PAGE}# Secret\n` },
    });
    expect((await space.run("check", "--no-secrets")).out).toContain("Orphaned: out/docs/deployment.md");
    expect((await space.run("--no-secrets")).err).toBe("out: 4 files, 1 written, 1 removed\n");
    expect(existsSync(space.path("out/docs/deployment.md"))).toBe(false);
    expect((await space.run("check", "--no-secrets")).code).toBe(0);
    expect((await space.run()).code).toBe(0);
    expect(space.mode("out/docs/deployment.md")).toBe("0600");
  });

  test("a narrower --emit leaves the files of other backends, and lists them", async () => {
    const space = await compiled();
    const before = space.tree("out");
    const { code, err } = await space.run("--emit", "docs");
    expect({ code, err }).toEqual({
      code: 0,
      err: "out: 3 files, unchanged; 3 more of compose stay\n",
    });
    expect(space.tree("out")).toEqual(before);
    expect((await space.run("check")).code).toBe(0);

    space.config({ ...CONFIG, files: { ...CONFIG.files, "docs/deployment.md": `${PAGE}# New\n` } });
    expect((await space.run("--emit", "docs")).code).toBe(0);
    expect((await space.run("check")).code).toBe(0);
    const changed = { "compose/docker-compose.yaml": `${YAML}services: {a: 1}\n` };
    space.config({ ...CONFIG, files: { ...CONFIG.files, ...changed } });
    expect((await space.run("--emit", "docs")).code).toBe(0);
    expect((await space.run("check")).out).toContain("Stale: out/compose/docker-compose.yaml");
  });

  test("--prune removes what was not asked for, and says what", async () => {
    const space = await compiled();
    const before = space.tree("out");
    const dry = await space.run("--emit", "docs", "--prune", "--dry-run");
    expect(dry.err).toContain("[CLP6209]: Would remove 3 files that nobody asked for");
    expect(space.tree("out")).toEqual(before);
    const { code, err } = await space.run("--emit", "docs", "--prune");
    expect(code).toBe(0);
    expect(err).toContain("[CLP6209]: Removed 3 files that nobody asked for");
    for (const path of ["compose/.env", "compose/docker-compose.yaml", "compose/prepare.sh"])
      expect(err).toContain(`= note: ${path}\n`);
    expect(err).toMatch(/^out: 3 files, \d written, 3 removed$/m);
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
    space.write("out/docs/deployment.md", `${PAGE}# Edited\n`);
    const { code, err } = await space.run();
    expect(code).toBe(0);
    expect(err).toContain("note[CLP6102]: Replaced docs/deployment.md, which was edited by hand\n");
    expect(space.read("out/docs/deployment.md")).toBe(`${PAGE}# Docs\n`);
  });

  test("makes the folders above its output, and takes them back when it fails", async () => {
    const space = workspace();
    space.config(CONFIG);
    expect((await space.run("--no-secrets", "--out", "build/clp/out")).code).toBe(0);
    // A name that no file system takes.
    space.config({
      files: { "compose/docker-compose.yaml": "", [`compose/hosts/${"a".repeat(63)}/.env`]: "" },
    });
    const deep = `other/${Array(40).fill("d".repeat(100)).join("/")}`;
    expect((await space.run("--no-secrets", "--out", deep)).code).toBe(4);
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
    space.config({ ...CONFIG, files: { "compose/docker-compose.yaml": `${YAML}services: {a: 1}\n` } });
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
    space.config({
      ...CONFIG,
      files: { ...CONFIG.files, "helm/values.yaml": `${VALUES}a: 1\n`, "kubernetes/webui.yaml": YAML },
    });
    space.write("out/helm/values.yaml", "mine");
    mkdirSync(space.path("out/kubernetes/webui.yaml"), { recursive: true });
    const err = await refused(space, "CLP6201", "CLP6201");
    expect(err).toContain("Cannot replace out/kubernetes/webui.yaml: it is a directory");
    expect(err).toContain("Cannot replace out/helm/values.yaml: clp-compile did not write it");
    expect(err).toContain("move it away, or compile into another folder with --out");
  });

  test("one that is what would be written is not in the way", async () => {
    const space = await compiled();
    space.config({ ...CONFIG, files: { ...CONFIG.files, "helm/values.yaml": `${VALUES}a: 1\n` } });
    space.write("out/helm/values.yaml", `${VALUES}a: 1\n`);
    expect((await space.run()).code).toBe(0);
  });

  test("without a manifest, what is of the kind of an output is taken over, and nothing else", async () => {
    const space = await compiled();
    rmSync(space.path("out/manifest.json"));
    expect((await space.run()).err).toBe("out: 6 files, 1 written\n");
    rmSync(space.path("out/manifest.json"));
    space.write("out/compose/.env", "# Made by clp-compile.\nCLP_DB_PASS=other\n");
    expect((await space.run()).err).toBe("out: 6 files, 2 written\n");
    rmSync(space.path("out/manifest.json"));
    space.write("out/compose/.env", "CLP_DB_PASS=other\n");
    expect(await refused(space, "CLP6201")).toContain("clp-compile did not write it");
  });

  test("a file that a manifest lists is not ours by that", async () => {
    const space = await compiled();
    space.write("out/compose/.env", "MINE=1\n");
    space.write("out/compose/docker-compose.yaml", "services: {mine: {}}\n");
    const err = await refused(space, "CLP6201", "CLP6201");
    expect(err).toContain("Cannot replace out/compose/.env: it is not what clp-compile wrote there");
  });

  test("one of our kind that the manifest does not list is in the way, with the way out", async () => {
    const space = await compiled();
    space.config({ ...CONFIG, files: { ...CONFIG.files, "helm/values.yaml": `${VALUES}a: 1\n` } });
    space.write("out/helm/values.yaml", `${VALUES}a: 2\n`);
    const err = await refused(space, "CLP6201");
    expect(err).toContain("manifest.json does not list it");
    expect(err).toContain("delete out/manifest.json and compile again");
    rmSync(space.path("out/manifest.json"));
    expect((await space.run()).code).toBe(0);
    expect(space.read("out/helm/values.yaml")).toBe(`${VALUES}a: 1\n`);
  });

  test.each([
    ["", "it is no JSON"],
    ["{", "it is no JSON"],
    ["<<<<<<< HEAD\n{}\n=======\n{}\n>>>>>>> other\n", "a merge left its marks in it"],
    ["[]", "it is no manifest of clp-compile"],
    ['{"name":"my web app"}', "it is no manifest of clp-compile"],
    [
      '{"version":1,"backends":[],"files":[],"secret_files":[{"path":"../../etc/passwd","mode":"0644"}]}',
      "it lists ../../etc/passwd, which clp-compile never writes",
    ],
  ])(
    "a damaged manifest is written anew only where all else is as it should be: %j",
    async (text, reason) => {
      const space = await compiled();
      const manifest = space.read("out/manifest.json");
      space.write("out/manifest.json", text);
      expect((await space.run()).code).toBe(0);
      expect(space.read("out/manifest.json")).toBe(manifest);

      space.write("out/manifest.json", text);
      space.write("out/docs/deployment.md", `${PAGE}# Edited\n`);
      const err = await refused(space, "CLP6210");
      expect(err).toContain(`Cannot go by out/manifest.json: ${reason}`);
      expect(err).toContain("Delete out/manifest.json and compile again");
      rmSync(space.path("out/manifest.json"));
      expect((await space.run()).code).toBe(0);
      expect((await space.run("check")).code).toBe(0);

      const other = workspace();
      other.config(CONFIG);
      other.write("etc/credentials.yaml", "");
      other.write("out/manifest.json", text);
      await refused(other, "CLP6210");
    },
  );

  test.each([
    "../precious",
    "/etc/hostname",
    "a/../../precious",
    "manifest.json",
    ".git/config",
    "compose/docker-compose.override.yaml",
    "compose/var/data/database/ibdata1",
    "compose/hosts/../../precious",
    "compose/hosts/A/.env",
    "compose/hosts/-a/.env",
    "compose/hosts/a.b/.env",
    "helm/own.yaml",
    "kubernetes/own.yaml",
    "kubernetes/secrets/own.yaml",
    "x\\y",
    "COMPOSE/.env",
    "compose/.env/",
    "./compose/.env",
  ])("a manifest that lists %s, which no backend writes, is not acted on", async (path) => {
    const space = await compiled();
    space.write("precious", "precious");
    for (const list of ["files", "secret_files", "pending"]) {
      for (const [name, content] of [
        ["compose/docker-compose.override.yaml", "mine"],
        ["compose/var/data/database/ibdata1", "mine"],
        ["helm/own.yaml", `${VALUES}`],
        ["kubernetes/own.yaml", YAML],
        [".git/config", "mine"],
      ] as const)
        space.write(`out/${name}`, content);
      const manifest = JSON.parse(space.read("out/manifest.json"));
      const sha256 = createHash("sha256").update("mine").digest("hex");
      manifest[list] = [
        ...(manifest[list] ?? []),
        { path, mode: "0644", ...(list === "secret_files" ? {} : { sha256 }) },
      ];
      space.write("out/manifest.json", JSON.stringify(manifest));
      space.config({ ...CONFIG, files: {} });
      const before = space.tree(".");
      expect((await space.run("check")).out).toContain("which clp-compile never writes");
      // Nothing is removed, though the manifest is written anew where all that is given is there.
      expect((await space.run()).code).toBe(0);
      const { "out/manifest.json": _, ...rest } = before;
      expect(space.tree(".")).toMatchObject(rest);
      space.config(CONFIG);
      rmSync(space.path("out"), { recursive: true });
      await space.run();
    }
  });

  test("what is not given any more goes by its hash, a secret file by its kind; all else stays", async () => {
    const space = await compiled({
      files: {
        ...CONFIG.files,
        "kubernetes/webui.yaml": YAML,
        "kubernetes/queue.yaml": YAML,
        "helm/values.yaml": `${VALUES}`,
      },
      secrets: {
        ...CONFIG.secrets,
        "kubernetes/secrets/queue.yaml": YAML,
        "kubernetes/secrets/redis.yaml": YAML,
      },
    });
    space.write("out/kubernetes/webui.yaml", `${YAML}# edited\n`);
    space.write("out/kubernetes/secrets/queue.yaml", `${YAML}# rotated\n`);
    space.write("out/kubernetes/secrets/redis.yaml", "mine\n");
    rmSync(space.path("out/helm/values.yaml"));
    mkdirSync(space.path("out/helm/values.yaml"));
    space.config(CONFIG);
    const check = await space.run("check");
    expect(check.code).toBe(3);
    expect(check.out).toMatch(/Orphaned: out\/kubernetes\/webui\.yaml.*\n.*\n.*It was edited by hand/);
    const { code, err } = await space.run();
    expect(code, err).toBe(0);
    expect([...err.matchAll(/^note\[CLP6208\]: (.*)$/gm)].map((match) => match[1])).toEqual([
      "Left out/helm/values.yaml where it is: it is a directory",
      "Left out/kubernetes/secrets/redis.yaml where it is: it is not what clp-compile wrote there",
      "Left out/kubernetes/webui.yaml where it is: it was edited by hand",
    ]);
    expect(Object.keys(space.tree("out")).filter((path) => /helm|kubernetes/.test(path))).toEqual([
      "helm/",
      "helm/values.yaml/",
      "kubernetes/",
      "kubernetes/secrets/",
      "kubernetes/secrets/redis.yaml",
      "kubernetes/webui.yaml",
    ]);
    expect(space.read("out/manifest.json")).not.toMatch(/webui|redis|helm\/values/);
    expect((await space.run("check")).code).toBe(0);
    expect((await space.run()).err).toBe("out: 6 files, unchanged\n");
  });

  test("a checkout with CR LF is taken over, and nobody is said to have edited it", async () => {
    const space = await compiled();
    const fresh = space.tree("out");
    for (const [path, text] of Object.entries(fresh))
      if (text !== "/") space.write(`out/${path}`, text.replaceAll("\n", "\r\n"));
    expect((await space.run("check")).code).toBe(3);
    const { code, err } = await space.run();
    expect(code, err).toBe(0);
    expect(err).not.toContain("edited");
    expect(space.tree("out")).toEqual(fresh);

    space.write("out/docs/deployment.md", fresh["docs/deployment.md"]!.replaceAll("\n", "\r\n"));
    const { "docs/deployment.md": _, ...files } = CONFIG.files!;
    space.config({ ...CONFIG, files });
    expect((await space.run()).err).toContain("1 removed");
  });

  test("links in the folder are refused, and so is out/ itself", async () => {
    const space = await compiled();
    mkdirSync(space.path("elsewhere"));
    space.config({ ...CONFIG, files: { ...CONFIG.files, "helm/values.yaml": `${VALUES}a: 1\n` } });
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
    for (const out of ["out", "out/", "out/.", "./out//"]) {
      for (const argv of [[], ["--dry-run"], ["check"]]) {
        const { code, err } = await other.run(...argv, "--no-secrets", "--out", out);
        expect(code).toBe(4);
        expect(err).toContain("[CLP6202]");
      }
    }
    expect(other.tree("real")).toEqual({});
  });

  test("a file system's root and the user's home are no output folders", async () => {
    const space = workspace();
    mkdirSync(space.path("home/etc"), { recursive: true });
    space.config(CONFIG);
    const home = space.path("home");
    for (const out of ["/", "//", "/..", "home", "home/", "etc/../home/.", home]) {
      for (const argv of [[], ["--dry-run"], ["check"], ["--emit", "docs", "--prune"]]) {
        const { code, err } = await runIn(space.directory, [...argv, "--no-secrets", "--out", out], { home });
        expect(code, out).toBe(4);
        expect(err).toMatch(/\[CLP6207\].*(?:the root of a file system|your home directory)/);
      }
    }
    expect(space.tree("home")).toEqual({ "etc/": "/" });
    expect((await runIn(space.directory, ["--no-secrets", "--out", "home/out"], { home })).code).toBe(0);
    expect(
      (await runIn(space.path("home"), ["--no-secrets", "-c", "../etc/clp-config.yaml"], { home })).code,
    ).toBe(0);
  });

  test("inputs among the output are told, whatever the folder is called by", async () => {
    const space = workspace();
    space.config(CONFIG);
    space.link("same", "etc");
    for (const out of ["etc", "./etc/", space.path("etc"), "same/../etc"]) {
      const { code, err } = await space.run("--no-secrets", "--dry-run", "--out", out);
      expect(code).toBe(0);
      expect(err).toContain("warning[CLP6207]: The output goes among the inputs: ");
      expect(err).toContain("holds etc/clp-config.yaml\n");
    }
    expect((await space.run("--no-secrets", "--strict", "--out", "etc")).code).toBe(1);
    expect(Object.keys(space.tree("etc"))).toEqual(["clp-config.yaml"]);
    expect((await space.run("--no-secrets", "--out", "etc/out")).err).not.toContain("CLP6207");
  });

  test("a linked manifest is refused; a link in the place of what would be removed stays", async () => {
    const space = await compiled();
    space.write("elsewhere.json", space.read("out/manifest.json"));
    rmSync(space.path("out/manifest.json"));
    space.link("out/manifest.json", "../elsewhere.json");
    await refused(space, "CLP6202");

    const other = await compiled();
    rmSync(other.path("out/docs"), { recursive: true });
    other.write("elsewhere/deployment.md", CONFIG.files!["docs/deployment.md"]!);
    other.link("out/docs", "../elsewhere");
    other.config({ secrets: CONFIG.secrets! });
    const { code, err } = await other.run();
    expect(code).toBe(0);
    expect(err).toContain("Left out/docs/deployment.md where it is: it is a symbolic link");
    expect(other.read("elsewhere/deployment.md")).toBe(CONFIG.files!["docs/deployment.md"]);
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

  /** The folder as a run with these inputs leaves it that is killed when all but the manifest is in place. */
  async function cutShort(space: Workspace, config: FakeConfig): Promise<void> {
    const old = JSON.parse(space.read("out/manifest.json"));
    space.config(config);
    await space.run();
    const { files, secret_files: secrets } = JSON.parse(space.read("out/manifest.json"));
    space.write("out/manifest.json", JSON.stringify({ ...old, pending: [...files, ...secrets] }));
  }

  const HELM = {
    ...CONFIG,
    files: { ...CONFIG.files, "helm/values.yaml": `${VALUES}a: 1\n` },
    secrets: { ...CONFIG.secrets, "helm/values.secret.yaml": "credentials: {}\n" },
  };

  test("what a killed run created is known by what its manifest has pending", async () => {
    const space = await compiled();
    await cutShort(space, HELM);
    for (const config of [HELM, CONFIG]) {
      space.config(config);
      expect((await space.run("check")).out).toContain("[CLP6111]: Unfinished: out/manifest.json");
    }
    expect((await space.run()).code).toBe(0);
    expect(existsSync(space.path("out/helm"))).toBe(false);
    expect(space.read("out/manifest.json")).not.toContain("pending");
    expect((await space.run("check")).code).toBe(0);
  });

  test("a run for other backends repairs its own, and leaves the rest pending", async () => {
    const space = await compiled();
    await cutShort(space, HELM);
    expect((await space.run("--emit", "docs")).code).toBe(0);
    expect(JSON.parse(space.read("out/manifest.json")).pending).toMatchObject([
      { path: "compose/docker-compose.yaml" },
      { path: "compose/prepare.sh" },
      { path: "helm/values.yaml" },
      { path: "compose/.env" },
      { path: "helm/values.secret.yaml" },
    ]);
    expect((await space.run("check")).out).toContain("[CLP6111]");
    expect((await space.run()).code).toBe(0);
    expect((await space.run("check")).code).toBe(0);
  });

  test("what is pending makes nothing ours that is not what it says", async () => {
    const space = await compiled();
    await cutShort(space, HELM);
    space.write("out/helm/values.yaml", "mine");
    space.config(CONFIG);
    const { code, err } = await space.run();
    expect(code).toBe(0);
    expect(err).toContain("Left out/helm/values.yaml where it is: it was edited by hand");
    expect(space.read("out/helm/values.yaml")).toBe("mine");
    space.config(HELM);
    await refused(space, "CLP6201");
  });

  test("a claim, as earlier versions made it, is only a temporary file", async () => {
    const space = workspace();
    space.config(CONFIG);
    space.write("etc/credentials.yaml", "");
    space.write("out/compose/docker-compose.yaml", "services: {mine: {}}\n");
    space.write("out/compose/.env", "MINE=1\n");
    const listed = { path: "compose/docker-compose.yaml", mode: "0644" };
    space.write(
      "out/.clp-compile-claim.tmp",
      JSON.stringify({
        version: 1,
        backends: [],
        files: [],
        secret_files: [listed, { ...listed, path: "compose/.env" }],
      }),
    );
    await refused(space, "CLP6201", "CLP6201");
  });
});

test.skipIf(process.getuid?.() === 0)("a folder that cannot be written is said", async () => {
  const space = await compiled();
  chmodSync(space.path("out/docs"), 0o555);
  onTestFinished(() => chmodSync(space.path("out/docs"), 0o755));
  space.config({ ...CONFIG, files: { ...CONFIG.files, "docs/deployment.md": `${PAGE}# New\n` } });
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

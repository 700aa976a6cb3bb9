/** What `check` finds, how it says it, and that it writes nothing. */
import { chmodSync, mkdirSync, rmSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { DIAGRAM_END, DIAGRAM_START } from "../../src/base/update-markdown.ts";
import { workOf } from "../count-work.ts";
import type { FakeConfig } from "./fake-compiler.ts";
import { compiledIn, type Workspace, workspace } from "./workspace.ts";

const YAML = "services:\n  webui:\n    image: clp\n    ports:\n      - 4000:4000\n    restart: always\n";
const CONFIG: FakeConfig = {
  files: { "compose/docker-compose.yaml": YAML, "docs/deployment.md": "# Docs\n" },
  scripts: { "compose/prepare.sh": "#!/bin/sh\n" },
  secrets: { "compose/.env": "CLP_DB_USER=clp\nCLP_DB_PASS=hunter2\n" },
};

const compiled = (config = CONFIG): Promise<Workspace> => compiledIn(config);

/** Runs check, which must change nothing; answers with codes and places. */
async function check(
  space: Workspace,
  ...argv: readonly string[]
): Promise<{ code: number; out: string; found: readonly string[] }> {
  const before = space.tree(".");
  const { code, out, err } = await space.run("check", ...argv);
  expect(space.tree(".")).toEqual(before);
  expect(err).toBe("");
  const found = [...out.matchAll(/^(?:error|note)\[(\w+)\].*\n(?: +--> (\S+))?/gm)].map((match) =>
    `${match[1]} ${match[2] ?? ""}`.trim(),
  );
  return { code, out, found };
}

describe("check", () => {
  describe("--markdown", () => {
    const FLOW = "flowchart LR\n  webui --> database\n";
    const DOCUMENT = `# Mine\n\n${DIAGRAM_START}\n${DIAGRAM_END}\n`;
    const drawnFrom = (text: string): FakeConfig => ({
      ...CONFIG,
      files: { ...CONFIG.files, "diagram/deployment.mmd": text },
    });

    test("a fresh diagram is said to be, whatever the output folder is made for", async () => {
      const space = workspace();
      space.config(drawnFrom(FLOW));
      space.write("README.md", DOCUMENT);
      await space.run("--no-secrets", "--emit", "compose");
      await space.run("diagram", "--update", "README.md");
      const { code, out } = await check(space, "--no-secrets", "--markdown", "README.md");
      expect(code).toBe(0);
      expect(out).toMatch(/^out is fresh: \d+ files\nREADME\.md is fresh: its diagram\n$/m);
    });

    test("a stale one is a difference, with the reason beside each new line", async () => {
      const space = workspace();
      space.config(drawnFrom(FLOW));
      space.write("a.md", DOCUMENT);
      await space.run("diagram", "--update", "a.md");
      space.write("b.md", space.read("a.md"));
      space.config(drawnFrom(FLOW.replace("database", "redis")));
      await space.run("--no-secrets");
      await space.run("diagram", "--update", "a.md");
      const { code, out, found } = await check(
        space,
        "--no-secrets",
        "--markdown",
        "a.md",
        "--markdown",
        "b.md",
      );
      expect(code).toBe(3);
      expect(found).toEqual(["CLP6108", "CLP6110 b.md:6:1"]);
      expect(out).toContain(
        `error[CLP6110]: Stale: the diagram of b.md
 --> b.md:6:1
  = help: clp-compile diagram --update b.md, with the flags that name the inputs
--- b.md
+++ compiled
@@ -3,6 +3,6 @@
 ${DIAGRAM_START}
 \`\`\`mermaid
 flowchart LR
-  webui --> database
+  webui --> redis  # because files["diagram/deployment.mmd"], etc/clp-config.yaml:5:3
 \`\`\`
 ${DIAGRAM_END}
`,
      );
    });

    test("a diagram of the whole package is compared with that", async () => {
      const space = workspace();
      space.config(drawnFrom(FLOW));
      space.write("README.md", DOCUMENT);
      await space.run("--no-secrets");
      await space.run("diagram", "--all", "--update", "README.md");
      expect(await check(space, "--no-secrets", "--markdown", "README.md")).toMatchObject({ code: 0 });
      space.write("README.md", space.read("README.md").replace("a --> b", "a --> b\n  a --> c"));
      const { code, out } = await check(space, "--no-secrets", "--markdown", "README.md");
      expect(code).toBe(3);
      expect(out).toContain("-  a --> c\n");
      expect(out).toContain("= help: clp-compile diagram --all --update README.md\n");
    });

    test("a document without markers, and one that is not there, are differences", async () => {
      const space = workspace();
      space.config(drawnFrom(FLOW));
      await space.run("--no-secrets");
      space.write("README.md", "# Mine\n");
      const { code, out, found } = await check(
        space,
        "--no-secrets",
        "--markdown",
        "README.md",
        "--markdown",
        "none.md",
      );
      expect(code).toBe(3);
      expect(found).toEqual(["CLP6108", "CLP6110 README.md", "CLP6109 none.md"]);
      expect(out).toContain("No diagram to compare in README.md: The markers of the diagram are missing\n");
      expect(out).toContain(`write two lines, ${DIAGRAM_START} and ${DIAGRAM_END}`);
      expect(out).toContain("Cannot compare none.md: no such file or directory\n");
    });
  });

  test("an unchanged folder is fresh", async () => {
    expect(await check(await compiled())).toEqual({ code: 0, out: "out is fresh: 6 files\n", found: [] });
  });

  test("a change of the inputs is stale, with the reason beside each new line", async () => {
    const space = await compiled();
    space.config({
      ...CONFIG,
      files: { ...CONFIG.files, "compose/docker-compose.yaml": YAML.replace("- 4000", "- 4001") },
    });
    const { code, out } = await check(space);
    expect(code).toBe(3);
    expect(out).toBe(
      `error[CLP6101]: Stale: out/compose/docker-compose.yaml: the inputs, or the compiler, have changed since
 --> out/compose/docker-compose.yaml:5:1
  = help: Compile again and commit the result
--- out/compose/docker-compose.yaml
+++ compiled
@@ -2,5 +2,5 @@
   webui:
     image: clp
     ports:
-      - 4000:4000
+      - 4001:4000  # because files["compose/docker-compose.yaml"], etc/clp-config.yaml:3:3
     restart: always

1 error
`,
    );
  });

  test("an edit by hand is told from a change of the inputs, and from both at once", async () => {
    const space = await compiled();
    space.write("out/compose/docker-compose.yaml", YAML.replace("always", "no"));
    let { code, out, found } = await check(space);
    expect(code).toBe(3);
    expect(found).toEqual(["CLP6102 out/compose/docker-compose.yaml:6:1"]);
    expect(out).toContain("Edited by hand: out/compose/docker-compose.yaml\n");
    expect(out).toContain("-    restart: no\n+    restart: always  # because");
    expect(out).not.toContain("have changed");

    space.config({
      ...CONFIG,
      files: { ...CONFIG.files, "compose/docker-compose.yaml": YAML.replace("clp", "clp:2") },
    });
    ({ code, out, found } = await check(space));
    expect(found).toEqual(["CLP6102 out/compose/docker-compose.yaml:3:1"]);
    expect(out).toContain("= note: The inputs, or the compiler, have changed, too\n");
  });

  test("nothing at all is one finding", async () => {
    const space = await compiled();
    rmSync(space.path("out"), { recursive: true });
    const { code, out, found } = await check(space);
    expect({ code, found }).toEqual({ code: 3, found: ["CLP6106 out/manifest.json"] });
    expect(out).toContain("Missing: out/manifest.json: nothing has been compiled into out");
    mkdirSync(space.path("out"));
    expect((await check(space)).found).toEqual(found);
  });

  test("missing, orphaned, in the wrong mode, something else", async () => {
    const space = await compiled();
    rmSync(space.path("out/compose/prepare.sh"));
    mkdirSync(space.path("out/compose/prepare.sh"));
    rmSync(space.path("out/compose/docker-compose.yaml"));
    chmodSync(space.path("out/compose/.env"), 0o640);
    const { files: _, ...rest } = CONFIG;
    space.config({ ...rest, files: { "compose/docker-compose.yaml": YAML } });
    const { code, out, found } = await check(space);
    expect(code).toBe(3);
    expect(found).toEqual([
      "CLP6105 out/compose/.env",
      "CLP6103 out/compose/docker-compose.yaml",
      "CLP6109 out/compose/prepare.sh",
      "CLP6104 out/docs/deployment.md",
    ]);
    expect(out).toContain("Wrong mode: out/compose/.env is 0640, expected 0600");
  });

  test("of public files only the executable bit counts", async () => {
    const space = await compiled();
    chmodSync(space.path("out/compose/docker-compose.yaml"), 0o664);
    chmodSync(space.path("out/compose/prepare.sh"), 0o775);
    expect((await check(space)).code).toBe(0);
    chmodSync(space.path("out/compose/prepare.sh"), 0o664);
    expect((await check(space)).found).toEqual(["CLP6105 out/compose/prepare.sh"]);
  });

  test("of a secret file the lines that differ are said, and nothing that is in them", async () => {
    const space = await compiled();
    space.config({ ...CONFIG, secrets: { "compose/.env": "CLP_DB_USER=clp\nCLP_DB_PASS=rotated\n" } });
    const { code, out, found } = await check(space);
    expect(code).toBe(3);
    expect(found).toEqual(["CLP6101 out/compose/.env"]);
    expect(out).toContain('= note: Line 2 differs, because files["compose/.env"], etc/clp-config.yaml:');
    expect(out).not.toMatch(/hunter2|rotated|CLP_DB_PASS/);
  });

  test("without credentials secret files are left out, which is said; their modes are looked at", async () => {
    const space = await compiled();
    space.write("out/compose/.env", "CLP_DB_PASS=other\n");
    const { code, out, found } = await check(space, "--no-secrets");
    expect(code).toBe(0);
    expect(found).toEqual(["CLP6108"]);
    expect(out).toContain("Not compared: out/compose/.env");
    expect(out.endsWith("out is fresh: 5 files\n")).toBe(true);
    chmodSync(space.path("out/compose/.env"), 0o644);
    expect((await check(space, "--no-secrets")).code).toBe(3);
  });

  test("a folder that was compiled without secrets is fresh without them, and lacks them with them", async () => {
    const space = workspace();
    space.config(CONFIG);
    await space.run("--no-secrets");
    expect((await check(space)).code).toBe(0);
    space.write("etc/credentials.yaml", "");
    expect((await check(space)).found).toEqual(["CLP6103 out/compose/.env"]);
  });

  test("a manifest that is missing, damaged or changed is a difference", async () => {
    const space = await compiled();
    const manifest = space.read("out/manifest.json");
    space.write("out/manifest.json", manifest.replace('"0.9.0"', '"0.8.0"'));
    expect((await check(space)).found).toEqual(["CLP6106 out/manifest.json:4:1"]);
    space.write("out/manifest.json", "{");
    expect((await check(space)).found).toEqual(["CLP6106 out/manifest.json"]);
    rmSync(space.path("out/manifest.json"));
    expect((await check(space)).found).toEqual(["CLP6106 out/manifest.json"]);
    rmSync(space.path("out"), { recursive: true });
    expect((await check(space)).code).toBe(3);
  });

  test("uses the backends of the manifest unless told otherwise", async () => {
    const space = await compiled();
    await space.run("--emit", "docs", "--prune");
    expect((await check(space)).code).toBe(0);
    expect((await check(space, "--emit", "compose,docs")).code).toBe(3);
  });

  test("what a running deployment adds is no difference; an override file is a note", async () => {
    const space = await compiled();
    space.write("out/compose/var/data/database/ibdata1", "data");
    space.write("out/compose/docker-compose.override.yaml", "services: {}\n");
    const { code, found } = await check(space);
    expect(code).toBe(0);
    expect(found).toEqual(["CLP6107 out/compose/docker-compose.override.yaml"]);
  });

  test("other line ends are one finding, however many files have them", async () => {
    const space = await compiled();
    for (const [path, text] of Object.entries(space.tree("out")))
      if (text !== "/") space.write(`out/${path}`, text.replaceAll("\n", "\r\n"));
    chmodSync(space.path("out/compose/prepare.sh"), 0o755);
    const { code, out, found } = await check(space);
    expect(code).toBe(3);
    expect(found).toEqual(["CLP6112 out/.gitignore"]);
    expect(out).toContain("Lines end in CR LF in out/.gitignore and 5 more files");
  });

  test("a link is neither followed nor fresh", async () => {
    const space = await compiled();
    space.write("elsewhere.md", "# Docs\n");
    rmSync(space.path("out/docs/deployment.md"));
    space.link("out/docs/deployment.md", "../../elsewhere.md");
    expect((await check(space)).found).toEqual(["CLP6109 out/docs/deployment.md"]);
  });

  test("tells programs, with the diff, in one report with all else", async () => {
    const space = await compiled();
    space.config({
      ...CONFIG,
      files: { ...CONFIG.files, "docs/deployment.md": "# New\n" },
      findings: [{ code: "CLP6107", severity: "warning", message: "odd" }],
    });
    const { code, out, err } = await space.run("check", "--diagnostics", "json");
    expect({ code, out }).toEqual({ code: 3, out: "" });
    expect(JSON.parse(err).diagnostics).toMatchObject([
      { code: "CLP6107", severity: "warning" },
      {
        code: "CLP6101",
        file: "out/docs/deployment.md",
        line: 1,
        diff: expect.stringContaining("-# Docs\n+# New  # because"),
      },
    ]);
    for (const format of ["sarif", "github", "junit"]) {
      expect((await space.run("check", "--diagnostics", format)).err).toContain("CLP6101");
    }
  });

  test("inputs with errors are exit 1, before anything is compared", async () => {
    const space = await compiled();
    space.config({ ...CONFIG, findings: [{ code: "CLP6101", severity: "error", message: "Wrong" }] });
    expect((await space.run("check")).code).toBe(1);
  });

  test("files that have nothing in common are no more work than their length", async () => {
    const space = await compiled();
    const compare = async (count: number): Promise<number> => {
      const lines = (word: string): string =>
        Array.from({ length: count }, (_, index) => `${word} ${index}\n`).join("");
      space.write("out/docs/deployment.md", lines("a"));
      space.config({ ...CONFIG, files: { ...CONFIG.files, "docs/deployment.md": lines("b") } });
      return await workOf(async () =>
        expect((await check(space)).out).toContain("(more than 800 lines differ)"),
      );
    };
    await compare(10_000);
    expect(await compare(20_000)).toBeLessThan(2.2 * (await compare(10_000)));
  });
});

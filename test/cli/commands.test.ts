/** The smaller commands: diagram, explain, schema. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Ajv } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { describe, expect, test } from "vitest";
import { DIAGRAM_END, DIAGRAM_START } from "../../src/base/update-markdown.ts";
import { ownPaths, parseManifest } from "../../src/cli/output/manifest.ts";
import { BACKENDS, SCHEMAS } from "../../src/cli/usage/choices.ts";
import { allCodes, entryOf } from "../../src/codes.ts";
import { compile } from "../../src/mod.ts";
import { okFixtures } from "../fixtures.ts";
import { fakeCompiler } from "./fake-compiler.ts";
import { workspace } from "./workspace.ts";

const SCHEMA = join(import.meta.dirname, "../../schema");

describe("diagram", () => {
  const MERMAID = "flowchart LR\n  webui --> database\n";

  test("goes to standard output", async () => {
    const space = workspace();
    space.config({ files: { "diagram/deployment.mmd": MERMAID } });
    expect(await space.run("diagram")).toEqual({ code: 0, out: MERMAID, err: "" });
  });

  test("--all needs no input", async () => {
    expect(await workspace().run("diagram", "--all")).toEqual({
      code: 0,
      out: "flowchart LR\n  a --> b\n",
      err: "",
    });
  });

  test("--update replaces the diagram between the markers, and nothing else", async () => {
    const space = workspace();
    space.config({ files: { "diagram/deployment.mmd": MERMAID } });
    space.write("README.md", `# Mine\n\n${DIAGRAM_START}\nold\n${DIAGRAM_END}\n\nMore.\n`, 0o640);
    space.link("docs/readme.md", "../README.md");
    const before = { code: 0, out: "", err: "docs/readme.md: would be updated\n" };
    expect(await space.run("diagram", "--update", "docs/readme.md", "--dry-run")).toEqual(before);
    expect((await space.run("diagram", "--update", "docs/readme.md")).err).toBe("docs/readme.md: updated\n");
    expect(space.read("README.md")).toBe(
      `# Mine\n\n${DIAGRAM_START}\n\`\`\`mermaid\n${MERMAID}\`\`\`\n${DIAGRAM_END}\n\nMore.\n`,
    );
    expect(space.mode("README.md")).toBe("0640");
    expect((await space.run("diagram", "--update", "README.md")).err).toBe("README.md: unchanged\n");
    expect(Object.keys(space.tree("."))).toEqual([
      "README.md",
      "docs/",
      "docs/readme.md",
      "etc/",
      "etc/clp-config.yaml",
    ]);
  });

  test("--update leaves a file alone that is no UTF-8, and would lose letters", async () => {
    const space = workspace();
    const text = `caf\u00e9\n${DIAGRAM_START}\n${DIAGRAM_END}\n`;
    writeFileSync(space.path("README.md"), text, "latin1");
    const { code, err } = await space.run("diagram", "--all", "--update", "README.md");
    expect(code).toBe(4);
    expect(err).toContain("error[CLP6203]: Cannot update README.md: it is no UTF-8\n");
    expect(readFileSync(space.path("README.md"), "latin1")).toBe(text);
  });

  test("--update says what is wrong with the file", async () => {
    const space = workspace();
    space.write("README.md", `# Mine\n${DIAGRAM_START}\n`);
    const { code, err } = await space.run("diagram", "--all", "--update", "README.md");
    expect(code).toBe(4);
    expect(err).toContain(
      `Cannot update README.md: The marker ${DIAGRAM_END} is missing\n --> README.md:2:1\n`,
    );
    expect((await space.run("diagram", "--all", "--update", "none.md")).err).toContain(
      "Cannot update none.md: no such file",
    );
    expect(space.read("README.md")).toBe(`# Mine\n${DIAGRAM_START}\n`);
  });
});

describe("explain", () => {
  test("every code has its entry printed", async () => {
    for (const code of allCodes()) {
      const { code: exit, out } = await workspace().run("explain", code);
      expect(exit).toBe(0);
      for (const text of [code, entryOf(code).title, entryOf(code).explanation, entryOf(code).source])
        expect(out).toContain(text);
    }
  });

  test("a code in lower case is one; an unknown one gets a suggestion", async () => {
    expect((await workspace().run("explain", "clp9001")).code).toBe(0);
    const { code, err } = await workspace().run("explain", "CLP9OO1");
    expect(code).toBe(1);
    expect(err).toContain("Did you mean CLP9001?");
  });
});

/** The package is CommonJS, whose default export its types do not know. */
function withFormats(ajv: Ajv2020): Ajv2020 {
  (addFormats as unknown as (ajv: Ajv) => void)(ajv as unknown as Ajv);
  return ajv;
}

describe("schema", () => {
  test.each(SCHEMAS)("prints %s as it is published, a schema in strict mode", async (name) => {
    const published = readFileSync(join(SCHEMA, `${name}.schema.json`), "utf8");
    const { code, out } = await workspace().run("schema", name);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual(JSON.parse(published));
    withFormats(new Ajv2020({ strict: true, allowUnionTypes: true })).compile(JSON.parse(published));
  });
});

describe("the manifest", () => {
  const schema = JSON.parse(readFileSync(join(SCHEMA, "manifest.schema.json"), "utf8"));
  const backendsOfSchema: readonly string[] = schema.properties.backends.items.enum;
  const valid = withFormats(new Ajv2020({ strict: true })).compile(schema);
  const manifestWith = (path: string) => ({
    version: 1,
    compiler: "0.1.0",
    release: "0.9.0",
    deployment: "full",
    backends: ["compose"],
    files: [{ path, mode: "0644", sha256: "0".repeat(64) }],
    secret_files: [],
  });

  test("has the backends that its schema knows", () => {
    expect(backendsOfSchema).toEqual([...BACKENDS].sort());
  });

  test.each(okFixtures())("is as its schema says: $name", ({ sources }) => {
    const { files } = compile(sources, { secrets: true });
    valid(JSON.parse(files.find(({ path }) => path === "manifest.json")!.text));
    expect(valid.errors ?? []).toEqual([]);
  });

  test("of a compiler with a target of its own is as its schema says", () => {
    const { files } = fakeCompiler.compile(
      { config: { name: "c", content: '{"files":{"a/b":""},"secrets":{"a/c":""}}' } },
      { secrets: true },
    );
    const manifest = JSON.parse(files.find(({ path }) => path === "manifest.json")!.text);
    valid(manifest);
    expect(valid.errors ?? []).toEqual([]);
  });

  test.each([
    ["compose/var/log/.clp-config.yaml", true],
    ["...", true],
    ["a/..b", true],
    ["..", false],
    ["a/../b", false],
    ["./a", false],
    ["a/./b", false],
    ["/a", false],
    ["a//b", false],
    ["a/", false],
    ["", false],
    ["a\\b", false],
    ["a\0b", false],
  ])("its schema takes the path %j: %s; the reader takes those of a backend alone", (path, expected) => {
    expect(valid(manifestWith(path))).toBe(expected);
    const read = parseManifest(JSON.stringify(manifestWith(path)), ownPaths(fakeCompiler));
    expect(typeof read).toBe(path === "compose/var/log/.clp-config.yaml" ? "object" : "string");
  });
});

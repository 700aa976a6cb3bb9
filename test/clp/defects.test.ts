/** The catalogue of CLP's defects: complete, published, and referred to as it should be. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { defectsPage, withDefectsTable } from "../../scripts/defects-page.ts";
import { DEFECT_IDS, DEFECTS } from "../../src/clp/defects/defects.ts";
import * as compiler from "../../src/mod.ts";
import { workspace } from "../cli/workspace.ts";

const ROOT = join(import.meta.dirname, "../..");
const NUMBER = /\b[DEHP]\d{1,2}[a-z]?\b/g;

function sourcesBelow(folder: string): readonly (readonly [path: string, text: string])[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .map((path) => `${folder}/${path.replaceAll("\\", "/")}`)
    .filter((path) => path.endsWith(".ts") && !path.includes("/generated/"))
    .map((path) => [path, readFileSync(join(ROOT, path), "utf8")] as const);
}

describe("what is published", () => {
  test("docs/defects.md is fresh: npm run generate", () => {
    expect(readFileSync(join(ROOT, "docs/defects.md"), "utf8")).toBe(defectsPage());
  });

  test("the README's table is fresh: npm run generate", () => {
    const readme = readFileSync(join(ROOT, "README.md"), "utf8");
    expect(readme).toBe(withDefectsTable(readme));
  });

  test.each(DEFECT_IDS)("%s says what is wrong, what happens and what we do", (id) => {
    const { title, happens, here, source, since, until } = DEFECTS[id];
    expect(title).toMatch(/^\S.*[^.]$/);
    expect(happens).toMatch(/[.]$/);
    expect(here).toMatch(/^\S.*[^.]$/);
    expect(source).not.toBe("");
    for (const release of [since, until ?? "0.13.0"]) expect(release).toMatch(/^0\.(?:9|1[0-3])\.0$/);
  });
});

describe("what refers to it", () => {
  test("every number in sources, tests and documents has its entry", () => {
    const documents = ["README.md", "docs/kubernetes.md", "docs/diagnostics.md", "CONTRIBUTING.md"];
    const texts = [
      ...sourcesBelow("src"),
      // A quantity such as 5E3 is no reference, and the shapes of inputs stand in the conformance tests.
      ...sourcesBelow("test").filter(([path]) => !path.includes("kubernetes-site")),
      ...documents.map((path) => [path, readFileSync(join(ROOT, path), "utf8")] as const),
    ];
    const unknown = texts.flatMap(([path, text]) =>
      [...text.matchAll(NUMBER)]
        .map(([number]) => number)
        .filter((number) => !(number in DEFECTS))
        .map((number) => `${path}: ${number}`),
    );
    expect(unknown).toEqual([]);
  });

  test("each of a later release that is corrected, refused or warned of has a test that begins with its number", () => {
    const begun = /"((?:[DEHP]\d{1,2}[a-z]?(?:, | and )?)+): /g;
    const held = new Set(
      sourcesBelow("test").flatMap(([, text]) =>
        [...text.matchAll(begun)].flatMap(([, numbers = ""]) => numbers.split(/, | and /)),
      ),
    );
    const ours = DEFECT_IDS.filter((id) => id.startsWith("E")).filter(
      (id) => !["documented", "avoided"].includes(DEFECTS[id].treatment),
    );
    expect(ours.length).toBeGreaterThan(20);
    expect(ours.filter((id) => !held.has(id))).toEqual([]);
  });

  test("a message says the matter, and the number in brackets behind it", () => {
    const bare = sourcesBelow("src")
      .filter(([path]) => !path.startsWith("src/clp/defects/"))
      .flatMap(([path, text]) =>
        text
          .split("\n")
          .filter(
            (line) => !/^\s*(?:\/\/|\/?\*)/.test(line) && !/^\s*source: |^\s*"[^"]*; D\d+",?$/.test(line),
          )
          .map((line) =>
            line
              .replace(/ \/\/ .*$/, "")
              // A reference as data, from which a message is made.
              .replace(/\bdefects: \["[^\]]*"\]/, "")
              .replace(/\bfact\("[\w-]+"(?:, "[DEHP]\d+[a-z]?")+\)/, "")
              .replace(/ \([DEHP]\d+[a-z]?(?:, [DEHP]\d+[a-z]?)*\)/g, ""),
          )
          .filter((line) => line.match(NUMBER) !== null)
          .map((line) => `${path}: ${line.trim()}`),
      );
    expect(bare).toEqual([]);
  });
});

describe("clp-compile explain", () => {
  test.each(["D12b", "d12B"])("prints an entry, asked as %s", async (subject) => {
    const { code, out, err } = await workspace({ compiler }).run("explain", subject);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toContain(`D12b: ${DEFECTS.D12b.title}\n`);
    expect(out).toContain(`Here corrected: ${DEFECTS.D12b.here}\nIn CLP: since v0.9.0\n`);
  });

  test("a number that nothing has gets the nearest one", async () => {
    const { code, err } = await workspace({ compiler }).run("explain", "d12x");
    expect(code).toBe(1);
    expect(err).toContain('Cannot explain "d12x": no defect of that number');
    expect(err).toContain("= help: ");
  });
});

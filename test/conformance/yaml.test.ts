/** What is written as YAML means the same to PyYAML, with which CLP's services read, and to kubectl (invariant 6). */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { yaml } from "../../src/backends/yaml.ts";
import { constant } from "../../src/base/origin.ts";
import { type Tree, toJson, tree } from "../../src/model/tree.ts";
import { documentTree, textLeaf } from "../backends/yaml-trees.ts";
import { run } from "./programs/programs.ts";

const folder = mkdtempSync(join(tmpdir(), "clp-compile-yaml-"));
afterAll(() => rmSync(folder, { recursive: true }));

function written(document: Tree): string {
  return yaml(document).text;
}

/** What a reader should find. Mappings are lists of pairs, so that keys such as `8` and `__proto__` count. */
function expectedOf(node: Tree): unknown {
  if (node.kind === "seq") return node.items.map(expectedOf);
  if (node.kind === "map") return { map: node.entries.map(([key, item]) => [key, expectedOf(item)]) };
  return toJson(node);
}

const READ = `
import json, sys, yaml
def ordered(value):
    if isinstance(value, dict):
        return {"map": [[key, ordered(item)] for key, item in value.items()]}
    return [ordered(item) for item in value] if isinstance(value, list) else value
for loader in (yaml.SafeLoader, yaml.CSafeLoader):
    json.dump([ordered(yaml.load(text, Loader=loader)) for text in json.load(open(sys.argv[1]))], sys.stdout, default=repr)
    print()
`;

test("2,000 documents come out of PyYAML as they went in", async () => {
  const documents = fc.sample(documentTree, { numRuns: 2000, seed: 2 });
  const path = join(folder, "documents.json");
  writeFileSync(path, JSON.stringify(documents.map(written)));
  const { code, stdout, stderr } = await run("python3", ["-c", READ, path]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  const expected = documents.map(expectedOf);
  for (const line of stdout.trim().split("\n")) {
    const read = JSON.parse(line) as readonly unknown[];
    const wrong = read.flatMap((value, index) =>
      JSON.stringify(value) === JSON.stringify(expected[index])
        ? []
        : [{ text: written(documents[index]!), read: value }],
    );
    expect(wrong.slice(0, 3)).toEqual([]);
  }
});

/** kustomize writes anew what it reads, and cannot read, or loses, control characters, which no name or path of a config has. */
const KUSTOMIZED = /^[\t\n\r\x20-\x7e\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]*$/u;

test.each([
  ["kubectl", "-f", /^/],
  ["kustomize", "-k", KUSTOMIZED],
])("1,000 texts come out of %s as they went in", async (name, flag, taken) => {
  const texts = fc.sample(textLeaf, { numRuns: 1000, seed: 3 }).filter((text) => taken.test(text));
  const data = Object.fromEntries(texts.map((text, index) => [`k${index}`, text]));
  const object = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "texts" }, data };
  const own = join(folder, name);
  mkdirSync(own);
  writeFileSync(join(own, "texts.yaml"), written(tree(object, constant("a test"))));
  writeFileSync(join(own, "kustomization.yaml"), "resources: [texts.yaml]\n");
  const from = flag === "-k" ? own : join(own, "texts.yaml");
  const { code, stdout, stderr } = await run(
    "kubectl",
    ["annotate", "--local", "--output=json", flag, from, "a=b"],
    { env: { KUBECONFIG: "/dev/null" } },
  );
  expect({ code, stderr: stderr.slice(-300) }).toEqual({ code: 0, stderr: "" });
  const read = (JSON.parse(stdout) as { data: Readonly<Record<string, string>> }).data;
  expect(
    Object.keys(data)
      .filter((key) => read[key] !== data[key])
      .map((key) => [data[key], read[key]]),
  ).toEqual([]);
});

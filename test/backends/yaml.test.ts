/** What is written as YAML is read as it was meant, by a reader of YAML 1.2 and by one of YAML 1.1. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { yaml } from "../../src/backends/yaml.ts";
import { toJson } from "../../src/model/tree.ts";
import { documentTree } from "./yaml-trees.ts";

const SCHEMAS = [
  { version: "1.2", schema: "core" },
  { version: "1.1", schema: "yaml-1.1" },
] as const;

test.each(SCHEMAS)(
  "$version",
  (options) => {
    fc.assert(
      fc.property(documentTree, (tree) => {
        const { text, reasons } = yaml(tree);
        expect(text).not.toMatch(/\r/);
        expect(text.split("\n")).toHaveLength(reasons().length + 1);
        expect(text.endsWith("\n")).toBe(true);
        for (const { origins } of reasons()) expect(origins.length).toBeGreaterThan(0);
        expect(parse(text, { ...options, mapAsMap: true, uniqueKeys: true })).toEqual(asMaps(toJson(tree)));
      }),
      { numRuns: 1500, seed: 1 },
    );
  },
  60_000,
);

/** A mapping may have a key that no plain object can. */
function asMaps(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asMaps);
  if (typeof value !== "object" || value === null) return value;
  return new Map(Object.entries(value).map(([key, item]) => [key, asMaps(item)]));
}

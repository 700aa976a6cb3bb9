/** The container recipe, linted; test/runtime/core/container.test.ts builds it by a real engine. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { validate } from "dockerfile-utils";
import { expect, test } from "vitest";
import { ROOT } from "./repository.ts";

const TEXT = readFileSync(join(ROOT, "Dockerfile"), "utf8");

interface Instruction {
  readonly name: string;
  readonly words: string;
}

const INSTRUCTIONS: readonly Instruction[] = TEXT.replace(/^#.*\n/gm, "")
  .replace(/\\\n/g, " ")
  .split("\n")
  .filter((line) => line.trim() !== "")
  .map((line) => {
    const [name = "", ...words] = line.split(" ");
    return { name, words: words.join(" ") };
  });

test("the recipe has no finding", () => {
  expect(validate(TEXT)).toEqual([]);
});

test("what is copied from here is let in by .dockerignore, and nothing else is", () => {
  const allowed = readFileSync(join(ROOT, ".dockerignore"), "utf8")
    .trim()
    .split("\n")
    .filter((line) => line !== "*")
    .map((line) => line.slice(1));
  const copied = INSTRUCTIONS.filter(({ name, words }) => name === "COPY" && !words.startsWith("--from"))
    .flatMap(({ words }) => words.split(" ").slice(0, -1))
    .map((path) => path.replace(/^\.\//, ""));
  expect([...new Set(copied)].sort()).toEqual([...allowed].sort());
});

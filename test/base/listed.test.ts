import { expect, test } from "vitest";
import { listed } from "../../src/base/listed.ts";

test("words in a sentence", () => {
  expect([[], ["a"], ["a", "b"], ["a", "b", "c"]].map((words) => listed(words))).toEqual([
    "",
    "a",
    "a and b",
    "a, b and c",
  ]);
  expect(listed(["a", "b"], "or")).toBe("a or b");
});

/** What goldens that are differences stand on. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { applyDifference, differenceFrom } from "./variant.ts";

const BASE = new Map([
  ["a.yaml", "one: 1\ntwo: 2\nthree: 3\nfour: 4\n"],
  ["b.sh", "-- a\n++ b\n"],
  ["manifest.json", "{}\n"],
]);

test("a difference names what is missing, and shows the lines that are others", () => {
  const files = new Map([
    ["a.yaml", "one: 1\ntwo: 2\nthree: 3\nfour: 5\n"],
    ["c.txt", "new"],
    ["manifest.json", "{}\n"],
  ]);
  expect(differenceFrom(BASE, files)).toBe(`Missing: b.sh
--- a.yaml
+++ a.yaml
@@ -2,3 +2,3 @@
 two: 2
 three: 3
-four: 4
+four: 5
--- /dev/null
+++ c.txt
@@ -0,0 +1,1 @@
+new
\\ No newline at end of file
`);
});

test("what does not fit its base is no difference from it", () => {
  const text = differenceFrom(BASE, new Map([...BASE, ["a.yaml", "one: 1\n"]]));
  expect(() => applyDifference(new Map([...BASE, ["a.yaml", "uno: 1\n"]]), text)).toThrow("a.yaml");
  expect(() => applyDifference(new Map(), "Missing: b.sh\n")).toThrow("b.sh");
});

test("applied to its base it gives the files again", () => {
  const line = fc.constantFrom(
    "",
    "a",
    "-- a",
    "++ b",
    "--- a.yaml",
    "+++ /dev/null",
    "@@ -1 +1 @@",
    "Missing: x",
    "\\ x",
  );
  const content = fc
    .tuple(fc.array(line), fc.constantFrom("\n", ""))
    .map(([lines, end]) => lines.join("\n") + end);
  const texts = fc.dictionary(fc.constantFrom("a.yaml", "b.sh", "c/d.json", "manifest.json"), content);
  fc.assert(
    fc.property(texts, texts, (before, after) => {
      const [base, files] = [new Map(Object.entries(before)), new Map(Object.entries(after))];
      const again = applyDifference(base, differenceFrom(base, files));
      expect(new Map([...again].sort())).toEqual(new Map([...files].sort()));
    }),
  );
});

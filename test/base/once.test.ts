import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { once } from "../../src/base/once.ts";

test("computes at the first use, and once", () => {
  let times = 0;
  const value = once(() => ++times);
  expect([times, value(), value(), times]).toEqual([0, 1, 1, 1]);
});

test("lets go of what it was computed of, and keeps the answer", async () => {
  const kept = lengthOfDocument();
  expect(kept.length()).toBe(3);
  // A WeakRef is good until the end of the turn that has asked for it.
  await new Promise((done) => setTimeout(done));
  collectGarbage();
  expect(kept.document.deref()).toBeUndefined();
  expect(kept.length()).toBe(3);
});

function lengthOfDocument() {
  const document = ["a", "b", "c"];
  return { document: new WeakRef(document), length: once(() => document.length) };
}

function collectGarbage(): void {
  setFlagsFromString("--expose-gc");
  (runInNewContext("gc") as () => void)();
}

/** One process compiles thousands of deployments: nothing of one may be kept when it is done. */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { compile, validate } from "../src/mod.ts";
import { okFixtures } from "./fixtures.ts";

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

test("of deployments that are compiled nothing is kept", async () => {
  const parts = okFixtures().flatMap(({ name, sources }) => {
    const { model } = compile(sources, { secrets: true });
    return [model!, ...model!.components, ...model!.files, ...model!.volumes].map((part) => ({
      name,
      part: new WeakRef<object>(part),
    }));
  });
  // Of the last input something may be remembered, in case that it comes again.
  validate({ config: { name: "clp-config.yaml", content: "{}" } });
  // What a reference was taken of stays until the turn ends.
  await new Promise(setImmediate);
  collectGarbage();
  const kept = parts.filter(({ part }) => part.deref() !== undefined).map(({ name }) => name);
  expect([...new Set(kept)]).toEqual([]);
  expect(parts.length).toBeGreaterThan(500);
});

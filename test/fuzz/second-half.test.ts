/** The second 2500 of the inputs that every test run checks; `npm run fuzz` checks as many as you like. */
import { expect, test } from "vitest";
import { FIXTURES } from "../fixtures.ts";
import { fuzz, readCorpus } from "./harness.ts";
import { SEED } from "./seed.ts";

test("anything is answered", async () => {
  const { inputs, accepted, failures } = await fuzz(SEED, 2500, 2500, readCorpus(FIXTURES));
  expect(failures).toEqual([]);
  expect(inputs).toBe(2500);
  // Otherwise only refusals were tested.
  expect(accepted).toBeGreaterThan(100);
});

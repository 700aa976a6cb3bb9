import { afterAll, beforeAll, expect, test } from "vitest";
import { startEngine } from "../engine.ts";
import type { Machine } from "../machine.ts";
import { follow, pairs } from "../plans.ts";

let machine: Machine;
beforeAll(async () => {
  machine = await startEngine();
});
afterAll(() => machine?.stop());

// Half of them: two files run side by side.
test.each(pairs().filter((_, index) => index % 2 === 1))(
  "%s: plan is right about the engine",
  async (name) => {
    expect(await follow(machine, name)).toEqual([]);
  },
);

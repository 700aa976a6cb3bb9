import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { startEngine, wipe } from "../engine.ts";
import type { Machine } from "../machine.ts";
import { follow, pairs } from "../plans.ts";

let machine: Machine;
beforeAll(async () => {
  machine = await startEngine();
});
afterEach(() => wipe(machine));
afterAll(() => machine?.stop());

// Half of them: two files run side by side.
test.each(pairs().filter((_, index) => index % 2 === 1))(
  "%s: plan is right about the engine",
  async (name) => {
    expect(await follow(machine, name)).toEqual([]);
  },
);

import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { FIXTURES } from "../../fixtures.ts";
import { deployment } from "../deployment.ts";
import { startEngine, wipe } from "../engine.ts";
import { type Machine, ok } from "../machine.ts";
import { expectSound } from "../sound.ts";

let machine: Machine;
beforeAll(async () => {
  machine = await startEngine();
});
afterEach(() => wipe(machine));
afterAll(() => machine?.stop());

/**
 * The four types as the harder of two cases has them: made by an ordinary user of the docker group, with a strict umask.
 * As root, with the usual one, start all fixtures of all/fixtures.test.ts, each type with other keys; Spider Full is where
 * `plans/14-celery-to-spider` goes.
 */
const OPERATORS = { user: "operator", umask: "077" } as const;

describe.each([
  ["01-full", OPERATORS],
  ["02-base", OPERATORS],
  ["03-spider-full", OPERATORS],
  ["04-spider-base", OPERATORS],
  ["22-release-0.13.0", {}],
] as const)("%s", (name, options) => {
  test("is well, has done its work, stops and leaves nothing", async () => {
    const it = deployment(machine, join(FIXTURES, "ok", name), options);
    await it.start();
    await expectSound(it);

    // Nothing on the address at which it was published is anybody's but its own.
    await ok(it.compose(["stop"]));
    const codes = await ok(machine.run(["docker", "ps", "--all", "--format", "{{.Names}} {{.Status}}"]));
    expect(codes.stdout).not.toMatch(/Exited \(137\)/);

    await ok(it.compose(["down", "--volumes"]));
    for (const what of ["container", "volume", "network"]) {
      const all = what === "container" ? ["--all"] : [];
      const { stdout } = await ok(machine.run(["docker", what, "ls", "--quiet", ...all]));
      const left = what === "network" ? ["bridge", "host", "none"] : [];
      expect(stdout.trim().split("\n").filter(Boolean)).toHaveLength(left.length);
    }
    await it.remove();
  });
});

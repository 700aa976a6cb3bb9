import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { FIXTURES } from "../../fixtures-folder.ts";
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

describe.each(["01-full", "02-base", "03-spider-full", "04-spider-base", "22-release-0.13.0"])(
  "%s",
  (name) => {
    test("is well, has done its work, stops and leaves nothing", async () => {
      const it = deployment(machine, join(FIXTURES, "ok", name));
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
  },
);

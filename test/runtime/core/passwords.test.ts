import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { stringify } from "yaml";
import { FIXTURES } from "../../fixtures.ts";
import { deployment } from "../deployment.ts";
import { startEngine, wipe } from "../engine.ts";
import type { Machine } from "../machine.ts";
import { CLASSES, credentials, PLACES } from "../passwords.ts";
import { expectSound } from "../sound.ts";

let machine: Machine;
beforeAll(async () => {
  machine = await startEngine();
});
afterEach(() => wipe(machine));
afterAll(() => machine?.stop());

test("the passwords of fixture 12 arrive everywhere", async () => {
  const it = deployment(machine, join(FIXTURES, "ok/12-hostile-passwords"));
  await it.start();
  await expectSound(it);
  await it.remove();
});

test("every class in every place is either refused where it is written, or compiled", async () => {
  const it = deployment(machine, join(FIXTURES, "ok/03-spider-full"));
  for (const [name, password] of Object.entries(CLASSES)) {
    for (const place of PLACES) {
      it.edit({
        "credentials.yaml": stringify(credentials((one) => (one === place ? password : undefined))),
      });
      const { code, stderr } = await it.compile();
      if (code !== 0) expect(`${name}: ${stderr}`).toMatch(/CLP\d{4}[\s\S]*credentials\.yaml:/);
      expect([0, 1]).toContain(code);
    }
  }
  await it.remove();
});

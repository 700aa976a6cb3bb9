import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { stringify } from "yaml";
import { FIXTURES } from "../../fixtures-folder.ts";
import { deployment } from "../deployment.ts";
import { startEngine, wipe } from "../engine.ts";
import type { Machine } from "../machine.ts";
import { CLASSES, type Class, credentials, PLACES, refusal } from "../passwords.ts";
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

test("every class in every place is compiled, or refused where it is written and for the stated reason", async () => {
  const it = deployment(machine, join(FIXTURES, "ok/03-spider-full"));
  for (const name of Object.keys(CLASSES) as Class[]) {
    for (const place of PLACES) {
      it.edit({
        "credentials.yaml": stringify(credentials((one) => (one === place ? CLASSES[name] : undefined))),
      });
      const { code, stderr } = await it.compile();
      const [, refused, at] = /error\[(CLP\d{4})\][\s\S]*?--> (credentials\.yaml):/.exec(stderr) ?? [];
      const reason = refusal(name, place);
      expect({ name, place, code, refused, at }).toEqual(
        reason === undefined
          ? { name, place, code: 0 }
          : { name, place, code: 1, refused: reason, at: "credentials.yaml" },
      );
    }
  }
  await it.remove();
});

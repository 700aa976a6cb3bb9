import { readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, test } from "vitest";
import { FIXTURES } from "../../fixtures-folder.ts";
import { deployment } from "../deployment.ts";
import { startEngine, wipe } from "../engine.ts";
import type { Machine } from "../machine.ts";
import { expectSound } from "../sound.ts";
import { whyNotStarted } from "../stand-ins.ts";

let machine: Machine;
beforeAll(async () => {
  machine = await startEngine();
});
afterEach(() => wipe(machine));
afterAll(() => machine?.stop());

/** What is started elsewhere, or cannot be, and why. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  "01-full": "core/types.test.ts",
  "02-base": "core/types.test.ts",
  "03-spider-full": "core/types.test.ts",
  "04-spider-base": "core/types.test.ts",
  "08-mcp-mysql-retention": "mysql.test.ts",
  "09-external-all": "external.test.ts",
  "10-external-database": "external.test.ts",
  "12-hostile-passwords": "core/passwords.test.ts",
  "14-kubernetes-distributed": "kubernetes-types.test.ts",
  "15-spider-external-database": "external.test.ts",
  "16-loopback-external": "external.test.ts",
  "22-release-0.13.0": "core/types.test.ts",
};

for (const name of readdirSync(join(FIXTURES, "ok"))) {
  const why = ELSEWHERE[name] ?? whyNotStarted(join(FIXTURES, "ok", name));
  if (why === undefined) {
    test(`${name} is well`, async () => {
      const it = deployment(machine, join(FIXTURES, "ok", name));
      await it.start();
      await expectSound(it);
      await it.remove();
    });
  } else test(`${name}: not started here: ${why}`, ({ skip }) => skip(why));
}

describe.each(["01-full", "02-base", "03-spider-full", "04-spider-base"])("%s", (name) => {
  test("is well when an ordinary user of the docker group makes it, with a strict umask", async () => {
    const it = deployment(machine, join(FIXTURES, "ok", name), { user: "operator", umask: "077" });
    await it.start();
    await expectSound(it);
    await it.remove();
  });
});

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
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

test("the MCP server answers where it is published, beside retention and other names", async () => {
  const from = join(FIXTURES, "ok/08-mcp-mysql-retention");
  const it = deployment(machine, from);
  const config = readFileSync(join(from, "clp-config.yaml"), "utf8");
  it.edit({ "clp-config.yaml": config.replace("type: mysql", "type: mariadb") });
  await it.start();
  await expectSound(it);
  await ok(machine.run(["curl", "--fail", "--silent", "http://127.0.0.1:8100/health"]));
  const other = await machine.run(["curl", "--fail", "--silent", "http://127.0.0.1:8000/health"]);
  expect(other.code).not.toBe(0);
  await it.remove();
});

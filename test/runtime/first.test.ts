import { join } from "node:path";
import { it } from "vitest";
import { FIXTURES } from "../fixtures.ts";
import { deployment, table } from "./deployment.ts";
import { startEngine } from "./engine.ts";

it("a Full deployment works", async () => {
  console.time("engine");
  const machine = await startEngine();
  console.timeEnd("engine");
  try {
    const full = deployment(machine, join(FIXTURES, "ok/01-full"));
    console.time("start");
    await full.start();
    console.timeEnd("start");
    console.log(table(await full.settle()));
    console.timeLog("start");
    console.time("stop");
    await full.compose(["stop"]);
    console.timeEnd("stop");
  } finally {
    await machine.stop();
  }
});

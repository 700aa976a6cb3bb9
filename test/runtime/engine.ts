/** Docker on a machine. */
import { type Machine, ok, startMachine } from "./machine.ts";

/** A machine whose engine answers. */
export async function startEngine(): Promise<Machine> {
  const machine = await startMachine();
  try {
    await ok(machine.run(["start-engine"]));
    return machine;
  } catch (problem) {
    await machine.stop();
    throw problem;
  }
}

/** Ends the engine as a host's restart does, or kills it, and starts it again. */
export async function restartEngine(machine: Machine, signal: "-TERM" | "-KILL" = "-TERM"): Promise<void> {
  await ok(machine.run(["stop-engine", signal]));
  await ok(machine.run(["start-engine"]));
}

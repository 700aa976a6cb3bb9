/**
 * Counts work in place of time: how often blocks of the program run, as V8's precise coverage has it. The
 * number is the same on a busy machine. What the engine does by itself, as in a regular expression, is not in
 * it: a text on which that takes its square is answered after the time limit of a test, and `npm run bench` has
 * the ratios.
 */
import { Session } from "node:inspector/promises";

/** The program, and the library that reads YAML for it. */
const COUNTED = /\/src\/|\/node_modules\/(?:yaml|diff)\//;

// A function counts if it runs for the first time after this.
const session = new Session();
session.connect();
await session.post("Profiler.enable");
await session.post("Profiler.startPreciseCoverage", { callCount: true, detailed: true });

async function counted(): Promise<number> {
  const { result } = await session.post("Profiler.takePreciseCoverage");
  let work = 0;
  for (const { url, functions } of result)
    if (COUNTED.test(url)) for (const { ranges } of functions) for (const { count } of ranges) work += count;
  return work;
}

/** How many blocks run while `run` does, each time counted. */
export async function workOf(run: () => unknown): Promise<number> {
  await counted();
  await run();
  return await counted();
}

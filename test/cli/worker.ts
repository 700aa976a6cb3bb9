/**
 * The command line with the fake compiler as a process of its own, which tests start many of, and kill.
 * With STEPS_TO_LIVE=N it kills itself before the Nth change of the file system; a run that lives says
 * how many steps it took.
 */
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { print } from "../../src/base/printable.ts";
import { processHost } from "../../src/cli/host.ts";
import { run } from "../../src/cli/run.ts";
import { fakeCompiler } from "./fake-compiler.ts";

const stepsToLive = Number(process.env["STEPS_TO_LIVE"] ?? Number.POSITIVE_INFINITY);
let steps = 0;
for (const name of [
  "openSync",
  "writeSync",
  "fchmodSync",
  "mkdirSync",
  "renameSync",
  "unlinkSync",
  "rmdirSync",
  "chmodSync",
] as const) {
  const original = fs[name] as (...args: readonly unknown[]) => unknown;
  Object.assign(fs, {
    [name]: (...args: readonly unknown[]) => {
      steps++;
      if (steps === stepsToLive) process.kill(process.pid, "SIGKILL");
      return original(...args);
    },
  });
}
syncBuiltinESMExports();

const host = processHost();
run(process.argv.slice(2), {
  ...host,
  // From here on the folder is looked at and written.
  validator: async () => fakeCompiler,
  compiler: async () => {
    host.out(print`compiling\n`);
    steps = 0;
    return fakeCompiler;
  },
}).then((code) => {
  process.exitCode = code;
  host.out(print`${steps} steps\n`);
});

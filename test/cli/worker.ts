/** The command line with the fake compiler as a process of its own, which tests start many of, and kill. */
import { processHost } from "../../src/cli/host.ts";
import { run } from "../../src/cli/run.ts";
import { fakeCompiler } from "./fake-compiler.ts";

const host = processHost();
process.exitCode = await run(process.argv.slice(2), {
  ...host,
  // From here on the folder is looked at and written.
  compiler: async () => {
    host.out("compiling\n");
    return fakeCompiler;
  },
});

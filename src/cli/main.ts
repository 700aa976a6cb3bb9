/** The entry of the command line. */
import { processHost } from "./host.ts";
import { run } from "./run.ts";

// No top-level await: the bundle is CommonJS, which starts faster.
run(process.argv.slice(2), processHost()).then((code) => {
  process.exitCode = code;
});

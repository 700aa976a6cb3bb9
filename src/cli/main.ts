/** The entry of the command line. */
import { processHost } from "./host.ts";
import { useNativeSha256 } from "./native-crypto.ts";
import { run } from "./run.ts";

useNativeSha256();

// No top-level await: the bundle is CommonJS, which starts faster.
run(process.argv.slice(2), processHost()).then((code) => {
  // All is written: nothing waits in a stream. Ending at once spares taking the runtime apart.
  process.exit(code);
});

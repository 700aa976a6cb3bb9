// V8's code cache of the launcher, which belongs to one version of Node.
import { execFileSync } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { commonRun } from "./common-run.mjs";

/**
 * Makes the cache beside a launcher, with the functions that a common run needs: it is taken after such a run.
 *
 * @param {string} dist the folder of the launcher and the bundle
 * @param {string} node the Node that will read it
 */
export function makeCodeCache(dist, node = process.execPath) {
  const cache = join(dist, "cli.cache");
  const out = join(dist, "out");
  writeFileSync(cache, "");
  execFileSync(node, [join(dist, "clp-compile.cjs"), ...commonRun(out)], {
    // Of a compiler that is being changed, the whole of an error.
    env: { ...process.env, CLP_COMPILE_MAKE_CACHE: cache, CLP_COMPILE_DEBUG: "1" },
    stdio: ["ignore", "ignore", "pipe"],
  });
  rmSync(out, { recursive: true, force: true });
}

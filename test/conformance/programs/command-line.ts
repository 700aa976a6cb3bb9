/** The command line of this checkout as a program `clp-compile` in a folder, for tests that run documented commands. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";

/** @param bin a folder that is there */
export async function installCommandLine(bin: string): Promise<void> {
  const outfile = join(bin, "cli.mjs");
  await build({
    entryPoints: [join(import.meta.dirname, "../../../src/cli/main.ts")],
    bundle: true,
    platform: "neutral",
    mainFields: ["module", "main"],
    external: ["node:*"],
    outfile,
    logLevel: "error",
  });
  writeFileSync(join(bin, "clp-compile"), `#!/bin/sh\nexec '${process.execPath}' '${outfile}' "$@"\n`, {
    mode: 0o755,
  });
}

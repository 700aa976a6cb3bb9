// How the program and the library become one file each.
import { join } from "node:path";
import { yamlReader } from "./yaml-reader.mjs";

export const root = join(import.meta.dirname, "..");

/**
 * What all bundles have in common.
 *
 * @param {string} commit what is built of, as `--version` says it
 * @returns {import("esbuild").BuildOptions}
 */
export function bundle(commit) {
  return {
    define: { __CLP_COMPILE_COMMIT__: JSON.stringify(commit) },
    absWorkingDir: root,
    bundle: true,
    format: "esm",
    target: "node20",
    // Not "node": packages then give their ECMAScript modules, of which only what is used is bundled, and
    // none that looks at the environment.
    platform: "neutral",
    mainFields: ["module", "main"],
    external: ["node:*"],
    plugins: [yamlReader],
    minify: true,
    // Strict by what is written once at the top of the command line, and as modules are: not in each module again.
    tsconfigRaw: { compilerOptions: { target: "es2023", verbatimModuleSyntax: true } },
    legalComments: "none",
    metafile: true,
    logLevel: "warning",
  };
}

/**
 * The command line.
 *
 * @param {string} commit
 * @returns {import("esbuild").BuildOptions}
 */
export function commandLine(commit) {
  const shared = bundle(commit);
  return {
    ...shared,
    entryPoints: ["src/cli/main.ts"],
    banner: { js: '"use strict";' },
    // CommonJS starts faster than a module, and takes a code cache.
    format: "cjs",
    supported: { "dynamic-import": false },
    // The command line hashes by its runtime.
    alias: {
      "@noble/hashes/sha2.js": "./scripts/no-sha256.mjs",
      "@noble/hashes/utils.js": "./scripts/no-sha256.mjs",
    },
    // Where packages are looked for from: a path will do as well.
    define: { ...shared.define, "import.meta.url": "__filename" },
  };
}

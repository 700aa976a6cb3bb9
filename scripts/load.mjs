// Imports modules of the sources, whatever this Node makes of TypeScript.
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

/** @param {string} path from the root of the repository */
export async function load(path) {
  const { outputFiles } = await build({
    absWorkingDir: fileURLToPath(new URL("..", import.meta.url)),
    entryPoints: [path],
    write: false,
    bundle: true,
    format: "esm",
    platform: "neutral",
    mainFields: ["module", "main"],
    external: ["node:*", "mermaid", "@mermaid-js/mermaid-cli"],
    logLevel: "warning",
  });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString("base64")}`);
}

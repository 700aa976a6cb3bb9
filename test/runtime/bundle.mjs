/** Makes one file of a TypeScript program of this folder, for a Node that reads no TypeScript. */
import { readFileSync } from "node:fs";
import { dirname } from "node:path";
import { build } from "esbuild";

/** Keeps `import.meta.dirname` of each file that goes into the bundle. */
const dirnames = {
  name: "dirnames",
  setup(builder) {
    builder.onLoad({ filter: /\.ts$/ }, ({ path }) => ({
      loader: "ts",
      contents: readFileSync(path, "utf8").replaceAll("import.meta.dirname", JSON.stringify(dirname(path))),
    }));
  },
};

/** `entry` is esbuild's `{ entryPoints }` or `{ stdin }`. */
export async function bundle(entry, outfile) {
  await build({
    ...entry,
    outfile,
    bundle: true,
    format: "esm",
    platform: "node",
    banner: {
      js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
    },
    plugins: [dirnames],
    logLevel: "warning",
  });
}

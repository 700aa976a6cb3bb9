// Of the package yaml a bundle gets what reads. What writes, and each node can be asked to, is never asked: documents
// are written by src/backends/yaml.ts. test/architecture.test.ts holds that nothing else of the package is imported.
import { readFileSync } from "node:fs";

/** @type {import("esbuild").Plugin} */
export const yamlReader = {
  name: "yaml-reader",
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]yaml[\\/]browser[\\/]dist[\\/]stringify[\\/]\w+\.js$/ }, ({ path }) => {
      const [, names] = /^export \{ (.+) \};$/m.exec(readFileSync(path, "utf8"));
      const exported = names.split(", ").map((name) => `none as ${name}`);
      return {
        contents: `function none() { throw new Error("yaml was bundled without what writes"); }\nexport { ${exported.join(", ")} };`,
      };
    });
  },
};

/** A renderer of GitHub's dialect of Markdown: it comes with Mermaid. */
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const fromMermaid = createRequire(createRequire(import.meta.url).resolve("mermaid"));

export const { marked } = (await import(pathToFileURL(fromMermaid.resolve("marked")).href)) as {
  marked: { readonly parse: (markdown: string) => string };
};

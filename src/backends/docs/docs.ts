/** The docs backend: one page about the deployment, for the repository that holds it. */
import { emittedFile } from "../../model/emitted-file.ts";
import { textOfLines } from "../../model/text.ts";
import type { Backend } from "../backend.ts";
import type { OutputPath } from "../output-path.ts";
import { deploymentPage } from "./deployment-page.ts";
import type { DocsOptions } from "./docs-options.ts";

const PATH = "docs/deployment.md";

export const DOCS_PATHS: readonly OutputPath[] = [
  { path: PATH, kinds: [{ format: "text", begins: "<!-- Made by clp-compile." }] },
];

export const docs: Backend<DocsOptions> = (model, options) => ({
  // Every deployment can be described.
  supports: () => true,
  emitPublic: () => [emittedFile(PATH, "public", textOfLines(deploymentPage(model, options)))],
  secretPaths: () => [],
  emitSecret: () => [],
});

/** The docs backend: one page about the deployment, for the repository that holds it. */
import { type EmittedFile, emittedFile } from "../../model/emitted-file.ts";
import type { Backend } from "../backend.ts";
import { deploymentPage } from "./deployment-page.ts";
import type { DocsOptions } from "./options.ts";

export const docs: Backend<DocsOptions> = {
  name: "docs",
  paths: [{ path: "docs/deployment.md", kinds: [{ format: "text", begins: "<!-- Made by clp-compile." }] }],
  // Every deployment can be described.
  supports: () => true,
  emitPublic: (model, options): readonly EmittedFile<"public">[] => [
    emittedFile("docs/deployment.md", "public", deploymentPage(model, options)),
  ],
  secretPaths: () => [],
  emitSecret: () => [],
};
